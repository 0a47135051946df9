"""Who of the staff looks after somebody's request and matches, and how that changed."""

import datetime as dt

from django.conf import settings
from django.db import models

from community.safety.fields import EncryptedTextField


class CoordinatorChange(models.Model):
    """Somebody of the staff takes a participant up, takes over, or is handed one: from whom to
    whom, by whom, when and why. It opens everything of hers. Added and never changed."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    came_from = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    went_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()
    reason = EncryptedTextField(blank=True)

    class Privacy:
        of = "person"
        # In nobody's export: who of the staff is who, and why, is staff's.
        fields = {
            "person": "own",
            "came_from": "other",
            "went_to": "other",
            "by": "other",
            "at": "secret",
            "reason": "other",
        }
        on_erase = "delete"
        # Longer than any match of hers is kept after its end.
        kept_for = dt.timedelta(days=730)
        kept_since = "at"

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"change {self.pk} of who looks after somebody"
