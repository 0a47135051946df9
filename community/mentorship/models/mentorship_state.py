"""How far two who walk together are, and every step of it."""

from typing import Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField


class MentorshipState(models.TextChoices):
    """How far two are. `actions.move` alone changes it."""

    SUGGESTED = "suggested", _("Suggested among staff")
    OFFERED_PARTICIPANT = "offered_p", _("The participant is asked")
    OFFERED_MENTOR = "offered_m", _("The mentor is asked")
    INTRO = "intro", _("Getting to know each other")
    TRIAL = "trial", _("First weeks")
    ACTIVE = "active", _("Walking together")
    PAUSED = "paused", _("Paused")
    CLOSING = "closing", _("Coming to an end")
    CLOSED = "closed", _("Ended")
    DECLINED_P = "declined_p", _("The participant said no")
    DECLINED_M = "declined_m", _("The mentor said no")
    WITHDRAWN = "withdrawn", _("Taken back")
    ENDED_SAFETY = "ended_safety", _("Ended for somebody’s safety")


S = MentorshipState
# Over: nothing leads on from here, and the row is deleted in the end.
OVER: Final = frozenset({S.CLOSED, S.DECLINED_P, S.DECLINED_M, S.WITHDRAWN, S.ENDED_SAFETY})
# The two may meet and write to each other, unless it is locked.
LIVE: Final = frozenset({S.TRIAL, S.ACTIVE, S.CLOSING})
# Both have said yes: a place of the mentor is taken.
TAKEN: Final = LIVE | {S.INTRO, S.PAUSED}
# A participant is in one of these at most.
PENDING: Final = TAKEN | {S.OFFERED_PARTICIPANT, S.OFFERED_MENTOR}


class Side(models.TextChoices):
    """Who moved something."""

    PARTICIPANT = "participant", _("The participant")
    MENTOR = "mentor", _("The mentor")
    STAFF = "staff", _("Staff")
    CLOCK = "clock", _("The clock")


class MoveReason(models.TextChoices):
    """Why something moved: a code. Words go into a sealed note."""

    NONE = "", _("No reason given")
    NEXT = "next", _("The next step")
    SCORE_PASSED = "score", _("Proposed though others fit better")
    CAPACITY_PASSED = "capacity", _("Proposed though the mentor has enough to do")
    KNOWN = "known", _("The two know each other")
    ASKED = "asked", _("They asked for a break")
    CHECK = "check", _("The mentor cannot walk with anybody for now")
    UNSAFE = "unsafe", _("Somebody does not feel safe")
    GOALS_MET = "goals_met", _("Goals met")
    PLANNED = "planned", _("Planned end")
    CHANGE = "change", _("The participant would like a change")
    AWAY = "away", _("The participant is away")
    UNAVAILABLE = "unavailable", _("The mentor cannot go on")
    NO_FIT = "no_fit", _("Not a good fit")
    MOVED = "moved", _("Moved")
    NO_CONTACT = "no_contact", _("No contact")
    SAFETY = "safety", _("Safety")
    OTHER = "other", _("Something else")


# What a closing may give as its reason (mentoring.md 1b).
OF_CLOSING: Final = (
    MoveReason.GOALS_MET, MoveReason.PLANNED, MoveReason.CHANGE, MoveReason.AWAY,
    MoveReason.UNAVAILABLE, MoveReason.NO_FIT, MoveReason.MOVED, MoveReason.NO_CONTACT,
    MoveReason.OTHER,
)  # fmt: skip


class MentorshipChange(models.Model):
    """One step of a match: from where to where, by whom, when, why. Added and never changed."""

    mentorship = models.ForeignKey(
        "mentorship.Mentorship", on_delete=models.CASCADE, related_name="changes"
    )
    came_from = models.CharField(max_length=12, choices=MentorshipState, blank=True)
    went_to = models.CharField(max_length=12, choices=MentorshipState)
    side = models.CharField(max_length=11, choices=Side)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()
    reason = models.CharField(max_length=12, choices=MoveReason, blank=True)
    note = EncryptedTextField(blank=True)

    class Privacy:
        of = "mentorship__person"
        # In nobody's export: a step that the mentor took is theirs, and notes are staff's.
        fields = {
            "mentorship": "own",
            "came_from": "secret",
            "went_to": "secret",
            "side": "other",
            "by": "other",
            "at": "secret",
            "reason": "other",
            "note": "other",
        }
        on_erase = "delete"

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"step {self.pk} of two"
