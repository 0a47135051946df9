"""Workers of their own, for tests that kill them.

Usage: python -m tests.community.notifications.sweeper DATABASE PORT LEASE_SECONDS
Each line "start" on standard input starts a worker that sweeps until it is killed and answers
with its process number; "kill NUMBER" kills it as a crash would. They end with the input.
Started by forking, because loading Django anew takes longer than all the rest.
"""

import os
import signal
import sys
import time

database, port, lease = sys.argv[1:]
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402
from django.conf import settings  # noqa: E402

settings.DATABASES["default"]["NAME"] = database
settings.EMAIL_PORT = int(port)
settings.OUTBOX_LEASE_SECONDS = float(lease)
django.setup()

from django.utils import timezone  # noqa: E402

from community.notifications.actions import deliver_due  # noqa: E402


def work() -> None:
    while True:
        if not deliver_due(now=timezone.now()):
            time.sleep(0.05)


workers: set[int] = set()


def kill(number: int) -> None:
    os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)
    workers.remove(number)


for line in sys.stdin:
    match line.split():
        case ["start"]:
            if (worker := os.fork()) == 0:
                work()
            workers.add(worker)
            print(worker, flush=True)  # noqa: T201
        case ["kill", number]:
            kill(int(number))
            print("killed", flush=True)  # noqa: T201
for worker in list(workers):
    kill(worker)
