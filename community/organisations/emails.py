"""What the people of an organisation are told: that there is something, and no more (#23).

No name of a person, an organisation, a place or this site. An answer to an application and the
end of a verification go where its person wants to be told; the two links go where they were asked
for.
"""

from typing import NamedTuple

from django.utils.translation import gettext as _


class Words(NamedTuple):
    """A subject and a plain-text body."""

    subject: str
    body: str


def confirm_work_address(link: str) -> Words:
    """The letter that asks whether somebody reads an address at the organisation they name."""
    return Words(
        _("Your link"),
        _(
            "Open this link to show that this address is yours. It works once, for three days.\n\n"
            "%(link)s\n\n"
            "If you did not ask for it, do nothing."
        )
        % {"link": link},
    )


def invitation(link: str) -> Words:
    """The letter to a colleague who is asked to join."""
    return Words(
        _("Your link"),
        _(
            "A colleague asks you to join them. This link works once, for seven days.\n\n"
            "%(link)s\n\n"
            "If you do not know what this is about, do nothing."
        )
        % {"link": link},
    )


def something_new() -> Words:
    """There is an answer to read after signing in."""
    return Words(_("Something new"), _("There is something new for you. Sign in to read it."))


def place_given_back(when: str) -> Words:
    """Somebody who had a place cannot come, and it is near; who it is, nobody is told."""
    return Words(_("A place is free"), _("A place was given back: %(when)s.") % {"when": when})


def few_so_far(when: str) -> Words:
    """A date is near and far too few people come to it."""
    return Words(
        _("Few so far"),
        _("Few people have a place so far: %(when)s. Sign in if you want to change it.")
        % {"when": when},
    )


def ends_soon(days: int) -> Words:
    """The organisation is verified for so many more days."""
    return Words(
        _("Please renew"),
        _("Your listing is confirmed for %(days)s more days. Sign in to see what to do.")
        % {"days": days},
    )


def has_ended() -> Words:
    """Nobody vouches for the organisation any more."""
    return Words(
        _("Please renew"),
        _("Your listing has ended and is not shown now. Sign in to see what to do."),
    )
