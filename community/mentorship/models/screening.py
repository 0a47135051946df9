"""How staff get to know who wants to become a mentor: talk, references, record.

What is found here is about the mentor and for staff alone. Nothing of it rejects by itself.
"""

import datetime as dt
import uuid
from typing import Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField

from .mentor import Mentor

REFERENCES: Final = 2


class Outcome(models.TextChoices):
    """What somebody of the staff thinks after a talk, or after a look at a record."""

    SUITED = "suited", _("Suited")
    UNSURE = "unsure", _("Not sure yet")
    NOT_SUITED = "not_suited", _("Not suited")


class MentorInterview(models.Model):
    """What was said in the talk, question by question. A later talk takes its place."""

    QUESTIONS = ("motives", "boundaries", "support", "situation")

    mentor = models.OneToOneField(Mentor, on_delete=models.CASCADE, related_name="interview")
    motives = EncryptedTextField(_("Why do they want to do it, and what do they expect of it?"))
    boundaries = EncryptedTextField(
        _("How do they keep boundaries? What would they do if asked for money, or a place to stay?")
    )
    support = EncryptedTextField(_("Who supports them, and what do they do when it is too much?"))
    situation = EncryptedTextField(
        _("What would they do if somebody told them that they are not safe?")
    )
    outcome = models.CharField(max_length=10, choices=Outcome)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Privacy:
        of = "mentor__person"
        fields = {
            "mentor": "own",
            "motives": "other",
            "boundaries": "other",
            "support": "other",
            "situation": "other",
            "outcome": "other",
            "by": "other",
            "made_at": "own",
        }
        on_erase = "delete"

    def __str__(self) -> str:
        return f"interview {self.pk}"

    def answers(self) -> list[tuple[str, str]]:
        """Each question with what was said."""
        words = {field.name: str(field.verbose_name) for field in self._meta.fields}
        return [(words[one], getattr(self, one)) for one in self.QUESTIONS]


class Trust(models.TextChoices):
    """How somebody who knows them answers."""

    YES = "yes", _("Yes")
    UNSURE = "unsure", _("I am not sure")
    NO = "no", _("No")


class MentorReference(models.Model):
    """Somebody who knows the mentor. The site asks them by a letter with a link.

    The address is for that one letter, nobody reads it, and it is forgotten once there is an
    answer, or no need of one. What they answer is for staff alone, and never for the mentor.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="references")
    name = EncryptedTextField()
    address = EncryptedTextField(blank=True)
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    digest_ends_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    how_known = EncryptedTextField(_("How do you know them, and since when?"), blank=True)
    reliable = models.CharField(
        _("Do they do what they say?"), max_length=6, choices=Trust, blank=True
    )
    trusted = models.CharField(
        _("Would you leave somebody who is dear to you with them?"),
        max_length=6,
        choices=Trust,
        blank=True,
    )
    words = EncryptedTextField(_("Is there anything that we should know?"), blank=True)

    class Privacy:
        of = "mentor__person"
        fields = {
            "public_id": "plain",
            "mentor": "own",
            "name": "own",
            "address": "own",
            "digest": "secret",
            "digest_ends_at": "plain",
            "asked_at": "own",
            "answered_at": "own",
            "how_known": "other",
            "reliable": "other",
            "trusted": "other",
            "words": "other",
        }
        seen_by = {"name": ("staff",), "address": ()}
        called = (
            (_("who can tell us about you"), ("name",)),
            (_("their addresses, for one letter"), ("address",)),
        )
        on_erase = "delete"

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"reference {self.pk}"


class RecordCheck(models.Model):
    """One look at somebody's record, by a person, about this person: never a rule (mentoring.md).

    A record rejects nobody by itself: many people here have one because of what was done to them.
    So what is found is not stored, only what somebody of the staff makes of it and why.
    """

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="record_checks")
    made_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = EncryptedTextField()
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField()

    class Privacy:
        of = "mentor__person"
        fields = {
            "mentor": "own",
            "made_on": "own",
            "outcome": "other",
            "note": "other",
            "reviewed_by": "other",
            "reviewed_at": "own",
        }
        on_erase = "delete"
        kept_for = dt.timedelta(days=730)
        kept_since = "reviewed_at"

    class Meta:
        ordering = ["-made_on", "-pk"]

    def __str__(self) -> str:
        return f"record check {self.pk}"
