"""Every way of asking for an address, and how an answer is judged by the matrix."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from opportunities.models import SignUp
from tests.access.addresses import ADMIN
from tests.access.world import CANARIES, rows_about, told_to_others
from tests.factories.people import form_opened

# Ours, and Wagtail's two, which lead to it.
SIGN_IN = tuple(f"{way}?next=" for way in ("/accounts/login/", "/cms/login/", "/_util/login/"))
OUTCOMES = {200: "ok", 400: "bad", 403: "deny", 404: "hide", 405: "method"}
KEPT_OUT = {"login", "hide", "deny"}
# Of who asks: rows of the session are no rows of anybody.
NO_WRITE = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "EXPLAIN")


@dataclass(frozen=True)
class Way:
    """One way of asking. `sends` is what is in the body: nothing, or a word for it."""

    name: str
    method: str
    sends: str = ""
    headers: dict[str, str] = field(default_factory=dict)


GET, POST = Way("GET", "GET"), Way("POST", "POST")
FILLED = Way("POST filled in", "POST", sends="filled")
EVERY_WAY = (
    GET,
    Way("GET by a script", "GET", headers={"HX-Request": "true"}),
    Way("GET if changed", "GET", headers={"If-None-Match": "*"}),
    Way("HEAD", "HEAD"),
    Way("OPTIONS", "OPTIONS"),
    POST,
    FILLED,
    Way("POST hostile", "POST", sends="hostile"),
    Way("PUT", "PUT", sends="garbage"),
    Way("PATCH", "PATCH", sends="garbage"),
    Way("DELETE", "DELETE", sends="garbage"),
    Way("TRACE", "TRACE"),
)
OTHER_WAYS = tuple(way for way in EVERY_WAY if way not in (GET, POST, FILLED))
OTHER_METHODS = tuple(way for way in OTHER_WAYS if way.method not in {"GET", "POST"})


def ways_to_ours(number: int) -> tuple[Way, ...]:
    """How the route of this number outside the admin is asked: each other way at every ninth."""
    return GET, POST, FILLED, OTHER_WAYS[number % len(OTHER_WAYS)]


def ways_inside(number: int, *, changes: bool) -> tuple[Way, ...]:
    """How the route of this number in Wagtail's admin is asked by who works there.

    `changes`: a form that is filled in is to change something there.
    """
    ways = (FILLED, *OTHER_METHODS)
    return GET, FILLED if changes else ways[number % len(ways)]


def ways_outside(number: int) -> tuple[Way, ...]:
    """How it is asked by the others: read, or at every third route another way.

    Hundreds of routes lie behind one door that does not look at the method.
    """
    ways = (FILLED, *OTHER_METHODS)
    return (GET,) if number % 3 else (ways[number // 3 % len(ways)],)


@dataclass(frozen=True)
class Cell:
    """What one role gets at one address. `reads` is given out, `changes` is theirs to change.

    `is_outside`: the view says itself that it is for others (`open_to`).
    """

    route: str
    address: str
    get: str
    post: str
    reads: list[str]
    changes: bool
    is_outside: bool = False
    ways: tuple[Way, ...] = EVERY_WAY


@dataclass
class Answer:
    """What came back, and what was done meanwhile."""

    outcome: str
    reads: list[str]
    changed: list[str]
    told: list[str]


def filled(sought: SignUp) -> dict[str, Any]:
    """The fields of every form of the site, in one, with values that the forms take."""
    session, day = sought.session, timezone.localdate() + dt.timedelta(days=60)
    return form_opened() | {
        "session": session.public_id,
        "name": "Wren",
        "alias": "Wren",
        "username": "wren",
        "login": "wren",
        "email": "wren@example.org",
        "password": "a long enough password",
        "password1": "a long enough password",
        "oldpassword": "a long enough password",
        "note": "By the gate",
        "words": "Three words here",
        "reach": "here",
        "page": f"/opportunities/{session.opportunity.public_id}/",
        "time_zone": "America/Chicago",
        "wording": "plain",
        "quiet_from": "21:00",
        "quiet_until": "08:00",
        "recipient": "The clinic",
        "details": "alias",
        "purpose": "A talk",
        "days": "30",
        "what": "answer",
        "row": "1",
        "answer": "Rang them",
        "says": "yes",
        "line": "Tuesday at ten",
        "done": "on",
        "reason": "safety",
        "who": sought.public_id,
        "other": "kim",
        "until": day.isoformat(),
        "date": day.isoformat(),
        "starts": "10:00",
        "ends": "12:00",
        "places": "9",
        "kind": "volunteer",
        "title": "Other words",
        "summary": "Other words",
        "place": "1 Other Street",
        "organisation": session.opportunity.organisation_id,
        "slug": "other",
        "label": "Other",
        "message": sought.public_id,
        "device": "all",
        "next": "/plan/",
    }


def body_of_request(way: Way, sought: SignUp) -> dict[str, Any]:
    """What a way sends, for `Client.generic`."""
    if way.sends == "garbage":
        return {"data": b"\xff{]", "content_type": "application/json"}
    if not way.sends:
        return {"content_type": "application/x-www-form-urlencoded"} if way.method == "POST" else {}
    form = filled(sought)
    if way.sends == "hostile":
        form = dict.fromkeys(form, "\u202e'\"><b>{{7*7}}%s\r\nX: y;--../" + "9" * 400)
    return {"data": urlencode(form), "content_type": "application/x-www-form-urlencoded"}


class Writes:
    """Notes whether anything was written but a session."""

    def __init__(self) -> None:
        self.seen = False

    def __call__(self, execute, sql, params, many, context):
        if not sql.lstrip().upper().startswith(NO_WRITE) and "django_session" not in sql[:60]:
            self.seen = True
        return execute(sql, params, many, context)


class Browser(Client):
    """A client that keeps no copy of what every template was given: that took most of the time."""

    def request(self, **request: Any) -> Any:
        """Ask, and keep the cookies. A mistake of ours is its page."""
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


def forget_tries() -> None:
    """Let nobody have tried too often. The rest of the cache takes longer to make than a page."""
    redis = cache._cache.get_client()
    if counts := redis.keys("limits*"):
        redis.delete(*counts)


def ask(client: Client, way: Way, address: str, sought: SignUp, before: Any) -> Answer:
    """Ask once, look at what is different in the database, and take it all back."""
    if way.method in {"POST", "PUT"} and not address.startswith(f"/{ADMIN}"):
        forget_tries()
    cookies, writes = client.cookies.copy(), Writes()
    changed, told = [], []
    with transaction.atomic():
        with connection.execute_wrapper(writes):
            how = body_of_request(way, sought)
            response = client.generic(way.method, address, headers=way.headers, **how)
            body = body_of(response)
        if writes.seen and not connection.needs_rollback:  # else it failed, and wrote nothing
            after = rows_about(sought)
            changed = [label for label, rows in after.items() if rows != before[label]]
            told = told_to_others(sought)
        transaction.set_rollback(True)
    client.cookies = cookies
    reads = sorted(canary for canary, words in CANARIES.items() if words in body)
    return Answer(outcome(response), reads, changed, told)


def body_of(response) -> str:
    """All of an answer in which a word may stand: its body and its headers."""
    parts = response.streaming_content if response.streaming else [response.content]
    return b"".join(parts).decode(errors="replace") + str(response.headers)


def outcome(response) -> str:
    """What an answer is, in a word of the matrix."""
    if response.status_code not in {301, 302, 303}:
        return OUTCOMES.get(response.status_code, str(response.status_code))
    where = response["Location"]
    if where.startswith(SIGN_IN):
        return "login"
    return "on" if where.startswith("/") else "away"


def may_be(way: Way, cell: Cell) -> set[str]:
    """The outcomes that the matrix allows this way of asking; none said: any but a mistake.

    The two words of a cell are what GET and an empty POST give. Whom the view's door is not for
    gets that word whichever way they ask. Inside, a method that a view does not know is "method"
    whatever the address is about, and a body may make a POST succeed, but for what is hidden.
    """
    if cell.get == "area":
        return set()
    if way in (GET, POST) or cell.is_outside:
        return {cell.post if way is POST else cell.get}
    if way.method == "HEAD":
        return {cell.get, "method"}
    if way.method == "OPTIONS":
        return {cell.get, "method", "ok"}
    if way.method not in {"GET", "POST"}:
        return {cell.get, cell.post, "method"}
    word = cell.post if way.method == "POST" else cell.get
    return {word} if word in KEPT_OUT else set()


def judge(way: Way, cell: Cell, answer: Answer) -> list[str]:
    """What is wrong with an answer, in words."""
    faults, wanted = [], may_be(way, cell)
    if wanted and answer.outcome not in wanted:
        faults.append(f"{answer.outcome} and not {' or '.join(sorted(wanted))}")
    # Wagtail stumbles over forms that are not its own, sent by those who work in its admin.
    if answer.outcome.startswith("5") and not (cell.get == "area" and way is FILLED):
        faults.append(f"a mistake of ours ({answer.outcome})")
    if set(answer.reads) - set(cell.reads):
        faults.append(f"reads {answer.reads} not {sorted(cell.reads)}")
    if answer.changed and not (cell.changes and way.method == "POST"):
        faults.append(f"changes {answer.changed}")
    if answer.told:
        faults.append(f"tells others {answer.told}")
    return [f"{cell.route} {way.name} {cell.address}: {fault}" for fault in faults]


def missed(cell: Cell, answers: list[Answer]) -> list[str]:
    """What the matrix promises and no way of asking gave: then it proves nothing."""
    faults = []
    read = {canary for answer in answers for canary in answer.reads}
    if set(cell.reads) - read:
        faults.append(f"reads {sorted(read)} and was to read {sorted(cell.reads)}")
    if cell.changes and not any(answer.changed for answer in answers):
        faults.append("changes nothing")
    if cell.is_outside and cell.get not in KEPT_OUT:
        faults.append(f"{cell.get} for whom the door of the view is not for")
    return [f"{cell.route} {cell.address}: {fault}" for fault in faults]
