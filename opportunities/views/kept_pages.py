"""Pages kept ready-made in this process, with gaps for what differs.

A page is found again only by what is on it, so that no old one can be shown; the menus around it
may be a minute old. A page with a person in it is never kept, nor is anybody's token, nor what
somebody typed: those are gaps. What is kept for who is signed in is rendered for a stand-in, who
has a role and nothing else of theirs.
"""

import re
import time
from collections.abc import Mapping
from itertools import cycle
from typing import Any, NamedTuple

from django.contrib.messages import get_messages
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from community.people.devices import OWN, SIGNING_IN
from community.people.models import User

SECONDS = 60


def is_plain(request: HttpRequest) -> bool:
    """A visit by nobody in particular: not signed in, no message waits to be shown, and nothing
    is noted in their session, as the country whose numbers they chose is."""
    if request.method != "GET" or request.user.is_authenticated:
        return False
    return not request.session.keys() and not len(get_messages(request))


def stand_in(request: HttpRequest) -> HttpRequest | None:
    """A request for the same page by anybody of the same role; None where that page may differ.

    There is nobody in it: what is rendered for it can hold no name and no token. It may differ
    where a message waits, or where more is noted in their session than that they are signed in.
    """
    user = request.user
    if request.method != "GET" or not isinstance(user, User):
        return None
    if not SIGNING_IN.issuperset(request.session.keys()) or len(get_messages(request)):
        return None
    anybody = HttpRequest()
    anybody.method, anybody.path = request.method, request.path
    anybody.user = User(role=user.role)
    anybody.session = SessionBase()
    anybody.session[OWN] = bool(request.session.get(OWN))
    return anybody


class KeptPage(NamedTuple):
    """A page cut at its gaps, each followed by its name, and when it is to be made anew."""

    until: float
    parts: list[bytes]

    @property
    def has_gaps(self) -> bool:
        """Whether anything is to be filled in."""
        return len(self.parts) > 1

    def filled(self, own: Mapping[bytes, bytes]) -> bytes:
        """The page with this in the gaps, by their names."""
        named = zip(self.parts, cycle((False, True)), strict=False)
        return b"".join(own[part] if is_gap else part for part, is_gap in named)


class KeptPages(dict[tuple[Any, ...], KeptPage]):
    """Pages by what is on them, at most so many. `gap` finds the gaps and names each in a group."""

    def __init__(self, at_most: int, gap: re.Pattern[bytes]) -> None:
        super().__init__()
        self.at_most, self.gap = at_most, gap

    def keep(self, key: tuple[Any, ...], content: bytes) -> KeptPage:
        """Cut what is somebody's own out of a page and keep the rest."""
        if len(self) >= self.at_most:
            self.clear()
        self[key] = KeptPage(time.time() + SECONDS, self.gap.split(content))
        return self[key]

    def fresh(self, key: tuple[Any, ...]) -> KeptPage | None:
        """The page under this key, if there is one that is not too old."""
        page = self.get(key)
        return page if page and page.until > time.time() else None
