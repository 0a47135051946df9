"""Answers that are worked out once and given many times: counts, and whole pages to strangers.

A page with a person in it is never kept. Nor is what somebody typed: kept pages hold choices from
our own lists only, and keys are hashes that tell nothing.
"""

import time
import uuid
import zlib
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from community.organisations.models import site_day
from community.safety.cache import KEPT_PAGES, LONGEST_KEPT

SECONDS = LONGEST_KEPT // 2
REFRESHER_SECONDS = 10  # after that, another takes over from a refresher that died
LONGEST_VALUE = 40
MOST_HERE = 64
View = Callable[..., HttpResponse]


class Kept(NamedTuple):
    """A page as it is kept: packed in Redis, unpacked in a process."""

    generation: str
    until: float
    headers: dict[str, str]
    content: bytes

    @property
    def is_fresh(self) -> bool:
        """Whether it may be shown without making it anew."""
        return self.until > time.time()

    def answer(self) -> HttpResponse:
        """The page; to be called on an unpacked one."""
        return HttpResponse(self.content, headers=self.headers)


_here: dict[str, Kept] = {}


def refreshed(
    key: str,
    seconds: int,
    work_out: Callable[[], Any],
    meanwhile: Callable[[], Any] | None = None,
) -> Any:
    """A value that is at most `seconds` old, or a little older while one caller works it out anew.

    Nobody waits for that one, so a value that goes out of date slows one request and not all.
    `meanwhile`: what the others get when there is no older value, instead of working it out too.
    What takes long to work out is kept longer, so that it takes at most a tenth of the time.
    Without Redis everyone works it out.
    """
    kept = cache.get(key)
    if kept is not None and kept[0] > time.time():
        return kept[1]
    mine = cache.add(f"{key}:refresher", 1, REFRESHER_SECONDS)
    if kept is not None and not mine:
        return kept[1]
    if meanwhile and not mine:
        return meanwhile()
    began = time.time()
    value = work_out()
    seconds = max(seconds, int(10 * (time.time() - began)))
    # Kept for as long again, for everyone who comes while the next one is worked out.
    cache.set(key, (time.time() + seconds, value), seconds * 2)
    cache.delete(f"{key}:refresher")
    return value


def key_of(what: str, *parts: Any) -> str:
    """A key that tells nothing of its parts, even to somebody who guesses them."""
    text = repr((get_language(), *parts))
    return f"{what}:{salted_hmac(what, text, algorithm='sha256').hexdigest()[:32]}"


def kept_for_strangers(
    *, choices: Collection[str], typed: Collection[str], at_most: int
) -> Callable[[View], View]:
    """Keep a view's pages for a minute, for visitors without any cookie of ours but the language.

    "View" is anything that answers a request; its headers are kept with the page.

    `choices`: parameters whose values come from our lists; a page with more than `at_most` of
    them is not kept, so that nobody fills the memory of Redis. A page that depends on one of
    `typed` is not kept either. Any other parameter is ignored, as the view must do.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            asked = _asked(request, choices, typed)
            if asked is None or len(asked) > at_most or not _is_stranger(request):
                return view(request, *args, **kwargs)
            return _kept_page(
                key_of("page", request.path, asked, site_day(timezone.now())),
                lambda: view(request, *args, **kwargs),
                request,
            )

        return answer

    return decorate


def _is_stranger(request: HttpRequest) -> bool:
    """No session, no message waiting: nothing that could make the page differ for them."""
    harmless = {settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    return request.method == "GET" and set(request.COOKIES) <= harmless


def _asked(
    request: HttpRequest, choices: Collection[str], typed: Collection[str]
) -> list[tuple[str, str]] | None:
    """The choices in an address in a fixed order, None when something typed is among them."""
    if not request.GET:
        return []
    if any(request.GET.get(name) for name in typed):
        return None
    asked = [(name, value) for name in choices for value in request.GET.getlist(name) if value]
    return None if any(len(value) > LONGEST_VALUE for _, value in asked) else sorted(asked)


def _kept_page(key: str, make: Callable[[], HttpResponse], request: HttpRequest) -> HttpResponse:
    """The page under this key, or a new one; while one visitor's is made, others get the old one.

    A page is worth nothing once `forget_kept_pages` was called after its making began. The day in
    the key drops it when an organisation's verification ends (safety.md #16).
    """
    here = _here.get(key)
    # Redis is asked each time whether pages were forgotten; who gets no answer keeps none.
    if here and here.is_fresh:
        if here.generation == cache.get(KEPT_PAGES):
            return here.answer()
        _here.clear()
    found = cache.get_many([KEPT_PAGES, key])
    generation = found.get(KEPT_PAGES) or _first_generation()
    kept = Kept(*found[key]) if key in found else None
    is_current = kept is not None and kept.generation == generation is not None
    if kept and is_current and (kept.is_fresh or not _may_refresh(key)):
        return _at_hand(key, kept).answer()
    response = make()
    if generation is None:
        return response
    if _may_be_kept(request, response):
        content = zlib.compress(response.content, 1)
        kept = Kept(generation, time.time() + SECONDS, dict(response.headers), content)
        cache.set(key, tuple(kept), LONGEST_KEPT)
    cache.delete(f"{key}:refresher")
    return response


def _may_refresh(key: str) -> bool:
    """Whether it is for this visit to make it anew, and for no other."""
    return bool(cache.add(f"{key}:refresher", 1, REFRESHER_SECONDS))


def _first_generation() -> str | None:
    """A name for the pages that are made from now on; None without Redis."""
    cache.add(KEPT_PAGES, uuid.uuid4().hex, None)
    generation: str | None = cache.get(KEPT_PAGES)
    return generation


def _at_hand(key: str, kept: Kept) -> Kept:
    """The page unpacked, and in this process from now on: the list is asked for again and again."""
    unpacked = kept._replace(content=zlib.decompress(kept.content))
    if key not in _here and len(_here) >= MOST_HERE:
        _here.clear()
    _here[key] = unpacked
    return unpacked


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    is_personal = response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    return response.status_code == 200 and not is_personal
