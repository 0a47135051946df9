"""My path: what somebody is going for, in small steps, and the days they name (decision 30)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField

from .person import User


class Dimension(models.TextChoices):
    """Four sides of a life that goes well, as SAMHSA has them. None is ever asked for."""

    HEALTH = "health", _("Health")
    HOME = "home", _("Home")
    PURPOSE = "purpose", _("Purpose")
    COMMUNITY = "community", _("Community")


class Path(models.Model):
    """Whether somebody's path rests. Not since when: coming back is the same on any day."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="path")
    is_resting = models.BooleanField(_("my path rests"), default=False)

    class Privacy:
        of = "person"
        fields = {"person": "own", "is_resting": "own"}
        seen_by = {"is_resting": ()}
        called = ((_("whether your path rests"), ("is_resting",)),)
        on_erase = "delete"

    class Meta:
        verbose_name_plural = _("my path")

    def __str__(self) -> str:
        return f"path {self.pk}"


class Aim(models.Model):
    """One of at most three things that somebody is going for, in their own words, sealed.

    Not a `Goal`, which is a word of our list and matched with what activities offer: an aim is
    matched with nothing.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="aims")
    words = EncryptedTextField(_("what I’m going for"))
    tag = models.CharField(_("what it is about"), max_length=9, choices=Dimension, blank=True)
    place = models.PositiveSmallIntegerField(
        _("which comes first"), help_text="1 to 3; 0 only while two of them change places."
    )
    made_at = models.DateTimeField(_("since"))

    class Privacy:
        of = "person"
        fields = {
            "public_id": "plain",
            "person": "own",
            "words": "own",
            "tag": "own",
            "place": "own",
            "made_at": "own",
        }
        seen_by = {"words": ("shown",), "tag": ()}
        called = (
            (_("what you are going for"), ("words",)),
            (_("what that is about"), ("tag",)),
        )
        on_erase = "delete"

    class Meta:
        verbose_name_plural = _("what I’m going for")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["person", "place"], name="aim_has_a_place_of_its_own"),
            models.CheckConstraint(name="aims_are_three_at_most", condition=Q(place__lte=3)),
        ]

    def __str__(self) -> str:
        return f"aim {self.public_id}"

    @property
    def in_words(self) -> str:
        """As the file of one's details names it."""
        return self.words


class Step(models.Model):
    """One small thing towards an aim. It is done, or not, and nobody counts."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    aim = models.ForeignKey(
        Aim, on_delete=models.CASCADE, related_name="steps", verbose_name=_("towards")
    )
    words = EncryptedTextField(_("a small step"))
    place = models.PositiveSmallIntegerField(_("which comes first"))
    is_done = models.BooleanField(_("done"), default=False)
    not_today = models.DateField(
        _("not today"),
        null=True,
        blank=True,
        help_text="The day on which it may wait. Over by itself, and then forgotten.",
    )
    is_hidden = models.BooleanField(_("put away"), default=False)

    class Privacy:
        of = "aim__person"
        fields = {
            "public_id": "plain",
            "aim": "own",
            "words": "own",
            "place": "own",
            "is_done": "own",
            "not_today": "own",
            "is_hidden": "own",
        }
        seen_by = {
            "words": ("shown",),
            "is_done": ("shown",),
            "not_today": (),
            "is_hidden": (),
        }
        called = (
            (_("your small steps"), ("words", "is_done")),
            (_("which of them wait, or are put away"), ("not_today", "is_hidden")),
        )
        on_erase = "delete"

    class Meta:
        verbose_name_plural = _("my small steps")
        ordering = ["place", "id"]

    def __str__(self) -> str:
        return f"step {self.public_id}"

    @property
    def in_words(self) -> str:
        """As the file of one's details names it."""
        return self.words


class Milestone(models.Model):
    """A day that somebody names, for a reason of their own. We name none for them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="milestones")
    words = EncryptedTextField(_("what it is to me"))
    day = models.DateField(_("the day"))

    class Privacy:
        of = "person"
        fields = {"public_id": "plain", "person": "own", "words": "own", "day": "own"}
        seen_by = {"words": (), "day": ()}
        called = ((_("your milestones"), ("words", "day")),)
        on_erase = "delete"

    class Meta:
        verbose_name_plural = _("my milestones")
        ordering = ["-day", "-id"]

    def __str__(self) -> str:
        return f"milestone {self.public_id}"
