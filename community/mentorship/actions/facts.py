"""What the two read of each other before and while they walk together: never a past, never a name
but the alias."""

import datetime as dt
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from community.mentorship.matching import asked_of, reasons, walkers
from community.mentorship.models import (
    Gender,
    Lived,
    Meets,
    Mentor,
    Mentorship,
    MentorshipRequest,
    Style,
)
from community.organisations.models import site_day

from .vocabulary import in_words, words_for

VOCABULARIES = ("strengths", "interests", "languages", "areas")


class Fact(NamedTuple):
    """A few words about somebody, and what they are about."""

    name: str
    words: str


class OfRequest(NamedTuple):
    """What a mentor reads of a participant: goals and logistics."""

    goals: list[str]
    tags: list[str]
    facts: list[Fact]


def labels() -> dict[str, dict[str, str]]:
    """Every vocabulary's words by slug. One query each."""
    return {name: {slug: str(label) for slug, label in words_for(name)} for name in VOCABULARIES}


def answers_in_words(
    request: MentorshipRequest, words: dict[str, dict[str, str]]
) -> dict[str, list[str]]:
    """What a participant chose of the vocabularies, as staff read it. `words` are `labels()`."""
    chosen = {
        "tags": ("strengths", request.tags),
        "interests": ("interests", request.interests),
        "languages": ("languages", request.languages),
        "language": ("languages", [request.language] if request.language else []),
        "areas": ("areas", request.areas),
        "avoided_areas": ("areas", request.avoided_areas),
    }
    return {
        name: [words[vocabulary].get(slug, slug) for slug in slugs]
        for name, (vocabulary, slugs) in chosen.items()
    }


def why(mentorship: Mentorship, now: dt.datetime) -> list[str]:
    """Why this one is suggested, for the participant: at most three reasons, no number."""
    request = MentorshipRequest.objects.filter(person=mentorship.person_id).first()
    walker = next(iter(walkers(now, only=mentorship.mentor)), None)
    if request is None or walker is None:
        return []
    return reasons(walker, asked_of(request, site_day(now)), labels())


def facts_of_mentor(mentor: Mentor) -> list[Fact]:
    """What the mentor said that whoever is matched may read; the rest stays with staff."""
    lived = {Lived.YES: _("Yes"), Lived.NO: _("No")}
    ways = [(mentor.online_ok, _("online")), (mentor.in_person_ok, _("at a public place in town"))]
    said = [
        (_("Can help with"), _listed("strengths", mentor.strengths)),
        (_("Likes"), _listed("interests", mentor.interests)),
        (_("Speaks"), _listed("languages", mentor.languages)),
        (_("How they are"), _label(Style, mentor.style)),
        (_("Is"), "" if mentor.gender == "undisclosed" else _label(Gender, mentor.gender)),
        (_("Went through something like it"), str(lived.get(mentor.survivor_mentor, ""))),
        (_("Meets"), ", ".join(str(words) for is_so, words in ways if is_so)),
    ]
    return [Fact(str(name), words) for name, words in said if words]


def facts_of_request(mentorship: Mentorship) -> OfRequest:
    """Goals and logistics; nothing where the request was taken back."""
    request = MentorshipRequest.objects.filter(person=mentorship.person_id).first()
    if request is None:
        return OfRequest([], [], [])
    said = [
        (_("Speaks"), _listed("languages", request.languages)),
        (_("Could meet"), ", ".join(request.slots_in_words)),
        (_("Would like to meet"), _label(Meets, request.meets)),
    ]
    facts = [Fact(str(name), words) for name, words in said if words]
    return OfRequest(request.goals, in_words("strengths", request.tags), facts)


def _listed(name: str, slugs: list[str]) -> str:
    return ", ".join(str(word) for word in in_words(name, slugs))


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value else ""
