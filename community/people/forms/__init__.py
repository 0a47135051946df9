"""What people type about themselves: as little as possible (safety.md #58)."""

from .account import AddressForm, SettingsForm
from .entrance import LoginForm, ResetPasswordForm, SignupForm
from .own import ClosedAccountForm, PasswordForm
from .passwords import ChangePasswordForm, ResetPasswordKeyForm
from .words import path_of_the_site

__all__ = [
    "AddressForm",
    "ChangePasswordForm",
    "ClosedAccountForm",
    "LoginForm",
    "PasswordForm",
    "ResetPasswordForm",
    "ResetPasswordKeyForm",
    "SettingsForm",
    "SignupForm",
    "path_of_the_site",
]
