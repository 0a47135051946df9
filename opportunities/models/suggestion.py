"""An activity that a mentor thought of for somebody they walk with."""

import datetime as dt
import uuid
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.mentorship.models import Mentorship
from community.safety.fields import EncryptedTextField

from .opportunity import Opportunity

LONGEST_THOUGHT: Final = 140


class Answered(models.TextChoices):
    """What somebody said to it. Nobody but them reads which, or that there is an answer at all."""

    YES = "yes", _("Yes")
    NO = "no", _("Not for me")


class Suggestion(models.Model):
    """An activity, one line of the mentor's, and what was said to it (decision 35).

    `words` go with the answer: they have been read. Ask `permissions.open_suggestions`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="suggestions")
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.CASCADE, related_name="+", verbose_name=_("what it is")
    )
    words = EncryptedTextField(blank=True)
    made_at = models.DateTimeField(_("when"))
    answer = models.CharField(
        _("your answer"), max_length=3, choices=Answered, blank=True, default=""
    )

    class Privacy:
        of = "mentorship__person"
        # The line is the mentor's: in nobody's file, as a letter is in its writer's alone.
        fields = {
            "public_id": "plain",
            "mentorship": "plain",
            "opportunity": "own",
            "words": "other",
            "made_at": "own",
            "answer": "own",
        }
        seen_by = {"answer": ()}
        called = ((_("what you answer when your mentor thought of something"), ("answer",)),)
        on_erase = "delete"
        kept_for = dt.timedelta(days=7)
        kept_since = "mentorship__ended_at"

    class Meta:
        verbose_name_plural = _("what my mentor thought of")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship", "opportunity"], name="activity_is_thought_of_once"
            )
        ]

    def __str__(self) -> str:
        return f"suggestion {self.public_id}"
