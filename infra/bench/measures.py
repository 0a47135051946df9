"""The floor, and the work of performance.md W1 to W6 against it."""

import datetime as dt
import json
import os
import random
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from infra import children
from infra.bench.ground import ROOT, Bench, Row, Side, say

# What absolute rates are scaled to: the floor of the machine that they were written down on
# (performance.md, "about 330 /s"). Ours is half as fast from one minute to the next.
QUIET_FLOOR = 330
LONG = 8  # seconds, until each process has answered each of a hundred pages
ACROSS = 64  # seconds, more than a page is kept
STARTS = 12  # seconds, until four processes have loaded the site


def paths_of(bench: Bench, database: str) -> dict[str, Any]:
    """Real addresses of opportunities and of pages deep in the list; what goes with a word."""
    said = bench.call(database, "-c", _LOOK_UP)
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


_LOOK_UP = """
import django, json; django.setup()
from opportunities.models import Opportunity
from opportunities.forms.filters import Cursor
rows = Opportunity.objects.order_by("next_session_at", "id")
total = rows.count()
deep = rows[total * 9 // 10:][:40]
def pairs(word):
    found = rows.filter(title__istartswith=word).values_list("interests__slug", "area__slug")
    return sorted(set(found.order_by()[:500]))
print(json.dumps({
    "detail": [f"/opportunities/{row.public_id}/" for row in rows[:100]],
    "pairs": {word: pairs(word) for word in ("garden", "pottery")},
    "deep": [f"/opportunities/?after={Cursor(row.next_session_at, row.pk)}" for row in deep],
}))
"""


def start_floor(bench: Bench) -> None:
    """Serve the floor for the whole run; it costs nothing while nobody asks it."""
    say("floor")
    bench.call("postgres", "-m", "infra.bench.floor")
    settings = {"DJANGO_SETTINGS_MODULE": "infra.bench.floor_settings"}
    bench.floor, bench.floor_url = bench.serve(
        "floor", "infra.bench.floor:application", "postgres", **settings
    )
    found = bench.load(bench.floor_side(), 6)
    figure = f"{found['per_second']:.0f}/s, p50 {found['p50']:.1f} ms"
    figure += f", {bench.slower():.2f} times the processor time of performance.md"
    bench.rows.append(Row("floor: list of 20 of 100,000", figure, ""))


def measure_pages(bench: Bench, small: str, large: str) -> None:
    """W1, W2 and W5: uncached at both sizes, then from cache."""
    say("W1, W2, W5 uncached")
    small_child, small_url = bench.serve("small", "community.wsgi:application", small)
    child, url = bench.serve("large", "community.wsgi:application", large)
    few, many = paths_of(bench, small), paths_of(bench, large)
    listed, listed_of_few = (Side(one, ["/opportunities/"]) for one in (url, small_url))
    bench.ratio("W1 list, uncached", 0.8, listed)
    bench.flat("W1 list, against 1,000 sessions", 1.25, listed, listed_of_few)
    bench.flat("W1 deep page, against page 1", 1.5, Side(url, many["deep"]), listed)
    for word, pairs in many["pairs"].items():
        side = Side(url, searches(word, pairs))
        bench.ratio(f"W2 text, interest, area, date: “{word}”", 0.5, side)
    nothing = Side(url, searches("zeppelin", many["pairs"]["garden"]))
    bench.ratio("W2 the same, a word that nothing has", 0.5, nothing)
    measure_fits(bench, large, url)
    # Both processes keep a stranger's page once asked.
    detail = Side(url, many["detail"], warm=LONG)
    bench.ratio("W5 detail", 1.0, detail)
    of_few = Side(small_url, few["detail"], warm=LONG)
    bench.flat("W5 detail, against 1,000 sessions", 1.25, detail, of_few)
    bench.end(small_child)
    kept = Side(url, ["/opportunities/"], cookie="")
    bench.ratio("W1 list, from cache", 4, kept)
    say("W1 from cache, for a minute: across an expiry")
    found = bench.load(kept, ACROSS)
    bench.times("W1 from cache, p99 against p50", found["p99"] / found["p50"], 5)
    bench.end(child)


def measure_fits(bench: Bench, database: str, url: str) -> None:
    """W1b: the list for somebody who said what they look for, and what comparing costs."""
    found = bench.work(database, "fits")
    load_ms = found["load_ms"] / bench.slower()
    figure = (
        f"{found['score_ms']:.1f} ms CPU for {found['candidates']:,}, loading them "
        f"{found['load_ms']:.1f} ms ({load_ms:.1f} on a quiet machine); "
        f"{found['queries']} queries beside cards"
    )
    met = found["score_ms"] < 20 and load_ms < 40 and found["queries"] <= 4
    budget = "scoring 20 ms, loading 40 ms, 4 queries"
    bench.rows.append(Row("W1b scoring 2,000", figure, budget, met))
    signed_in = Side(url, ["/opportunities/"], cookie=found["cookie"])
    bench.ratio("W1b list with reasons", 0.4, signed_in)


def searches(word: str, pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Many different searches, so that no cache of one of them helps, on days to come.

    `pairs`: interests and parts of town that somebody may choose together.
    """
    chance = random.Random(7)
    today = dt.date.today()  # noqa: DTZ011 - any day within weeks will do
    asked = []
    for _ in range(200):
        interest, area = chance.choice(pairs)
        day = today + dt.timedelta(days=chance.randrange(60))
        asked.append(f"/opportunities/?q={word}&interest={interest}&area={area}&from={day}")
    return asked


def measure_sign_ups(bench: Bench, database: str) -> None:
    """W3: 500 for 20 places at once, then one shift pressed by sixteen at a time; the middle of
    three times each."""
    say("W3 sign-ups")
    for people, places, threads, work in (
        (500, 20, 8, "W3 500 people for 20 places"),
        (1600, 1600, 4, "W3 one shift, 16 at a time"),
    ):
        rushes = [rush(bench, database, people, places, threads) for _ in range(3)]
        found = sorted(rushes, key=lambda one: one["scaled"])[1]
        figure = (
            f"{found['per_second']:.0f}/s ({found['scaled']:.0f} at a floor of {QUIET_FLOOR}), "
            f"{found['confirmed']} confirmed, {found['waiting']} waiting, "
            f"slowest {found['slowest']:.1f} s, {found['cpu_ms']:.1f} ms CPU each"
        )
        exact = all(one["exact"] and one["confirmed"] == places for one in rushes)
        at_once = places < people
        # 500 answers in 5 s are 100 a second.
        least, promise = (100, "exactly 20 and 480") if at_once else (150, "exact")
        met = exact and found["scaled"] >= least
        bench.rows.append(Row(work, figure, f"at least {least}/s, {promise}", met))


def rush(bench: Bench, database: str, people: int, places: int, threads: int) -> dict[str, float]:
    """That many people for that many places of a new date, from four processes at one moment."""
    session = bench.work(database, "new_session", places)["session"]
    floor = bench.floor_now()
    share, together = people // 4, time.time() + STARTS
    with ThreadPoolExecutor(4) as pool:
        parts = list(
            pool.map(
                lambda n: bench.work(
                    database, "sign_up_part", session, n * share, share, threads, together
                ),
                range(4),
            )
        )
    scale = QUIET_FLOOR / ((floor + bench.floor_now()) / 2)
    took = max(part["ended"] for part in parts) - min(part["began"] for part in parts)
    rate = sum(part["done"] for part in parts) / took
    return bench.work(database, "look", session) | {
        "per_second": rate,
        "scaled": scale * rate,
        "slowest": max(part["slowest"] for part in parts),
        "cpu_ms": max(part["cpu_ms"] for part in parts),
    }


def measure_messages(bench: Bench, database: str) -> None:
    """W4: due messages into a local SMTP server, one process."""
    number = int(os.environ.get("MESSAGES", "20000"))
    say(f"W4 {number:,} messages")
    port = children.free_port()
    sink = bench.group.start(
        "sink", [sys.executable, "-m", "infra.bench.sink", str(port)], cwd=ROOT
    )
    if not children.wait_until(lambda: children.answers(port), sink, seconds=10):
        raise RuntimeError("the SMTP sink did not start")
    floor = bench.floor_now()
    found = bench.work(database, "messages", number, EMAIL_PORT=str(port), EMAIL_HOST="127.0.0.1")
    rate = found["per_second"] * QUIET_FLOOR / ((floor + bench.floor_now()) / 2)
    bench.end(sink)
    figure = (
        f"{found['per_second']:.0f}/s ({rate:.0f} at a floor of {QUIET_FLOOR}), "
        f"{found['cpu_ms']:.2f} ms CPU and "
        f"{found['queries_each']:.3f} queries each, {found['left']} left, "
        f"memory +{found['grown_mb']:.0f} MB"
    )
    met = rate >= 400 and found["queries_each"] <= 2.1 and not found["left"]
    bench.rows.append(
        Row(f"W4 {number:,} due messages", figure, "at least 400/s, at most 2.1 queries", met)
    )


def measure_calendar(bench: Bench, database: str) -> None:
    """W6: a calendar of a thousand events."""
    say("W6 calendar")
    found = bench.work(database, "calendar", 1000)
    cpu_ms = found["cpu_ms"] / bench.slower()
    figure = (
        f"{found['cpu_ms']:.1f} ms CPU ({cpu_ms:.1f} on a quiet machine), "
        f"{found['queries']} queries, {found['kb']:.0f} kB; "
        f"unchanged: {found['unchanged_status']} in {found['unchanged_queries']}"
    )
    met = (
        cpu_ms < 30
        and found["queries"] <= 2
        and (found["unchanged_status"], found["unchanged_queries"]) == (304, 1)
    )
    bench.rows.append(Row("W6 calendar of 1,000", figure, "30 ms, 2 queries; 304 in one", met))
