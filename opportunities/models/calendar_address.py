"""An address under which a calendar reads somebody's dates by itself."""

import datetime as dt
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

LASTS: Final = dt.timedelta(days=180)


class Level(models.TextChoices):
    """How much of a date somebody's own calendar is told. None of them tells a place."""

    BUSY = "busy", _("Only that I am busy")
    NAME = "name", _("A neutral name, as in “Garden morning”")
    TITLE = "title", _("What it is called")


class CalendarAddress(models.Model):
    """Whoever holds the address reads when this person is away from home, so there is none until
    they make one, one at most, and it ends by itself (docs/decisions/0021-calendar.md).

    The secret itself is shown once and not stored: `digest` finds the row, and gives nothing away.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_address"
    )
    digest = models.CharField(max_length=64, unique=True)
    level = models.CharField(
        _("How much may it say?"), max_length=5, choices=Level, default=Level.BUSY
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    told_at = models.DateTimeField(
        null=True, blank=True, help_text="When they were told that it ends soon."
    )

    class Privacy:
        of = "person"
        fields = {
            "person": "own",
            "digest": "secret",
            "level": "own",
            "made_at": "own",
            "expires_at": "own",
            "told_at": "plain",
        }
        seen_by = {"level": ()}
        called = ((_("how much your calendar may say"), ("level",)),)
        on_erase = "delete"
        # So long its owner reads why their calendar is empty.
        kept_for = dt.timedelta(days=30)
        kept_since = "expires_at"

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="calendar_address_ends_after_it_is_made",
                condition=Q(expires_at__gt=F("made_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"calendar address {self.pk}"

    def runs(self, now: dt.datetime) -> bool:
        """Whether a calendar still reads something there."""
        return self.expires_at > now
