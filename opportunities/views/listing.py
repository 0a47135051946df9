"""The list of things to do: search, filters, pages, and ways on when nothing matches."""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.safety.access import Who, open_to
from community.safety.cache import at_hand
from community.safety.limits import limited
from opportunities.forms.filters import (
    CHOICES,
    MILES,
    NUMBER,
    ORDERS,
    SOONEST,
    TYPED,
    USUAL_MILES,
    Criteria,
    FilterForm,
)
from opportunities.permissions import avoids_anything

from .caching import SECONDS, key_of, refreshed
from .cards import cards
from .chips import address, chips, near_misses
from .everything import page_of_everything
from .facets import Facets, Word, facets, facets_for_one
from .fitting import with_reasons
from .narrowing import fitting_sessions, listed
from .results import PAGE, Page, Row, counted, counted_to, page

# The filter form stands on the page once for each width of screen; CSS shows one (DESIGN.md 6).
PREFIXES = ("p", "d")
Pairs = list[tuple[str, str]]
Choices = tuple[Word, ...] | int | None
Chosen = tuple[str, ...]


@open_to(Who.EVERYONE)
@require_safe
@limited("search", when=lambda request: bool(request.GET.get("q")))
def find(request: HttpRequest) -> HttpResponse:
    """The list. What cannot be understood gives the form again, as it was typed, and 400."""
    now = timezone.now()
    words = facets_for_one() if avoids_anything(request.user) else facets(now)
    # Without parameters there is nothing to check.
    form = FilterForm(request.GET, words=words.slugs()) if request.GET else None
    context: dict[str, Any] = {"form": form, "clear": reverse("opportunities:find")}
    is_valid = form is None or form.is_valid()
    if is_valid:
        criteria = form.criteria() if form else Criteria()
        cursors = form.cleaned_data if form else {}
        context |= _form(criteria.pairs(), words)
        context |= _results(request, criteria, words, cursors, now)
    else:
        names = [*TYPED, *CHOICES]
        context |= _form([(n, v) for n in names for v in request.GET.getlist(n) if v], words)
    return render(request, "opportunities/find.html", context, status=200 if is_valid else 400)


def _results(
    request: HttpRequest,
    criteria: Criteria,
    words: Facets,
    cursors: dict[str, Any],
    now: dt.datetime,
) -> dict[str, Any]:
    """One page of the list, or what is near when it is empty."""
    after, before = cursors.get("after"), cursors.get("before")
    if words.are_everybodys and not criteria.active():
        shown = page_of_everything(criteria.sort, now, after=after, before=before)
    else:
        fitting = fitting_sessions(criteria, now)
        found = listed(criteria, words, request.user, now)
        shown = page(found, criteria.sort, after=after, before=before, fitting=fitting)
    is_first = not (after or before)
    context: dict[str, Any] = {"chips": chips(criteria, words)}
    context["has_no_numbers"] = is_first and bool(request.GET.get(NUMBER))
    if not shown.rows:
        near = near_misses(criteria, words, request.user, now) if is_first else ([], [])
        return context | {
            "heading": _nothing(criteria) if is_first else _("No more"),
            "empty": True,
            "suggestions": near[0],
            "most": PAGE,
            "near_misses": _cards(near[1], words, criteria),
            "first": "" if is_first else address(criteria),
        }
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


def _form(pairs: Pairs, words: Facets) -> dict[str, Any]:
    """The search bar and the filters, as they were chosen and typed."""
    given = dict(pairs)
    searched = {"q", "near"}
    filtered = {*CHOICES, *TYPED} - {*searched, "sort"}
    return {
        "q": given.get("q", ""),
        "near": given.get("near", ""),
        "from_day": given.get("from", ""),
        "sort": given.get("sort", SOONEST),
        "orders": ORDERS,
        "forms": [
            {"prefix": prefix, "options": options}
            for prefix, options in zip(PREFIXES, _options(pairs, words), strict=True)
        ],
        "on": len([name for name, _value in pairs if name not in {"q", "far", "sort"}]),
        # Each form carries what stands in the others, so that none forgets them.
        "kept_by_search": [pair for pair in pairs if pair[0] not in searched],
        "kept_by_filters": [pair for pair in pairs if pair[0] not in filtered],
        "kept_by_order": [pair for pair in pairs if pair[0] != "sort"],
    }


def _options(pairs: Pairs, words: Facets) -> list[SafeString]:
    """The part of both forms that holds choices from our own lists and nothing typed."""
    given = dict(pairs)
    parts: list[tuple[str, Choices, Chosen]] = [
        (name, getattr(words, name), tuple(sorted({v for n, v in pairs if n == name})))
        for name in ("kind", "need", "when", "interest")
    ]
    parts += [
        ("places", words.places, (given.get("places", ""),)),
        ("area", words.area, (given.get("area", ""),)),
        ("far", None, (given.get("far", str(USUAL_MILES)),)),
    ]
    return [
        # Rendered by our own template, which escaped every word.
        mark_safe(  # noqa: S308
            "".join(
                _rendered_part(prefix, name, choices, _known(name, choices, chosen), get_language())
                for name, choices, chosen in parts
            )
        )
        for prefix in PREFIXES
    ]


def _known(name: str, choices: Choices, chosen: Chosen) -> Chosen:
    """What was chosen from the list itself: anything else that was typed is not kept."""
    known = {
        "places": {"1"},
        "far": {str(miles) for miles, _said in MILES},
    }.get(name) or {word.slug for word in cast("tuple[Word, ...]", choices)}
    return tuple(value for value in chosen if value in known)


@lru_cache(maxsize=2000)
def _rendered_part(
    prefix: str, name: str, choices: Choices, chosen: Chosen, _language: str | None
) -> SafeString:
    """One group of choices, kept for each way in which it was answered, until its numbers change.

    `_language` tells kept texts apart.
    """
    legends = {
        "kind": _("Kind of thing"),
        "need": _("What you need"),
        "when": _("When you’re free"),
        "interest": _("Interests"),
    }
    context = {
        "prefix": prefix,
        "name": name,
        "legend": legends.get(name, ""),
        "choices": choices,
        "chosen": chosen,
        "distances": [(str(miles), said) for miles, said in MILES],
    }
    return render_to_string("opportunities/find/options.html", context)
