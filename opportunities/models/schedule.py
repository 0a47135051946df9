"""What takes place again and again."""

import datetime as dt
import uuid
import zoneinfo
from collections.abc import Iterator
from itertools import takewhile

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.formats.times import hours_in_words, weekday_in_words

from .opportunity import Opportunity
from .recurring import LAST, Rhythm, days_of, nth_of, real_moment, rhythm_of, validate_rule
from .session import site_time_zone


class Reach(models.TextChoices):
    """How far a change of one date goes."""

    ONE = "one", gettext_lazy("Only this date")
    FOLLOWING = "following", gettext_lazy("This date and those after it")
    ALL = "all", gettext_lazy("All dates from now on")


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    """Questions about schedules."""

    def due(self, until: dt.date) -> "ScheduleQuerySet":
        """Schedules with a day up to `until` for which there is no date yet."""
        return self.filter(next_on__lte=until)


class Schedule(models.Model):
    """A rule by which an activity gets its dates (docs/decisions/0013-dates-that-come-again.md).

    Each date is a `Session` of its own, made twelve months ahead, and from then on its own master:
    it can be moved, called off or grow without the others. The schedule only says which further
    ones will be made, from `next_on` on. It is changed only under a lock on its posting.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="schedules")
    rule = models.CharField(max_length=60, validators=[validate_rule], help_text="An RRULE.")
    first_on = models.DateField()
    last_on = models.DateField(null=True, blank=True, help_text="Empty: without an end.")
    starts = models.TimeField(help_text="By the clock on the wall of the place.")
    minutes = models.PositiveIntegerField(help_text="How long, by the same clock.")
    time_zone = models.CharField(max_length=60, default=site_time_zone)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    next_on = models.DateField(
        null=True,
        blank=True,
        editable=False,
        help_text="The first day for which there is no date yet; empty when there will be none.",
    )
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when nothing more comes of it."
    )

    objects = ScheduleQuerySet.as_manager()

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        ordering = ["starts", "id"]
        indexes = [
            models.Index(
                fields=["next_on"], name="schedule_to_go_on", condition=Q(next_on__isnull=False)
            )
        ]
        constraints = [
            models.CheckConstraint(name="schedule_takes_time", condition=Q(minutes__gt=0)),
            models.CheckConstraint(
                name="schedule_that_has_ended_goes_on_no_more",
                condition=Q(ended_at=None) | Q(next_on=None),
            ),
            models.CheckConstraint(
                name="schedule_stays_before_its_last_day",
                condition=Q(last_on=None) | Q(next_on=None) | Q(next_on__lte=F("last_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"schedule {self.public_id}"

    @property
    def in_words(self) -> str:
        """As in "Garden morning, Every Tuesday, 10 am to 12 noon": for one's own papers only."""
        return f"{self.opportunity.title}, {self.how_often}, {self.hours}"

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone of the place."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def rhythm(self) -> Rhythm:
        """How often it comes."""
        return rhythm_of(self.rule)

    def days(self) -> Iterator[dt.date]:
        """Its days in their order, up to the last one if it has one."""
        last_on = self.last_on or dt.date.max
        return takewhile(lambda day: day <= last_on, days_of(self.rule, self.first_on))

    def days_between(self, start: dt.date, end: dt.date) -> list[dt.date]:
        """Its days from `start` to `end`, both included."""
        up_to_end = takewhile(lambda day: day <= end, self.days())
        return [day for day in up_to_end if day >= start]

    def day_after(self, day: dt.date) -> dt.date | None:
        """Its first day later than `day`; None if that was the last."""
        return next((one for one in self.days() if one > day), None)

    def moments(self, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
        """When it starts and ends on that day, in UTC, by the clock on the wall of the place.

        In the night that the clocks jump it may start later and be shorter, never end before.
        """
        wall, length = dt.datetime.combine(day, self.starts), dt.timedelta(minutes=self.minutes)
        starts_at = real_moment(wall, self.zone)
        ends_at = real_moment(wall + length, self.zone)
        return starts_at, ends_at if ends_at > starts_at else starts_at + length

    @property
    def hours(self) -> str:
        """As in "10 am to 12 noon"."""
        start = dt.datetime.combine(self.first_on, self.starts)
        return hours_in_words(start, start + dt.timedelta(minutes=self.minutes))

    @property
    def how_often(self) -> str:
        """As in "Every Tuesday", "Every month on the last Tuesday"."""
        words = {
            Rhythm.WEEKLY: _("Every %(weekday)s"),
            Rhythm.FORTNIGHTLY: _("Every two weeks on %(weekday)s"),
            Rhythm.MONTHLY: _("Every month on the %(which)s %(weekday)s"),
        }[self.rhythm]
        which = WHICH.get(nth_of(self.rule) or 0, "")
        return words % {"weekday": weekday_in_words(self.first_on), "which": which}


WHICH = {
    1: gettext_lazy("first"),
    2: gettext_lazy("second"),
    3: gettext_lazy("third"),
    4: gettext_lazy("fourth"),
    LAST: gettext_lazy("last"),
}
