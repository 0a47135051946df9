"""An account made on the way: a user name, a password, and nothing else (safety.md #58)."""

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.utils.translation import gettext_lazy as _

from community.people.forms.entrance import SignupForm
from community.people.models import User
from community.safety.limits import TooOften, count


class NewcomerForm(SignupForm):
    """The sign-up form inside another one; the name others see is written there already."""

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        del self.fields["alias"], self.fields["email"]

    @classmethod
    def is_begun(cls, data: Any) -> bool:
        """Whether anything was typed into it."""
        return any(data.get(name) for name in ("username", "password1", "website"))

    def clean(self) -> dict[str, Any]:
        """Counted like any other sign-up."""
        try:
            count(self.request, "sign_up")
        except TooOften as refusal:
            raise forms.ValidationError(
                _("Too many tries. Wait five minutes, then try again.")
            ) from refusal
        return super().clean()

    def open(self, *, alias: str) -> User:
        """Open the account. Raises actions.NameTaken if somebody was quicker."""
        self.cleaned_data |= {"alias": alias, "email": ""}
        return self.save(self.request)

    def sign_in(self, person: User) -> None:
        """Begin their session."""
        get_adapter().login(self.request, person)
