"""All numbers to ring, and the country whose numbers stand on every page."""

from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.countries import choose_country
from cms.furniture import furniture
from community.safety.access import Who, open_to
from community.safety.limits import limited

STRIP = "#foot-now"  # where the numbers stand on every page


@open_to(Who.EVERYONE)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@limited("numbers")
def numbers(request: HttpRequest) -> HttpResponse:
    """All numbers to ring; a POST chooses the country whose numbers stand on every page.

    The form stands at the foot of every page, also of those that are kept for everybody and of
    the one for our own mistakes: it can hold no token. So it is asked where it was sent from.
    """
    all_of_them = furniture().countries
    if request.method != "POST":
        return render(request, "cms/numbers.html", {"countries": all_of_them})
    if not _is_sent_from_here(request):
        raise PermissionDenied
    name = request.POST.get("country", "")
    if name in {country.name for country in all_of_them}:
        choose_country(request, name, site_country=all_of_them[0].name)
    return HttpResponse(status=303, headers={"Location": _back(request)})


def _is_sent_from_here(request: HttpRequest) -> bool:
    """Whether a page of ours sent it, as the browser says; an old one that says nothing is heard.

    What another site could do is show somebody the numbers of the wrong country.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") in {None, f"{request.scheme}://{request.get_host()}"}


def _back(request: HttpRequest) -> str:
    """The page it was sent from, at the numbers on it; else the page with all of them."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return reverse("numbers")
    page = urlsplit(came_from)
    query = f"?{page.query}" if page.query else ""
    # One slash: two would lead to another host.
    return "/" + page.path.lstrip("/") + query + STRIP
