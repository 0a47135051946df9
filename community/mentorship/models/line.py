"""What two who walk together write to each other, here and nowhere else."""

import datetime as dt
from typing import Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField

from .mentorship import Mentorship

LONGEST_LINE: Final = 1500


class Line(models.Model):
    """One thing that one of the two wrote. Sealed; nobody is told whether it was read."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="lines")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lines_written"
    )
    words = EncryptedTextField()
    at = models.DateTimeField()

    class Privacy:
        of = "by"
        fields = {"mentorship": "other", "by": "own", "words": "own", "at": "own"}
        seen_by = {"words": ("matched", "staff_if_reported")}
        called = ((_("what you write to whoever you walk with"), ("words",)),)
        on_erase = "delete"
        kept_for = dt.timedelta(days=90)
        kept_since = "mentorship__ended_at"

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"line {self.pk}"


class LineReport(models.Model):
    """One of the two has reported what was written: from then on staff may read it."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Privacy:
        of = "by"
        fields = {"mentorship": "other", "by": "own", "at": "own"}
        on_erase = "delete"

    def __str__(self) -> str:
        return f"report {self.pk}"
