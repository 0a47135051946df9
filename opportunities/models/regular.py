"""Who comes to the dates of a schedule without signing up for each of them."""

import datetime as dt
import uuid
from collections.abc import Iterator
from itertools import dropwhile, islice
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.organisations.models import site_day

from .opportunity import public_opportunity
from .part import Part
from .schedule import Schedule
from .signup import MOST_COMPANIONS

# Places are saved this far ahead, and not a year: the others want to come, too.
AHEAD: Final = dt.timedelta(days=28)
# Begun anew when the next one is this near, so that two weeks are told in one message.
NEAR: Final = dt.timedelta(days=20)
# Who has not signed in for so long may have left without a word: their places go to others.
SIGNED_IN_WITHIN: Final = dt.timedelta(days=90)


class Often(models.TextChoices):
    """At which of the dates somebody is."""

    EVERY = "every", _("Every time")
    SECOND = "second", _("Every second time")


STEP: Final = {Often.EVERY: 1, Often.SECOND: 2}


class RegularQuerySet(models.QuerySet["Regular"]):
    """Questions about who comes regularly."""

    def going_on(self, now: dt.datetime) -> "RegularQuerySet":
        """For whom places are saved now: not on a break or at rest, nor in what is stopped, nor
        for who has not been here for a long time."""
        back_in_time = Q(on_break=False) | Q(back_on__lte=site_day(now) + AHEAD)
        return self.filter(
            back_in_time,
            public_opportunity(now, "schedule__opportunity__"),
            person__is_active=True,
        ).exclude(
            Q(person__path__is_resting=True) | Q(person__last_login__lte=now - SIGNED_IN_WITHIN)
        )

    def due(self, now: dt.datetime) -> "RegularQuerySet":
        """Those of them with a day that is near and was not looked at yet."""
        return self.going_on(now).filter(next_on__lte=site_day(now) + NEAR)


class Regular(models.Model):
    """Somebody who comes to every date of a schedule, or to every second one, until they stop
    (docs/decisions/0043-somebody-who-always-comes.md). No organisation reads that: it sees the
    sign-ups, which are those of anybody.

    Where a schedule ended and another went on with another time, there is a row for each of the
    two, with one `public_id`: a break and the end are of both. Written only by
    `opportunities.actions.regulars`, under the lock on the person.
    """

    public_id = models.UUIDField(default=uuid.uuid4, db_index=True, editable=False)
    schedule = models.ForeignKey(
        Schedule,
        on_delete=models.CASCADE,
        related_name="regulars",
        verbose_name=_("what you come to"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="regulars"
    )
    often = models.CharField(_("How often?"), max_length=6, choices=Often, default=Often.EVERY)
    alias = models.CharField(_("name for the day"), max_length=40)
    note = models.CharField(_("anything that would help"), max_length=300, blank=True)
    companions = models.PositiveSmallIntegerField(_("how many come along"), default=0)
    part = models.ForeignKey(
        Part,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="regulars",
        verbose_name=_("what you do there"),
    )
    listens = models.BooleanField(_("whether you just listen"), default=False)
    first_on = models.DateField(
        _("counted from"), help_text="A day of the schedule: every second one is counted from it."
    )
    next_on = models.DateField(
        null=True, blank=True, help_text="The first of their days that was not looked at yet."
    )
    on_break = models.BooleanField(_("whether you take a break"), default=False)
    back_on = models.DateField(
        _("the day you are back"), null=True, blank=True, help_text="Empty: until they say so."
    )

    objects = RegularQuerySet.as_manager()

    class Privacy:
        of = "person"
        fields = {
            "public_id": "plain",
            "schedule": "own",
            "person": "own",
            "often": "own",
            "alias": "own",
            "note": "own",
            "companions": "own",
            "part": "own",
            "listens": "own",
            "first_on": "own",
            "next_on": "plain",
            "on_break": "own",
            "back_on": "own",
        }
        seen_by = dict.fromkeys(
            ("often", "alias", "note", "companions", "part", "listens", "back_on"), ()
        )
        called = (
            (
                _("what you come to regularly, and with which words we save your place"),
                ("often", "alias", "note", "companions", "part", "listens"),
            ),
            (_("whether you take a break there, and until when"), ("back_on",)),
        )
        on_erase = "delete"

    class Meta:
        verbose_name_plural = _("what I come to regularly")
        ordering = ["schedule__starts", "id"]
        indexes = [models.Index(fields=["next_on"], name="regular_to_go_on")]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "person"], name="regular_of_a_schedule_once"
            ),
            models.CheckConstraint(
                name="regular_with_few_companions", condition=Q(companions__lte=MOST_COMPANIONS)
            ),
            models.CheckConstraint(
                name="regular_is_back_only_from_a_break",
                condition=Q(back_on=None) | Q(on_break=True),
            ),
        ]

    def __str__(self) -> str:
        return f"regular {self.public_id}"

    def days_from(self, start: dt.date) -> Iterator[dt.date]:
        """Their days of the schedule, from `start` on. One that is called off counts as well, so
        that every second one stays the same."""
        since = dropwhile(lambda day: day < self.first_on, self.schedule.days())
        theirs = islice(since, None, None, STEP[Often(self.often)])
        return dropwhile(lambda day: day < start, theirs)
