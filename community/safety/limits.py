"""How often something may be done, counted in Redis by the library `limits` (safety.md T15).

One door, one count. What tries a password or a second step is counted by allauth, inside its own
flows: it takes back the count of a right try and forgets it with a new password, which could not be
done from outside. Every other door is counted here, and allauth's count for it is switched off
(`ACCOUNT_RATE_LIMITS`; docs/decisions/0012-limits.md).
"""

import enum
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from limits import RateLimitItem, parse
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

from .access import View

logger = logging.getLogger(__name__)


class Per(enum.Enum):
    """Of what there may be so many: requests from one network, about one thing typed, or both."""

    ORIGIN = "origin"
    TYPED = "typed"
    BOTH = "both"


@dataclass(frozen=True)
class Limit:
    """So many of something. `is_strict`: nothing of it while it cannot be counted."""

    name: str
    rate: str
    per: Per
    is_strict: bool = False

    @property
    def item(self) -> RateLimitItem:
        """The rate as the library reads it."""
        return parse(self.rate)


# A house of the programme may be one network with many people: per origin is never tight.
LIMITS: Final = (
    # Letters with a link or a code, by inbox: nobody's is flooded from here.
    Limit("letter", "20/minute", Per.ORIGIN, is_strict=True),
    Limit("letter", "5/hour", Per.TYPED, is_strict=True),
    Limit("code", "20/minute", Per.ORIGIN, is_strict=True),
    Limit("sign_up", "20/minute", Per.ORIGIN),
    Limit("tell_us", "10/hour", Per.ORIGIN),
    Limit("apply", "10/hour", Per.ORIGIN),
    # Asking for a talk, and looking where one stands by its code: open while Redis is away.
    Limit("talk", "20/hour", Per.ORIGIN),
    Limit("talk_code", "20/minute", Per.ORIGIN),
    # Each may make a session, or write an account.
    Limit("numbers", "60/minute", Per.ORIGIN),
    Limit("language", "60/minute", Per.ORIGIN),
    # Codes typed at a door: many people on one network, few tries for each account.
    Limit("here", "120/minute", Per.ORIGIN),
    Limit("here", "10/hour", Per.TYPED),
    Limit("fits", f"{settings.SEARCHES_A_MINUTE}/minute", Per.ORIGIN),
    # Programs ask for a calendar every few minutes, and a house is one network.
    Limit("calendar", "120/minute", Per.ORIGIN),
    # Other programs read the directory.
    Limit("open_data", "240/minute", Per.ORIGIN),
    Limit("open_data_all", "12/minute", Per.ORIGIN),
    # Codes of letters, by whoever was shown one.
    Limit("look_up", "20/minute", Per.ORIGIN, is_strict=True),
    # Code words behind a private link, by the link: whoever found it guesses few of them. Fewer
    # still from one network, and refused there before it counts for the link: its teller, who is
    # somewhere else, is not locked out by it.
    Limit("link", "20/minute", Per.ORIGIN, is_strict=True),
    Limit("link", "6/hour", Per.BOTH, is_strict=True),
    Limit("link", "20/hour", Per.TYPED, is_strict=True),
    Limit("search", f"{settings.SEARCHES_A_MINUTE}/minute", Per.ORIGIN),
)


class TooOften(Exception):
    """More than may be. `seconds`: how long until all of it is over."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class CannotCount(Exception):
    """Redis is away, and this may not be done uncounted."""


@lru_cache(maxsize=4)
def _limiter(url: str, seconds: float) -> MovingWindowRateLimiter:
    options: dict[str, Any] = {"socket_timeout": seconds, "socket_connect_timeout": seconds}
    return MovingWindowRateLimiter(RedisStorage(url, key_prefix="limits", **options))


def count(request: HttpRequest, name: str, typed: str = "") -> None:
    """Count one more of `name`. Raises TooOften, or CannotCount for what is strict.

    `typed` is what was typed, for limits per that. A key holds a keyed digest and its count is gone
    after a day at most: neither the address of a network nor a name is kept (safety.md #31, T15).
    """
    where = settings.CACHES["limits"]
    limiter = _limiter(where["LOCATION"], where["OPTIONS"]["socket_timeout"])
    for limit in (limit for limit in LIMITS if limit.name == name):
        said = _counted(request, limit.per, typed.lower())
        key = salted_hmac("community.safety.limits", f"{name}:{said}").hexdigest()[:32]
        try:
            is_allowed = limiter.hit(limit.item, name, limit.per.value, key)
        except RedisError as error:
            # Neither who nor what: only which limit.
            logger.warning("limit %s cannot be counted: %s", name, type(error).__name__)
            if limit.is_strict:
                raise CannotCount from error
            continue
        if not is_allowed:
            raise TooOften(limit.item.get_expiry())


def _counted(request: HttpRequest, per: Per, typed: str) -> str:
    if per is Per.TYPED:
        return typed
    network: str = get_adapter().get_client_ip(request)
    return network if per is Per.ORIGIN else f"{network} {typed}"


def is_sent(request: HttpRequest) -> bool:
    """Whether a form was sent: reading a page is not counted."""
    return request.method == "POST"


def limited(
    name: str, typed: str = "", when: Callable[[HttpRequest], bool] = is_sent
) -> Callable[[View], View]:
    """Count each request for which `when` holds, and answer too many with a plain page.

    `typed`: the field of the form that is counted, for limits per what was typed; or the part of
    the address, where it stands there.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if when(request):
                try:
                    count(
                        request, name, str(kwargs.get(typed) or request.POST.get(typed, "")).strip()
                    )
                except TooOften as refusal:
                    return too_often(request, refusal.seconds)
                except CannotCount:
                    return resting(request)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """The page that asks to wait."""
    page = render(request, "429.html", {"is_long": seconds > 300}, status=429)
    page["Retry-After"] = str(seconds)
    return page


def resting(request: HttpRequest) -> HttpResponse:
    """The page for what may not be done while it cannot be counted."""
    page = render(request, "account/resting.html", status=503)
    page["Retry-After"] = "60"
    return page
