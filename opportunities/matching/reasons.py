"""Points in words. Only our own words and those of the vocabularies: nothing that another person
typed stands in a reason, and nothing of the person but what they answered."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.models import Commitment

from .factors import Factor
from .terms import Answers, Candidate

# A vocabulary's word by its kind ("goal", "need") and key.
Labels = Mapping[tuple[str, int], str]
Words = Callable[[Candidate, Answers, Labels], str]


def reason(factor: Factor, candidate: Candidate, answers: Answers, labels: Labels) -> str:
    """Why this factor has points, in one sentence. For a factor that has some."""
    return _WORDS[factor](candidate, answers, labels)


def mind(candidate: Candidate, answers: Answers, labels: Labels) -> str:
    """The one thing to keep in mind, or nothing."""
    cautions = _joined("caution", candidate.cautions, labels)
    if cautions:
        return cautions
    missing = _joined("need", answers.supports - candidate.needs, labels)
    if missing:
        return _("It doesn’t say that it has: %(words)s") % {"words": missing}
    asks = answers.limits_distance and not candidate.is_online
    if asks and answers.centre and candidate.miles_from(answers.centre) is None:
        return _("How far it is we can’t say.")
    return ""


def _joined(kind: str, keys: Iterable[int], labels: Labels) -> str:
    """Words in a fixed order, with commas."""
    known = [label for key in sorted(keys) if (label := labels.get((kind, key)))]
    return ", ".join(known)


def _goals(candidate: Candidate, answers: Answers, labels: Labels) -> str:
    hit = [labels[("goal", goal)] for goal in answers.goals if goal in candidate.goals]
    said = ngettext("Helps with your goal: %(words)s", "Helps with your goals: %(words)s", len(hit))
    return said % {"words": ", ".join(hit)}


def _interests(candidate: Candidate, answers: Answers, labels: Labels) -> str:
    words = _joined("interest", answers.interests & candidate.interests, labels)
    return _("You like: %(words)s") % {"words": words}


def _availability(candidate: Candidate, answers: Answers, _labels: Labels) -> str:
    number = sum(candidate.slots.values())
    if not number:
        return _("Any time suits")
    fits = sum(count for slot, count in candidate.slots.items() if slot in answers.slots)
    if fits == number:
        return ngettext("Its date fits your times", "All its dates fit your times", number)
    said = ngettext(
        "%(fits)d of its %(number)d date fits your times",
        "%(fits)d of its %(number)d dates fit your times",
        number,
    )
    return said % {"fits": fits, "number": number}


def _travel(candidate: Candidate, answers: Answers, _labels: Labels) -> str:
    if candidate.is_online:
        return _("You can join from where you are")
    miles = round(candidate.miles_from(answers.centre) or 0) if answers.centre else 0
    if miles < 1:
        return _("About a mile from you, or less")
    said = ngettext("About %(miles)d mile from you", "About %(miles)d miles from you", miles)
    return said % {"miles": miles}


def _support(candidate: Candidate, answers: Answers, labels: Labels) -> str:
    words = _joined("need", answers.supports & candidate.needs, labels)
    return _("It has what helps you: %(words)s") % {"words": words}


def _learn(candidate: Candidate, answers: Answers, labels: Labels) -> str:
    words = _joined("skill", answers.learn & candidate.teaches, labels)
    return _("You can learn: %(words)s") % {"words": words}


def _use(candidate: Candidate, answers: Answers, labels: Labels) -> str:
    words = _joined("skill", answers.use & candidate.uses, labels)
    return _("You can use: %(words)s") % {"words": words}


def _commitment(candidate: Candidate, _answers: Answers, _labels: Labels) -> str:
    words = Commitment(candidate.commitment).label
    return _("%(words)s, as you like it") % {"words": words}


_WORDS: Final[dict[Factor, Words]] = {
    Factor.GOALS: _goals,
    Factor.INTERESTS: _interests,
    Factor.AVAILABILITY: _availability,
    Factor.TRAVEL: _travel,
    Factor.SUPPORT: _support,
    Factor.LEARN: _learn,
    Factor.USE: _use,
    Factor.COMMITMENT: _commitment,
}
