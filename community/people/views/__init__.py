"""The pages of an account, by what people come for."""

from .account import (
    SignupView,
    address,
    change_address,
    counted,
    new_password,
    settings,
)
from .code import ask, code, way_back
from .devices import devices, first, here
from .factors import (
    ActivateView,
    AddPasskeyView,
    AuthenticateView,
    CodeAgainView,
    DeactivateView,
    NewCodesView,
    PasskeyAgainView,
    PasskeyLoginView,
    PasswordAgainView,
    RemovePasskeyView,
    RenamePasskeyView,
)
from .journal import journal, journal_entry, self_check, self_checks
from .language import language
from .own import delete, export, export_file
from .releases import releases, revoke_release

__all__ = [
    "ActivateView",
    "AddPasskeyView",
    "AuthenticateView",
    "CodeAgainView",
    "DeactivateView",
    "NewCodesView",
    "PasskeyAgainView",
    "PasskeyLoginView",
    "PasswordAgainView",
    "RemovePasskeyView",
    "RenamePasskeyView",
    "SignupView",
    "address",
    "ask",
    "change_address",
    "code",
    "counted",
    "delete",
    "devices",
    "export",
    "export_file",
    "first",
    "here",
    "journal",
    "journal_entry",
    "language",
    "new_password",
    "releases",
    "revoke_release",
    "self_check",
    "self_checks",
    "settings",
    "way_back",
]
