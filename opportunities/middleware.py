"""A short way to the list for those who ask for it most: visitors without a cookie of ours."""

from collections.abc import Callable
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response

from .forms.filters import CHOICES, CURSORS, NUMBER
from .views.caching import kept_for_strangers

FEEDS = ("opportunities:public_feed", "opportunities:public_dates")


class KeptListMiddleware:
    """Answer with the kept list and kept feeds ahead of session, account and forms, which they do
    not ask for.

    It stands behind what every answer carries (safety headers, language) and behind the refusal
    of unreadable requests; headers that come from further in are kept with the page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.kept = kept_for_strangers(
            choices=CHOICES, typed=("q", "near", "from", NUMBER, *CURSORS), at_most=2
        )(get_response)
        # Feeds have no parameters; whoever adds some gets the same one.
        self.kept_feed = kept_for_strangers(choices=(), typed=(), at_most=0)(get_response)

    @cached_property
    def addresses(self) -> tuple[str, frozenset[str]]:
        """Of the list, and of the feeds."""
        return reverse("opportunities:find"), frozenset(map(reverse, FEEDS))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        the_list, feeds = self.addresses
        is_list = request.path_info == the_list
        if not is_list and request.path_info not in feeds:
            return self.get_response(request)
        # CommonMiddleware, which refuses hosts that are not ours, stands further in.
        request.get_host()
        if is_list:
            return self.kept(request)
        answer = self.kept_feed(request)
        unchanged: HttpResponse | None = get_conditional_response(
            request, etag=answer.get("ETag"), response=answer
        )
        return unchanged or answer
