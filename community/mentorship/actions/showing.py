"""What a mentor reads of where they stand: nothing that staff think of them, or wrote down."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from community.mentorship.models import REFERENCES, Mentor, TrainingModule


class Step(NamedTuple):
    """One step on the way to become active."""

    words: Any
    is_done: bool


def steps_of(mentor: Mentor) -> list[Step]:
    """The steps in their order, and which are done. Red flags and what was found are no part."""
    answered = mentor.references.exclude(answered_at=None).count()
    passed = set(mentor.passed.values_list("module_id", "version"))
    steps = [
        Step(_("We talk with you"), hasattr(mentor, "interview")),
        Step(_("Two people who know you answer our letter"), answered >= REFERENCES),
        Step(
            _("One of us looks at a record check with you; a record alone is never a no"),
            mentor.record_checks.exists(),
        ),
    ]
    steps += [
        Step(one.title, (one.pk, one.version) in passed)
        for one in TrainingModule.objects.filter(is_needed=True)
    ]
    return [*steps, Step(_("Two of us say yes"), mentor.check_expires_on is not None)]
