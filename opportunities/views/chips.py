"""The filters that are on, each a link that drops it, and what letting one go would bring."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from community.formats.times import day_in_words
from community.people.models import User
from community.safety.cache import at_hand
from community.written_down import rows_of
from opportunities.forms.filters import MILES, Criteria

from .caching import SECONDS, key_of, refreshed
from .facets import Facets
from .narrowing import is_narrow, listed
from .results import Row, soonest
from .written import is_written_down, rows_as_written, soonest_as_written

MOST_SUGGESTIONS = 4
MOST_TRIED = 8
NEAR_MISSES = 3


def address(criteria: Criteria, **cursor: object) -> str:
    """The address of the list with these filters, at this cursor."""
    pairs = [*criteria.pairs(), *((name, str(value)) for name, value in cursor.items())]
    where = reverse("opportunities:find")
    return f"{where}?{urlencode(pairs)}" if pairs else where


def chips(criteria: Criteria, words: Facets) -> list[dict[str, str]]:
    """The filters that are on: what each says, and the address without it."""
    return [
        {
            "label": label(name, value, criteria, words),
            "url": address(criteria.without(name, value)),
        }
        for name, value in criteria.active()
    ]


def label(name: str, value: str, criteria: Criteria, words: Facets) -> str:
    """What a filter that is on says."""
    if name == "near":
        miles = dict(MILES)[criteria.far]
        return _("%(distance)s from %(zip)s") % {"distance": miles, "zip": value}
    if name == "from" and criteria.since:
        return _("From %(day)s") % {"day": day_in_words(criteria.since)}
    if name == "places":
        return _("Places left")
    return f"“{value}”" if name == "q" else words.label(name, value)


def letting_go(name: str, value: str, criteria: Criteria, words: Facets) -> str:
    """What the link says that drops one filter of an empty list."""
    said = label(name, value, criteria, words)
    if name == "when" and value not in {"once", "agreed"}:
        return _("Any time, not just %(part)s") % {"part": said.lower()}
    plain = {"from": _("On any day"), "places": _("Full ones, too"), "near": _("Any distance")}
    if name == "q":
        return _("Without the words %(words)s") % {"words": said}
    return plain.get(name) or _("Without “%(filter)s”") % {"filter": said}


def near_misses(
    criteria: Criteria, words: Facets, user: User | AnonymousUser, now: dt.datetime
) -> tuple[list[dict[str, Any]], list[Row]]:
    """What there would be with one filter fewer, the most first, and the soonest few of it.

    Two queries, however many filters are on, and only when the list is empty.
    """
    dropped = criteria.active()[:MOST_TRIED]
    wider = [criteria.without(name, value) for name, value in dropped]
    found = _kept_and_asked(wider, words, user, now)
    suggestions: list[dict[str, Any]] = [
        {
            "label": letting_go(name, value, criteria, words),
            "url": address(one),
            "number": len(pks),
        }
        for (name, value), one, pks in zip(dropped, wider, found, strict=True)
        if pks
    ]
    suggestions.sort(key=lambda suggestion: -suggestion["number"])
    ids = {pk for pks in found for pk in pks[:NEAR_MISSES]}
    if not ids:
        return [], []
    nearest = rows_as_written(ids, criteria.sort, now)
    return suggestions[:MOST_SUGGESTIONS], nearest[:NEAR_MISSES]


def _kept_and_asked(
    lists: list[Criteria], words: Facets, user: User | AnonymousUser, now: dt.datetime
) -> list[list[int]]:
    """What `_first_of_each` finds, with at most one list out of what is kept for a minute.

    Of somebody's own words only the list without them can be wide, takes long, and is the same for
    whoever typed something else. Who it is shown to has it asked again whether it is public still.
    """
    plain = [n for n, one in enumerate(lists) if not (one.q or one.near)]
    if len(plain) != 1 or not words.are_everybodys:
        return _first_of_each(lists, words, user, now)
    (place,), asked = plain, list[list[int]]()

    def ask_all() -> list[int]:
        asked.extend(_first_of_each(lists, words, user, now))
        return asked[place]

    key = key_of("find:without", lists[place].pairs())
    kept = at_hand.get(key, lambda: refreshed(key, SECONDS, ask_all))
    if not asked:
        typed = [one for one in lists if one is not lists[place]]
        asked = _first_of_each(typed, words, user, now)
        asked.insert(place, kept)
    return asked


def _first_of_each(
    lists: list[Criteria], words: Facets, user: User | AnonymousUser, now: dt.datetime
) -> list[list[int]]:
    """The ids of one more than a page of each list, soonest first, in one query.

    Put together by hand: Django's `union` takes no list that is cut off, on SQLite.
    """
    found: list[list[int]] = [[] for _list in lists]
    parts: list[str] = []
    given: list[Any] = []
    for number, one in enumerate(lists):
        try:
            if is_written_down(one, words):
                sql, params = soonest_as_written(one, words, now)
            else:
                rows = soonest(listed(one, words, user, now, is_rare=True))
                sql, params = rows.query.sql_with_params()
        except EmptyResultSet:  # words without a letter
            continue
        # What was typed is among the parameters, not in the text.
        parts.append(f"SELECT {number}, one.* FROM ({sql}) one")  # noqa: S608
        given += params
    if parts:
        sql = f"{' UNION ALL '.join(parts)} ORDER BY 1, 3, 2"
        for number, pk, _at in rows_of(sql, given, planned_once=all(map(is_narrow, lists))):
            found[number].append(pk)
    return found
