"""Leaving the site, and pages for when something went wrong."""

import sys

from django.core.paginator import Paginator
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from .access import Who, open_to
from .actions import OPERATOR, fallback_address, leave_address
from .permissions import visible_records

RECORDS = 50  # on one page


def _away(request: HttpRequest, address: str) -> HttpResponse:
    """An answer that leads to `address` and leaves nothing of us in this browser.

    Only "cookies": "storage" would wipe what leave.js knows about having left, and "cache" hangs
    some browsers (safety.md, decision 6).
    """
    response = HttpResponse(status=303, headers={"Location": address})
    response["Cache-Control"] = "no-store, private"
    response["Clear-Site-Data"] = '"cookies"'
    response["Referrer-Policy"] = "no-referrer"
    for name in request.COOKIES:
        response.delete_cookie(name)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False  # nor give a new one
    return response


@open_to(Who.EVERYONE)
@csrf_exempt
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """End the session and lead away. Nothing is counted or logged (safety.md #6).

    Safe as GET: the session cookie is SameSite=Lax, so another site's picture or script cannot
    sign anybody out; a browser that only looks ahead is answered with nothing.
    """
    if "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        return HttpResponse(status=204, headers={"Cache-Control": "no-store, private"})
    address = leave_address()
    try:
        request.session.flush()
    except DatabaseError:
        # The cookie goes, so this browser is signed out; the row ends by its own age.
        return _away(request, fallback_address())
    return _away(request, address)


@open_to(Who.EVERYONE)
@require_safe
def stay_safe(request: HttpRequest) -> HttpResponse:
    """What this site does for a person's safety, and what it cannot do."""
    return render(request, "safety/stay_safe.html")


@open_to(Who.SIGNED_IN)
@never_cache
@require_safe
def looked(request: HttpRequest) -> HttpResponse:
    """Who looked at my details: when, in which role, what and why; no names (safety.md #38)."""
    page = Paginator(visible_records(request.user), RECORDS).get_page(request.GET.get("page"))
    return render(request, "safety/looked.html", {"page": page, "operator": OPERATOR})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for a request that cannot be read."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for something this account may not do."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for an address that leads nowhere, or to something that is not theirs."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for our own mistakes, and for a database that is gone (then 503).

    It asks nothing of the database, and nobody who is leaving is kept here by a mistake of ours.
    """
    if request.path_info == reverse("safety:leave"):
        return _away(request, fallback_address())
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        page = loader.get_template("503.html").render()
        return HttpResponse(page, status=503, headers={"Retry-After": "30"})
    return HttpResponse(loader.get_template("500.html").render(), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that was open too long or came from elsewhere."""
    return render(request, "403.html", {"form_expired": True}, status=403)
