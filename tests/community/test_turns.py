"""Requests of one process take turns, and nobody waits long for one that waits itself."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed

from community import middleware
from community.middleware import PATIENCE, TakingTurnsMiddleware

A_WHILE = 5  # seconds, after which a test gives up


class Answering:
    """A site whose page "/slow" answers when it is told to."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.begun = threading.Event()
        self.inside = self.most = 0
        self.counting = threading.Lock()

    def __call__(self, path):
        with self.counting:
            self.inside += 1
            self.most = max(self.most, self.inside)
        if path == "/slow":
            self.begun.set()
            assert self.go_on.wait(A_WHILE)
        elif path == "/broken":
            raise LookupError
        else:
            time.sleep(PATIENCE / 20)  # as if the database were asked
        with self.counting:
            self.inside -= 1
        return path


@pytest.fixture
def answering():
    return Answering()


def test_site_is_served_so_but_for_what_is_kept_ready_made():
    order = settings.MIDDLEWARE.index
    kept = order("opportunities.middleware.KeptListMiddleware")
    taking_turns = order("community.middleware.TakingTurnsMiddleware")
    assert taking_turns == kept + 1 < order("django.contrib.sessions.middleware.SessionMiddleware")


def test_quick_ones_never_run_side_by_side(answering, monkeypatch):
    monkeypatch.setattr(middleware, "PATIENCE", A_WHILE)  # a machine may stand still for longer
    taking_turns = TakingTurnsMiddleware(answering)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _number: taking_turns("/quick"), range(40))) == {"/quick"}
    assert answering.most == 1


def test_control_without_turns_they_run_side_by_side(answering):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _number: answering("/quick"), range(40)))
    assert answering.most > 1


def test_slow_one_is_waited_for_once_and_for_a_moment(answering):
    taking_turns = TakingTurnsMiddleware(answering)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(taking_turns, "/slow")
        assert answering.begun.wait(A_WHILE)
        begun = time.monotonic()
        assert taking_turns("/quick") == "/quick"
        assert time.monotonic() - begun >= PATIENCE
        before = taking_turns.turn
        assert taking_turns("/quick") == "/quick"
        assert taking_turns.turn is before  # nobody had to take it away again
        answering.go_on.set()
        assert slow.result(A_WHILE) == "/slow"
    assert taking_turns("/quick") == "/quick"
    assert taking_turns.turn is before


def test_those_who_waited_for_a_slow_one_take_turns_again(answering, monkeypatch):
    taking_turns = TakingTurnsMiddleware(answering)
    with ThreadPoolExecutor(4) as pool:
        slow = pool.submit(taking_turns, "/slow")
        assert answering.begun.wait(A_WHILE)
        waiting = [pool.submit(taking_turns, "/quick") for _ in range(3)]
        assert [one.result(A_WHILE) for one in waiting] == ["/quick"] * 3
        assert answering.most <= 3  # the slow one, and where two took its turn at once both of them
        monkeypatch.setattr(middleware, "PATIENCE", A_WHILE)
        answering.most = 1
        assert set(pool.map(taking_turns, ["/quick"] * 20)) == {"/quick"}
        assert answering.most == 2
        answering.go_on.set()
        assert slow.result(A_WHILE) == "/slow"


def test_it_is_not_there_where_the_host_does_without(settings):
    settings.TAKE_TURNS = False
    with pytest.raises(MiddlewareNotUsed):
        TakingTurnsMiddleware(None)


def test_one_that_breaks_gives_its_turn_back(answering):
    taking_turns = TakingTurnsMiddleware(answering)
    with pytest.raises(LookupError):
        taking_turns("/broken")
    assert not taking_turns.turn.locked()
