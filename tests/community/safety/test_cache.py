"""What is at hand in the process, and the mark that makes kept pages worthless."""

import time_machine
from django.core.cache import cache
from django.db import transaction

from community.safety.cache import KEPT_PAGES, AtHand, at_hand, forget_kept_pages


def test_value_is_worked_out_once_and_again_after_its_seconds():
    shelf = AtHand(seconds=5, at_most=10)
    values = iter(["one", "two"])
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        assert shelf.get("key", lambda: next(values)) == "one"
        clock.shift(4)
        assert shelf.get("key", lambda: next(values)) == "one"
        clock.shift(2)
        assert shelf.get("key", lambda: next(values)) == "two"


def test_value_that_is_nothing_is_kept_as_well():
    shelf = AtHand(seconds=5, at_most=10)
    asked = []
    for _ in range(2):
        assert shelf.get("key", lambda: asked.append(1)) is None
    assert len(asked) == 1


def test_no_more_is_kept_than_allowed():
    shelf = AtHand(seconds=5, at_most=10)
    for number in range(25):
        assert shelf.get(f"key{number}", lambda number=number: number) == number
        assert len(shelf.kept) <= 10


def test_forgotten_value_is_asked_for_anew():
    shelf = AtHand(seconds=5, at_most=10)
    shelf.get("key", lambda: "one")
    shelf.forget("key")
    shelf.forget("never there")
    assert shelf.get("key", lambda: "two") == "two"


def test_emptying_the_cache_empties_what_is_at_hand():
    at_hand.get("key", lambda: "one")
    cache.clear()
    assert at_hand.get("key", lambda: "two") == "two"


def test_kept_pages_are_forgotten_at_the_commit_and_differently_each_time(
    db, django_capture_on_commit_callbacks
):
    marks = set()
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            forget_kept_pages()
            assert cache.get(KEPT_PAGES) in {None, *marks}
        marks.add(cache.get(KEPT_PAGES))
    assert len(marks) == 2
    assert None not in marks
