"""The work that is measured inside one process: W1b, W3 (rush.py), W4 and W6.

Run as `python -m infra.bench.work NAME [ARGUMENT ...]`; prints one line of JSON.
"""

import datetime as dt
import json
import os
import resource
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from community.notifications.actions import deliver_due  # noqa: E402
from community.notifications.models import Message  # noqa: E402
from community.people.models import User  # noqa: E402
from opportunities.actions.looking import fits_of, keep_looking_for  # noqa: E402
from opportunities.feeds import calendar  # noqa: E402
from opportunities.matching import answers_of, candidates, rank, wanted_by  # noqa: E402
from opportunities.models import (  # noqa: E402
    Interest,
    PracticalNeed,
    Session,
    SignUp,
)

from .rush import look, new_session, sign_up_part  # noqa: E402
from .seed import people  # noqa: E402


def messages(number: str) -> dict[str, Any]:
    """Deliver that many due messages, in one process; count queries over a part of them."""
    now = timezone.now()
    crowd = people(2000, "bench")
    at = now - dt.timedelta(minutes=5)
    for start in range(0, int(number), 5000):
        Message.objects.bulk_create(
            Message(
                key=f"bench:{uuid.uuid4()}",
                recipient=crowd[n % len(crowd)],
                subject="Tuesday",
                body="Tue 10 am. See you there.",
                minds_quiet_hours=False,
                due_at=at,
                created_at=at,
            )
            for n in range(start, min(start + 5000, int(number)))
        )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, processor = time.perf_counter(), time.process_time()
    sent = 0
    while batch := deliver_due(now=timezone.now()):  # a sweep ends by itself after a while
        sent += batch
    took, processor = time.perf_counter() - began, time.process_time() - processor
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    left = Message.objects.filter(key__startswith="bench:", ended_at=None).count()
    return {
        "sent": sent,
        "left": left,
        "per_second": sent / took,
        "cpu_ms": 1000 * processor / sent,
        "queries_each": queries_per_message(crowd, at),
        "grown_mb": grown,
    }


def queries_per_message(crowd: list[User], at: dt.datetime) -> float:
    """Queries for each of a thousand messages, counted apart: counting costs time."""
    number = 1000
    Message.objects.bulk_create(
        Message(
            key=f"bench:{uuid.uuid4()}",
            recipient=crowd[n],
            subject="Tuesday",
            body="Tue 10 am.",
            minds_quiet_hours=False,
            due_at=at,
            created_at=at,
        )
        for n in range(number)
    )
    with CaptureQueriesContext(connection) as queries:
        while deliver_due(now=timezone.now()):
            pass
    return len(queries) / number


def calendar_of(number: str) -> dict[str, Any]:
    """One person's calendar of that many events: processor time, queries, and unchanged."""
    person = people(1, "calendar")[0]
    if not SignUp.objects.filter(person=person).exists():
        now = timezone.now()
        SignUp.objects.bulk_create(
            SignUp(session=session, person=person, alias="Sam", joined_at=now, changed_at=now)
            for session in Session.objects.order_by("id")[: int(number)]
        )
    request = RequestFactory().get("/plan/calendar.ics")
    request.user = person
    times = []
    for _ in range(20):
        began = time.process_time()
        with CaptureQueriesContext(connection) as queries:
            answer = calendar(request)
            size = len(b"".join(answer))
        times.append(1000 * (time.process_time() - began))
    request.META["HTTP_IF_NONE_MATCH"] = answer["ETag"]
    with CaptureQueriesContext(connection) as unchanged:
        status = calendar(request).status_code
    return {
        "cpu_ms": statistics.median(times),
        "queries": len(queries),
        "kb": size / 1024,
        "unchanged_status": status,
        "unchanged_queries": len(unchanged),
    }


def fits() -> dict[str, Any]:
    """Somebody who looks for the commonest things: loading and scoring, processor time; and the
    cookie of their session."""
    person, now = people(1, "fits")[0], timezone.now()
    interests, needs = Interest.objects.all()[:3], PracticalNeed.objects.all()[:2]
    slots = [f"{day}-morning" for day in range(5)]
    keep_looking_for(by=person, now=now, interests=interests, supports=needs, slots=slots)
    row = wanted_by(person)
    assert row is not None
    answers = answers_of(row, centre=None).answers
    loading, scoring, found = [], [], []
    for _ in range(10):
        began = time.process_time()
        found = candidates(person=person, answers=answers, now=now)
        loaded = time.process_time()
        rank(found, answers)
        loading.append(1000 * (loaded - began))
        scoring.append(1000 * (time.process_time() - loaded))
    ids = [one.pk for one in found[:20]]
    with CaptureQueriesContext(connection) as asked:
        fits_of(to=person, opportunity_ids=ids, now=now)
    client = Client()
    client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
    name = settings.SESSION_COOKIE_NAME
    return {
        "candidates": len(found),
        "load_ms": statistics.median(loading),
        "score_ms": statistics.median(scoring),
        "queries": len(asked),
        "cookie": f"{name}={client.cookies[name].value}",
    }


WORK: dict[str, Callable[..., dict[str, Any]]] = {
    "new_session": lambda places: new_session(int(places)),
    "sign_up_part": sign_up_part,
    "look": look,
    "messages": messages,
    "calendar": calendar_of,
    "fits": fits,
}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
    name, *arguments = sys.argv[1:]
    print(json.dumps(WORK[name](*arguments)))
