"""How long a form was open: programs are quicker than people, and need no puzzle for it (#61).

The moment at which a page is given out stands in a hidden field, signed. It is no secret, and
nobody's: pages that are kept get it where they get their visitor's token. A form may be open for as
long as somebody needs; that one stamp can be used again is what `limits` is for.
"""

import time
from typing import Final

from django.core.signing import BadSignature, Signer

LEAST_SECONDS: Final = 2
FIELD: Final = "opened"
_signer = Signer(salt="community.safety.pace")


def stamp() -> str:
    """This moment in thousandths of a second, signed."""
    return _signer.sign(str(int(time.time() * 1000)))


def opened_at(stamped: str) -> float | None:
    """The moment that was stamped, or None for what is not from here."""
    try:
        return int(_signer.unsign(stamped)) / 1000
    except (BadSignature, ValueError):
        return None


def is_unhurried(stamped: str) -> bool:
    """Whether the form was given out by us, two seconds ago or more."""
    at = opened_at(stamped)
    return at is not None and time.time() - at >= LEAST_SECONDS
