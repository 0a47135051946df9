"""Several real workers at once, and workers that are killed (performance.md, W4)."""

import datetime as dt
import random
import subprocess
import sys
import time

import pytest
from django.db import connection
from django.utils import timezone

from community.notifications.models import ContactPreference, Message, Outcome
from tests.factories.notifications import MessageFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def outbox():
    """A function that writes so many messages that are due and may go at any hour."""

    def write(count: int) -> None:
        people = UserFactory.create_batch(5)
        midnight = dt.time(0)
        for person in people:
            ContactPreference.objects.create(
                person=person, quiet_from=midnight, quiet_until=midnight
            )
        now = timezone.now()
        Message.objects.bulk_create(
            MessageFactory.build(key=f"k{n}", recipient=people[n % 5], created_at=now)
            for n in range(count)
        )

    return write


class Workers:
    """Worker processes that this test may start and kill."""

    def __init__(self, port: int) -> None:
        name = str(connection.settings_dict["NAME"])
        module = (sys.executable, "-m", "tests.community.notifications.sweeper")
        self.process = subprocess.Popen(
            [*module, name, str(port), "1.5"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _say(self, words: str) -> str:
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def start(self) -> str:
        return self._say("start")

    def kill(self, worker: str) -> None:
        assert self._say(f"kill {worker}") == "killed"


@pytest.fixture
def workers(mail_server):
    workers = Workers(mail_server.port)
    with workers.process:
        yield workers
        workers.process.stdin.close()


def wait_until_ended(seconds: float = 40) -> None:
    give_up = time.monotonic() + seconds
    while Message.objects.filter(ended_at=None).exists():
        assert time.monotonic() < give_up, "messages are still waiting"
        time.sleep(0.1)


def test_three_workers_at_once_send_each_message_once(mail_server, outbox, workers):
    outbox(240)
    for _ in range(3):
        workers.start()
    wait_until_ended()
    assert len(mail_server.copies) == 240
    assert set(mail_server.copies.values()) == {1}
    assert set(Message.objects.values_list("outcome", flat=True)) == {Outcome.SENT}
    assert mail_server.lines >= 2  # else this proved nothing


def test_workers_killed_again_and_again_lose_nothing(mail_server, outbox, workers):
    """Nothing lost, and at most one doubled per kill, with the same Message-ID."""
    outbox(250)
    kills = 6
    for _ in range(kills):
        before = len(mail_server.mails)
        worker = workers.start()
        while len(mail_server.mails) < before + random.randint(5, 25):
            time.sleep(0.003)
        workers.kill(worker)
    assert Message.objects.filter(ended_at=None).exists()  # killed in the middle, indeed
    workers.start()
    wait_until_ended()
    told = set(mail_server.copies)
    parked = Message.objects.filter(outcome=Outcome.PARKED, reason="unclear")
    everybody = {f"<{m.public_id.hex}@example.org>" for m in Message.objects.all()}
    assert told | {f"<{m.public_id.hex}@example.org>" for m in parked} == everybody
    assert len(everybody) == 250
    assert len(mail_server.mails) - len(told) <= kills
    assert max(mail_server.copies.values()) <= 2


def test_a_message_written_while_nobody_worked_leaves_when_somebody_does(
    mail_server, outbox, workers
):
    """No broker is involved: its loss cannot lose a message, its return finds the row."""
    outbox(1)
    Message.objects.update(due_at=timezone.now() - dt.timedelta(minutes=10))
    workers.start()
    wait_until_ended()
    assert len(mail_server.mails) == 1
