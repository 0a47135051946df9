"""The words of account mail: a link, and as little else as possible (safety.md #23, decision 9).

No name of a person, a place or this site; one subject for every kind, so that a lock screen
tells nothing.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Letter:
    """A subject and a plain-text body."""

    subject: str
    body: str


def new_password(link: str) -> Letter:
    """The letter with the link to choose a new password."""
    return Letter(
        _("Your link"),
        _(
            "Here is the link you asked for. It works once, for one day.\n\n"
            "%(link)s\n\n"
            "If you did not ask for it, do nothing."
        )
        % {"link": link},
    )


def login_code(code: str) -> Letter:
    """The letter with the code to sign in."""
    return Letter(
        _("Your link"),
        _(
            "Here is the code you asked for. It works once, for ten minutes.\n\n"
            "%(code)s\n\n"
            "If you did not ask for it, do nothing."
        )
        % {"code": code},
    )


def confirm_address(link: str) -> Letter:
    """The letter that asks whether an address really belongs to who typed it."""
    return Letter(
        _("Your link"),
        _(
            "Open this link to use this address for short notes. It works once, for one day.\n\n"
            "%(link)s\n\n"
            "If you did not ask for it, do nothing."
        )
        % {"link": link},
    )


def address_replaced() -> Letter:
    """The letter to the address that was in use until now (safety.md T7)."""
    return Letter(
        _("A change"),
        _(
            "Short notes no longer go to this address.\n\n"
            "If you did not ask for that, sign in and choose a new password."
        ),
    )
