"""What an organisation tells everybody who has a place on a date."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .session import Session

LONGEST_LINE = 120


class Said(models.TextChoices):
    """The few things that are said: a sentence each, so that there is little to write."""

    LATE = "late", _("We start a little later.")
    ENTRANCE = "entrance", _("Please come in by another door.")
    BRING = "bring", _("Please bring something along.")
    INSIDE = "inside", _("It is in another room of the same building.")
    THANKS = "thanks", _("Thank you for coming.")


class Announcement(models.Model):
    """One sentence out of `Said` with at most one line, for all who have a place on a date.

    It is read on this site only: no message holds a word of it. Written only by
    `opportunities.actions.announcing`, under the lock on its session.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="announcements")
    says = models.CharField(max_length=10, choices=Said)
    line = models.CharField(max_length=LONGEST_LINE, blank=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Privacy:
        of = ""
        fields = {"*": "plain", "by": "other"}
        # People read it for two days after the date; this is for a complaint that comes later.
        kept_for = dt.timedelta(days=90)
        kept_since = "session__ends_at"

    class Meta:
        ordering = ["made_at", "id"]
        indexes = [models.Index(fields=["session", "made_at"], name="announcement_of_a_date")]

    def __str__(self) -> str:
        return f"announcement {self.pk}"
