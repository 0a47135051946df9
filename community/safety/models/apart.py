"""Who must never meet whom."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField

from .records import KEPT_FOR


class BlockQuerySet(models.QuerySet["Block"]):
    """Questions about blocks, in either direction."""

    def between(self, person_id: int) -> "BlockQuerySet":
        """Blocks that this person made or that were made against them."""
        return self.filter(Q(by=person_id) | Q(other=person_id))

    def that_hold(self, person_id: int) -> "BlockQuerySet":
        """Blocks because of which this person is kept away from where the other one is."""
        return self.filter(Q(by=person_id, both_ways=True) | Q(other=person_id))


class Block(models.Model):
    """Two people are kept apart, and neither of them is told (safety.md #15).

    One that a person made by typing a name keeps the other away from where its maker is, and not
    the maker from where the other is: else typing the name of somebody who is looked for would
    show, by which dates are refused, where they go (safety.md T1). Staff make it hold both ways,
    with a `Separation`.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks_made"
    )
    other = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks_against"
    )
    both_ways = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = BlockQuerySet.as_manager()

    class Privacy:
        of = "by"
        # Who it is against stands in no export: an account's name may be somebody's real one.
        # Nor does the row itself: that there is one says that the typed name is here.
        fields = {"by": "secret", "other": "other", "both_ways": "secret", "created_at": "secret"}
        on_erase = "delete"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "other"], name="block_of_two_people_once"),
            models.CheckConstraint(name="block_is_of_two_people", condition=~Q(by=F("other"))),
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"


class Reason(models.TextChoices):
    """Why staff keep two people apart: a code, never a story."""

    ASKED = "asked", _("One of them asked for it")
    ORDER = "order", _("A court or the police say so")
    STAFF = "staff", _("Staff decided it")


class SeparationQuerySet(models.QuerySet["Separation"]):
    """Questions about separations. They hold in either direction, always."""

    def holding(self) -> "SeparationQuerySet":
        """Those that were not lifted."""
        return self.filter(lifted_at=None)

    def of(self, person_id: int) -> "SeparationQuerySet":
        """Those that this person is one of the two of, whether they hold or were ended."""
        return self.filter(Q(a=person_id) | Q(b=person_id))

    def between(self, person_id: int) -> "SeparationQuerySet":
        """Those that hold and that this person is one of the two of."""
        return self.holding().of(person_id)


class Separation(models.Model):
    """Staff say that two people must never meet here. Neither of them is told (safety.md #15).

    `a` is the one with the smaller id, so that a pair has one spelling. One that staff ended stays,
    with who ended it, when and why; the same two can be kept apart again by a new one.
    """

    a = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    b = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    lifted_because = EncryptedTextField(blank=True, help_text="What staff wrote down about it.")

    objects = SeparationQuerySet.as_manager()

    class Privacy:
        of = "a"
        # In nobody's export: to read that one is kept apart from somebody is to learn of them.
        fields = {
            "a": "other",
            "b": "other",
            "reason": "secret",
            "by": "other",
            "created_at": "secret",
            "lifted_at": "secret",
            "lifted_by": "other",
            "lifted_because": "secret",
        }
        on_erase = "delete"
        # One that holds stays as long as both accounts; one that was ended, as long as a record.
        kept_for = KEPT_FOR
        kept_since = "lifted_at"

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="separation_names_the_smaller_id_first", condition=Q(a__lt=F("b"))
            ),
            models.UniqueConstraint(
                fields=["a", "b"],
                name="separation_of_two_people_once",
                condition=Q(lifted_at=None),
            ),
            models.CheckConstraint(
                name="separation_lifted_by_somebody_was_lifted_at_a_moment",
                condition=Q(lifted_by=None) | Q(lifted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"separation {self.pk}"


class TypedName(models.Model):
    """A user name that a person typed because they must not meet whoever has it.

    It stands here whether anybody has it or not, so that their list is the same list either way:
    nobody finds out by typing who is here (safety.md #14). Sealed, and shown to its writer only.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="typed_names"
    )
    name = EncryptedTextField()
    created_at = models.DateTimeField()

    class Privacy:
        of = "person"
        fields = {"person": "own", "name": "own", "created_at": "own"}
        # The list is the person's; each name on it stands in a task of staff, too.
        seen_by = {"name": ("staff",)}
        called = ((_("user names that you keep away"), ("name",)),)
        on_erase = "delete"

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"typed name {self.pk}"
