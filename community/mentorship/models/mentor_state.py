"""How far a mentor is, and every step of it."""

from typing import Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField


class MentorState(models.TextChoices):
    """How far a mentor is. `actions.move_mentor` alone changes it."""

    APPLIED = "applied", _("Asked to become a mentor")
    SCREENING = "screening", _("We get to know each other")
    TRAINING = "training", _("In training")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    LAPSED = "lapsed", _("To be checked again")
    LEFT = "left", _("Left")
    DECLINED = "declined", _("Declined")
    REMOVED_SAFETY = "removed_safety", _("Removed for somebody’s safety")


# It is over; a row about it stays for two years.
ENDED: Final = frozenset({MentorState.LEFT, MentorState.DECLINED, MentorState.REMOVED_SAFETY})


class MentorReason(models.TextChoices):
    """Why a state changed: a code, for staff and for numbers. Words go into a sealed note."""

    ASKED = "asked", _("They asked")
    NEXT = "next", _("The next step")
    APPROVED = "approved", _("Two of the staff said yes")
    AWAY = "away", _("Away for a while")
    EXPIRED = "expired", _("Twelve months are over")
    NOT_SUITED = "not_suited", _("Not suited to it")
    NOT_NOW = "not_now", _("Not now")
    SAFETY = "safety", _("Somebody’s safety")
    OTHER = "other", _("Something else")


class MentorChange(models.Model):
    """One change of a mentor's state: from what to what, by whom, when and why.

    Nobody is named where the clock did it. It is added and never changed.
    """

    mentor = models.ForeignKey(
        "mentorship.Mentor", on_delete=models.CASCADE, related_name="changes"
    )
    came_from = models.CharField(max_length=14, choices=MentorState, blank=True)
    went_to = models.CharField(max_length=14, choices=MentorState)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()
    reason = models.CharField(max_length=10, choices=MentorReason)
    note = EncryptedTextField(blank=True)

    class Privacy:
        of = "mentor__person"
        # In nobody's export, as the state itself.
        fields = {
            "mentor": "own",
            "came_from": "secret",
            "went_to": "secret",
            "by": "other",
            "at": "secret",
            "reason": "secret",
            "note": "other",
        }
        on_erase = "delete"

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"change {self.pk} of a mentor"
