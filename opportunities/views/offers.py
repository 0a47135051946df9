"""Answering when a place is free, and having somebody found for one's own."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from opportunities.actions.signups import Refusal, end_search, seek_stand_in, take_place
from opportunities.models import SignUp
from opportunities.permissions import visible_sign_ups


@open_to(Who.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Yes to a place that is held. "No" is giving it back, as at any time.

    Who had to sign in between comes here by a GET: it changes nothing and shows the buttons again.
    """
    sign_up = get_object_or_404(visible_sign_ups(request.user), public_id=public_id)
    if request.method == "POST":
        try:
            take_place(sign_up=sign_up, now=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The place is yours."))
    return redirect("opportunities:saved", public_id=public_id)


@open_to(Who.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def stand_in(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep the place until somebody takes it; with "end", simply keep it.

    Who had to sign in between comes here by a GET: it changes nothing and shows the buttons again.
    """
    sign_up = get_object_or_404(visible_sign_ups(request.user), public_id=public_id)
    if request.method == "POST":
        change = end_search if "end" in request.POST else seek_stand_in
        try:
            row = change(sign_up=sign_up, now=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _told(row))
    return redirect("opportunities:saved", public_id=public_id)


def _told(row: SignUp) -> str:
    if row.is_passed_on:
        return _("Your place is passed on. You are free.")
    if row.is_seeking:
        return _("You keep your place until somebody takes it. We tell you.")
    return _("The place is yours.")
