"""Words that people choose from, which live in an app that this one must not know.

`opportunities` gives them when it starts (its `apps.py`); here they are slugs with labels.
"""

from collections.abc import Callable, Iterable
from typing import Final

Words = list[tuple[str, str]]

# By name: strengths (the same words as goals), interests, languages, areas.
_givers: Final[dict[str, Callable[[], Words]]] = {}


def give_words(name: str, giver: Callable[[], Words]) -> None:
    """Say where the words of one vocabulary come from. Asked anew each time: editors add some."""
    _givers[name] = giver


def words_for(name: str) -> Words:
    """(slug, label) of one vocabulary in its order; empty where nobody gives any. One query."""
    giver = _givers.get(name)
    return giver() if giver else []


def in_words(name: str, slugs: Iterable[str]) -> list[str]:
    """The labels of these slugs in the order of the vocabulary; what is gone stays its slug."""
    chosen = list(dict.fromkeys(slugs))
    known = words_for(name)
    gone = [slug for slug in chosen if slug not in dict(known)]
    return [label for slug, label in known if slug in chosen] + gone
