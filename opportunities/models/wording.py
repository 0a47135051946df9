"""Words that a title does not carry: it stands in a browser's history and on a lock screen."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# DESIGN.md 8. They would tell somebody who looks over a shoulder who a posting is for.
WATCHED_WORDS: Final = re.compile(
    r"\b(prostitut|traffick|exploit|sex.work|survivor|victim|abus|rehab|detox|recover|therap)",
    re.IGNORECASE,
)


def validate_neutral_title(title: str) -> None:
    """Raise ValidationError if a title holds a watched word (safety.md #10)."""
    found = WATCHED_WORDS.search(title)
    if found:
        raise ValidationError(
            _("Choose a title without “%(word)s…”. Say what people do there."),
            params={"word": found[0]},
        )
