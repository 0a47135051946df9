"""Where you are signed in, and staying so."""

import time
import uuid

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from community.people.devices import FIRST, OWN, SEEN, answer_first_page, devices_of, end_devices
from community.people.forms.first import OWN_ONE, SHARED, FirstTimeForm
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


@open_to(Who.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: SignedInRequest) -> HttpResponse:
    """The page at the first sign-in, and on to where they were going (safety.md #11)."""
    onward = _onward(request)
    if not request.session.get(FIRST):
        return redirect(onward)
    form = FirstTimeForm(
        request.POST if request.method == "POST" else None,
        initial={"device": OWN_ONE if request.session.get(OWN) else SHARED},
    )
    if request.method == "POST" and form.is_valid():
        answer_first_page(request.session, is_own=form.cleaned_data["device"] == OWN_ONE)
        return redirect(onward)
    return render(request, "account/first.html", {"form": form, "onward": onward})


def _onward(request: SignedInRequest) -> str:
    """Where they were going; never here again, and never to another site."""
    adapter = get_adapter(request)
    target = request.POST.get("next") or request.GET.get("next", "")
    if adapter.is_safe_url(target) and not target.startswith(reverse("people:first")):
        return target
    home: str = adapter.get_login_redirect_url(request)
    return home


def _public_id(text: str | None) -> uuid.UUID | None:
    """The id that a button was sent with; None means all others. What is no id is nobody's."""
    if text is None:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
