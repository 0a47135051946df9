"""When a service is open: the same every week, and other hours on single days."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class WeeklyHours(models.Model):
    """From when to when on a day of the week, by the clock on the wall.

    What closes at or before the time at which it opens closes on the next day: 20:00 to 08:00 is a
    night, 00:00 to 00:00 the whole day.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = ParentalKey("support.Service", on_delete=models.CASCADE, related_name="weekly_hours")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=WEEKDAYS)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"), help_text=_("Earlier than it opens: on the next day."))

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("opening hours")
        ordering = ["weekday", "opens", "pk"]
        constraints = [
            models.CheckConstraint(name="hours_on_a_weekday", condition=Q(weekday__lte=6)),
        ]

    def __str__(self) -> str:
        return f"hours {self.public_id}"


class OtherHours(models.Model):
    """One day on which the weekly hours do not count: other hours, or none."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = ParentalKey("support.Service", on_delete=models.CASCADE, related_name="other_hours")
    day = models.DateField(_("day"))
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(
        _("closes"), null=True, blank=True, help_text=_("Both empty: closed on that day.")
    )
    why = models.CharField(_("why"), max_length=80, blank=True)

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("other hours on one day")
        ordering = ["day", "opens", "pk"]
        constraints = [
            models.CheckConstraint(
                name="other_hours_both_or_none",
                condition=Q(opens=None, closes=None) | Q(opens__isnull=False, closes__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"other hours {self.public_id}"

    def clean(self) -> None:
        """Both times, or none."""
        super().clean()
        if (self.opens is None) != (self.closes is None):
            raise ValidationError({"closes": _("Give both times, or none for a closed day.")})
