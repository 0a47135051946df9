"""A kind of help that somebody can ask for, and how."""

import datetime as dt
import uuid
import zoneinfo
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from community.people.models import Another, ToldInLanguages, another_language
from community.support.fields import LinkField

from .facts import FEATURES, WORDS, Cost, Status
from .heading import Heading, Term
from .place import PlaceKind
from .telling import refuse_places, said, tells_a_place

CHECK_AGAIN_AFTER: Final = dt.timedelta(days=365)


class ServiceQuerySet(models.QuerySet["Service"]):
    """Questions about services."""

    def on_the_site(self) -> "ServiceQuerySet":
        """Those that the public sees."""
        return self.filter(is_live=True, status__in=(Status.ACTIVE, Status.RESTING))

    def to_look_at_again(self) -> list["Service"]:
        """Those with words in another language beside an original that has changed since."""
        rows = self.exclude(in_other_languages={})
        return [one for one in rows if any(map(one.has_changed_since, one.in_other_languages))]


class Service(ToldInLanguages):
    """A service of a provider. Unless somebody says otherwise, where it is stays secret.

    A secret one has no place to go to: not in this row, not in another, not in its words.
    """

    TOLD = tuple(name for name in WORDS if name not in {"website", "card_name"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider = models.ForeignKey(
        "support.Provider", on_delete=models.PROTECT, related_name="services"
    )
    name = models.CharField(_("name"), max_length=120)
    headings = ParentalManyToManyField(
        Heading, verbose_name=_("kinds of help"), related_name="services"
    )
    terms = ParentalManyToManyField(
        Term, verbose_name=_("Open Eligibility terms"), blank=True, related_name="services"
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.ACTIVE)
    is_live = models.BooleanField(_("on the site"), default=False)
    is_confidential = models.BooleanField(
        _("where it is stays secret"),
        default=True,
        help_text=_("Then it can have no address, no map and no postcode, anywhere."),
    )
    summary = models.CharField(_("in one or two sentences"), max_length=300)
    description = models.TextField(_("more about it"), max_length=3000, blank=True)
    what_happens = models.TextField(
        _("what happens when you call"),
        max_length=1500,
        blank=True,
        help_text=_("Who answers, what they say first, what they ask and what they never ask."),
    )
    who_can_use = models.TextField(
        _("who can use it"),
        max_length=1000,
        blank=True,
        help_text=_("Nobody has to prove what happened to them."),
    )
    how_to_start = models.TextField(_("how to start"), max_length=1000, blank=True)
    wait = models.CharField(_("how long people wait"), max_length=200, blank=True)
    cost = models.CharField(_("cost"), max_length=4, choices=Cost, default=Cost.UNKNOWN, blank=True)
    cost_note = models.CharField(_("note on the cost"), max_length=300, blank=True)
    police = models.CharField(
        _("when they tell the police"), max_length=300, blank=True, help_text=_("In their words.")
    )
    sharing = models.CharField(_("what they write down and share"), max_length=300, blank=True)
    house_rules = models.CharField(
        _("rules of the house"),
        max_length=300,
        blank=True,
        help_text=_("When people are in, phones, visitors, drink and drugs: in plain words."),
    )
    notice = models.CharField(_("notice"), max_length=300, blank=True)
    area_served = models.CharField(_("for people in"), max_length=160, blank=True)
    website = LinkField(_("website"), blank=True, max_length=300)
    email = models.EmailField(_("e-mail"), blank=True)
    no_id = models.BooleanField(FEATURES["no_id"][0], default=False)
    remote = models.BooleanField(FEATURES["remote"][0], default=False)
    walk_in = models.BooleanField(FEATURES["walk_in"][0], default=False)
    step_free = models.BooleanField(FEATURES["step_free"][0], default=False)
    children = models.BooleanField(FEATURES["children"][0], default=False)
    childcare = models.BooleanField(FEATURES["childcare"][0], default=False)
    pets = models.BooleanField(FEATURES["pets"][0], default=False)
    women_only = models.BooleanField(FEATURES["women_only"][0], default=False)
    trans_inclusive = models.BooleanField(FEATURES["trans_inclusive"][0], default=False)
    bring_someone = models.BooleanField(FEATURES["bring_someone"][0], default=False)
    interpreters = models.BooleanField(FEATURES["interpreters"][0], default=False)
    faith_based = models.BooleanField(FEATURES["faith_based"][0], default=False)
    hours_note = models.CharField(_("note on the hours"), max_length=200, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=40, blank=True, help_text=_("Empty: the site’s own.")
    )
    card_name = models.CharField(
        _("name on the pocket card"),
        max_length=20,
        blank=True,
        help_text=_("A word that says nothing to who finds the card. Empty: it is not on it."),
    )
    verified_on = models.DateField(_("checked on"), null=True, blank=True)
    verified_by = models.CharField(
        _("checked by"), max_length=60, blank=True, help_text=_("A first name. Visitors read it.")
    )
    next_check = models.DateField(
        _("next check"), null=True, blank=True, help_text=_("Empty: a year after the last one.")
    )
    source = models.CharField(max_length=40, blank=True, editable=False)
    source_id = models.CharField(max_length=80, blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ServiceQuerySet.as_manager()

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="service_on_the_site_was_checked",
                condition=Q(is_live=False) | Q(verified_on__isnull=False, next_check__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~Q(source_id=""),
                name="service_of_a_source_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse words that tell a secret place, and what is shown before anybody checked it."""
        super().clean()
        refuse_unknown_zone(self.time_zone)
        self._set_next_check()
        if self.is_live and self.verified_on is None:
            raise ValidationError({"verified_on": _("Ring them first, then write the day here.")})
        if self.is_confidential:
            refuse_places(self, WORDS)
            if self.languages_that_tell_a_place:
                raise ValidationError({NON_FIELD_ERRORS: said()})
            if self.provider_id and self.provider.tells_a_place:
                words = _("What is written of who offers it tells a place. Change that first.")
                raise ValidationError({"provider": words})
            self._refuse_places_to_go_to()

    def _refuse_places_to_go_to(self) -> None:
        """What is stored; the places in a form are looked at by the form."""
        places = self.pk and self.at_places.filter(place__kind=PlaceKind.PHYSICAL)
        if places:
            raise ValidationError(
                {"is_confidential": _("It has a place to go to. Take that away first.")}
            )

    def _set_next_check(self) -> None:
        if self.verified_on and self.next_check is None:
            self.next_check = self.verified_on + CHECK_AGAIN_AFTER

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with a day for the next check."""
        self._set_next_check()
        super().save(*args, **kwargs)

    @property
    def languages_that_tell_a_place(self) -> list[str]:
        """The other languages whose words tell one, whether anybody is shown them or not."""
        return [
            code
            for code, kept in self.in_other_languages.items()
            if any(tells_a_place(str(words)) for words in kept.values())
        ]

    @property
    def beside_its_words(self) -> Another | None:
        """The language of what is written once (notes, names), if the reader's is another."""
        return another_language(self.written_in)

    @property
    def zone_name(self) -> str:
        """The time zone of its clock."""
        return self.time_zone or settings.TIME_ZONE

    @property
    def features(self) -> list[str]:
        """What is good to know about it, in words."""
        return [str(words) for name, (words, _code) in FEATURES.items() if getattr(self, name)]


def refuse_unknown_zone(name: str) -> None:
    """Raise ValidationError for a time zone that does not exist."""
    try:
        zoneinfo.ZoneInfo(name or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValidationError({"time_zone": _("For example America/New_York.")}) from None
