"""What somebody lets the one they walk with see of their path: an aim, or a step of it."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.people.models import Aim, Step

from .mentorship import Mentorship


class ShownPart(models.Model):
    """An aim or a step that a mentor may read: this mentor's, and no later one's.

    Without a row nothing is read (decision 35). Ask `permissions.shown_aims` and `shown_steps`.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="shown")
    aim = models.ForeignKey(
        Aim, on_delete=models.CASCADE, null=True, blank=True, related_name="shown"
    )
    step = models.ForeignKey(
        Step, on_delete=models.CASCADE, null=True, blank=True, related_name="shown"
    )

    class Privacy:
        of = "mentorship__person"
        fields = {"mentorship": "plain", "aim": "own", "step": "own"}
        on_erase = "delete"
        # Nobody reads it from the end on; the row goes a little later.
        kept_for = dt.timedelta(days=7)
        kept_since = "mentorship__ended_at"

    class Meta:
        verbose_name_plural = _("what I show to my mentor")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="shown_part_is_an_aim_or_a_step",
                condition=Q(aim=None, step__isnull=False) | Q(aim__isnull=False, step=None),
            ),
            models.UniqueConstraint(fields=["mentorship", "aim"], name="aim_is_shown_once"),
            models.UniqueConstraint(fields=["mentorship", "step"], name="step_is_shown_once"),
        ]

    def __str__(self) -> str:
        return f"shown part {self.pk}"
