"""What a day on the site leaves where others could read it: log, broker, cache, addresses.

Real journeys, each with something in it that could leak (safety.md #31, #32, T14).
"""

import datetime as dt
import inspect
import json
import logging
import re
from html import unescape
from urllib.parse import unquote
from uuid import UUID

import pytest
from django.core import mail
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.celery import app
from community.notifications.actions import deliver_due
from community.notifications.models import Message
from community.people.models import User
from community.safety.logs import AllowListFormatter
from opportunities.models import SignUp
from tests.factories.opportunities import SessionFactory
from tests.factories.people import form_opened

PASSWORD = "canary-password three words"
CANARIES = (
    "canary-name",
    "canary@example",
    "canary-mistake",
    "Canary Alias",
    "Canary note",
    "Canary agency",
    "Canary reason",
    "canary-password",
    "203.0.113.7",
)
ADDRESSES = re.compile(r'(?:href|action|src|hx-get|hx-post)="([^"]*)"')


class Lines(logging.Handler):
    """Every line as production writes it."""

    def __init__(self):
        super().__init__(logging.INFO)
        self.setFormatter(AllowListFormatter())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def lines():
    handler = Lines()
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(level)


class Walker(Client):
    """A browser that remembers every address it asked for, was sent to or was shown."""

    def __init__(self):
        super().__init__(REMOTE_ADDR="203.0.113.7", raise_request_exception=False)
        self.addresses = []

    def request(self, **request):
        response = super().request(**request)
        self.addresses.append(f"{request['PATH_INFO']}?{request.get('QUERY_STRING', '')}")
        self.addresses.append(response.get("Location", ""))
        self.addresses.append(response.get("Content-Disposition", ""))
        if "html" in response.get("Content-Type", ""):
            self.addresses += ADDRESSES.findall(response.content.decode())
        return response


def leaks(text):
    readable = unquote(unescape(text))
    return [canary for canary in CANARIES if canary.lower() in readable.lower()]


def come_in(client, session):
    """A stranger presses "Save my place", opens an account on the way, and has a place."""
    detail = reverse("opportunities:detail", args=[session.opportunity.public_id])
    place = {"session": [str(session.public_id)], "name": "Canary Alias", "note": "Canary note"}
    pressed = client.post(detail, place)
    account = {"username": "canary-name", "password1": PASSWORD, "email": "canary@example.org"}
    account |= form_opened()
    client.post(pressed["Location"], account)
    client.post(reverse("people:first"), {"device": "shared"})
    client.post(detail, place)
    return SignUp.objects.get().person


def use_it(client, person):
    """The pages of an account, with what people type there, mistakes included."""
    client.get(reverse("opportunities:plan"))
    client.get(reverse("opportunities:find"), {"q": "garden"})
    client.post(reverse("people:settings"), {"alias": "Canary Alias", "language": "xx"})
    change = {"email": "canary@example.com", "password": PASSWORD}
    client.post(reverse("people:change_address"), change)
    client.post(reverse("people:change_address"), change | {"password": "canary-password no"})
    for link in re.findall(r"http://testserver(\S+)", Message.objects.latest("pk").body):
        client.get(link)
        client.post(link)
    release = {"recipient": "Canary agency", "details": ["plan"], "purpose": "Canary reason"}
    client.post(reverse("people:releases"), release | {"days": "90"})
    client.get(reverse("people:releases"))
    made = client.post(reverse("people:export"), {"password": PASSWORD})
    client.get(made["Location"])
    client.get(reverse("opportunities:event", args=[person.sign_ups.get().public_id]))


def go_wrong(client):
    """Log-ins that fail, a letter that is asked for, an address with too much in it."""
    log_in = reverse("account_login")
    client.get(reverse("account_logout"))
    client.post(reverse("account_logout"))
    for name in ("canary-mistake", "canary-name", "canary@example.com"):
        client.post(log_in, {"login": name, "password": "canary-password no"})
        client.post(reverse("account_reset_password"), {"email": name})
    client.post(log_in, {"login": "canary-name", "password": PASSWORD})
    # What others typed into an address is no address of ours, but it must not be written down.
    other = Client(enforce_csrf_checks=True, REMOTE_ADDR="203.0.113.7")
    other.get("/canary-mistake/?q=canary@example.com")
    other.get("/opportunities/?q=%00canary-name")
    other.post(log_in, {"login": "canary-name", "password": PASSWORD})
    other.put(log_in, "canary-name")


@pytest.fixture
def day(lines, settings, transactional_db):
    """All of it once, with a mail server that is gone; gives the browser and the log's lines."""
    settings.EMAIL_PORT = 1
    for name in ("default", "limits"):
        caches[name].clear()
    client = Walker()
    # At eleven in the morning there, so that reminders fall into no quiet hour, whatever it is now.
    noon = timezone.now().replace(hour=16, minute=0) + dt.timedelta(days=3)
    person = come_in(client, SessionFactory(opportunity__title="Garden morning", starts_at=noon))
    use_it(client, person)
    go_wrong(client)
    deliver_due(now=Message.objects.latest("due_at").due_at)
    return client, lines


def test_day_leaves_nobody_in_the_log_the_addresses_or_redis(day):
    client, lines = day
    person = User.objects.get()
    # A positive control: what is looked for is on this site, and the parts were really used.
    assert (person.username, person.email) == ("canary-name", "canary@example.com")
    assert SignUp.objects.get().note == "Canary note"
    assert "Canary agency" in client.get(reverse("people:releases")).content.decode()
    assert len(lines) > 3
    assert len(client.addresses) > 100

    assert [line for line in lines if leaks(line)] == []
    # The person's own page asks their browser for nothing that holds them: no address, no name.
    assert [address for address in client.addresses if leaks(address)] == []
    kept = caches["limits"]._cache.get_client()
    keys = list(kept.scan_iter("*"))
    assert keys
    for key in keys:
        value = kept.get(key) if kept.type(key) == b"string" else b""
        assert leaks((key + b" " + (value or b"")).decode("latin-1")) == [], key
    bodies = {line for row in Message.objects.all() for line in row.body.splitlines() if line}
    assert bodies
    assert [line for line in lines if any(words in line for words in bodies)] == []


def test_deleting_leaves_nobody_in_the_log_either(day):
    client, lines = day
    client.post(reverse("people:delete"), {"password": PASSWORD})
    assert not User.objects.exists()
    assert [line for line in lines if leaks(line)] == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_mistake_of_ours_shows_and_reports_nothing_of_whom_it_happened_to(
    method, lines, db, as_person, participant, monkeypatch, settings
):
    """Neither locals nor what was typed nor cookies, in the page, the log or a mail (#32)."""

    def fail(*_args, **_kwargs):
        typed = "Canary note"
        raise RuntimeError(f"canary-name wrote {typed}")

    monkeypatch.setattr("community.people.views.account.render", fail)
    client = as_person(participant)
    client.raise_request_exception = False
    session = client.cookies["session"].value
    data = {"alias": "Canary Alias", "language": "xx"}
    response = getattr(client, method)(reverse("people:settings"), data)
    assert response.status_code == 500
    assert settings.ADMINS == []
    assert mail.outbox == []
    report = [line for line in lines if "RuntimeError" in line]
    assert report
    assert "fail" in json.loads(report[0])["at"][-1]  # where, for whoever mends it
    for text in (response.content.decode(), *lines):
        assert leaks(text) == []
        assert session not in text


def own_tasks():
    app.loader.import_default_modules()
    ours = ("community.", "opportunities.", "cms.")
    return {name: task for name, task in app.tasks.items() if name.startswith(ours)}


def wordy(function):
    """Arguments of a task that could hold words: all that are not declared a number or an id."""
    return [
        name
        for name, argument in inspect.signature(function).parameters.items()
        if argument.annotation not in {int, UUID}
        or argument.kind in {argument.VAR_POSITIONAL, argument.VAR_KEYWORD}
    ]


def test_tasks_are_given_ids_at_most():
    tasks = own_tasks()
    assert len(tasks) >= 6
    assert {name: wordy(task.run) for name, task in tasks.items() if wordy(task.run)} == {}


def test_task_that_is_given_words_is_noticed():
    def harmless(pk: int, public_id: UUID): ...

    def harmful(pk: int, email: str, data, *more: int): ...

    assert wordy(harmless) == []
    assert wordy(harmful) == ["email", "data", "more"]


def test_results_of_tasks_are_stored_nowhere():
    assert app.conf.task_ignore_result
    assert app.conf.result_backend is None
