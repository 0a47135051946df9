"""When an opportunity takes place, and how many places are taken."""

import datetime as dt
import uuid
import zoneinfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext_lazy as _

from community.formats.times import (
    clock_in_words,
    day_in_words,
    hours_in_words,
    neutral_in_words,
)

from .opportunity import Opportunity

# The list at the door is there from so long before the start until so long after the end.
REGISTER_OPENS = dt.timedelta(hours=2)
REGISTER_STAYS = dt.timedelta(days=2)
MOST_WALK_INS = 999


def site_time_zone() -> str:
    """The site's time zone, an IANA name."""
    return settings.TIME_ZONE


class SessionQuerySet(models.QuerySet["Session"]):
    """Questions about sessions."""

    def upcoming(self, now: dt.datetime) -> "SessionQuerySet":
        """Sessions that have not begun and still take place."""
        return self.filter(starts_at__gt=now, cancelled_at=None)

    def locked(self) -> "SessionQuerySet":
        """Sessions as they are now, until the transaction ends ours alone to change.

        NO KEY: a row that refers to the session can still be written meanwhile.
        """
        return self.select_for_update(no_key=True)


class Session(models.Model):
    """One date of an opportunity. A plain row, never part of a revision.

    `places_taken` is changed only under a lock on this row, together with the sign-up that takes
    or frees the place (docs/decisions/0002-capacity.md).

    `closed_at`: since when nobody new gets a place, so that two people do not meet, and the date is
    as full for everybody as for the one who was refused. Meanwhile `planned` holds the capacity
    that the organisation gave (docs/decisions/0011-full-for-everybody.md).

    `schedule` and `occurs_on`: which day of which schedule it was made for. A date that is moved or
    called off keeps them, so that it is not made a second time.
    """

    # What changes with a place that is taken or freed.
    COUNTED = ("capacity", "places_taken", "places_sought", "closed_at", "planned")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(
        max_length=60,
        default=site_time_zone,
        help_text="IANA zone of the place: what the clock on its wall says.",
    )
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    places_taken = models.PositiveIntegerField(default=0)
    places_sought = models.PositiveIntegerField(
        default=0, help_text="Held until somebody takes them, apart from `places_taken`."
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    planned = models.PositiveIntegerField(null=True, blank=True, editable=False)
    moved_at = models.DateTimeField(
        null=True, blank=True, help_text="When its time was last changed."
    )
    walk_ins = models.PositiveSmallIntegerField(
        default=0,
        help_text="How many came without a place: a number, no names, apart from `places_taken`.",
    )
    shortage_told_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When the organisation was told that far too few come: once for each date.",
    )
    schedule = models.ForeignKey(
        "opportunities.Schedule",
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        editable=False,
        db_index=False,  # the unique constraint has one that begins with it
        related_name="sessions",
    )
    occurs_on = models.DateField(
        null=True,
        blank=True,
        editable=False,
        help_text="The day of its schedule that it stands for, also after it was moved.",
    )

    objects = SessionQuerySet.as_manager()

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(
                fields=["opportunity", "starts_at"],
                name="session_takes_place",
                condition=Q(cancelled_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="session_is_never_oversold",
                condition=Q(capacity=None) | Q(places_taken__lte=F("capacity")),
            ),
            models.CheckConstraint(
                name="session_that_is_closed_has_an_end_of_places",
                condition=Q(closed_at=None, planned=None)
                | Q(closed_at__isnull=False, capacity__isnull=False),
            ),
            models.CheckConstraint(
                name="session_of_a_schedule_knows_its_day",
                condition=Q(schedule=None, occurs_on=None)
                | Q(schedule__isnull=False, occurs_on__isnull=False),
            ),
            models.CheckConstraint(
                name="session_with_walk_ins_in_bounds",
                condition=Q(walk_ins__lte=MOST_WALK_INS),
            ),
            models.UniqueConstraint(
                fields=["schedule", "occurs_on"], name="session_of_a_schedule_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.public_id}"

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone of the place."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> dt.datetime:
        """When it starts by the clock on the wall of the place."""
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> dt.datetime:
        """When it ends by the same clock."""
        return self.ends_at.astimezone(self.zone)

    @property
    def day(self) -> str:
        """As in "Tue 5 May", where it takes place."""
        return day_in_words(self.local_start)

    @property
    def clock(self) -> str:
        """As in "10 am", where it takes place."""
        return clock_in_words(self.local_start)

    @property
    def hours(self) -> str:
        """As in "10 am to 12 noon", where it takes place."""
        return hours_in_words(self.local_start, self.local_end)

    @property
    def short_time(self) -> str:
        """As in "Tue 10 am": all that private words say."""
        return f"{date_format(self.local_start, 'D')} {self.clock}"

    @property
    def neutral_name(self) -> str:
        """What a calendar says, "Garden morning": no title, name or place (safety.md #10)."""
        drawing = self.opportunity.get_motif_display()
        return neutral_in_words(str(drawing), self.local_start)

    @property
    def in_words(self) -> str:
        """As in "Garden morning, 2026-05-05 10:00": for a person's own papers only."""
        return f"{self.opportunity.title}, {self.local_start:%Y-%m-%d %H:%M}"

    @property
    def is_full(self) -> bool:
        """Whether no place is left. A session without a capacity is never full."""
        return self.capacity is not None and self.places_taken >= self.capacity

    def has_room_for(self, places: int) -> bool:
        """Whether so many places are left."""
        return self.capacity is None or self.places_taken + places <= self.capacity

    @property
    def given_capacity(self) -> int | None:
        """How many the organisation says fit, closed or not; None for no limit."""
        return self.capacity if self.closed_at is None else self.planned

    @property
    def places_held(self) -> int:
        """How many people have a place, also one that others may take: what an organisation reads,
        which is not to learn that somebody wants to pass theirs on."""
        held = self.places_taken + self.places_sought
        return held if self.given_capacity is None else min(held, self.given_capacity)

    def close(self, now: dt.datetime) -> None:
        """Have no place left for anybody; the caller holds the lock and stores `COUNTED`."""
        if self.closed_at is None:
            self.closed_at, self.planned = now, self.capacity
        self.capacity = self.places_taken

    def has_open_register(self, now: dt.datetime) -> bool:
        """Whether the list at the door can be read and marked now."""
        is_near = self.starts_at - REGISTER_OPENS <= now < self.ends_at + REGISTER_STAYS
        return is_near and self.cancelled_at is None

    def is_on_now(self, now: dt.datetime) -> bool:
        """Whether people are coming or are there: from when the register opens until the end."""
        return self.has_open_register(now) and now < self.ends_at

    @property
    def has_few_places(self) -> bool:
        """Whether at most three places are left; the number is never shown (safety.md #13)."""
        return self.capacity is not None and 0 < self.capacity - self.places_taken <= 3
