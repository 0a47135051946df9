"""When two who walk together meet: one proposes, the other accepts; online or at a known place."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .mentorship import Mentorship


class ApprovedPlace(models.Model):
    """A public place at which two may meet; staff keep the list."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    where = models.CharField(_("where it is"), max_length=200)
    is_open = models.BooleanField(_("two may meet there"), default=True)

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MeetingState(models.TextChoices):
    """How far a meeting is. One that is moved is proposed anew."""

    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Agreed on")
    CANCELLED = "cancelled", _("Called off")


class Meeting(models.Model):
    """One meeting. Without a place it is online. `sequence` rises with every change (calendars)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="meetings")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.ForeignKey(
        ApprovedPlace, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=9, choices=MeetingState, default=MeetingState.PROPOSED)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Privacy:
        of = "mentorship__person"
        fields = {
            "public_id": "plain",
            "mentorship": "own",
            "proposed_by": "other",
            "starts_at": "own",
            "ends_at": "own",
            "place": "own",
            "state": "own",
            "sequence": "plain",
            "changed_at": "own",
        }
        seen_by = dict.fromkeys(("starts_at", "ends_at", "place"), ("matched",))
        called = ((_("when and where you meet whoever you walk with"), tuple(sorted(seen_by))),)
        on_erase = "delete"

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))
            )
        ]

    def __str__(self) -> str:
        return f"meeting {self.public_id}"
