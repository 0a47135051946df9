"""The people who work for an organisation, and those who are asked to."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation


class Duty(models.TextChoices):
    """What somebody does for an organisation. Each may do what the one below may, and more."""

    OWNER = "owner", _("Owner: also asks colleagues to join, and lets them go")
    COORDINATOR = "coordinator", _("Coordinator: also writes activities and dates")
    DOOR = "door", _("At the door: sees who comes on a date")


class Membership(models.Model):
    """One person works for one organisation; what they may do there is their duty."""

    WRITING = (Duty.OWNER, Duty.COORDINATOR)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    duty = models.CharField(max_length=12, choices=Duty, default=Duty.DOOR)
    created_at = models.DateTimeField(auto_now_add=True)

    class Privacy:
        of = "person"
        fields = {
            "public_id": "plain",
            "organisation": "own",
            "person": "own",
            "duty": "own",
            "created_at": "own",
        }
        on_erase = "delete"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], name="membership_of_a_person_once"
            ),
            models.CheckConstraint(
                name="membership_has_a_duty", condition=Q(duty__in=[*Duty.values])
            ),
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def open(self, now: dt.datetime) -> "InvitationQuerySet":
        """Those that can still be taken up."""
        return self.filter(ends_at__gt=now)


class Invitation(models.Model):
    """A colleague is asked by e-mail to join. The row goes when it is taken up: once is enough.

    `digest` is of the token in the link; whoever reads a dump can take up nothing with it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField()
    duty = models.CharField(max_length=12, choices=Duty)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    class Privacy:
        of = "invited_by"
        fields = {
            "public_id": "plain",
            "organisation": "own",
            "email": "other",
            "duty": "own",
            "digest": "secret",
            "invited_by": "own",
            "created_at": "own",
            "ends_at": "plain",
        }
        on_erase = "delete"
        kept_for = dt.timedelta(days=14)
        kept_since = "created_at"

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invitation_ends_after_it_began",
                condition=Q(ends_at__gt=models.F("created_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
