"""A table of postings that a partner brings in at once."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where an upload stands. It waits for its partner when it is checked."""

    CHECK = "check", _("Being read")
    CHECKED = "checked", _("Read")
    BRING = "bring", _("Being brought in")
    DONE = "done", _("Done")
    FAILED = "failed", _("Stopped")


class Upload(models.Model):
    """One file of one organisation, until a week is over.

    `content` is the file; it is emptied as soon as it is brought in. `refused` holds a line, a
    column and a reason for each row that is left out, `rest` these rows as a table. Written only by
    `opportunities.actions.uploading`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="uploads"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    content = models.BinaryField(blank=True)
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.CHECK)
    rows = models.PositiveIntegerField()
    done = models.PositiveIntegerField(
        default=0, help_text="Rows of this stage that are behind us."
    )
    brought = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    rest = models.TextField(blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(
        default=0, help_text="How often its next part was begun and not ended."
    )

    class Privacy:
        of = ""
        fields = {"*": "plain", "by": "other"}
        kept_for = dt.timedelta(days=7)
        kept_since = "made_at"

    class Meta:
        indexes = [models.Index(fields=["organisation", "made_at"], name="upload_of_a_partner")]

    def __str__(self) -> str:
        return f"upload {self.public_id}"

    @property
    def is_going_on(self) -> bool:
        """Whether the next step is ours, and not the partner's."""
        return self.stage in (Stage.CHECK, Stage.BRING)

    @property
    def fitting(self) -> int:
        """How many rows can be brought in, as far as is known."""
        return self.rows - len({line for line, _column, _reason in self.refused})
