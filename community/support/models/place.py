"""Where a service can be found, if that may be known."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from community.support.fields import LinkField


class PlaceKind(models.TextChoices):
    """Whether somebody can go there."""

    PHYSICAL = "physical", _("A place to go to")
    VIRTUAL = "virtual", _("Online or by phone")


WHERE = ("street", "more", "town", "region", "postcode", "latitude", "longitude", "getting_there")
NOWHERE = Q(
    street="",
    more="",
    town="",
    region="",
    postcode="",
    latitude=None,
    longitude=None,
    getting_there="",
)


class Place(models.Model):
    """A place of a provider. Only a physical one has an address; the database holds to that.

    A place becomes public with the service that is there, never by itself.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider = models.ForeignKey(
        "support.Provider", on_delete=models.CASCADE, related_name="places"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=PlaceKind, default=PlaceKind.PHYSICAL)
    name = models.CharField(_("name"), max_length=120, blank=True)
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    more = models.CharField(_("second line"), max_length=160, blank=True)
    town = models.CharField(_("town"), max_length=80, blank=True)
    region = models.CharField(_("county or state"), max_length=80, blank=True)
    postcode = models.CharField(_("postcode"), max_length=16, blank=True)
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("Two letters, for example US.")
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    getting_there = models.TextField(_("getting there"), max_length=500, blank=True)
    access = models.TextField(_("steps, lifts, toilets, quiet rooms"), max_length=500, blank=True)
    link = LinkField(_("link"), blank=True, max_length=300)
    source = models.CharField(max_length=40, blank=True, editable=False)
    source_id = models.CharField(max_length=80, blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="place_to_go_to_or_no_address", condition=Q(kind=PlaceKind.PHYSICAL) | NOWHERE
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~Q(source_id=""),
                name="place_of_a_source_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.street or str(self.get_kind_display())

    def clean(self) -> None:
        """Refuse an address where there is nowhere to go, and one that a service keeps secret."""
        super().clean()
        if self.kind == PlaceKind.VIRTUAL:
            telling = [name for name in WHERE if getattr(self, name) not in ("", None)]
            problem = _("Online or by phone: there is no address, and no way there.")
            if telling:
                raise ValidationError(dict.fromkeys(telling, problem))
        elif self.pk and self.services.filter(service__is_confidential=True).exists():
            raise ValidationError(
                {"kind": _("A service whose place stays secret is here: it has no address.")}
            )

    @property
    def lines(self) -> list[str]:
        """The address, line by line."""
        last = " ".join(filter(None, [self.town, self.region, self.postcode]))
        return [line for line in (self.street, self.more, last) if line]


class ServicePlace(models.Model):
    """A service at a place. One whose place stays secret has none but a virtual one.

    Triggers in both databases hold to it, whatever writes the rows (migration 0001).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = ParentalKey("support.Service", on_delete=models.CASCADE, related_name="at_places")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="services")
    about = models.CharField(_("about it here"), max_length=300, blank=True)

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("place of this service")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "place"], name="service_at_a_place_once"),
        ]

    def __str__(self) -> str:
        return f"service place {self.public_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, unless it would tell where a secret place is. Raises PlaceIsSecret."""
        if self.service.is_confidential and self.place.kind != PlaceKind.VIRTUAL:
            raise PlaceIsSecret
        super().save(*args, **kwargs)


class PlaceIsSecret(Exception):
    """A place to go to was given to a service whose place stays secret."""

    def __str__(self) -> str:
        return str(_("Where this service is stays secret: it can have no place to go to."))
