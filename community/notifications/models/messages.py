"""What is on its way to somebody, and what waits for them here."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField


class Note(models.Model):
    """A message that stayed on this site, to be read by its owner when they sign in.

    It goes 14 days after it was read.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notes"
    )
    key = models.CharField(max_length=120, unique=True)
    words = EncryptedTextField()
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        of = "person"
        fields = {
            "person": "own",
            "key": "plain",
            "words": "own",
            "written_at": "own",
            "read_at": "own",
        }
        on_erase = "delete"
        kept_for = dt.timedelta(days=14)
        kept_since = "read_at"

    class Meta:
        indexes = [
            models.Index(fields=["person"], name="note_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Outcome(models.TextChoices):
    """How a message ended. A message that has not ended is on its way or waiting for its time."""

    SENT = "sent", _("Sent")
    KEPT = "kept", _("Kept on this site, to be read there")
    DROPPED = "dropped", _("Not sent: no safe way or no safe time was left")
    PARKED = "parked", _("Parked: refused, or it is unclear whether it arrived")


class Message(models.Model):
    """One message to one person: a row of the outbox.

    It is written in the same transaction as what it tells of, claimed in batches under a lease,
    and sent by the sweep. `key` makes writing it twice harmless. `about` is the public id of the
    row it tells of, so that whoever moves or cancels that row finds its messages. Subject and body
    are wiped as soon as it is sent or dropped; a parked one keeps them until staff release it or
    it is forgotten (safety.md T14).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=120, unique=True)
    about = models.UUIDField(null=True, blank=True, db_index=True)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="messages",
        help_text="Whose address is used at the moment of sending.",
    )
    address = models.EmailField(
        blank=True, help_text="Only for account mail that goes to an address not yet theirs."
    )
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    minds_quiet_hours = models.BooleanField(default=True)
    is_discreet = models.BooleanField(
        default=True,
        db_default=True,
        help_text="In private words: no link and nothing that names us goes with it.",
    )
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    lease_id = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempting_at = models.DateTimeField(
        null=True, blank=True, help_text="Set just before the server is spoken to."
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    unclear = models.PositiveSmallIntegerField(
        default=0, help_text="How often it is unknown whether the server took it."
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reason = models.CharField(max_length=60, blank=True, help_text="A code, never words.")

    class Privacy:
        of = "recipient"
        fields = {
            "public_id": "plain",
            "key": "plain",
            "about": "plain",
            "recipient": "own",
            "address": "own",
            "subject": "own",
            "body": "own",
            "minds_quiet_hours": "plain",
            "is_discreet": "plain",
            "due_at": "own",
            "expires_at": "plain",
            "created_at": "own",
            "lease_id": "plain",
            "lease_until": "plain",
            "attempting_at": "plain",
            "attempts": "plain",
            "unclear": "plain",
            "ended_at": "own",
            "outcome": "own",
            "reason": "plain",
        }
        on_erase = "delete"
        kept_for = dt.timedelta(days=14)
        kept_since = "ended_at"

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"], name="message_still_to_send", condition=Q(ended_at=None)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_goes_to_a_person_or_an_address",
                condition=Q(recipient__isnull=False) | ~Q(address=""),
            ),
            models.CheckConstraint(
                name="message_ended_with_an_outcome",
                condition=(Q(ended_at=None) & Q(outcome="")) | (~Q(ended_at=None) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.public_id}"
