"""What people look for and nobody offers: numbers of people, never people.

For staff who talk to organisations. No number under five, none whose other side would be one to
four people, and nothing that two numbers together would tell (safety.md #13, #70).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Value
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from community.people.models import Role
from opportunities.models import (
    PARTS,
    Goal,
    Interest,
    LocalPart,
    LookingFor,
    Opportunity,
    PracticalNeed,
    Session,
    Skill,
    public_opportunity,
    slot,
)

from .candidates import all_of
from .wanted import QUESTIONS

FEWEST_PEOPLE: Final = 5
# Which words of an opportunity answer which kind of wish.
OFFERS: Final = (
    ("goal", "goals", "goal"),
    ("interest", "interests", "interest"),
    ("need", "needs", "practicalneed"),
    ("skill", "teaches", "skill"),
)
ASKED: Final = {"interests", "must_haves", "supports", "learn"}

Key = tuple[str, ...]  # ("need", "7"), ("part", "morning"), ("part", "morning", "need", "7")


@dataclass(frozen=True)
class Unmet:
    """One thing that nobody offers, and how many look for it."""

    people: int
    words: str


def unmet(*, now: dt.datetime) -> list[Unmet]:
    """What at least five participants look for and no activity ahead offers, the most first.

    Five queries, however many people and activities there are.
    """
    wishes, everybody = _wishes()
    offered = _offered(now)
    labels = _labels()
    found = []
    for key, people in wishes.items():
        if key in offered or not _may_be_told(len(people), everybody):
            continue
        # Of a pair whose half is offered nowhere the half is told, and not both: the difference
        # of the two would be a number of its own.
        if len(key) == 4 and not {key[:2], key[2:]} <= offered:
            continue
        found.append(Unmet(len(people), _in_words(key, len(people), labels)))
    return sorted(found, key=lambda one: (-one.people, one.words))


def _may_be_told(number: int, of: int) -> bool:
    """Whether neither those who want it nor the others are fewer than five, but for nobody."""
    return number >= FEWEST_PEOPLE and (of == number or of - number >= FEWEST_PEOPLE)


def _wishes() -> tuple[dict[Key, set[int]], int]:
    """Who wants what, by row, and how many have answered anything."""
    rows = LookingFor.objects.filter(person__role=Role.PARTICIPANT, person__is_active=True)
    columns = ("pk", "slots", "first_goal_id", "second_goal_id", "third_goal_id")
    answered = list(rows.values_list(*columns))
    wishes: dict[Key, set[int]] = defaultdict(set)
    parts: dict[int, set[str]] = {}
    for pk, slots, *goals in answered:
        parts[pk] = {name.partition("-")[2] for name in slots}
        for part in parts[pk]:
            wishes["part", part].add(pk)
        for goal in filter(None, goals):
            wishes["goal", str(goal)].add(pk)
    for kind, word, pk in _words_chosen():
        if pk not in parts:
            continue
        wishes[kind, str(word)].add(pk)
        if kind == "need":
            for part in parts[pk]:
                wishes["part", part, "need", str(word)].add(pk)
    return wishes, len(answered)


def _words_chosen() -> Iterator[tuple[str, int, int]]:
    """(kind, word, row) of everything that somebody chose from a vocabulary."""
    questions = [
        getattr(LookingFor, question).through.objects.values_list(
            Value(kind), f"{column}_id", "lookingfor_id"
        )
        for question, column, kind in QUESTIONS
        if question in ASKED
    ]
    yield from all_of(questions)


def _offered(now: dt.datetime) -> set[Key]:
    """What there is at all: words, parts of a day, and needs that are met in a part of a day."""
    ahead = Opportunity.objects.public(now).upcoming(now).order_by().values("pk")
    words = [
        getattr(Opportunity, field)
        .through.objects.filter(opportunity__in=ahead)
        .values_list(Value(kind), f"{column}_id")
        .distinct()
        for kind, field, column in OFFERS
    ]
    found: set[Key] = {(kind, str(word)) for kind, word in all_of(words)}
    dates = (
        Session.objects.upcoming(now)
        .filter(public_opportunity(now, "opportunity__"))
        .annotate(hour=LocalPart("hour"))
        .order_by()
        .values_list("hour", "opportunity__needs")
        .distinct()
    )
    for hour, need in dates:
        part = slot(0, hour).partition("-")[2]
        found.add(("part", part))
        if need is not None:
            found.add(("part", part, "need", str(need)))
    return found


def _labels() -> dict[Key, str]:
    kinds: tuple[tuple[str, Any], ...] = (
        ("goal", Goal),
        ("interest", Interest),
        ("need", PracticalNeed),
        ("skill", Skill),
    )
    words = [
        model._default_manager.order_by().values_list(Value(kind), "pk", "label")
        for kind, model in kinds
    ]
    return {(kind, str(pk)): gettext(label) for kind, pk, label in all_of(words)}


def _in_words(key: Key, number: int, labels: dict[Key, str]) -> str:
    """As in "12 people look for: Morning, with Childcare"."""
    parts = {name: str(label) for name, label, _ends in PARTS}
    if len(key) == 4:
        with_need = {"part": parts[key[1]], "need": labels[key[2:]]}
        wanted = _("%(part)s, with: %(need)s") % with_need
    elif key[0] == "part":
        wanted = parts[key[1]]
    elif key[0] == "skill":
        wanted = _("Learning: %(skill)s") % {"skill": labels[key]}
    else:
        wanted = labels[key]
    said = ngettext(
        "%(number)d person looks for: %(wanted)s",
        "%(number)d people look for: %(wanted)s",
        number,
    )
    return said % {"number": number, "wanted": wanted}
