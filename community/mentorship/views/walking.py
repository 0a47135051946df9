"""Two who walk together, for each of the two: what there is, one of it, and how it goes."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from community.mentorship.actions.beginning import AGREEMENT
from community.mentorship.actions.checking_in import answer_check_in
from community.mentorship.actions.facts import facts_of_mentor, facts_of_request, why
from community.mentorship.actions.states import Refusal
from community.mentorship.forms.walking import CheckInForm
from community.mentorship.models import (
    TAKEN,
    Meeting,
    MeetingState,
    Mentorship,
    MentorshipState,
    MoveReason,
    Side,
)
from community.mentorship.permissions import (
    own_check_ins,
    own_mentorships,
    own_request,
    walked_mentorships,
)
from community.people.middleware import SignedInRequest, lead_to_second_step
from community.safety.access import Who, has_second_factor, open_to

from .acts import ACTS, FORMS
from .second_step import mentor_proves

S = MentorshipState
TOGETHER = {S.TRIAL, S.ACTIVE, S.CLOSING}


@open_to(Who.PARTICIPANT)
@never_cache
@require_safe
def together(request: SignedInRequest) -> HttpResponse:
    """Everything there is for this person, on either side."""
    now = timezone.now()
    walked = walked_mentorships(request.user, now).select_related("person")
    check_ins = own_check_ins(request.user, now).select_related("mentorship")
    waits = not has_second_factor(request) and walked.exists()
    if waits and "step" in request.GET:
        return lead_to_second_step(request)
    if waits:  # names come after the second step; their own side does not wait for it
        walked, check_ins = walked.none(), check_ins.filter(side=Side.PARTICIPANT)
    context = {
        "asked": own_request(request.user).first(),
        "own": own_mentorships(request.user).select_related("mentor__person").first(),
        "walked": walked.order_by("made_at", "pk"),
        "check_ins": check_ins,
        "waits_for_step": waits,
        "S": S,
        "today": timezone.localdate(),
    }
    return render(request, "mentorship/together.html", context)


@open_to(Who.PARTICIPANT)
@never_cache
@mentor_proves
@sensitive_post_parameters("words", "what_changed")
@require_http_methods(["GET", "HEAD", "POST"])
def two(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One match, as the one of the two who looks may see it."""
    now = timezone.now()
    row, is_mentor = _own(request, public_id, now)
    what = request.POST.get("what", "") if request.method == "POST" else ""
    found = {
        name: form(request.POST if what == name else None, auto_id=f"id_{name}_%s")
        for name, form in FORMS.items()
    }
    if what in ACTS and (done := _act(request, row, what, found.get(what))):
        return redirect(done) if done == "mentorship:together" else redirect(done, public_id)
    context = _shown(row, is_mentor, now) | {"forms": found, "what": what}
    context["zone"] = request.user.zone
    context["faulty"] = found.get(what)
    name = "mentorship/mentor.html" if is_mentor else "mentorship/participant.html"
    return render(request, name, context, status=400 if request.method == "POST" else 200)


@open_to(Who.PARTICIPANT)
@never_cache
@mentor_proves
@sensitive_post_parameters("words")
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: SignedInRequest, pk: int) -> HttpResponse:
    """Three quick questions and an open one, each for oneself."""
    row = get_object_or_404(own_check_ins(request.user, timezone.now()), pk=pk)
    form = CheckInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer_check_in(check_in=row, by=request.user, now=timezone.now(), **form.cleaned_data)
        if form.cleaned_data["safe"] == "no":
            messages.success(request, _("Everything rests now. Staff look at it today."))
        else:
            messages.success(request, _("Thank you."))
        return redirect("mentorship:together")
    context = {"form": form, "row": row}
    return render(request, "mentorship/check_in.html", context, status=400 if form.errors else 200)


def _own(
    request: SignedInRequest, public_id: uuid.UUID, now: dt.datetime
) -> tuple[Mentorship, bool]:
    """The row, and whether they are its mentor. Raises Http404 for anybody else."""
    together = Q(public_id=public_id)
    mine = own_mentorships(request.user).select_related("person", "mentor__person")
    if row := mine.filter(together).first():
        return row, False
    walked = walked_mentorships(request.user, now).select_related("person", "mentor__person")
    if row := walked.filter(together).first():
        return row, True
    raise Http404


def _act(request: SignedInRequest, row: Mentorship, what: str, form: Any) -> str:
    """Do what was pressed and say where to go; a refusal goes into its form, or above the page."""
    if form is not None and not form.is_valid():
        return ""
    values = form.cleaned_data if form is not None else {}
    try:
        said = ACTS[what](row, values, by=request.user, now=timezone.now())
    except Refusal as refusal:
        if form is not None:
            form.add_error(None, str(refusal))
            return ""
        messages.error(request, str(refusal))
        return "mentorship:together"
    messages.success(request, said)
    row.refresh_from_db()
    is_there = row.ended_at is None
    return "mentorship:two" if is_there else "mentorship:together"


def _shown(row: Mentorship, is_mentor: bool, now: dt.datetime) -> dict[str, Any]:
    """What one of the two reads of the other. While it rests nobody reads anything new of it."""
    signed = row.mentor_agreed_at if is_mentor else row.person_agreed_at
    shown = {
        "row": row,
        "S": S,
        "has_signed": bool(signed),
        "agreement": AGREEMENT,
        "agreement_words": f"mentorship/agreement/{AGREEMENT}.html",
        "has_plan": row.state in TAKEN,
        "meeting": _next_meeting(row, now) if row.is_live else None,
        "is_together": row.state in TOGETHER and row.locked_at is None,
        # The mentor reads "paused", whichever it is (safety.md #50).
        "may_resume": row.state == S.PAUSED and row.paused_for == MoveReason.ASKED,
    }
    if is_mentor:
        is_told = row.state != S.PAUSED
        return shown | {"facts": facts_of_request(row) if is_told else None}
    reasons = why(row, now) if row.state == S.OFFERED_PARTICIPANT else []
    return shown | {"facts": facts_of_mentor(row.mentor), "reasons": reasons}


def _next_meeting(row: Mentorship, now: dt.datetime) -> Meeting | None:
    ahead = row.meetings.filter(ends_at__gt=now).exclude(state=MeetingState.CANCELLED)
    return ahead.select_related("place").order_by("starts_at", "pk").first()
