"""W3: many people press for the places of one date at the same moment, in several processes."""

import datetime as dt
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections
from django.utils import timezone

from community.middleware import TakingTurnsMiddleware
from community.people.models import User
from opportunities.actions.signups import sign_up
from opportunities.models import Opportunity, Session, SignUp, State

from .seed import people


def new_session(places: int) -> dict[str, Any]:
    """A fresh session with that many places, and people who want one."""
    starts = timezone.now() + dt.timedelta(days=9)
    session = Session.objects.create(
        opportunity=Opportunity.objects.order_by("id")[0],
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=2),
        capacity=places,
    )
    return {"session": session.pk, "people": len(people(2000, "bench"))}


def sign_up_part(
    session_id: str, first: str, number: str, threads: str, together: str
) -> dict[str, Any]:
    """One worker's share of a rush on one session: each person presses twice in a hundred.

    Its threads take turns as those of the web server do. `together`: the moment, in seconds, at
    which all workers begin.
    """
    session = Session.objects.select_related("opportunity__organisation").get(pk=session_id)
    chosen = people(2000, "bench")[int(first) : int(first) + int(number)]
    times: list[float] = []
    lock = threading.Lock()

    def take_place(person: Any) -> Any:
        return sign_up(session=session, by=person, alias="Sam", now=timezone.now())

    taking_turns: Any = TakingTurnsMiddleware(take_place)

    def press(pair: tuple[int, User]) -> None:
        index, person = pair
        for _ in range(2 if index % 100 == 0 else 1):
            began = time.perf_counter()
            taking_turns(person)
            with lock:
                times.append(time.perf_counter() - began)

    sys.setswitchinterval(0.0005)  # as the web server's processes do
    time.sleep(max(0, float(together) - time.time()))
    began, processor = time.time(), time.process_time()
    with ThreadPoolExecutor(int(threads), initializer=connections.close_all) as pool:
        list(pool.map(press, enumerate(chosen)))
    return {
        "began": began,
        "ended": time.time(),
        "done": len(times),
        "slowest": max(times),
        "cpu_ms": 1000 * (time.process_time() - processor) / len(times),
    }


def look(session_id: str) -> dict[str, Any]:
    """What the rush left behind, and whether the waiting list is in order."""
    session = Session.objects.get(pk=session_id)
    rows = SignUp.objects.filter(session=session)
    confirmed = list(rows.filter(state=State.CONFIRMED).order_by("id").values_list("id", flat=True))
    waiting = list(rows.filter(state=State.WAITING).order_by("id").values_list("id", flat=True))
    return {
        "capacity": session.capacity,
        "places_taken": session.places_taken,
        "confirmed": len(confirmed),
        "waiting": len(waiting),
        "exact": len(confirmed) == session.places_taken <= (session.capacity or 0),
    }
