"""Words that people choose from: interests, practical needs, languages, areas, goals, skills, and
what not everybody wants.

They are rows, not choices in code, so that editors add what their town needs.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

BRING_SOMEONE = "bring-someone"  # the practical need with which a sign-up may be for several
JUST_LISTEN = "just-listen"  # the practical need with which who comes may say that they listen
ONLINE = "online"  # the practical need with which it needs no part of town


class Word(models.Model):
    """What every vocabulary shares: a slug for addresses, a label to read, an order."""

    slug = models.SlugField(max_length=40, unique=True)
    label = models.CharField(_("label"), max_length=60)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        abstract = True
        ordering = ["order", "label"]

    def __str__(self) -> str:
        return self.said

    @property
    def said(self) -> str:
        """The label in the reader's language, where it is a word that every site starts with."""
        return gettext(self.label)


class Interest(Word):
    """What a thing is about: food, animals, music."""


class PracticalNeed(Word):
    """Something that makes it possible to come: childcare, step-free, no ID needed."""

    absent_label = models.CharField(
        _("label when it is missing"),
        max_length=80,
        blank=True,
        help_text=_("Shown on a posting that does not offer it. Empty: nothing is shown."),
    )

    class Meta(Word.Meta):
        verbose_name = _("practical need")

    @property
    def said_when_absent(self) -> str:
        """The label when it is missing, in the reader's language; empty when there is none."""
        return gettext(self.absent_label) if self.absent_label else ""


class Goal(Word):
    """What somebody wants to get out of it: meet people, learn something, find work."""


class Skill(Word):
    """Something that can be learnt at an activity, or that is of use there."""


class Caution(Word):
    """What not everybody wants, so that it is said before: photographs, alcohol, a record check."""


class Language(Word):
    """A language spoken at an activity; the slug is its ISO 639-1 code."""


class Area(Word):
    """A part of town wide enough to be public. Its centre stands for every place in it."""

    latitude = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees, two decimals (about a kilometre): the centre, never an address."),
    )
    longitude = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
