"""The person whom everybody looks for, and how an answer is judged by the matrix."""

import re
import tomllib
from pathlib import Path

from django.urls import reverse

from community.notifications.models import Answer, Message, PhoneContact
from community.organisations.models import Application, Stage
from community.people.actions import sign_release
from community.people.models import User
from community.safety.actions import keep_name_away
from community.safety.models import Task, TaskKind
from opportunities.models import SignUp
from tests.factories.opportunities import ScheduleFactory, SignUpFactory

MATRIX = tomllib.loads((Path(__file__).parent / "matrix.toml").read_text(encoding="utf-8"))
COLUMNS = MATRIX["columns"]
ROLES = COLUMNS[1:]
ROUTES = {name: dict(zip(COLUMNS, row, strict=True)) for name, row in MATRIX["routes"].items()}
ADMIN = "cms/"
ACCOUNTS = "cms/users/"
# Ours, and Wagtail's two, which lead to it.
SIGN_IN = tuple(f"{way}?next=" for way in ("/accounts/login/", "/cms/login/", "/_util/login/"))
OUTCOMES = {200: "ok", 400: "bad", 403: "deny", 404: "hide", 405: "method"}
# Of the person whom the others look for: what each is, and the words that give it away.
CANARIES = {
    "username": "canary-name",
    "alias": "Canary Alias",
    "e-mail": "canary@example.org",
    "phone": "+12125550177",
    "code word": "Canary word",
    "ask for": "Canary ask",
    "note": "Canary note",
    "place": "12 Canary Lane",
    "release": "Canary agency",
    "purpose": "Canary why",
    "kept away": "canary-away",
    "concern": "Canary concern",
    "reach": "Canary reach",
    "applied": "Canary kitchen",
    "work phone": "+12125550188",
}


def plant(partner: User) -> SignUp:
    """Somebody has a place with an organisation, and has told staff and the site a good deal."""
    person = User.objects.create_user("canary-name", "canary@example.org", alias="Canary Alias")
    row = SignUpFactory(
        person=person,
        alias="Canary Alias",
        note="Canary note",
        session__opportunity__place="12 Canary Lane",
        session__opportunity__organisation=partner.memberships.get().organisation,
    )
    now = row.joined_at
    ScheduleFactory(opportunity=row.session.opportunity)
    sign_release(
        person=person, recipient="Canary agency", details=["alias"], purpose="Canary why", now=now
    )
    PhoneContact.objects.create(
        person=person,
        number="+12125550177",
        calls=Answer.YES,
        ask_for="Canary ask",
        code_word="Canary word",
    )
    Message.objects.create(
        key="canary",
        recipient=person,
        about=row.public_id,
        subject="Tuesday",
        body="Canary note",
        due_at=now,
        created_at=now,
    )
    Task.objects.create(
        key="canary",
        kind=TaskKind.CONCERN,
        person=person,
        note="Canary concern",
        reach="Canary reach",
        created_at=now,
        due_at=now,
    )
    Application.objects.create(
        person=person,
        name="Canary kitchen",
        registration_number="1",
        website="https://canary.example",
        email="mel@canary.example",
        telephone="+12125550188",
        offer="We cook.",
        stage=Stage.OPEN,
        created_at=now,
    )
    keep_name_away(name="canary-away", by=person, now=now)
    return row


def path_of(name: str, sought: SignUp) -> str:
    """The address of a route of the matrix, about the person sought."""
    session = sought.session
    args = {
        "": [],
        "key": ["1", "abc-def"],
        "file": ["a.eml"],
        "token": ["abc-def"],
        "passkey": [1],
        "number": [1],
        "two": [1, 1],
        "document": [1, "a.pdf"],
        "path": ["nothing/"],
        "sign-up": [sought.public_id],
        "person": [sought.person.public_id],
        "person number": [sought.person.public_id, 1],
        "session": [session.public_id],
        "task": [Task.objects.get(key="canary").public_id],
        "release": [sought.person.releases.get().public_id],
        "schedule": [session.opportunity.schedules.get().public_id],
        "posting": [session.opportunity.public_id],
        "posting pk": [session.opportunity_id],
        "organisation pk": [session.opportunity.organisation_id],
        "application": [sought.person.applications.get().public_id],
        "application key": [sought.person.applications.get().public_id, "abc-def"],
    }
    return reverse(name, args=args[ROUTES[name]["about"]])


def sample(pattern: str, sought: SignUp) -> str:
    """An address that a route of Wagtail's admin answers, about the person sought or their posting.

    Each number in it is that account's or that posting's; words are made up.
    """
    number = str(sought.person_id if ACCOUNTS in pattern else sought.session.opportunity_id)
    path = re.sub(r"<int:\w+>|<(?:\w+:)?pk>|\(\?P<pk>[^)]*\)", number, pattern)
    path = re.sub(r"\(\?P<\w+>[^)]*\)", number, path)
    path = re.sub(r"<\w+:\w+>|<\w+>|\.\*", "a", path)
    return "/" + path.replace("^", "").replace("$", "").replace("\\", "")


def body_of(response) -> str:
    """All of an answer in which a word may stand: its body and its headers."""
    parts = response.streaming_content if response.streaming else [response.content]
    return b"".join(parts).decode() + str(response.headers)


def outcome(response) -> str:
    """What an answer is, in a word of the matrix."""
    if response.status_code not in {301, 302, 303}:
        return OUTCOMES.get(response.status_code, str(response.status_code))
    where = response["Location"]
    if where.startswith(SIGN_IN):
        return "login"
    return "on" if where.startswith("/") else "away"


def judge(response, expected: str, readable: list[str]) -> list[str]:
    """What is wrong with an answer: what it is, and which canaries are read in it."""
    is_now, body = outcome(response), body_of(response)
    read = [canary for canary, words in CANARIES.items() if words in body]
    fits = response.status_code < 500 if expected == "area" else is_now == expected
    faults = [] if fits else [f"{is_now} and not {expected}"]
    return faults + ([] if sorted(read) == sorted(readable) else [f"reads {read} not {readable}"])
