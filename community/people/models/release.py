"""What a person lets somebody know, and for how long."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField

from .person import User


class Detail(models.TextChoices):
    """What of a person may be released. Never why they came: that is recorded nowhere."""

    ALIAS = "alias", _("The name that others see")
    EMAIL = "email", _("My e-mail")
    PLAN = "plan", _("Which activities I have a place in")
    ATTENDANCE = "attendance", _("Which activities I came to")
    TALK = "talk", _("That I would like to talk to someone, and how to reach me")


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Questions about releases."""

    def running(self, now: dt.datetime) -> "ReleaseQuerySet":
        """Those that allow something now: neither revoked nor over."""
        return self.filter(revoked_at=None, signed_at__lte=now, expires_at__gt=now)


class Release(models.Model):
    """One person lets one recipient know some named details, for one purpose and a while.

    Nothing here asks for one, and none is needed for anything (safety.md #37, B3). Recipient and
    purpose are sealed: with whom somebody works says why they came.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="releases")
    recipient = EncryptedTextField(_("who may know"))
    details = models.JSONField(_("what they may know"), default=list)
    purpose = EncryptedTextField(_("what for"))
    signed_at = models.DateTimeField(_("signed"))
    expires_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(_("ended by you"), null=True, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Privacy:
        of = "person"
        fields = {
            "public_id": "plain",
            "person": "own",
            "recipient": "own",
            "details": "own",
            "purpose": "own",
            "signed_at": "own",
            "expires_at": "own",
            "revoked_at": "own",
        }
        seen_by = {"recipient": (), "details": (), "purpose": (), "expires_at": ()}
        called = (
            (
                _("whom you let know what, and what for"),
                ("recipient", "details", "purpose", "expires_at"),
            ),
        )
        on_erase = "delete"
        # So long the person can look up whom they allowed what.
        kept_for = dt.timedelta(days=366)
        kept_since = "expires_at"

    class Meta:
        verbose_name_plural = _("what I let others know")
        ordering = ["-signed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="release_ends_after_it_is_signed", condition=Q(expires_at__gt=F("signed_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.public_id}"

    @property
    def details_in_words(self) -> list[str]:
        """The released details as the person chose them."""
        return [str(Detail(detail).label) for detail in self.details]
