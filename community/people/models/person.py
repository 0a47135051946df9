"""A person's account, and what they let others know."""

import functools
import uuid
import zoneinfo
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What someone does here. Who may have a role stands in `roles.py`, in English."""

    PARTICIPANT = "participant", _("Participant")
    PARTNER = "partner", _("Partner")
    EDITOR = "editor", _("Editor")
    STAFF = "staff", _("Programme staff")


def default_time_zone() -> str:
    """The site's time zone, an IANA name."""
    return settings.TIME_ZONE


def default_language() -> str:
    """The site's language, an ISO 639-1 code."""
    return settings.LANGUAGE_CODE


def offered_languages() -> list[tuple[str, Any]]:
    """The languages of this site, an ISO 639-1 code and a name each."""
    return settings.LANGUAGES


@functools.cache
def known_time_zones() -> frozenset[str]:
    """Every IANA time zone of this machine. Read once: the first look walks a folder of files."""
    return frozenset(zoneinfo.available_timezones())


# No "@": what holds one is an e-mail, so a log-in never means two people (safety.md #14).
validate_username = RegexValidator(
    r"^[\w.+-]{2,60}\Z", _("Use 2 to 60 letters, numbers, dots and dashes. No spaces.")
)


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA time zone."""
    if name not in known_time_zones():
        raise ValidationError(_("Choose a time zone from the list."))


class User(AbstractBaseUser, PermissionsMixin):
    """An account: a user name and a password are enough (safety.md #58).

    It has no real name, birth date, phone, address or gender. Others see `alias` and nothing else.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[validate_username],
        error_messages={"unique": _("That name is taken here. Try adding a number or a word.")},
    )
    email = models.EmailField(_("e-mail"), blank=True)
    email_to_confirm = models.EmailField(
        blank=True,
        help_text="Typed by the person, not yet proved theirs: used for nothing but one link.",
    )
    alias = models.CharField(_("name that others see"), max_length=40, blank=True)
    language = models.CharField(max_length=10, choices=offered_languages, default=default_language)
    time_zone = models.CharField(
        max_length=60, default=default_time_zone, validators=[validate_time_zone]
    )
    role = models.CharField(max_length=12, choices=Role, default=Role.PARTICIPANT)
    role_given_at = models.DateTimeField(null=True, blank=True)
    reset_needs_person = models.BooleanField(
        default=False,
        help_text="No link and no code ever leaves by e-mail: only a person, by code word, helps.",
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager["User"]()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Privacy:
        of = "self"
        fields = {
            "public_id": "plain",
            "username": "own",
            "password": "secret",
            "email": "own",
            "email_to_confirm": "own",
            "alias": "own",
            "language": "own",
            "time_zone": "own",
            "role": "own",
            "role_given_at": "own",
            "reset_needs_person": "own",
            "is_active": "plain",
            "is_staff": "plain",
            "is_superuser": "plain",
            "last_login": "own",
            "date_joined": "own",
            "groups": "plain",
            "user_permissions": "plain",
        }
        seen_by = {
            "alias": ("organisation", "staff", "matched", "operator"),
            "username": ("staff_with_reason", "operator"),
            "email": ("staff_with_reason", "operator"),
            "email_to_confirm": (),
            "language": (),
            "time_zone": (),
            "password": (),
            "reset_needs_person": (),
        }
        called = (
            (_("the name that others see"), ("alias",)),
            (_("your user name and your e-mail"), ("username", "email")),
            (_("an e-mail that you have not confirmed"), ("email_to_confirm",)),
            (_("your language and time zone"), ("language", "time_zone")),
            (_("your password and the way back in"), ("password", "reset_needs_person")),
        )
        on_erase = "delete"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="person_email_once", condition=~Q(email="")
            ),
            models.UniqueConstraint(Lower("username"), name="person_username_once_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.alias or self.username

    def get_full_name(self) -> str:
        """What others see: the alias, or the user name. There is no real name to show."""
        return str(self)

    def get_short_name(self) -> str:
        """The same as `get_full_name`."""
        return str(self)

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """A user name as it is stored: one spelling of each letter, whichever phone typed it."""
        # A letter may fall apart when it is made small, as Greek ones with two accents do.
        return super().normalize_username(super().normalize_username(username).lower())

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The person's time zone; the site's where the stored name is none (any more)."""
        known = self.time_zone if self.time_zone in known_time_zones() else settings.TIME_ZONE
        return zoneinfo.ZoneInfo(known)
