"""How mentors are supported: what they write of their own work, and when they can drop in."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField

from .mentor import Mentor


class Load(models.TextChoices):
    """How much it was, for the mentor."""

    LIGHT = "light", _("Light")
    RIGHT = "right", _("Just right")
    HEAVY = "heavy", _("Heavy")
    TOO_MUCH = "too_much", _("Too much")


class MentorLog(models.Model):
    """What a mentor tells staff of one month of their own work. Never of the other one's life."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="logs")
    month = models.DateField(help_text="Its first day.")
    load = models.CharField(_("How was it this month?"), max_length=8, choices=Load)
    words = EncryptedTextField(blank=True)
    written_at = models.DateTimeField()

    class Privacy:
        of = "mentor__person"
        fields = {
            "mentor": "own",
            "month": "own",
            "load": "own",
            "words": "own",
            "written_at": "own",
        }
        seen_by = {"load": ("coordinator",), "words": ("coordinator",)}
        called = ((_("how your work as a mentor was"), ("load", "words")),)
        on_erase = "delete"
        kept_for = dt.timedelta(days=366)
        kept_since = "written_at"

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["mentor", "month"], name="mentor_log_once_a_month"),
        ]

    def __str__(self) -> str:
        return f"log {self.pk} of a mentor"


class DropIn(models.Model):
    """An hour at which mentors come together with staff. Who comes is written down nowhere."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    where = models.CharField(_("where, or how to join online"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Privacy:
        of = ""
        fields = {"*": "plain", "by": "other"}

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="drop_in_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))
            )
        ]

    def __str__(self) -> str:
        return f"drop-in {self.pk}"
