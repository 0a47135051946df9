"""What stands around the results of the list: the search bar, the filters, and the page's frame.

For strangers it is kept ready-made with gaps, under the choices that were made and the filters as
they stand; the results, and what somebody typed, are put into the gaps and kept nowhere.
"""

import re
from functools import lru_cache
from typing import Any, cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opportunities.forms.filters import (
    CHOICES,
    MILES,
    ORDERS,
    SOONEST,
    TYPED,
    USUAL_MILES,
    Criteria,
)

from .facets import Facets, Word
from .kept_pages import KeptPages, is_plain

# The filter form stands on the page once for each width of screen; CSS shows one (DESIGN.md 6).
PREFIXES = ("p", "d")
Pairs = list[tuple[str, str]]
Choices = tuple[Word, ...] | int | None
Chosen = tuple[str, ...]
# What a kept page has in the place of what was typed, the heading and the results: two signs that
# stand for nothing in Unicode, and a name.
GAP = "\ue000{}\ue001"
GAPS = ("q", "near", "from")
_kept = KeptPages(200, re.compile(GAP.format(r"(\w+)").encode()))


def page_around(
    request: HttpRequest, criteria: Criteria, words: Facets, results: dict[str, Any]
) -> str | bytes:
    """The whole page around the results."""
    pairs = criteria.pairs()
    if not is_plain(request):
        return whole_page(request, search_forms(pairs, words), results)
    with_gaps = [(name, GAP.format(name) if name in GAPS else value) for name, value in pairs]
    forms = search_forms(with_gaps, words)
    is_live = bool(results.get("cards"))
    options = tuple(one["options"] for one in forms["forms"])
    key = (get_language(), tuple(with_gaps), options, is_live)
    page = _kept.fresh(key) or _kept.keep(key, _frame(request, forms, is_live=is_live).encode())
    own = {name: conditional_escape(value) for name, value in pairs if name in GAPS}
    own |= {"heading": conditional_escape(results["heading"]), "results": _drawn(results)}
    return page.filled({name.encode(): value.encode() for name, value in own.items()})


def whole_page(request: HttpRequest, forms: dict[str, Any], results: dict[str, Any]) -> str:
    """The page without anything that is kept of it. `results` may be a `form` with errors."""
    context = {
        "form": results.get("form"),
        "heading": results.get("heading", ""),
        "is_live": bool(results.get("cards")),
        "results": _drawn(results),
    }
    return render_to_string("opportunities/find.html", forms | context, request)


def _frame(request: HttpRequest, forms: dict[str, Any], *, is_live: bool) -> str:
    context = {name: mark_safe(GAP.format(name)) for name in ("heading", "results")}  # noqa: S308
    return render_to_string(
        "opportunities/find.html", forms | context | {"is_live": is_live}, request
    )


def _drawn(results: dict[str, Any]) -> SafeString:
    clear = {"clear": reverse("opportunities:find")}
    return render_to_string("opportunities/find/results.html", results | clear)


def search_forms(pairs: Pairs, words: Facets) -> dict[str, Any]:
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
        "clear": reverse("opportunities:find"),
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
