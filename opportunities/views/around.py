"""What stands around the results of the list: the search bar, the filters, and the page's frame.

It is kept ready-made with gaps, for strangers and for each role, under the choices that were made
and the filters as they stand; the results, what somebody typed and their token are put into the
gaps and kept nowhere.
"""

import re
from functools import lru_cache
from typing import Any, cast

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.people.devices import OWN
from opportunities.forms.filters import (
    CHOICES,
    MILES,
    ORDERS,
    SOONEST,
    TYPED,
    USUAL_MILES,
    Criteria,
    FilterForm,
)

from .facets import Facets, Word
from .kept_pages import KeptPage, KeptPages, is_plain, stand_in

# The filter form stands on the page once for each width of screen; CSS shows one (DESIGN.md 6).
PREFIXES = ("p", "d")
Pairs = list[tuple[str, str]]
Choices = tuple[Word, ...] | int | None
Chosen = tuple[str, ...]
# What a kept page has in the place of what was typed, the heading and the results: two signs that
# stand for nothing in Unicode, and a name.
GAP = "\ue000{}\ue001"
GAPS = ("q", "near", "from")
TOKEN = "token"  # noqa: S105 - the name of a gap
_kept = KeptPages(200, re.compile(GAP.format(r"(\w+)").encode()))


def page_around(
    request: HttpRequest, criteria: Criteria, words: Facets, results: dict[str, Any]
) -> str | bytes:
    """The whole page around the results."""
    pairs = criteria.pairs()
    with_gaps = [(name, GAP.format(name) if name in GAPS else value) for name, value in pairs]
    forms = search_forms(with_gaps, words)
    reader = request if is_plain(request) else stand_in(request)
    kept = _kept_around(
        request, reader, forms, tuple(with_gaps), is_live=bool(results.get("cards"))
    )
    own: dict[str, str] = {name: conditional_escape(value) for name, value in pairs if name in GAPS}
    own |= {"heading": conditional_escape(results["heading"]), "results": _drawn(results)}
    if TOKEN.encode() in kept.parts:
        own[TOKEN] = get_token(request)
    filled = kept.filled({name.encode(): value.encode() for name, value in own.items()})
    # What is in the gaps was escaped, and the rest is of our own template.
    return filled if reader else _framed(request, mark_safe(filled.decode()))  # noqa: S308


def whole_page(request: HttpRequest, forms: dict[str, Any], form: FilterForm) -> str:
    """The page with what is wrong in a form. Nothing of it is kept."""
    return _framed(
        request, _body(request, forms | {"form": form, "results": _drawn({})}), form=form
    )


def _kept_around(
    request: HttpRequest,
    reader: HttpRequest | None,
    forms: dict[str, Any],
    with_gaps: tuple[Any, ...],
    *,
    is_live: bool,
) -> KeptPage:
    """All of the page for such a reader; without one, what is the same within everybody's own."""
    options = tuple(one["options"] for one in forms["forms"])
    signed_in = request.user.is_authenticated
    key = (get_language(), with_gaps, options, is_live, signed_in, reader and _kind_of(reader))
    if page := _kept.fresh(key):
        return page
    gaps = {name: mark_safe(GAP.format(name)) for name in ("heading", "results")}  # noqa: S308
    body = _body(request, forms | gaps | {"is_live": is_live})
    if reader:
        body = _framed(reader, body, csrf_token=GAP.format(TOKEN))
    return _kept.keep(key, body.encode())


def _kind_of(reader: HttpRequest) -> tuple[str, bool]:
    """What the frame depends on besides the language."""
    return getattr(reader.user, "role", ""), bool(reader.session.get(OWN))


def _body(request: HttpRequest, context: dict[str, Any]) -> SafeString:
    """What is in the frame; of the visitor it knows that somebody is signed in, and no more."""
    signed_in = {"is_signed_in": request.user.is_authenticated}
    return render_to_string("opportunities/find/body.html", context | signed_in)


def _framed(request: HttpRequest, body: SafeString, **more: Any) -> SafeString:
    """`more`: what the page is to say instead of what it finds in the request, or besides."""
    return render_to_string("opportunities/find.html", {"body": body} | more, request)


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
    known = [(name, choices, _known(name, choices, chosen)) for name, choices, chosen in parts]
    language = get_language()
    return [
        # Rendered by our own template, which escaped every word.
        mark_safe("".join(_rendered_part(prefix, *part, language) for part in known))  # noqa: S308
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
