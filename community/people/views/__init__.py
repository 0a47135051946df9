"""The pages of an account."""

from .account import SignupView, address, change_address, counted, settings
from .own import delete, export, export_file
from .releases import releases, revoke_release

__all__ = [
    "SignupView",
    "address",
    "change_address",
    "counted",
    "delete",
    "export",
    "export_file",
    "releases",
    "revoke_release",
    "settings",
]
