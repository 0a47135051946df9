"""What every response carries, and what no request may carry."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from csp.constants import HEADER as CSP
from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from .access import Who
from .views import bad_request

GetResponse = Callable[[HttpRequest], HttpResponse]

ADMIN = "/cms/"
# Addresses that are about one person, or that hold a token (a password reset), whoever asks.
PRIVATE = (
    ADMIN,
    "/account/",
    "/accounts/",
    "/calendar/",
    "/documents/",
    "/leave/",
    "/letters/",
    "/mailbox/",
    "/messages/",
    "/partner/",
    "/plan/",
)
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)
# Routes of Wagtail that are there for a stranger, too, by name. All others of its and of Django's
# are closed; every route of ours says itself whom it is for (`open_to`).
OPEN_TO_STRANGERS: Final = frozenset(
    {
        "the_one_way_in",  # leads from Wagtail's log-ins to ours
        "wagtail_serve",  # every page of the editors
        "wagtailcore_authenticate_with_password",  # ... that they gave a password
        "wagtaildocs_serve",
        "wagtaildocs_authenticate_with_password",
    }
)


@lru_cache(maxsize=1)
def _everywhere() -> str:
    """The policy of the settings. No page outside the admin has one of its own, and putting it
    together was a seventh of the work of a page from the cache."""
    policy: str = build_policy()
    return policy


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere; Wagtail's admin starts its widgets with inline scripts."""

    def process_response(  # type: ignore[no-untyped-def]
        self, request: HttpRequest, response: HttpResponseBase
    ):
        """A preview in the admin was answered as the page itself is, which nobody may frame: the
        editors' form does."""
        if not request.path_info.startswith(ADMIN) and not settings.DEBUG:
            response.headers.setdefault(CSP, _everywhere())
            return response
        if "frame-ancestors 'none'" in response.headers.get(CSP, ""):
            del response.headers[CSP]
        return super().process_response(request, response)

    def get_policy_parts(self, request, response, report_only=False):  # type: ignore[no-untyped-def]
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(ADMIN):
            inline = [SELF, UNSAFE_INLINE]
            parts.replace = {
                **(parts.replace or {}),
                "script-src": inline,
                "style-src": inline,
                "frame-ancestors": [SELF],
            }
            parts.nonce = None
        return parts


class SafetyHeadersMiddleware:
    """Keep private answers out of every cache and index, and switch browser powers off.

    It stands outside all others, so that refusals of theirs carry these headers as well
    (safety.md #9, #29).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        # Plain files, the same for everyone.
        self.files = (settings.STATIC_URL, settings.MEDIA_URL)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = PERMISSIONS
        # SecurityMiddleware sets these, but not on what it refuses itself.
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.headers.setdefault(
            "Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY
        )
        framed = "SAMEORIGIN" if request.path_info.startswith(ADMIN) else settings.X_FRAME_OPTIONS
        response["X-Frame-Options"] = framed
        if not request.path_info.startswith(self.files):
            self._keep_to_one_person(request, response)
        return response

    def _keep_to_one_person(self, request: HttpRequest, response: HttpResponse) -> None:
        session = settings.SESSION_COOKIE_NAME
        private = (
            session in request.COOKIES
            or session in response.cookies
            or settings.CSRF_COOKIE_NAME in response.cookies
            or request.path_info.startswith(PRIVATE)
        )
        if private:
            response["Cache-Control"] = "no-store, private"
            patch_vary_headers(response, ["Cookie"])
        elif response.headers.get("Content-Type", "").startswith("text/html"):
            # The language that somebody chose is a cookie.
            patch_vary_headers(response, ["Cookie"])
        if private or response.status_code >= 400:
            response["X-Robots-Tag"] = "noindex, nofollow"


class ClosedMiddleware(LoginRequiredMiddleware):
    """A view is closed to strangers unless it was opened to them (reliability.md, deny by default).

    Opened are views with `open_to(Who.EVERYONE)`, and `OPEN_TO_STRANGERS`. `login_not_required`
    alone opens nothing: Django's mark is set by packages, too (the API of Wagtail's admin).
    """

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Lead a stranger to sign in; None lets through."""
        where = request.resolver_match
        opened = where is not None and where.view_name in OPEN_TO_STRANGERS
        if opened or request.user.is_authenticated or Who.EVERYONE in getattr(view, "open_to", ()):
            return None
        return self.handle_no_permission(request, view)


class RefuseNulBytesMiddleware:
    """Answer 400 to NUL bytes and to what is not UTF-8, once for every form and query.

    PostgreSQL stores no NUL: without this, `?q=%00` is a mistake of ours (reliability.md, 6).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _readable(request):
            return self.get_response(request)
        return bad_request(request)


def _readable(request: HttpRequest) -> bool:
    # In a path Django itself turns bytes that are no text back into "%FF": that finds nothing.
    cookies = request.META.get("HTTP_COOKIE", "")
    try:
        query = unquote_to_bytes(request.META.get("QUERY_STRING", "")).decode()
    except UnicodeDecodeError:
        return False
    if "\x00" in request.path_info + query + cookies or "%00" in cookies:
        return False
    return request.method != "POST" or not any("\x00" in text for text in _form_texts(request))


def _form_texts(request: HttpRequest) -> Iterator[str]:
    for name, values in request.POST.lists():
        yield name
        yield from values
    for name, uploads in request.FILES.lists():
        yield name
        for upload in uploads:
            yield upload.name or ""
