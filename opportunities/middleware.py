"""A short way to the list for those who ask for it most: visitors without a cookie of ours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from .forms.filters import CHOICES, CURSORS, NUMBER
from .views.caching import kept_for_strangers


class KeptListMiddleware:
    """Answer with the kept list ahead of session, account and forms, which it does not ask for.

    It stands behind what every answer carries (safety headers, language) and behind the refusal
    of unreadable requests; headers that come from further in are kept with the page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.kept = kept_for_strangers(
            choices=CHOICES, typed=("q", "near", "from", NUMBER, *CURSORS), at_most=2
        )(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != reverse("opportunities:find"):
            return self.get_response(request)
        # CommonMiddleware, which refuses hosts that are not ours, stands further in.
        request.get_host()
        return self.kept(request)
