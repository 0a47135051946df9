"""What a person lets somebody read of the hours they gave."""

import datetime as dt
import uuid
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField

LETTER_LASTS: Final = dt.timedelta(days=366)


class LetterQuerySet(models.QuerySet["Letter"]):
    """Questions about letters."""

    def running(self, now: dt.datetime) -> "LetterQuerySet":
        """Those that hold now: neither ended by their owner nor over."""
        return self.filter(revoked_at=None, issued_at__lte=now, expires_at__gt=now)


class Letter(models.Model):
    """One letter: what its owner chose to have in it, as it was on the day it was written.

    Whoever is given its code reads the same words and no others. The page of paper is made from
    the row each time and is stored nowhere. Name, code and organisations are sealed
    (docs/decisions/0022-letters.md).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters"
    )
    code = EncryptedTextField()
    digest = models.CharField(max_length=64, unique=True)
    name = EncryptedTextField(_("Name in the letter"))
    since = models.DateField(_("From"))
    until = models.DateField(_("Until"))
    minutes = models.PositiveIntegerField(_("time given, in minutes"))
    kinds = models.JSONField(_("What kind of thing it was"), default=list, blank=True)
    organisations = EncryptedTextField(_("Organisations, one a line"), blank=True)
    issued_at = models.DateTimeField(_("written"))
    expires_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(_("ended by you"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Privacy:
        of = "person"
        fields = {
            "public_id": "plain",
            "person": "own",
            "code": "own",
            "digest": "secret",
            "name": "own",
            "since": "own",
            "until": "own",
            "minutes": "own",
            "kinds": "own",
            "organisations": "own",
            "issued_at": "own",
            "expires_at": "own",
            "revoked_at": "own",
        }
        seen_by = {"name": (), "since": (), "until": (), "kinds": (), "organisations": ()}
        called = ((_("your letters of hours"), tuple(seen_by)),)
        on_erase = "delete"
        # So long its owner can look up what they showed to whom.
        kept_for = dt.timedelta(days=30)
        kept_since = "expires_at"

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="letter_ends_after_it_is_written", condition=Q(expires_at__gt=F("issued_at"))
            ),
            models.CheckConstraint(
                name="letter_is_about_some_days", condition=Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"letter {self.public_id}"

    @property
    def organisation_names(self) -> list[str]:
        """The organisations that its owner ticked, as they were called."""
        return self.organisations.splitlines()
