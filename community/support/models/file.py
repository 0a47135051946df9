"""A file with a directory of help that an editor brings in."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FileStage(models.TextChoices):
    """Where a file stands. It waits for its editor when it is read."""

    READ = "read", _("Read")
    BRING = "bring", _("Being brought in")
    DONE = "done", _("Done")
    FAILED = "failed", _("Stopped")


class DirectoryFile(models.Model):
    """What was kept of one file, until a week is over; never the file itself.

    `entries` is what `importing.check_file` let through: no place that stays secret is in it, nor
    in `remarks`. Emptied when it is brought in. Written only by `support.actions.bringing`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    source = models.CharField(max_length=40)
    replace = models.BooleanField(default=False)
    stage = models.CharField(max_length=8, choices=FileStage, default=FileStage.READ)
    entries = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Privacy:
        of = ""
        fields = {"*": "plain", "by": "other"}
        kept_for = dt.timedelta(days=7)
        kept_since = "made_at"

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"directory file {self.public_id}"

    @property
    def left_out(self) -> int:
        """How many entries are left out, as far as is known."""
        return len({where for where, _part, _reason, refused in self.remarks if refused})
