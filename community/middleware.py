"""The threads of a web worker take turns by whole requests.

Python lets one thread of a process run at a time. Four requests that each ask the database eight
times hand that right over with every question and answer, which took a tenth of the processor's
time of a page, and a quarter where the processor was slow
(docs/decisions/0047-one-request-at-a-time.md).
"""

from collections.abc import Callable
from threading import Lock
from typing import Final

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

PATIENCE: Final = 0.05  # seconds; a page takes a tenth of that


class TakingTurnsMiddleware:
    """Answers one request of a process at a time, as long as each is quick.

    Who waited for longer than `PATIENCE` takes the turn away: the one that has it waits itself, for
    a slow phone that sends a picture or for a date that others sign up for. Who comes later does
    not wait for that one. What is streamed afterwards needs no turn.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.TAKE_TURNS:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.turn = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        turn = self.turn
        while not turn.acquire(timeout=PATIENCE):
            if self.turn is turn:  # nobody else has taken it away meanwhile
                self.turn = Lock()
            turn = self.turn
        try:
            return self.get_response(request)
        finally:
            turn.release()
