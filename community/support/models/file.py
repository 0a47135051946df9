"""A file of services that an editor brings in."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where a file stands."""

    BRING = "bring", _("Being brought in")
    DONE = "done", _("Done")


class DirectoryFile(models.Model):
    """One file, until a week is over. `content` is emptied as soon as it is brought in.

    `refused` holds a line, a column and a reason for each entry that is left out, `notes` the same
    for what was changed on the way in. Written only by `support.actions.uploading`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    content = models.BinaryField(blank=True)
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.BRING)
    rows = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    brought = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)

    class Privacy:
        of = ""
        fields = {"*": "plain", "by": "other"}
        kept_for = dt.timedelta(days=7)
        kept_since = "made_at"

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"file {self.public_id}"
