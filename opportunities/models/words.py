"""What a posting says: its text, where it is, and what people choose it by."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from community.people.models import ToldInLanguages
from community.people.models.reading import NAMES

from .joining import Joining, Notice
from .kind import Commitment, Kind, Motif
from .vocabulary import Area, Caution, Goal, Interest, Language, PracticalNeed, Skill
from .wording import validate_neutral_title

ON_CARDS: Final = ("title", "summary", "rhythm")


def filter_word(name: str, value: int | str) -> str:
    """One word of `Opportunity.filter_words`. The digit at its end keeps stemming away from it."""
    return f"x{name}{value}0"


class PostingWords(ToldInLanguages):
    """The part of an `Opportunity` that is written, revised and read by staff before it shows."""

    TOLD = (
        *("title", "summary", "description", "rhythm", "who_comes", "bring", "cost"),
        *("ask_for", "getting_there", "arrival", "rules"),
    )

    card_words = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="What lists read of each other language whose words hold; set when it is saved.",
    )

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=120, validators=[validate_neutral_title])
    summary = models.CharField(_("in one or two sentences"), max_length=300)
    description = models.TextField(_("what you do together"), blank=True, max_length=6000)
    rhythm = models.CharField(
        _("how often"), max_length=60, blank=True, help_text=_("“Every Tuesday”, “One day”.")
    )
    who_comes = models.CharField(_("who comes"), max_length=200, blank=True)
    bring = models.CharField(_("what to bring or wear"), max_length=200, blank=True)
    cost = models.CharField(_("cost"), max_length=80, default=_("Free"))
    ask_for = models.CharField(
        _("who to ask for"),
        max_length=160,
        blank=True,
        help_text=_("A first name and how to know them: “Rosa. She wears a yellow hat.”"),
    )
    motif = models.CharField(_("drawing"), max_length=10, choices=Motif, default=Motif.TABLE)
    area = models.ForeignKey(
        Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="opportunities"
    )
    postcode = models.CharField(
        _("ZIP code"),
        max_length=10,
        blank=True,
        help_text=_("Used for distances only; its centre stands for the place."),
    )
    latitude = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        editable=False,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        editable=False,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    place = models.CharField(
        _("exact place"),
        max_length=200,
        blank=True,
        help_text=_("Shown only to people who have a place."),
    )
    getting_there = models.CharField(
        _("getting there"),
        max_length=300,
        blank=True,
        help_text=_("Shown only to people who have a place."),
    )
    arrival = models.TextField(
        _("when you arrive, one step a line"),
        max_length=1000,
        blank=True,
        help_text=_("Shown only to people who have a place."),
    )
    rules = models.TextField(
        _("rules of the room, one a line"),
        max_length=1000,
        blank=True,
        help_text=_("Everybody reads them before they ask for a place, and says that they have."),
    )
    interests = ParentalManyToManyField(Interest, blank=True, related_name="opportunities")
    needs = ParentalManyToManyField(PracticalNeed, blank=True, related_name="opportunities")
    languages = ParentalManyToManyField(Language, blank=True, related_name="opportunities")
    goals = ParentalManyToManyField(
        Goal, blank=True, related_name="opportunities", verbose_name=_("helps with")
    )
    teaches = ParentalManyToManyField(
        Skill, blank=True, related_name="taught_at", verbose_name=_("what can be learnt")
    )
    uses = ParentalManyToManyField(
        Skill, blank=True, related_name="of_use_at", verbose_name=_("skills that are of use")
    )
    cautions = ParentalManyToManyField(
        Caution, blank=True, related_name="opportunities", verbose_name=_("to know before")
    )
    commitment = models.CharField(
        _("how much of it"), max_length=8, choices=Commitment, blank=True, default=""
    )
    joining = models.CharField(
        _("how people get a place"), max_length=8, choices=Joining, default=Joining.INSTANT
    )
    notice_hours = models.PositiveSmallIntegerField(
        _("when you would like to know who can’t come"),
        choices=Notice,
        default=Notice.NONE,
        help_text=_("A wish and never a wall: people can give a place back at any time."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Words in another language are held to what the original is held to."""
        super().clean()
        for code in self.in_other_languages:
            refused = self.refused_in(self.words_in(code) or {})
            if refused:
                name = str(NAMES.get(code, code))
                said = " ".join(words for each in refused.values() for words in each)
                raise ValidationError(
                    _t("In %(language)s: %(why)s") % {"language": name, "why": said}
                )

    def refused_in(self, words: Mapping[str, str]) -> dict[str, list[str]]:
        """What of these words, by name, the original would be refused for."""
        refused: dict[str, list[str]] = {}
        for name, said in words.items():
            field: Any = self._meta.get_field(name)
            try:
                if said:
                    field.run_validators(said)
            except ValidationError as error:
                refused[name] = error.messages
        return refused

    def words_for_cards(self) -> dict[str, dict[str, str]]:
        """What lists read of each other language: of those whose words hold, and a few of them."""
        held = {code: self.words_in(code) for code in self.in_other_languages}
        return {code: {n: words[n] for n in ON_CARDS} for code, words in held.items() if words}

    def titles_in_others(self) -> str:
        """Its titles in other languages, for the search index."""
        return " ".join(words["title"] for words in self.words_for_cards().values())

    def words_in_others(self) -> str:
        """What it says in other languages to everybody, for the search index."""
        held = [self.words_in(code) or {} for code in self.in_other_languages]
        said = [words.get(name, "") for words in held for name in ("summary", "description")]
        return " ".join(filter(None, said))

    @property
    def arrival_steps(self) -> list[str]:
        """What to do at the door, a line each, as whoever reads now reads it."""
        return [line.strip() for line in self.told["arrival"].splitlines() if line.strip()]

    @property
    def room_rules(self) -> list[str]:
        """What everybody keeps to there, a line each, as whoever reads now reads it."""
        return [line.strip() for line in self.told["rules"].splitlines() if line.strip()]

    @property
    def is_group(self) -> bool:
        """Whether it is a support group (docs/decisions/0032-first-contact.md)."""
        return self.kind == Kind.GROUP

    @property
    def asks_first(self) -> bool:
        """Whether each person is answered first. Nobody is in a support group before a talk with
        who leads it, however the posting says that people get a place."""
        return self.is_group or self.joining != Joining.INSTANT

    @cached_property
    def filter_words(self) -> str:
        """What it is filtered by, as words of the search index.

        A text search asks for them beside the text, so that one index finds "food, in Northgate,
        no ID needed" in a million (docs/decisions/0006-the-list.md). The index reads each field
        three times; `Opportunity.save` forgets what was read before.
        """
        words = [filter_word("kind", self.kind)]
        if self.area_id and self.kind != Kind.GROUP:
            words.append(filter_word("area", self.area_id))
        words += [filter_word("interest", word.pk) for word in self.interests.all()]
        words += [filter_word("need", word.pk) for word in self.needs.all()]
        return " ".join(words)
