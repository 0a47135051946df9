"""The pages of an account, by what people come for."""

from .account import SignupView, address, change_address, counted, settings
from .code import ask, code, way_back
from .devices import devices, here
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
    "devices",
    "here",
    "settings",
    "way_back",
]
