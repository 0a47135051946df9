"""Who looked at whose details, and who was let."""

import datetime as dt
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField

KEPT_FOR: Final = dt.timedelta(days=730)
LASTS: Final = dt.timedelta(minutes=60)  # how long staff may look, after they said why


class AppendOnly(Exception):
    """A record of who looked is neither changed nor deleted before its time (safety.md #39)."""


class Saw(models.TextChoices):
    """What somebody did, in words that the person it is about reads."""

    ASKED = "asked", _("Asked to see your user name and e-mail")
    IDENTITY = "identity", _("Saw your user name and e-mail")
    REFUSED = "refused", _("Tried to see them and was not let")
    NOTE = "note", _("Read what you wrote to staff")
    ACCOUNT = "account", _("Opened accounts as the operator of the site")


class Why(models.TextChoices):
    """Why staff say they have to look: a code that the person reads."""

    CONTACT = "contact", _("To get in touch with you")
    HELP = "help", _("You asked for help")
    SAFETY = "safety", _("For your safety or somebody else’s")


class AccessRecordQuerySet(models.QuerySet["AccessRecord"]):
    """Records that are added and read."""

    def update(self, **values: Any) -> int:
        """Raises AppendOnly."""
        raise AppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        """Raises AppendOnly."""
        raise AppendOnly

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete what is past its time. Raises AppendOnly if any of it is younger."""
        if self.filter(created_at__gt=timezone.now() - KEPT_FOR).exists():
            raise AppendOnly
        return super().delete()


class AccessRecord(models.Model):
    """Somebody looked at somebody's details: when, what, and for what reason (safety.md #38, T5).

    It holds ids and no names, and no keys to rows: it stays as it is when an account is erased,
    and then tells of nobody. The database itself refuses to change it (a trigger of a migration).
    """

    who = models.UUIDField(help_text="Public id of the account that looked.")
    role = models.CharField(max_length=12, help_text="What they were then.")
    about = models.UUIDField(null=True, blank=True, help_text="Public id of whom they looked at.")
    what = models.CharField(max_length=10, choices=Saw)
    reason = models.CharField(max_length=10, choices=Why, blank=True)
    created_at = models.DateTimeField()

    objects = AccessRecordQuerySet.as_manager()

    class Privacy:
        of = ""
        fields = {"*": "plain"}
        kept_for = KEPT_FOR
        kept_since = "created_at"

    class Meta:
        indexes = [
            models.Index(fields=["about", "-created_at"], name="access_record_of_a_person"),
            models.Index(fields=["who", "created_at"], name="access_record_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"access record {self.pk}"

    def save(self, **kwargs: Any) -> None:
        """Add it. Raises AppendOnly for one that is stored already."""
        if not self._state.adding:
            raise AppendOnly
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises AppendOnly."""
        raise AppendOnly

    @property
    def words(self) -> str:
        """What was done, for whoever it is about. Their line on a roster is theirs as much as what
        they wrote to staff: both are one thing here, and neither says where they go."""
        if self.what == Saw.NOTE:
            return gettext("Read what you wrote to staff, or your line on the list of a date")
        return str(Saw(self.what).label)


class Grant(models.Model):
    """One of the staff may see who one participant is, for an hour, for a reason (T5, #38)."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=10, choices=Why)
    words = EncryptedTextField()
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Privacy:
        of = "person"
        # That somebody looked stands in the access records, which they read; what staff wrote for
        # one another may be about somebody else, too.
        fields = {
            "by": "other",
            "person": "own",
            "reason": "own",
            "words": "other",
            "created_at": "own",
            "ends_at": "plain",
        }
        on_erase = "delete"
        kept_for = KEPT_FOR
        kept_since = "ends_at"

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="grant_ends_after_it_begins", condition=Q(ends_at__gt=F("created_at"))
            )
        ]

    def __str__(self) -> str:
        return f"grant {self.pk}"
