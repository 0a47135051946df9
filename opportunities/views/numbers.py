"""A partner's numbers, as a chart and as a table, by month and by activity."""

import datetime as dt

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from community.safety.actions.tables import Cell
from opportunities.actions.numbers import Numbers, numbers_of, years_of
from opportunities.permissions import written_organisations
from opportunities.views.tables import Form, as_table


@open_to(Who.PARTNER)
@require_safe
def numbers(request: SignedInRequest) -> HttpResponse:
    """One year, the newest if none is asked for. For those who write; the door has no numbers."""
    now = timezone.now()
    years, year = _years(request, now)
    context = {
        "year": year,
        "years": years,
        "names": [_("Offered"), _("Taken"), _("Came")],
        "numbers": numbers_of(by=request.user, year=year, now=now) if year else None,
        "writes": True,
    }
    return render(request, "opportunities/partner/numbers.html", context)


@open_to(Who.PARTNER)
@require_safe
def numbers_table(request: SignedInRequest, form: Form) -> HttpResponseBase:
    """The same year as a table: what is not shown there is not in it either."""
    now = timezone.now()
    _all, year = _years(request, now)
    found = numbers_of(by=request.user, year=year, now=now) if year else Numbers([], [])
    rows: list[list[Cell]] = [[_("Numbers"), _("Name"), _("Offered"), _("Taken"), _("Came")]]
    for title, lines in ((_("By month"), found.by_month), (_("By activity"), found.by_activity)):
        for label, counts in lines:
            shown = (_("not shown") if count is None else count for count in counts)
            rows.append([title, label, *shown])
    return as_table(rows, "numbers", form)


def _years(request: SignedInRequest, now: dt.datetime) -> tuple[list[int], int | None]:
    """Every year that has numbers, and the one that is asked for. Raises Http404."""
    if not written_organisations(request.user).exists():
        raise Http404
    years = years_of(by=request.user, now=now)
    asked = request.GET.get("year", "")
    return years, next((one for one in years if str(one) == asked), years[0] if years else None)
