"""Where a person is signed in."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .person import User


class Device(models.Model):
    """Somewhere that somebody is signed in: what it is in two words, since when, which day last.

    No address of a network and no full name of a browser: the list must not tell whoever reads it
    where a person was (safety.md #60, T15).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    session_key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    is_own = models.BooleanField(default=False)
    since = models.DateTimeField()
    last_used_on = models.DateField()

    class Privacy:
        of = "person"
        fields = {
            "public_id": "plain",
            "person": "own",
            "session_key": "secret",
            "name": "own",
            "is_own": "own",
            "since": "own",
            "last_used_on": "own",
        }
        seen_by = {"is_own": ()}
        called = ((_("whether a device is yours alone"), ("is_own",)),)
        on_erase = "delete"

    def __str__(self) -> str:
        return self.name
