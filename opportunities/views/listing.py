"""The list of things to do: search, filters, pages, and ways on when nothing matches."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from community.safety.access import Who, open_to
from community.safety.cache import at_hand
from community.safety.limits import limited
from opportunities.forms.filters import (
    CHOICES,
    NUMBER,
    TYPED,
    Criteria,
    FilterForm,
)
from opportunities.permissions import avoids_anything

from .around import page_around, search_forms, whole_page
from .caching import SECONDS, key_of, refreshed
from .cards import cards
from .chips import address, chips, near_misses
from .facets import Facets, facets, facets_for_one
from .fitting import with_reasons
from .narrowing import fitting_sessions, listed
from .results import PAGE, Page, Row, counted, counted_to, page
from .written import is_written_down, page_as_written


@open_to(Who.EVERYONE)
@require_safe
@limited("search", when=lambda request: bool(request.GET.get("q")))
def find(request: HttpRequest) -> HttpResponse:
    """The list. What cannot be understood gives the form again, as it was typed, and 400."""
    now = timezone.now()
    words = facets_for_one() if avoids_anything(request.user) else facets(now)
    # Without parameters there is nothing to check.
    form = FilterForm(request.GET, words=words.slugs()) if request.GET else None
    if form and not form.is_valid():
        names = [*TYPED, *CHOICES]
        given = [(n, v) for n in names for v in request.GET.getlist(n) if v]
        return HttpResponse(whole_page(request, search_forms(given, words), form), status=400)
    criteria = form.criteria() if form else Criteria()
    cursors = form.cleaned_data if form else {}
    return HttpResponse(
        page_around(request, criteria, words, _results(request, criteria, words, cursors, now))
    )


def _results(
    request: HttpRequest,
    criteria: Criteria,
    words: Facets,
    cursors: dict[str, Any],
    now: dt.datetime,
) -> dict[str, Any]:
    """One page of the list, or what is near when it is empty."""
    after, before = cursors.get("after"), cursors.get("before")
    if is_written_down(criteria, words):
        shown = page_as_written(criteria, words, now, after=after, before=before)
    else:
        fitting = fitting_sessions(criteria, now)
        found = listed(criteria, words, request.user, now)
        shown = page(found, criteria.sort, after=after, before=before, fitting=fitting)
    is_first = not (after or before)
    context: dict[str, Any] = {"chips": chips(criteria, words)}
    context["has_no_numbers"] = is_first and bool(request.GET.get(NUMBER))
    if not shown.rows:
        return context | _empty(request, criteria, words, now, is_first=is_first)
    number = _number(
        criteria,
        shown,
        is_first,
        lambda: counted(listed(criteria, words, request.user, now), counted_to(criteria)),
        is_shared=words.are_everybodys,
    )
    return context | {
        "heading": _heading(number, criteria),
        "cards": with_reasons(_cards(shown.rows, words, criteria), shown.rows, request.user, now),
        "first": "" if is_first else address(criteria),
        "previous": address(criteria, before=shown.previous) if shown.previous else "",
        "next": address(criteria, after=shown.next) if shown.next else "",
    }


def _empty(
    request: HttpRequest, criteria: Criteria, words: Facets, now: dt.datetime, *, is_first: bool
) -> dict[str, Any]:
    """A page without a card: what is near, on the first one."""
    suggestions, rows = near_misses(criteria, words, request.user, now) if is_first else ([], [])
    return {
        "heading": _nothing(criteria) if is_first else _("No more"),
        "empty": True,
        "suggestions": suggestions,
        "most": PAGE,
        "near_misses": _cards(rows, words, criteria),
        "first": "" if is_first else address(criteria),
    }


def _nothing(criteria: Criteria) -> str:
    return _("Nothing matches all of that yet") if criteria.active() else _("Nothing to do yet")


def _cards(rows: list[Row], words: Facets, criteria: Criteria) -> list[SafeString]:
    return cards(rows, words, needs=criteria.need)


def _number(
    criteria: Criteria,
    shown: Page,
    is_first: bool,
    count: Callable[[], int],
    *,
    is_shared: bool,
) -> int:
    """How many there are: seen when they fit on one page, else counted at most once a minute.

    `is_shared`: it is the same number for everybody.
    """
    if is_first and not shown.next:
        return len(shown.rows)
    if not is_shared:
        return count()
    key = key_of("find:number", criteria.pairs(leave_out=("sort",)))
    number: int = at_hand.get(key, lambda: refreshed(key, SECONDS, count))
    return number


def _heading(number: int, criteria: Criteria) -> str:
    if number > counted_to(criteria):
        said = _("More than 1,000 things to do")
        return said if number > 1000 else _("More than 100 things to do")
    if criteria.active():
        said = ngettext(
            "%(number)d thing that could suit you", "%(number)d things that could suit you", number
        )
    else:
        said = ngettext("%(number)d thing to do", "%(number)d things to do", number)
    return said % {"number": number}
