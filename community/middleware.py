"""The threads of a web worker take turns by whole requests.

Python lets one thread of a process run at a time. Four requests that each ask the database eight
times hand that right over with every question and answer, which took a quarter of the processor's
time of a page (docs/decisions/0047-one-request-at-a-time.md).
"""

from collections.abc import Callable
from threading import Lock
from typing import Final

from django.http import HttpRequest, HttpResponse

PATIENCE: Final = 0.05  # seconds; a page takes a tenth of that


class TakingTurnsMiddleware:
    """Answers one request of a process at a time, as long as each is quick.

    Who waited for longer than `PATIENCE` takes the turn away: the one that has it waits itself, for
    a slow phone that sends a picture or for a date that others sign up for. From then on nobody
    waits for that one. What is streamed, or kept ready-made, needs no turn.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.turn = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        turn = self.turn
        if not turn.acquire(timeout=PATIENCE):
            turn = Lock()
            turn.acquire()
            self.turn = turn
        try:
            return self.get_response(request)
        finally:
            turn.release()
