"""All numbers to ring, and the country whose numbers stand on every page."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.countries import choose_country
from cms.furniture import furniture
from community.safety.access import Who, is_sent_from_here, open_to, page_before
from community.safety.limits import limited

STRIP = "#foot-now"  # where the numbers stand on every page


@open_to(Who.EVERYONE)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@limited("numbers")
def numbers(request: HttpRequest) -> HttpResponse:
    """All numbers to ring; a POST chooses the country whose numbers stand on every page.

    The form stands at the foot of every page, also of those that are kept for everybody and of
    the one for our own mistakes: it can hold no token. So it is asked where it was sent from: what
    another site could do is show somebody the numbers of the wrong country.
    """
    all_of_them = furniture().countries
    if request.method != "POST":
        return render(request, "cms/numbers.html", {"countries": all_of_them})
    if not is_sent_from_here(request):
        raise PermissionDenied
    name = request.POST.get("country", "")
    if name in {country.name for country in all_of_them}:
        choose_country(request, name, site_country=all_of_them[0].name)
    before = page_before(request)
    back = before + STRIP if before else reverse("numbers")
    return HttpResponse(status=303, headers={"Location": back})
