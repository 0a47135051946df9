"""Where you are signed in, and staying so."""

import time
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from community.people.devices import SEEN, devices_of, end_devices
from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to, recently_proved


@open_to(Who.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@recently_proved
def devices(request: SignedInRequest) -> HttpResponse:
    """The list, and the buttons that sign out one of them or all others."""
    if request.method == "POST":
        here = request.session.session_key
        end_devices(request.user, but=here, only=_public_id(request.POST.get("device")))
        messages.success(request, _("Signed out there."))
        return redirect("people:devices")
    here = request.session.session_key
    places = [(place, place.session_key == here) for place in devices_of(request.user)]
    return render(request, "account/devices.html", {"places": places})


@open_to(Who.EVERYONE)
@never_cache
@require_http_methods(["POST"])
def here(request: HttpRequest) -> HttpResponse:
    """Somebody is still here: 204. 401 where the session is over."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    request.session[SEEN] = time.time()
    return HttpResponse(status=204)


def _public_id(text: str | None) -> uuid.UUID | None:
    """The id that a button was sent with; None means all others. What is no id is nobody's."""
    if text is None:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
