"""Kept pages that are at hand in a process: Redis says with each visit whether they still count."""

import time

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import override_settings

from community.safety import cache as kept_pages
from community.safety.cache import KEPT_PAGES, forget_kept_pages
from opportunities.views import caching
from opportunities.views.caching import kept_for_strangers

A_WHILE = 10  # seconds, after which a test gives up


@pytest.fixture
def view():
    """A view that counts its own calls, kept for strangers."""
    calls = []

    @kept_for_strangers(choices=(), typed=(), at_most=0)
    def page(request):
        calls.append(request.path)
        return HttpResponse(f"page {len(calls)}")

    return page


@pytest.fixture
def ask(view, rf):
    """A function from an address to what the view answers."""
    return lambda path="/x/": view(rf.get(path)).content


def without_redis():
    nowhere = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    return override_settings(CACHES={"default": nowhere})


def test_page_at_hand_is_shown_to_nobody_while_redis_cannot_say_what_was_forgotten(ask):
    assert ask() == ask() == b"page 1"
    with without_redis():
        assert ask() == b"page 2"
        assert ask() == b"page 3"  # nor is one kept that nobody could take back
    assert ask() == b"page 1"


def test_page_that_another_process_kept_is_shown_here(ask):
    assert ask() == ask() == b"page 1"
    caching._here.clear()
    assert ask() == ask() == b"page 1"


def test_what_is_kept_is_a_row_that_every_release_can_read(ask):
    ask()
    client = cache._cache.get_client(write=False)
    (key,) = (key for key in client.keys("onward:*:page:*"))
    assert type(cache._cache._serializer.loads(client.get(key))) is tuple


def test_nothing_is_at_hand_any_more_once_something_was_forgotten(ask):
    for path in ("/x/", "/y/", "/x/", "/y/"):
        ask(path)
    assert len(caching._here) == 2
    cache.set(KEPT_PAGES, "another", None)
    assert ask() == b"page 3"
    assert not caching._here


def test_process_has_only_so_many_pages_at_hand(ask):
    for number in range(2 * caching.MOST_HERE):
        assert ask(f"/x/{number}/") == ask(f"/x/{number}/")
    assert 0 < len(caching._here) <= caching.MOST_HERE


@pytest.fixture
def forget_while_redis_is_away(django_capture_on_commit_callbacks):
    """A function: Redis keeps its pages, and does not hear that they are to be forgotten."""

    def forget():
        with without_redis(), django_capture_on_commit_callbacks(execute=True):
            forget_kept_pages()

    return forget


@pytest.mark.django_db
def test_what_was_held_while_redis_was_away_is_gone_when_it_is_back(
    ask, forget_while_redis_is_away
):
    assert ask() == ask() == b"page 1"
    before = cache.get(KEPT_PAGES)
    forget_while_redis_is_away()
    assert within_a_while(lambda: cache.get(KEPT_PAGES) != before)
    assert ask() == b"page 2"


@pytest.mark.django_db
def test_control_without_being_told_later_it_would_be_shown(
    ask, forget_while_redis_is_away, monkeypatch
):
    monkeypatch.setattr(kept_pages, "_tell", lambda _generation: None)
    assert ask() == ask() == b"page 1"
    forget_while_redis_is_away()
    assert ask() == b"page 1"


def within_a_while(is_so):
    until = time.monotonic() + A_WHILE
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.01)
    return False
