"""A new password, after a letter or after the old one."""

from typing import Any, ClassVar

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

from community.people.forms import words


class _TypedOnce:
    """A new password is typed once here, as at sign-up; the letter with a link is the way back."""

    fields: dict[str, forms.Field]
    kept_in: ClassVar = {"password1": "people.User.password"}

    def type_it_once(self) -> None:
        """Drop the second box and word the first."""
        del self.fields["password2"]
        words.password(self.fields["password1"], _("New password"), words.PASSWORD_HINT, new=True)


class ResetPasswordKeyForm(_TypedOnce, allauth.ResetPasswordKeyForm):
    """The page that the link in a letter opens."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type_it_once()


class ChangePasswordForm(_TypedOnce, allauth.ChangePasswordForm):
    """The old password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words.password(self.fields["oldpassword"], _("Password now"))
        self.type_it_once()
