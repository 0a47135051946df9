"""One's own data: who takes it away or along proves that it is them (safety.md #59)."""

import datetime as dt
from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.people.adapter import NO_MATCH
from community.people.forms import words
from community.people.models import Detail, User


class PasswordForm(forms.Form):
    """The password again, of somebody who is signed in."""

    password = forms.CharField(strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.person: User | None = None
        words.password(self.fields["password"], _("Your password"), _("To be sure that it is you."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "password" not in data:
            return data
        adapter = get_adapter(self.request)
        if not ratelimit.consume(self.request, action="reauthenticate"):
            raise adapter.validation_error("too_many_login_attempts")
        name = self.request.user.username
        person = adapter.authenticate(self.request, username=name, password=data["password"])
        if person != self.request.user:
            self.add_error("password", _("That is not your password now. Try again."))
        self.person = person
        return data


class ClosedAccountForm(forms.Form):
    """Name and password of an account that staff have closed: it is theirs to delete all the same.

    An account that is open is told to sign in first, where a second step may be asked for.
    """

    username = forms.CharField(max_length=words.LONGEST_ADDRESS)
    password = forms.CharField(strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.person: User | None = None
        words.plain(self.fields["username"], _("User name or e-mail"))
        words.password(self.fields["password"], _("Password"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "username" not in data or "password" not in data:
            return data
        adapter = get_adapter(self.request)
        # The same counters as the log-in: this page is no second place to guess at.
        if not ratelimit.consume(self.request, action="login"):
            raise adapter.validation_error("too_many_login_attempts")
        adapter.pre_authenticate(self.request, username=data["username"].lower())
        name = User.normalize_username(data["username"])
        person = User.objects.filter(Q(username=name) | Q(email=data["username"].lower())).first()
        if person is None:
            User().set_password(data["password"])  # as long as checking one takes
        if person is None or not person.check_password(data["password"]):
            raise forms.ValidationError(NO_MATCH)
        if person.is_active:
            raise forms.ValidationError(_("Sign in first, then come back to this page."))
        self.person = person
        return data


class ReleaseForm(forms.Form):
    """Whom to let know what, what for, and for how long."""

    kept_in: ClassVar = {
        "recipient": "people.Release.recipient",
        "details": "people.Release.details",
        "purpose": "people.Release.purpose",
        "days": "people.Release.expires_at",
    }
    recipient = forms.CharField(max_length=120, validators=[words.one_plain_line])
    details = forms.MultipleChoiceField(
        choices=Detail.choices,
        widget=forms.CheckboxSelectMultiple,
        label=_("What they may know"),
        error_messages={"required": _("Choose at least one.")},
    )
    purpose = forms.CharField(max_length=200, validators=[words.one_plain_line])
    days = forms.TypedChoiceField(
        coerce=int,
        choices=[
            (30, _("30 days")),
            (90, _("90 days")),
            (180, _("Half a year")),
            (366, _("A year")),
        ],
        initial=90,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("One organisation, by its name.")
        words.plain(self.fields["recipient"], _("Who may know"), hint)
        words.plain(self.fields["purpose"], _("What for"), _("In a few words."))
        words.plain(self.fields["days"], _("For how long"), _("You can end it sooner."))

    @property
    def lasts(self) -> dt.timedelta:
        """The chosen length of time."""
        return dt.timedelta(days=self.cleaned_data["days"])
