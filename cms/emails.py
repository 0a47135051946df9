"""What the teller of a story is told: that something ends, and no more (safety.md #23)."""

from typing import NamedTuple

from django.utils.translation import gettext as _


class Words(NamedTuple):
    """A subject and a plain-text body."""

    subject: str
    body: str


def yes_ends_soon(days: int) -> Words:
    """What they allowed ends in so many days, unless they say yes again."""
    return Words(
        _("Something ends soon"),
        _(
            "Something that you said yes to ends in %(days)s days. Sign in if you want it to go "
            "on. If you do nothing, it ends."
        )
        % {"days": days},
    )


def please_read() -> Words:
    """There is a text to read after signing in."""
    return Words(_("Something new"), _("There is something new for you. Sign in to read it."))
