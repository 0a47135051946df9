"""In which language something is written, for whoever reads another one."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language, pgettext_lazy

# As within a sentence: Spanish writes them small.
NAMES: Final = {
    "en": pgettext_lazy("only in", "English"),
    "es": pgettext_lazy("only in", "Spanish"),
}


@dataclass(frozen=True)
class Another:
    """A language that is not the reader's: its code, for `lang`, and its name in theirs."""

    code: str
    name: str


def another_language(code: str) -> Another | None:
    """The language of this code; None if it is the reader's, or none that is known."""
    if code == get_language() or code not in NAMES:
        return None
    return Another(code, str(NAMES[code]))
