"""Your account: how one appears, and where short notes go."""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.people import actions
from community.people.forms import words
from community.people.models import User, known_time_zones

NEAR_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
)


def time_zone_choices() -> Iterator[tuple[Any, Any]]:
    """The site's own and other near zones first, then the rest of the world by region."""
    near = dict.fromkeys((settings.TIME_ZONE, *NEAR_ZONES))
    yield _("Near here"), [(name, _readable(name)) for name in near]
    rest = sorted(name for name in known_time_zones() if "/" in name and name not in near)
    yield _("Elsewhere"), [(name, _readable(name)) for name in rest]


def _readable(name: str) -> str:
    """'America/New_York' as a person would say it."""
    region, _slash, place = name.partition("/")
    return f"{place.replace('_', ' ')} ({region})" if place else name


class SettingsForm(forms.ModelForm[User]):
    """How someone appears, and in which words and hours the site speaks to them."""

    class Meta:
        model = User
        fields = ("alias", "language", "time_zone")

    kept_in: ClassVar = {
        "alias": "people.User.alias",
        "language": "people.User.language",
        "time_zone": "people.User.time_zone",
    }
    alias = forms.CharField(max_length=40, required=False, validators=[words.one_plain_line])
    time_zone = forms.ChoiceField(choices=time_zone_choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words.plain(self.fields["alias"], _("Name that others see"), words.ALIAS_HINT)
        words.plain(self.fields["language"], _("Language"))
        # Django would add a hidden copy, which gets the hint's aria-describedby, too.
        self.fields["language"].show_hidden_initial = False
        words.plain(self.fields["time_zone"], _("Time zone"))

    def clean_alias(self) -> str:
        return " ".join(self.cleaned_data["alias"].split())


class AddressForm(forms.Form):
    """Another e-mail, or none. Who changes it proves that it is them (safety.md T7)."""

    kept_in: ClassVar = {"email": "people.User.email"}
    email = forms.EmailField(required=False)
    password = forms.CharField(strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        words.address(self.fields["email"], words.ADDRESS_HINT)
        words.password(self.fields["password"], _("Your password"), _("To be sure that it is you."))

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "password" not in data:
            return data
        if not ratelimit.consume(self.request, action="manage_email"):
            raise get_adapter().validation_error("too_many_login_attempts")
        name = self.request.user.username
        adapter = get_adapter(self.request)
        person = adapter.authenticate(self.request, username=name, password=data["password"])
        if person != self.request.user:
            self.add_error("password", _("That is not your password now. Try again."))
        return data

    def save(self, *, link_for: Callable[[str], str]) -> User:
        """Ask for the new address to be confirmed, or forget the one in use."""
        person, email = self.request.user, self.cleaned_data["email"]
        if not email:
            return actions.forget_address(person=person, now=timezone.now())
        if email == person.email:
            return person
        return actions.ask_to_confirm(
            person=person, email=email, link_for=link_for, now=timezone.now()
        )
