"""The pages of an account."""

from .account import SignupView, address, change_address, counted, settings
from .own import delete, export, export_file

__all__ = [
    "SignupView",
    "address",
    "change_address",
    "counted",
    "delete",
    "export",
    "export_file",
    "settings",
]
