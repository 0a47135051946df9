"""What mentors, and people who know them, are told: that there is something, and no more (#23)."""

from django.utils.translation import gettext as _

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
