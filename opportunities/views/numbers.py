"""A partner's numbers, as a chart and as a table, by month and by activity."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from opportunities.actions.numbers import numbers_of, years_of
from opportunities.permissions import written_organisations


@open_to(Who.PARTNER)
@require_safe
def numbers(request: SignedInRequest) -> HttpResponse:
    """One year, the newest if none is asked for. For those who write; the door has no numbers."""
    if not written_organisations(request.user).exists():
        raise Http404
    now = timezone.now()
    years = years_of(by=request.user, now=now)
    asked = request.GET.get("year", "")
    year = next((one for one in years if str(one) == asked), years[0] if years else None)
    context = {
        "year": year,
        "years": years,
        "names": [_("Offered"), _("Taken"), _("Came")],
        "numbers": numbers_of(by=request.user, year=year, now=now) if year else None,
        "writes": True,
    }
    return render(request, "opportunities/partner/numbers.html", context)
