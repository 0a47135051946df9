"""What made somebody of the staff look twice at a mentor. It rejects nobody by itself."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField

from .mentor import Mentor


class FlagKind(models.TextChoices):
    """What makes one look twice (mentoring.md 1a)."""

    DETAILS = "details", _("Wants to know where people are")
    CHOOSY = "choosy", _("Only wants people of one age or background")
    EAGER = "eager", _("In a hurry to meet somebody")
    EVASIVE = "evasive", _("Does not answer questions about themselves")
    REFUSED = "refused", _("Was refused elsewhere")
    OVERSHARES = "overshares", _("Tells much of themselves, very early")
    FIXING = "fixing", _("Sees who somebody is as something to put right")
    OTHER = "other", _("Something else")


class MentorFlag(models.Model):
    """A red flag that somebody of the staff saw. While one is open, nobody becomes active."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="flags")
    kind = models.CharField(max_length=10, choices=FlagKind)
    note = EncryptedTextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()
    settled_note = EncryptedTextField(blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        of = "mentor__person"
        fields = {
            "public_id": "plain",
            "mentor": "own",
            "kind": "secret",
            "note": "other",
            "by": "other",
            "at": "secret",
            "settled_note": "other",
            "settled_by": "other",
            "settled_at": "secret",
        }
        on_erase = "delete"

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"red flag {self.pk} of a mentor"
