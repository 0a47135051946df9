"""The words that may stand in no title, address, subject, file name or cookie (safety.md #10, #23).

The one list of them; every test that looks for such a word asks here. Roots of the words of
DESIGN.md 8, in English and in Spanish.
"""

import re

_DENIED = re.compile(
    r"prostitu|traffick|tr[aá]fico de|exploit|explotaci|sex[ -]?(work|ual)|survivor|sobrevivi"
    r"|victim|v[ií]ctima|abus|rehab|detox|desintoxi|recover|therap|terap|rescue|escort",
    re.IGNORECASE,
)


def gives_away(words: object) -> bool:
    """Whether whoever reads these words over a shoulder learns why somebody is here."""
    return bool(_DENIED.search(str(words)))
