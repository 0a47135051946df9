"""Partner organisations, and whether anything of theirs may be public."""

import datetime as dt
import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.people.models import ToldInLanguages
from community.safety.cache import forget_kept_pages


class Standing(models.TextChoices):
    """Whether staff have verified an organisation. Only VERIFIED, until its date, is public."""

    UNVERIFIED = "unverified", _("Not yet verified")
    VERIFIED = "verified", _("Verified")
    SUSPENDED = "suspended", _("Suspended")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Questions about organisations."""

    def public(self, on: dt.date) -> "OrganisationQuerySet":
        """Organisations of which anything may be public on that day (safety.md #16)."""
        return self.filter(public_organisation(on))


def site_day(now: dt.datetime) -> dt.date:
    """The day on which `now` falls where the site is. A verification ends with this day, for
    everybody at once, whatever zone they or the place of a posting have."""
    return now.astimezone(timezone.get_default_timezone()).date()


def public_organisation(on: dt.date, prefix: str = "") -> Q:
    """The rule for "public on that day", for use through a relation.

    `prefix` is the path to the organisation with its trailing underscores ("organisation__").
    The last verified day is included; `site_day` says which day it is.
    """
    return Q(
        **{f"{prefix}standing": Standing.VERIFIED, f"{prefix}verified_until__gte": on},
    )


class Organisation(ToldInLanguages):
    """A partner that offers activities. Nothing of it is public unless staff verified it."""

    # Not what staff checked: one of them alone would say it again in another language.
    TOLD = ("about",)

    STANDING = ("standing", "verified_until", "verified_note")
    AGREED = ("agreed_version", "agreed_at")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=160)
    about = models.TextField(_("about, in two or three sentences"), blank=True, max_length=1000)
    website = models.URLField(_("website"), blank=True)
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.UNVERIFIED)
    verified_until = models.DateField(
        _("verified until (that day included)"), null=True, blank=True
    )
    verified_note = models.CharField(
        _("what we checked, in words a visitor reads"), max_length=200, blank=True
    )
    agreed_version = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Of our agreement, the version its people said yes to."
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=40, blank=True, help_text="The import it came from.")
    external_id = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["standing", "verified_until"], name="organisation_public")]
        constraints = [
            models.CheckConstraint(
                name="verified_organisation_has_an_end_date",
                condition=~Q(standing=Standing.VERIFIED) | Q(verified_until__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["source", "external_id"],
                name="organisation_of_a_source_once",
                condition=~Q(external_id=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        """Save; what it offers may be public from now on, or no longer.

        The standing of an organisation that is there is written by name alone (`verify`,
        `suspend`): a form that was opened before a suspension would undo it.
        """
        if kwargs.get("update_fields") is None and not self._state.adding:
            columns = {field.name for field in self._meta.concrete_fields if not field.primary_key}
            kwargs["update_fields"] = columns - set(self.STANDING + self.AGREED)
        super().save(**kwargs)
        forget_kept_pages()

    @property
    def initials(self) -> str:
        """Up to two letters that stand for it in a drawn stone."""
        return "".join(word[0] for word in self.name.split()[:2]).upper()

    def is_public(self, on: dt.date) -> bool:
        """Whether anything of it may be public on that day; the same rule as `public(on)`."""
        return (
            self.standing == Standing.VERIFIED
            and self.verified_until is not None
            and self.verified_until >= on
        )
