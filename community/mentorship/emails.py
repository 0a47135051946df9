"""What mentors, and people who know them, are told: that there is something, and no more (#23)."""

import datetime as dt

from django.utils.translation import gettext as _

from community.formats.times import day_and_clock_in_words
from community.organisations.emails import Words


def something_new() -> Words:
    """Something has happened between two who walk together, or may; it is read after signing in."""
    return Words(_("Something new"), _("There is something new for you. Sign in to read it."))


def a_few_questions() -> Words:
    """A check-in waits."""
    return Words(
        _("A few questions"), _("Four short questions wait for you. Sign in when it suits you.")
    )


def please_look() -> Words:
    """To who answers for safety: there is a task to look at today."""
    return Words(_("Please look today"), _("Something waits for you today. Sign in to read it."))


def asked_about_somebody(link: str) -> Words:
    """The letter to somebody whose name a mentor gave. It says neither who nor what for."""
    return Words(
        _("A few questions"),
        _(
            "Somebody you know gave us your name, and told you that we would write. This link "
            "leads to four short questions. It works once, for thirty days.\n\n"
            "%(link)s\n\n"
            "If you do not know what this is about, do nothing."
        )
        % {"link": link},
    )


def meeting_reminder(when: dt.datetime) -> Words:
    """A meeting is near; `when` by the clock of whoever reads it. Not with whom, and not where."""
    said = day_and_clock_in_words(when)
    return Words(_("A reminder"), _("%(when)s. See you there.") % {"when": said})


def renew_soon(days: int) -> Words:
    """Something has to be confirmed again within so many days."""
    return Words(
        _("Please renew"),
        _("Something of yours is confirmed for %(days)s more days. Sign in to see what to do.")
        % {"days": days},
    )


def renew_now() -> Words:
    """It has ended."""
    return Words(
        _("Please renew"), _("Something of yours has to be confirmed anew. Sign in to read more.")
    )
