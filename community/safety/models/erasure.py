"""Who took everything away: only so that a restored backup does not bring them back."""

import datetime as dt

from django.db import models


class Erasure(models.Model):
    """Somebody erased their account: a keyed digest of its public id, and a day.

    It tells nobody who that was. With a backup and the field key, and only then, the account can
    be known again, which is what it is for: `replay_erasures` erases it anew (safety.md #34).
    """

    digest = models.CharField(max_length=80, unique=True)
    erased_on = models.DateField()

    class Privacy:
        of = ""
        fields = {"*": "plain"}
        # Longer than any backup may live (docs/operating.md).
        kept_for = dt.timedelta(days=400)
        kept_since = "erased_on"

    def __str__(self) -> str:
        return f"erasure {self.pk}"
