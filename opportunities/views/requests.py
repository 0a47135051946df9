"""Answering people who ask for a place: "Yes" or "Not this time", and no words of one's own.

Like all pages of a partner, they do not exist for anybody else (safety.md #12).
"""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from opportunities.actions.signups import Refusal, answer_request
from opportunities.actions.signups.refusals import AnsweredAlready
from opportunities.models import Session, SignUp
from opportunities.permissions import (
    editable_opportunities,
    visible_requests,
    visible_workplace_sessions,
    what_organisation_sees,
)

ANSWERS = {"yes": True, "no": False}


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Answer one of those who ask for this date; a GET changes nothing and shows the date."""
    session = get_object_or_404(visible_workplace_sessions(request.user), public_id=public_id)
    if not editable_opportunities(request.user).filter(pk=session.opportunity_id).exists():
        raise Http404
    if request.method == "POST":
        try:
            _answer(request, session, timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Answered. They are told the way they chose."))
    return redirect("opportunities:workplace_date", public_id=public_id)


def _answer(request: SignedInRequest, session: Session, now: dt.datetime) -> None:
    asked = visible_requests(request.user, now).filter(session=session)
    found = [row for row in asked if mark_of(row) == request.POST.get("who")]
    says_yes = ANSWERS.get(request.POST.get("answer", ""))
    if not found or says_yes is None:
        raise AnsweredAlready
    answer_request(sign_up=found[0], says_yes=says_yes, now=now)


def asked_for(request: SignedInRequest, session: Session, now: dt.datetime) -> list[dict[str, Any]]:
    """Who asks for this date, as its organisation sees them, who asked first at the top."""
    asked = visible_requests(request.user, now).filter(session=session)
    return [
        {**what_organisation_sees(row), "mark": mark_of(row)}
        for row in asked.order_by("joined_at", "id")
    ]


def mark_of(row: SignUp) -> str:
    """What stands in the form for a sign-up: its number is told to no organisation (safety #13)."""
    return salted_hmac("asked for a place", str(row.public_id)).hexdigest()
