"""What people type about themselves: as little as possible (safety.md #58)."""

from .account import AddressForm, SettingsForm
from .entrance import LoginForm, ResetPasswordForm, SignupForm
from .journal import JournalForm, SelfCheckForm
from .newcomer import NewcomerForm
from .own import ClosedAccountForm, PasswordForm, ReleaseForm
from .passwords import ChangePasswordForm, ResetPasswordKeyForm
from .words import path_of_the_site

__all__ = [
    "AddressForm",
    "ChangePasswordForm",
    "ClosedAccountForm",
    "JournalForm",
    "LoginForm",
    "NewcomerForm",
    "PasswordForm",
    "ReleaseForm",
    "ResetPasswordForm",
    "ResetPasswordKeyForm",
    "SelfCheckForm",
    "SettingsForm",
    "SignupForm",
    "path_of_the_site",
]
