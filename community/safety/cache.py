"""A cache that may be gone: reading misses, writing is skipped, and no page fails for it."""

import functools
import logging
import time
import uuid
from collections.abc import Callable
from threading import Thread
from typing import Any, Final, cast

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.db import transaction
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

KEPT_PAGES = "kept-pages"
LONGEST_KEPT: Final = 120  # seconds, after which Redis has no page any more


def forget_kept_pages() -> None:
    """Let no page that was kept for strangers be shown again, once the change is committed.

    Called by whatever takes something out of public sight: a stranger must not read for another
    minute what staff have just held, nor of whom they have just suspended.
    """
    transaction.on_commit(_forget)


def _forget() -> None:
    """Pages that Redis cannot be told to forget are shown to nobody while it does not answer; it is
    told as soon as it does."""
    generation = uuid.uuid4().hex
    if not _is_told(generation):
        Thread(target=_tell, args=(generation,), daemon=True).start()


def _is_told(generation: str) -> bool:
    try:
        # Django's own, which says when it fails.
        RedisCache.set(cast("RedisCache", caches["default"]), KEPT_PAGES, generation, None)
    except RedisError as error:
        logger.warning("kept pages are not forgotten yet: %s", type(error).__name__)
        return False
    return True


def _tell(generation: str) -> None:
    """Once a second, for as long as a page may be there that was kept before."""
    for _second in range(LONGEST_KEPT):
        time.sleep(1)
        if _is_told(generation):
            return


class AtHand:
    """Values kept in this process for a few seconds, in front of Redis.

    For what every page needs and may be seconds old: menus, names of filters, counts. Never for
    anything about a person. With Redis gone it is what keeps each page from working them out.
    """

    def __init__(self, seconds: float, at_most: int) -> None:
        self.seconds = seconds
        self.at_most = at_most
        self.kept: dict[str, tuple[float, Any]] = {}

    def get(self, key: str, otherwise: Callable[[], Any]) -> Any:
        """The value at hand, else what `otherwise` gives, which is at hand from then on."""
        until, value = self.kept.get(key, (0.0, None))
        if until > time.time():
            return value
        value = otherwise()
        if len(self.kept) >= self.at_most:
            self.kept.clear()
        self.kept[key] = (time.time() + self.seconds, value)
        return value

    def forget(self, key: str) -> None:
        """Ask anew the next time."""
        self.kept.pop(key, None)


at_hand = AtHand(seconds=5, at_most=1000)


def _soft(method: Callable[..., Any], fallback: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a cache method so that a Redis error is logged and answered with `fallback`."""

    @functools.wraps(method)
    def softened(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except RedisError as error:
            # The key is not logged: it may hold what somebody searched for.
            logger.warning("cache %s failed: %s", method.__name__, type(error).__name__)
            return fallback(*args, **kwargs)

    return softened


def _default(key: Any, default: Any = None, version: Any = None) -> Any:
    return default


class KeptClient(RedisCacheClient):
    """Django makes a new client object for every question, which costs more than the question."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: dict[Any, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """The one client of a server."""
        pool = self._get_connection_pool(write)  # type: ignore[attr-defined]
        if pool not in self._kept:
            self._kept[pool] = super().get_client(key, write=write)
        return self._kept[pool]


class FailSoftRedisCache(RedisCache):
    """Redis as a cache without which every page still answers (reliability.md, fault "Redis").

    Not for log-in limits: those must fail closed.
    """

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptClient

    def clear(self) -> None:
        """Empty it, and what this process has at hand of it."""
        at_hand.kept.clear()
        super().clear()

    get = _soft(RedisCache.get, _default)
    get_many = _soft(RedisCache.get_many, lambda *a, **k: {})
    set = _soft(RedisCache.set, lambda *a, **k: None)
    set_many = _soft(RedisCache.set_many, lambda data, *a, **k: list(data))
    # "Added": the caller goes on and does the work itself.
    add = _soft(RedisCache.add, lambda *a, **k: True)
    delete = _soft(RedisCache.delete, lambda *a, **k: False)
    delete_many = _soft(RedisCache.delete_many, lambda *a, **k: None)
    touch = _soft(RedisCache.touch, lambda *a, **k: False)
    has_key = _soft(RedisCache.has_key, lambda *a, **k: False)
    incr = _soft(RedisCache.incr, lambda key, delta=1, *a, **k: delta)
