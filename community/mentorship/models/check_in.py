"""Asking each of the two, for themselves, how it goes."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField

from .mentorship import Mentorship
from .mentorship_state import LIVE, Side


class Safe(models.TextChoices):
    """How safe somebody feels with it."""

    YES = "yes", _("Yes")
    UNSURE = "unsure", _("I’m not sure")
    NO = "no", _("No, I don’t feel safe")


class YesNo(models.TextChoices):
    """A short answer."""

    YES = "yes", _("Yes")
    NO = "no", _("No")


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    """Questions about check-ins."""

    def due(self, today: dt.date) -> "CheckInQuerySet":
        """Those to be answered by now, of matches that go on. While one rests nobody is asked."""
        return self.filter(
            due_on__lte=today, answered_at=None, mentorship__state__in=sorted(LIVE)
        ).order_by("due_on", "pk")


class CheckIn(models.Model):
    """One side is asked how it goes: a row made ahead for each day on which that is (#49).

    `person` is who is asked, a participant or a mentor, and whose the row is. Staff read it; the
    other of the two never does.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="check_ins")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="check_ins"
    )
    side = models.CharField(max_length=11, choices=Side)
    due_on = models.DateField()
    asked_at = models.DateTimeField(null=True, blank=True)
    late_at = models.DateTimeField(null=True, blank=True, help_text="When staff were told.")
    answered_at = models.DateTimeField(null=True, blank=True)
    safe = models.CharField(max_length=6, choices=Safe, blank=True)
    useful = models.CharField(max_length=6, choices=YesNo, blank=True)
    change = models.CharField(max_length=6, choices=YesNo, blank=True)
    words = EncryptedTextField(blank=True)

    objects = CheckInQuerySet.as_manager()

    class Privacy:
        of = "person"
        fields = {
            "mentorship": "plain",
            "person": "own",
            "side": "own",
            "due_on": "own",
            "asked_at": "plain",
            "late_at": "secret",
            "answered_at": "own",
            "safe": "own",
            "useful": "own",
            "change": "own",
            "words": "own",
        }
        seen_by = dict.fromkeys(("safe", "useful", "change", "words"), ("coordinator",))
        called = ((_("how it goes with somebody you walk with"), tuple(sorted(seen_by))),)
        on_erase = "delete"
        kept_for = dt.timedelta(days=365)
        kept_since = "mentorship__ended_at"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship", "side", "due_on"], name="check_in_of_a_side_once_a_day"
            ),
            models.CheckConstraint(
                name="check_in_says_something_only_when_answered",
                condition=Q(answered_at__isnull=False) | Q(safe="", useful="", change=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"], name="check_ins_open", condition=Q(answered_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"check-in {self.pk}"
