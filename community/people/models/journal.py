"""What somebody writes and looks at for themselves alone: a journal, and self-checks."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField

from .person import User

RUNGS = [(str(rung), str(rung)) for rung in range(11)]


class JournalEntry(models.Model):
    """A few lines of a private journal, sealed. No page but their own ever opens one."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="journal")
    words = EncryptedTextField(_("what I wrote"))
    written_at = models.DateTimeField(_("written"))

    class Privacy:
        of = "person"
        fields = {"public_id": "plain", "person": "own", "words": "own", "written_at": "own"}
        seen_by = {"words": ()}
        called = ((_("your journal"), ("words",)),)
        on_erase = "delete"

    class Meta:
        verbose_name_plural = _("my journal")
        ordering = ["-written_at", "-id"]

    def __str__(self) -> str:
        return f"journal entry {self.public_id}"


class SelfCheck(models.Model):
    """Where somebody sees themselves on four ladders from 0 to 10, each of them optional.

    Sealed like words: how somebody says they are is nobody else's. It decides nothing: not what
    is suggested, not who may do what.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="self_checks")
    health = EncryptedTextField(_("health"), choices=RUNGS, blank=True)
    home = EncryptedTextField(_("home"), choices=RUNGS, blank=True)
    purpose = EncryptedTextField(_("purpose"), choices=RUNGS, blank=True)
    community = EncryptedTextField(_("community"), choices=RUNGS, blank=True)
    made_at = models.DateTimeField(_("on"))

    class Privacy:
        of = "person"
        fields = {
            "public_id": "plain",
            "person": "own",
            "health": "own",
            "home": "own",
            "purpose": "own",
            "community": "own",
            "made_at": "own",
        }
        seen_by = {"health": (), "home": (), "purpose": (), "community": ()}
        called = ((_("your self-checks"), tuple(seen_by)),)
        on_erase = "delete"

    class Meta:
        verbose_name_plural = _("my self-checks")
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return f"self-check {self.public_id}"
