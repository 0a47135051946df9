"""Somebody was handed over to people who help, with their yes."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField

from .first_contact import FirstContactRequest


class HandOverQuerySet(models.QuerySet["HandOver"]):
    """Questions about hand-overs."""

    def running(self, now: dt.datetime) -> "HandOverQuerySet":
        """Those under which something may still be said."""
        return self.filter(ended_at=None, said_yes_at__lte=now, expires_at__gt=now)


class HandOver(models.Model):
    """One recipient may be told, for one purpose and a while, that somebody would like to talk.

    With an account it rests on a Release that the person signed. Without one it is the yes that
    they spoke: to whom, when, what, and until when (safety.md #37). Their code ends it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(
        FirstContactRequest, on_delete=models.CASCADE, related_name="hand_overs"
    )
    recipient = EncryptedTextField(_("who may know"))
    told = EncryptedTextField(_("what they may know"))
    purpose = EncryptedTextField(_("what for"))
    is_spoken = models.BooleanField(help_text="A spoken yes, where there is no account.")
    said_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    said_yes_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = HandOverQuerySet.as_manager()

    class Privacy:
        of = "request__person"
        fields = {
            "public_id": "plain",
            "request": "own",
            "recipient": "own",
            "told": "own",
            "purpose": "own",
            "is_spoken": "own",
            "said_to": "other",
            "said_yes_at": "own",
            "expires_at": "own",
            "ended_at": "own",
        }
        on_erase = "delete"

    class Meta:
        ordering = ["-said_yes_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="hand_over_ends_after_it_begins",
                condition=Q(expires_at__gt=F("said_yes_at")),
            )
        ]

    def __str__(self) -> str:
        return f"hand-over {self.public_id}"
