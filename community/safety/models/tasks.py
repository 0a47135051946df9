"""What staff have to look at for somebody's safety."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField


class TaskKind(models.TextChoices):
    """What a task is about."""

    CONCERN = "concern", _("Something isn’t right")
    SOMEONE = "someone", _("Somebody not to meet")
    APART = "apart", _("Two people who are kept apart, at one date")
    PARTNER = "partner", _("A partner organisation to look at")
    UNUSUAL = "unusual", _("Unusual looking at details")
    REQUEST = "request", _("Somebody asks for a place and nobody answers")
    NUMBER = "number", _("A number to ring that was checked long ago")
    UNSAFE = "unsafe", _("Somebody does not feel safe")
    MENTOR = "mentor", _("A mentor to look at")
    MATCH = "match", _("Two who walk together, to look at")
    SERVICE = "service", _("A place of the directory to check")
    FIRST = "first", _("Somebody would like to talk")
    STORY = "story", _("A story whose consent needs somebody")


class TaskQuerySet(models.QuerySet["Task"]):
    """Questions about tasks."""

    def still_open(self) -> "TaskQuerySet":
        """Those that nobody has finished, the one that is due first at the top."""
        return self.filter(done_at=None).order_by("due_at", "pk")


class Task(models.Model):
    """One thing that staff look at, the same day (safety.md T12, #53).

    `key` makes opening it twice harmless. What it tells stands in `note` and is sealed; the rest
    of the row names nobody. `about` is the public id of the posting, or of the session, that it is
    about. `person` is who asked, and is empty where nobody did.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=TaskKind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    about = models.UUIDField(null=True, blank=True, db_index=True)
    path = models.CharField(max_length=200, blank=True)
    note = EncryptedTextField(blank=True)
    reach = EncryptedTextField(blank=True, help_text="How to reach who wrote, in their words.")
    answer = EncryptedTextField(blank=True, help_text="What staff wrote down about it.")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = TaskQuerySet.as_manager()

    class Privacy:
        of = "person"
        fields = {
            "public_id": "plain",
            "key": "plain",
            "kind": "own",
            "person": "own",
            "about": "own",
            "path": "own",
            "note": "own",
            "reach": "own",
            "answer": "other",
            "created_at": "own",
            "due_at": "plain",
            "done_at": "plain",
            "done_by": "other",
        }
        seen_by = {"note": ("staff",), "reach": ("staff",), "path": ("staff",)}
        called = ((_("what you tell staff"), ("note", "reach", "path")),)
        on_erase = "delete"
        kept_for = dt.timedelta(days=365)
        kept_since = "done_at"

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], name="task_still_open", condition=Q(done_at=None))
        ]
        constraints = [
            models.CheckConstraint(
                name="task_done_by_somebody_was_done_at_a_moment",
                condition=Q(done_by=None) | Q(done_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.public_id}"
