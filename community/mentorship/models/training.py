"""What a mentor learns before they walk with anybody, and again when it changes."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .mentor import Mentor


class TrainingModule(models.Model):
    """One part of the training. Another `version` has to be learnt anew (mentoring.md 1b)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=120, unique=True)
    about = models.TextField(_("what it is about"), max_length=600, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    is_needed = models.BooleanField(_("needed before somebody becomes active"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title


class TrainingPassed(models.Model):
    """A mentor has done one version of a part of the training, on a day; staff say so."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="passed")
    module = models.ForeignKey(TrainingModule, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField()
    passed_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Privacy:
        of = "mentor__person"
        fields = {
            "mentor": "own",
            "module": "own",
            "version": "own",
            "passed_on": "own",
            "by": "other",
        }
        on_erase = "delete"

    class Meta:
        ordering = ["passed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "module", "version"], name="training_passed_once"
            )
        ]

    def __str__(self) -> str:
        return f"training passed {self.pk}"
