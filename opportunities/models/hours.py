"""How long somebody was there: from the mark at the door, or as they say it was."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .signup import SignUp

MOST_MINUTES = 24 * 60


def length_in_words(minutes: int) -> str:
    """As in "2 hours", "1 hour 30 minutes" or "45 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = [ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}]
    parts += [ngettext("%(number)s minute", "%(number)s minutes", rest) % {"number": rest}]
    if not rest:
        return parts[0]
    return (
        gettext("%(hours)s %(minutes)s") % dict(zip(("hours", "minutes"), parts, strict=True))
        if hours
        else parts[1]
    )


def minutes_between(start: dt.datetime, end: dt.datetime) -> int:
    """How long a date is, in whole minutes; never more than may be counted."""
    return min(int((end - start).total_seconds()) // 60, MOST_MINUTES)


class Source(models.TextChoices):
    """Who says how long it was."""

    ATTENDANCE = "attendance", _("The length of the date")
    OWN = "own", _("What you said")


class Standing(models.TextChoices):
    """Where a number stands. There is no "refused": what was counted before simply stays."""

    COUNTED = "counted", _("Counted")
    ASKED = "asked", _("With the organisation")
    STAYED = "stayed", _("Stayed as it was")


class Hours(models.Model):
    """The time of one sign-up. Its owner's own: nobody else ever reads a sum of it.

    `asked_minutes` is what they say instead, until the organisation says yes; only that is read by
    the organisation, beside the name for the day.
    """

    sign_up = models.OneToOneField(SignUp, on_delete=models.CASCADE, related_name="hours")
    minutes = models.PositiveSmallIntegerField(_("how many minutes"), default=0)
    asked_minutes = models.PositiveSmallIntegerField(
        _("how many minutes it was instead"), null=True, blank=True
    )
    source = models.CharField(_("who says so"), max_length=10, choices=Source)
    state = models.CharField(_("where it stands"), max_length=8, choices=Standing)
    changed_at = models.DateTimeField(_("last changed"))

    class Privacy:
        of = "sign_up__person"
        fields = {
            "sign_up": "own",
            "minutes": "own",
            "asked_minutes": "own",
            "source": "own",
            "state": "own",
            "changed_at": "own",
        }
        seen_by = {"asked_minutes": ("organisation",)}
        called = ((_("how long you say you stayed there, until they answer"), ("asked_minutes",)),)
        on_erase = "delete"

    class Meta:
        verbose_name_plural = _("my hours")
        constraints = [
            models.CheckConstraint(
                name="hours_of_a_day_at_most",
                condition=Q(minutes__lte=MOST_MINUTES)
                & (Q(asked_minutes=None) | Q(asked_minutes__lte=MOST_MINUTES)),
            ),
            models.CheckConstraint(
                name="hours_are_asked_for_or_not",
                condition=Q(state=Standing.ASKED, asked_minutes__isnull=False)
                | Q(~Q(state=Standing.ASKED), asked_minutes=None),
            ),
        ]

    def __str__(self) -> str:
        return f"hours of {self.sign_up_id}"

    @property
    def length(self) -> str:
        """What is counted, as in "1 hour 30 minutes"."""
        return length_in_words(self.minutes)

    @property
    def asked_length(self) -> str:
        """What they say instead, likewise."""
        return length_in_words(self.asked_minutes or 0)
