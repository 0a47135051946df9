"""The one message that safety sends, to who answers for it. It says nothing (safety.md #23)."""

from django.utils.translation import gettext as _


def please_look() -> tuple[str, str]:
    """Subject and words."""
    return _("Please look"), _("There is something new on your list.")
