"""My calendar address: what it tells, a new one, and its end in one tap."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to, recently_proved
from opportunities.actions.calendar_address import (
    end_calendar_address,
    keep_calendar_address,
    make_calendar_address,
)
from opportunities.forms.calendar_address import CalendarAddressForm
from opportunities.models import Level
from opportunities.permissions import own_calendar_address


@open_to(Who.SIGNED_IN)
@recently_proved
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_address(request: SignedInRequest) -> HttpResponse:
    """Asked who it is first: whoever holds her phone for a minute could read her dates for half a
    year. The answer to the POST shows the address, this one time."""
    now = timezone.now()
    row = own_calendar_address(request.user).first()
    form = CalendarAddressForm(request.POST or None, instance=row)
    address, is_another = "", row is not None
    if request.method == "POST" and form.is_valid():
        level = cast("Level", form.cleaned_data["level"])
        if "keep" not in request.POST:
            secret = make_calendar_address(by=request.user, level=level, now=now)
            address = settings.SITE_URL + reverse("opportunities:calendar_file", args=[secret])
        elif keep_calendar_address(by=request.user, level=level, now=now):
            messages.success(request, _("Your choice is saved."))
            return redirect("opportunities:calendar_address")
        row = own_calendar_address(request.user).first()
    context = {
        "form": form,
        "address": address,
        "is_another": is_another,
        "running": row if row and row.runs(now) else None,
    }
    return render(
        request,
        "opportunities/calendar_address.html",
        context,
        status=400 if form.errors else 200,
    )


@open_to(Who.SIGNED_IN)
@never_cache
@require_POST
def end_calendar(request: SignedInRequest) -> HttpResponse:
    """Switch it off. Nobody is asked for anything first: off is always safe."""
    end_calendar_address(by=request.user)
    messages.success(request, _("Switched off. Nobody can read your dates there."))
    return redirect("opportunities:plan")
