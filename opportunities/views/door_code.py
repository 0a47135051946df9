"""A code on the organisation's screen, and where somebody who comes says that they are here."""

import uuid

import qrcode
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from community.safety.limits import CannotCount, TooOften, count, resting, too_often
from opportunities.actions.door_code import as_typed, code_of, say_here, seconds_left
from opportunities.actions.signups import Refusal
from opportunities.forms.door_code import DoorCodeForm
from opportunities.permissions import written_organisations
from opportunities.views.partner import shown
from opportunities.views.register import register_of


@open_to(Who.PARTNER)
@never_cache
@require_http_methods(["GET", "HEAD"])
def screen(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The code of one date, large and as a picture to scan. It comes anew by itself, without a
    script: `Refresh` as a header, which a screen reader's rules allow where nothing is typed."""
    session, now = register_of(request, public_id), timezone.now()
    is_shown = session.is_on_now(now) and session.opportunity.is_public(now)
    context = {
        "session": session,
        "opportunity": session.opportunity,
        "writes": written_organisations(request.user).exists(),
    }
    if is_shown:
        code = code_of(session, now)
        page = f"{reverse('opportunities:here')}?{urlencode({'code': code})}"
        address = request.build_absolute_uri(reverse("opportunities:here"))
        context |= {"code": code, "address": address.partition("://")[2]}
        context |= {"picture": squares(request.build_absolute_uri(page))}
    response = render(request, "opportunities/partner/code.html", context)
    if is_shown:
        response["Refresh"] = str(seconds_left(now))
    return response


@open_to(Who.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: SignedInRequest) -> HttpResponse:
    """Say "I'm here" with the code on the screen. Opening the address does nothing by itself."""
    if request.method != "POST":
        given = as_typed(request.GET.get("code", ""))[:20]
        form = DoorCodeForm(initial={"code": given})
        return render(request, "opportunities/here.html", {"form": form})
    try:
        count(request, "here", str(request.user.pk))
    except TooOften as refusal:
        return too_often(request, refusal.seconds)
    except CannotCount:
        return resting(request)
    form = DoorCodeForm(request.POST)
    if form.is_valid():
        try:
            row = say_here(by=request.user, typed=form.cleaned_data["code"], now=timezone.now())
        except Refusal as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("You are marked as here. Have a good time."))
            return redirect("opportunities:saved", public_id=row.public_id)
    return shown(request, "opportunities/here.html", {"form": form}, form)


def squares(text: str) -> dict[str, str | int]:
    """A text as a picture to scan: how wide it is, and its dark squares as one path of an SVG."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return {"size": len(rows), "path": path}
