"""A reminder that left through the worker after its process was killed mid-batch.

The real things: `celery worker` and `celery beat` on Valkey, a mail server, kill -9, and the
broker's memory wiped meanwhile.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
import uuid

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from community.celery import app as celery
from community.notifications.actions import new_message, queue
from community.notifications.models import Message, Outcome
from tests.community.notifications.mail_server import MailServer

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 60


@pytest.fixture
def site(mail_server, tmp_path):
    """A function that starts one of Celery's processes the way the site runs it."""
    engine, params = connection.vendor, connection.settings_dict
    database = f"sqlite:///{params['NAME']}"
    if engine == "postgresql":
        host = f"{params['HOST'] or '127.0.0.1'}:{params['PORT'] or 5432}"
        login = ":".join(filter(None, (params["USER"], params["PASSWORD"])))
        database = f"postgres://{login}@{host}/{params['NAME']}"
    environment = os.environ | {
        "ONWARD_ENV": "local",
        "DATABASE_URL": database,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail_server.port),
        "OUTBOX_LEASE_SECONDS": "2",
        "LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "community.settings",
    }
    with contextlib.ExitStack() as stack:

        def start(*words: str) -> subprocess.Popen:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "community", *words],
                env=environment,
                cwd=settings.BASE_DIR,
                start_new_session=True,
            )
            stack.callback(kill, process)
            return process

        yield start


@pytest.fixture
def mail_server():
    with MailServer() as server:
        yield server


def kill(process: subprocess.Popen) -> None:
    """End a process and its children as a power cut would."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for(condition, what: str, seconds: float = 60) -> None:
    give_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up, f"waited in vain for {what}"
        time.sleep(0.05)


def test_a_reminder_leaves_after_its_worker_was_killed(
    mail_server, site, tmp_path, participant, another_participant
):
    now = timezone.now()
    words = {"subject": "Tuesday", "body": "Tue 10 am. See you there.", "now": now}
    due = {"due_at": now, "minds_quiet_hours": False, "about": uuid.uuid4()}
    queue(
        new_message(key=f"crowd:{n}", recipient=another_participant, **words, **due)
        for n in range(CROWD)
    )
    queue([new_message(key="mine", recipient=participant, **words, **due)])
    mail_server.on_mail = lambda _to: time.sleep(0.05)  # slow enough to be caught in the middle

    site("beat", "--schedule", str(tmp_path / "beat"), "--pidfile", "")
    worker = site("worker", "--concurrency", "1", "--without-gossip", "--without-mingle")
    wait_for(lambda: len(mail_server.mails) >= 10, "the first mails")
    kill(worker)
    reached = len(mail_server.mails)
    assert participant.email not in mail_server.recipients
    assert Message.objects.filter(ended_at=None).count() >= CROWD - reached
    cache.clear()  # the broker's memory, too: it is the same Redis

    site("worker", "--concurrency", "1", "--without-gossip", "--without-mingle")
    wait_for(lambda: not Message.objects.filter(ended_at=None).exists(), "the rest")
    assert mail_server.recipients.count(participant.email) == 1
    assert set(Message.objects.values_list("outcome", flat=True)) == {Outcome.SENT}
    assert len(mail_server.copies) == CROWD + 1
    assert len(mail_server.mails) - len(mail_server.copies) <= 1


def test_a_worker_told_to_stop_finishes_its_mail_and_hands_back_the_rest(
    mail_server, site, participant
):
    """SIGTERM: the sweep ends by itself within 30 seconds, and no message waits for a lease."""
    now = timezone.now()
    queue(
        new_message(
            key=f"k{n}",
            recipient=participant,
            subject="Tuesday",
            body="See you there.",
            due_at=now,
            now=now,
            minds_quiet_hours=False,
        )
        for n in range(200)
    )
    mail_server.on_mail = lambda _to: time.sleep(0.5)
    celery.send_task("community.notifications.tasks.deliver_due")  # what beat says
    worker = site("worker", "--concurrency", "1", "--without-gossip", "--without-mingle")
    wait_for(lambda: len(mail_server.mails) >= 2, "the first mails")
    os.kill(worker.pid, signal.SIGTERM)
    began = time.monotonic()
    worker.wait(30)
    assert time.monotonic() - began < 30
    assert set(mail_server.copies.values()) == {1}
    left = Message.objects.filter(ended_at=None)
    assert left.count() == 200 - len(mail_server.mails)
    assert not left.exclude(lease_id=None, attempting_at=None).exists()
