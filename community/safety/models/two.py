"""What holds only when two of the staff say it, each by themselves (safety.md #68)."""

import datetime as dt
from typing import Any, Final, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

Row = TypeVar("Row", bound="SaidByTwo")
WAITS: Final = dt.timedelta(days=30)  # how long what the first said waits for the second


class SaidByTwo(models.Model):
    """The first leaves it open; it holds when a second one, who is not the first, says the same."""

    until = models.DateField()
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    first_at = models.DateTimeField()
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    second_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_is_by_two_different_people",
                condition=Q(first_by=None) | Q(second_by=None) | ~Q(first_by=F("second_by")),
            ),
            models.CheckConstraint(
                name="%(class)s_second_came_at_a_moment",
                condition=Q(second_by=None) | Q(second_at__isnull=False),
            ),
        ]

    def say(self, *, until: dt.date, by: Any, now: dt.datetime) -> bool:
        """Say so, and return whether two have: then the earlier day counts.

        What waits for another is theirs to answer, not the first one's own; anything else is said
        for the first time, or again. Not saved. The caller holds a lock, so that of two who press
        at the same moment one is the first.
        """
        waits = self.pk is not None and self.first_at > now - WAITS
        if waits and self.first_by_id not in {None, by.pk}:
            self.second_by, self.second_at, self.until = by, now, min(self.until, until)
            return True
        self.first_by, self.first_at, self.until = by, now, until
        return False


def waiting(rows: models.QuerySet[Row], now: dt.datetime) -> models.QuerySet[Row]:
    """Those of these that one of the staff has said and a second one has not, unless that is too
    old or who said it is gone."""
    return rows.filter(second_at=None, first_at__gt=now - WAITS).exclude(first_by=None)
