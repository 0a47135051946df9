"""Words that a title does not carry: it stands in a browser's history and on a lock screen."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# DESIGN.md 8. They would tell somebody who looks over a shoulder who a posting is for. Not after a
# letter or a digit; after "_" and "-" they count, since addresses and file names are read, too.
WATCHED_WORDS: Final = re.compile(
    r"(?<![^\W_])(prostitu|traffick|tr[aá]fico.de|exploit|explotaci|sex.work|survivor|sobrevivi"
    r"|victim|v[ií]ctima|abus|rehab|detox|desintoxi|recover|recuperaci|therap|terap)",
    re.IGNORECASE,
)


def watched_word(text: str) -> str:
    """The first watched word of a text as it stands there, or nothing."""
    found = WATCHED_WORDS.search(text)
    return found[0] if found else ""


def validate_neutral_title(title: str) -> None:
    """Raise ValidationError if a title holds a watched word (safety.md #10)."""
    if word := watched_word(title):
        raise ValidationError(
            _("Choose a title without “%(word)s…”. Say what people do there."),
            params={"word": word},
        )
