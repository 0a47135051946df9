"""Codes and passkeys: our words on allauth's forms."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from community.people.forms import words

LONGEST_NAME = 40
# What allauth and fido2 raise for an answer that no phone gave, or that another one signed.
ODD = (
    InvalidSignature,
    AttributeError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
    struct.error,
)


@contextmanager
def _read_or_refused() -> Iterator[None]:
    """Refuse in words what cannot be read."""
    try:
        yield
    except ODD:
        raise get_adapter().validation_error("incorrect_code") from None


def _code(field: forms.Field, hint: Any) -> None:
    words.plain(field, _("Code"), hint, "one-time-code")
    field.widget.attrs.update(inputmode="numeric", maxlength=20)


class ActivateForm(totp.ActivateTOTPForm):
    """The first code of an app, which proves that it holds the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], _("The six numbers that the app shows now."))


class CodeForm(base.AuthenticateForm):
    """A code of the app, or one of the codes kept on paper, to finish signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], _("From your app, or one of the codes you wrote down."))


class CodeAgainForm(base.ReauthenticateForm):
    """The same, to be sure that it is still them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], _("From your app, or one of the codes you wrote down."))


class PasswordAgainForm(account.ReauthenticateForm):
    """The password, to be sure that it is still them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words.password(self.fields["password"], _("Your password"))


class NewCodesForm(recovery.GenerateRecoveryCodesForm):
    """Nothing to fill in: the button is the answer."""


def _name(field: forms.Field) -> None:
    words.plain(field, _("A name for it"), _("So that you know which it is. “My phone” will do."))
    field.widget.attrs["maxlength"] = LONGEST_NAME
    field.validators += [words.one_plain_line, MaxLengthValidator(LONGEST_NAME)]


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A name, and what the phone answered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        _name(self.fields["name"])

    def clean(self) -> dict[str, Any]:
        """Every passkey here signs in by itself, so each one asks who holds the phone."""
        self.cleaned_data["passwordless"] = True
        with _read_or_refused():
            return super().clean()


class PasskeyForm(webauthn.LoginWebAuthnForm):
    """What a phone answered, of whoever it names."""

    def clean_credential(self) -> Any:
        with _read_or_refused():
            key = super().clean_credential()
        if not key.user.is_active:
            raise get_adapter().validation_error("incorrect_code")
        return key


class PasskeyStepForm(webauthn.AuthenticateWebAuthnForm):
    """The same, of one person, as the second step."""

    def clean_credential(self) -> Any:
        with _read_or_refused():
            return super().clean_credential()


class PasskeyAgainForm(webauthn.ReauthenticateWebAuthnForm):
    """The same, to be sure that it is still them."""

    def clean_credential(self) -> Any:
        with _read_or_refused():
            return super().clean_credential()


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    """Another name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["name"])
