"""Coming in: sign in, make an account, ask for a new password."""

import unicodedata
from typing import Any, ClassVar

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth.tokens import default_token_generator
from django.utils import timezone
from django.utils.http import int_to_base36
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community.people import actions
from community.people.adapter import limits_can_be_counted
from community.people.devices import OWN, OWN_DEVICE
from community.people.forms import words
from community.people.models import User, validate_username
from community.safety.pace import is_unhurried, opened_at, stamp


class LoginForm(allauth.LoginForm):
    """User name (or e-mail) and password."""

    kept_in: ClassVar = {"own_device": "people.Device.is_own"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(max_length=254)
        # Password keepers look for these two words; a shared phone offers to keep a password
        # whatever a page says, so "off" would only hurt those who have no other memory for it.
        words.plain(self.fields["login"], _("User name or e-mail"), "", "username")
        self.fields["login"].widget.attrs["autocapitalize"] = "none"
        words.password(self.fields["password"], _("Password"))
        self.order_fields(["login", "password"])

        self.fields["own_device"] = forms.BooleanField(
            required=False,
            label=_("This is my own device"),
            help_text=_(
                "Keeps you signed in for 7 days. Otherwise you are signed out when the browser "
                "closes, or after 20 minutes without use."
            ),
        )

    def login(self, request: Any, redirect_url: Any = None) -> Any:
        """Sign in, or lead to the next step of it; the session then knows whose device it is."""
        request.session[OWN] = self.cleaned_data["own_device"]
        response = super().login(request, redirect_url)
        if request.user.is_authenticated and request.session.get(OWN):
            request.session.set_expiry(OWN_DEVICE)
        return response

    def clean_login(self) -> str:
        return User.normalize_username(self.cleaned_data["login"])

    def user_credentials(self) -> dict[str, str]:
        """One kind of name, so one password check, so one duration for known and unknown names.

        allauth would look for an address as a user name too and check a known one's password
        twice (safety.md #14). No user name holds an "@".
        """
        login = self.cleaned_data["login"]
        kind = "email" if "@" in login else "username"
        return {kind: login, "password": self.cleaned_data["password"]}


class SignupForm(allauth.SignupForm):
    """A user name and a password are enough."""

    data: Any  # what was sent; the libraries leave it without a type

    kept_in: ClassVar = {
        "username": "people.User.username",
        "password1": "people.User.password",
        "alias": "people.User.alias",
        "email": "people.User.email",
    }
    alias = forms.CharField(max_length=40, required=False, validators=[words.one_plain_line])
    website = forms.CharField(required=False, max_length=200)
    opened = forms.CharField(required=False, widget=forms.HiddenInput, initial=stamp)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.fields
        words.plain(
            fields["username"], _("User name"), _("To sign in. It need not be your own name.")
        )
        fields["username"].widget.attrs.update(autocomplete="username", autocapitalize="none")
        words.password(fields["password1"], _("Password"), words.PASSWORD_HINT, new=True)
        words.plain(fields["alias"], _("Name that others see"), words.ALIAS_HINT)
        words.address(fields["email"], words.ADDRESS_HINT)
        # A trap that only programs fall into, instead of puzzles from another host (#61).
        words.plain(fields["website"], _("Leave this box empty"))
        fields["website"].widget.attrs["tabindex"] = "-1"
        self.order_fields(["username", "password1", "alias", "email", "website", "opened"])
        self.account: User | None = None
        self.name_is_taken = False
        self.name_as_typed = ""

    def clean_username(self) -> str:
        self.name_as_typed = unicodedata.normalize("NFKC", self.cleaned_data["username"])
        name = User.normalize_username(self.name_as_typed)
        if "@" in name:
            raise forms.ValidationError(_("Leave out the @. This is a name, not an e-mail."))
        validate_username(name)
        self.name_is_taken = User.objects.filter(username=name).exists()
        return name

    def clean_alias(self) -> str:
        return " ".join(self.cleaned_data["alias"].split())

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this box empty."))
        return ""

    def clean_opened(self) -> str:
        """The stamp as it came; the form that is shown again has one of ours in any case."""
        stamped: str = self.cleaned_data["opened"]
        if opened_at(stamped) is None:
            self.data = self.data.copy()
            self.data["opened"] = stamp()
        return stamped

    def validate_unique_email(self, value: str) -> str:
        """Nothing to check here: an address is theirs when its link is opened (`actions`)."""
        return value

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not is_unhurried(self.cleaned_data.get("opened", "")):
            # The same words whatever was wrong with it: a program learns nothing from them.
            raise forms.ValidationError(_("Please look at it once more, then send it again."))
        # Signing up goes on uncounted while Redis is away; trying a password does not.
        if self.name_is_taken and "password1" in data and limits_can_be_counted():
            self.account = actions.account_just_opened(
                username=data["username"], password=data["password1"], now=timezone.now()
            )
        if self.name_is_taken and self.account is None:
            self.add_error("username", str(actions.NameTaken()))
        return data

    def save(self, request: Any) -> User:
        """Open the account. Raises actions.NameTaken if somebody was quicker."""
        if self.account is not None:
            return self.account
        data = self.cleaned_data
        return actions.open_account(
            username=data["username"],
            password=data["password1"],
            alias=data["alias"] or self.name_as_typed[:40],
            email=data["email"],
            language=get_language() or "",
            link_for=lambda token: words.path_of_the_site(request, "people:address", token=token),
            now=timezone.now(),
        )


class ResetPasswordForm(allauth.ResetPasswordForm):
    """Ask for a link, if an e-mail was given once. It says the same whoever asks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words.address(self.fields["email"], _("The one you gave us."))

    def clean_email(self) -> str:
        return self.cleaned_data["email"]

    def save(self, request: Any, **kwargs: Any) -> str:
        def link_for(person: User) -> str:
            key = default_token_generator.make_token(person)
            # The number of nobody is 0: it is only ever part of a letter that is not sent.
            uid = int_to_base36(person.pk or 0)
            return words.path_of_the_site(
                request, "account_reset_password_from_key", uidb36=uid, key=key
            )

        email = self.cleaned_data["email"]
        actions.ask_for_new_password(email=email, link_for=link_for, now=timezone.now())
        return email
