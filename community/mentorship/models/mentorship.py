"""Two who walk together."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField

from .mentor import Mentor
from .mentorship_state import LIVE, OVER, PENDING, TAKEN, MentorshipState, MoveReason


class RematchMentor(models.TextChoices):
    """Whether staff would bring this mentor together with somebody again."""

    YES = "yes", _("Yes")
    INCONSISTENT = "no_inconsistent", _("No: not there often enough")
    UNSAFE = "no_unsafe", _("No: not safe")
    VALUES = "no_values", _("No: other values")


class RematchParticipant(models.TextChoices):
    """Whether the participant would like somebody else afterwards."""

    YES = "yes", _("Yes")
    LATER = "later", _("Later")
    NO = "no", _("No")


class MentorshipQuerySet(models.QuerySet["Mentorship"]):
    """Questions about matches."""

    def live(self) -> "MentorshipQuerySet":
        """Those whose two may meet and write to each other now: ask this before either."""
        return self.filter(state__in=sorted(LIVE), locked_at=None)

    def taken(self) -> "MentorshipQuerySet":
        """Those that take a place of their mentor."""
        return self.filter(state__in=sorted(TAKEN))

    def pending(self) -> "MentorshipQuerySet":
        """Those that were offered and are not over."""
        return self.filter(state__in=sorted(PENDING))


class Mentorship(models.Model):
    """A participant and a mentor, from a suggestion among staff to the end.

    Each sees the other by the alias alone, always. `locked_at`: nobody writes to anybody, whatever
    the state. `paused_for` is why it rests; the mentor reads "paused", whichever it is (#50).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentorships"
    )
    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="mentorships")
    state = models.CharField(
        max_length=12, choices=MentorshipState, default=MentorshipState.SUGGESTED
    )
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    over_cap = models.BooleanField(default=False, help_text="Staff went past the mentor's cap.")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    agreement = models.PositiveSmallIntegerField(null=True, blank=True)
    person_agreed_at = models.DateTimeField(null=True, blank=True)
    mentor_agreed_at = models.DateTimeField(null=True, blank=True)
    began_on = models.DateField(null=True, blank=True)
    trial_until = models.DateField(null=True, blank=True)
    paused_from = models.CharField(max_length=12, choices=MentorshipState, blank=True)
    paused_for = models.CharField(max_length=12, choices=MoveReason, blank=True)
    resume_on = models.DateField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    last_meeting_on = models.DateField(null=True, blank=True)
    what_changed = EncryptedTextField(blank=True)
    reason = models.CharField(max_length=12, choices=MoveReason, blank=True)
    rematch_mentor = models.CharField(max_length=16, choices=RematchMentor, blank=True)
    rematch_participant = models.CharField(max_length=6, choices=RematchParticipant, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MentorshipQuerySet.as_manager()

    class Privacy:
        of = "person"
        # Who the mentor is stands in no export: an alias may be somebody's name. Nor does what
        # staff weighed, or said of the mentor.
        fields = {
            "public_id": "plain",
            "person": "own",
            "mentor": "other",
            "state": "own",
            "coordinator": "other",
            "score": "secret",
            "over_cap": "secret",
            "made_at": "own",
            "changed_at": "own",
            "agreement": "own",
            "person_agreed_at": "own",
            "mentor_agreed_at": "other",
            "began_on": "own",
            "trial_until": "own",
            "paused_from": "plain",
            "paused_for": "secret",
            "resume_on": "own",
            "locked_at": "plain",
            "ends_on": "own",
            "last_meeting_on": "own",
            "what_changed": "own",
            "reason": "own",
            "rematch_mentor": "other",
            "rematch_participant": "own",
            "ended_at": "own",
        }
        seen_by = {
            "what_changed": ("coordinator",),
            "rematch_participant": ("coordinator",),
            "resume_on": ("coordinator",),
            "ends_on": ("coordinator", "matched"),
        }
        called = (
            (
                _("what changed while you walked with somebody, and what comes next"),
                ("what_changed", "rematch_participant", "resume_on"),
            ),
            (_("when walking with somebody ends"), ("ends_on",)),
        )
        on_erase = "delete"
        # So long staff can answer for what happened; letters of the two go with it, or before.
        kept_for = dt.timedelta(days=365)
        kept_since = "ended_at"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                name="mentorship_of_a_participant_once",
                condition=Q(state__in=sorted(PENDING)),
            ),
            models.CheckConstraint(
                name="mentorship_ended_at_a_moment",
                condition=Q(state__in=sorted(OVER), ended_at__isnull=False)
                | (~Q(state__in=sorted(OVER)) & Q(ended_at=None)),
            ),
            models.CheckConstraint(
                name="mentorship_paused_came_from_somewhere",
                condition=~Q(state=MentorshipState.PAUSED) | ~Q(paused_from=""),
            ),
        ]
        indexes = [
            models.Index(fields=["mentor", "state"], name="mentorships_of_a_mentor"),
            models.Index(fields=["state", "resume_on"], name="mentorships_that_rest"),
        ]

    def __str__(self) -> str:
        return f"mentorship {self.public_id}"

    @property
    def is_live(self) -> bool:
        """Whether the two may meet and write to each other now; `MentorshipQuerySet.live`."""
        return self.state in LIVE and self.locked_at is None
