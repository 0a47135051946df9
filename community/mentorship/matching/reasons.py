"""Points in words. Only our own words and those of the vocabularies: nothing that another person
typed stands in a reason."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.mentorship.models import Style

from .factors import Factor, Line, explain
from .gates import Gate
from .terms import Asked, Walker

# A vocabulary's word by its name ("strengths", "interests", "languages", "areas") and slug.
Labels = Mapping[str, Mapping[str, str]]
Words = Callable[[Walker, Asked, Labels], str]
MOST_REASONS: Final = 3


def reason(factor: Factor, walker: Walker, asked: Asked, labels: Labels) -> str:
    """Why this factor has points, in one sentence. For a factor that has some."""
    return _WORDS[factor](walker, asked, labels)


def reasons(walker: Walker, asked: Asked, labels: Labels) -> list[str]:
    """The three that weigh most, without a number: what the participant reads."""
    lines = [line for line in explain(walker, asked) if line.points]
    lines.sort(key=lambda line: -(line.points or 0))
    return [reason(line.factor, walker, asked, labels) for line in lines[:MOST_REASONS]]


def table(walker: Walker, asked: Asked, labels: Labels) -> list[tuple[Line, str]]:
    """Every factor with its points and its sentence, for staff."""
    return [
        (line, reason(line.factor, walker, asked, labels) if line.points else "")
        for line in explain(walker, asked)
    ]


def factor_in_words(factor: Factor) -> str:
    """What a line of the table is about."""
    return {
        Factor.GOALS: _("Goals"),
        Factor.AVAILABILITY: _("Times"),
        Factor.INTERESTS: _("Interests"),
        Factor.LIVED: _("Went through it, too"),
        Factor.STYLE: _("How they are"),
        Factor.LANGUAGES: _("Languages"),
        Factor.FORMAT: _("How to meet"),
    }[factor]


def gate_in_words(gate: Gate) -> str:
    """Why a mentor may not be proposed, for staff and nobody else."""
    return {
        Gate.NOT_OPTED_IN: _("The participant does not ask for somebody now"),
        Gate.NOT_ACTIVE: _("Not active: training, check, pause, or nobody to turn to"),
        Gate.BLOCKED: _("The two are kept apart"),
        Gate.ENDED_FOR_SAFETY: _("It ended for somebody’s safety before"),
        Gate.KNOWN: _("The two know each other"),
        Gate.MUST_HAVE_MISSING: _("Something that has to be so is not"),
        Gate.AVOIDED_AREA: _("In a part of town that the participant keeps away from"),
        Gate.NO_TIME_OVERLAP: _("No time of the week in common"),
        Gate.CAPACITY: _("Walks with as many as they can"),
    }[gate]


def _joined(name: str, slugs: Iterable[str], labels: Labels) -> str:
    """Words in a fixed order, with commas."""
    known = labels.get(name, {})
    return ", ".join(known.get(slug, slug) for slug in sorted(slugs))


def _goals(walker: Walker, asked: Asked, labels: Labels) -> str:
    words = _joined("strengths", walker.strengths.intersection(asked.goals), labels)
    return _("Can help with: %(words)s") % {"words": words}


def _availability(walker: Walker, asked: Asked, _labels: Labels) -> str:
    number = len(walker.slots & asked.slots)
    if not number:
        return _("Can come when it suits you")
    said = ngettext("Free at one of your times", "Free at %(number)d of your times", number)
    return said % {"number": number}


def _interests(walker: Walker, asked: Asked, labels: Labels) -> str:
    words = _joined("interests", walker.interests & asked.interests, labels)
    return _("You both like: %(words)s") % {"words": words}


def _lived(walker: Walker, _asked: Asked, _labels: Labels) -> str:
    if walker.lived == "yes":
        return _("Knows it from their own life, as you wished")
    return _("Comes from elsewhere, as you wished")


def _style(walker: Walker, _asked: Asked, _labels: Labels) -> str:
    return _("As you like it: %(words)s") % {"words": Style(walker.style).label}


def _languages(walker: Walker, asked: Asked, labels: Labels) -> str:
    words = _joined("languages", walker.languages & asked.languages, labels)
    return _("Speaks %(words)s") % {"words": words}


def _format(walker: Walker, asked: Asked, labels: Labels) -> str:
    if asked.meets == "remote":
        return _("You can talk on the phone or online")
    words = _joined("areas", walker.areas & asked.areas, labels)
    if not words:
        return _("You can meet in person")
    return _("You can meet in person: %(words)s") % {"words": words}


_WORDS: Final[dict[Factor, Words]] = {
    Factor.GOALS: _goals,
    Factor.AVAILABILITY: _availability,
    Factor.INTERESTS: _interests,
    Factor.LIVED: _lived,
    Factor.STYLE: _style,
    Factor.LANGUAGES: _languages,
    Factor.FORMAT: _format,
}
