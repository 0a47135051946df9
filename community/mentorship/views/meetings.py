"""Where two who walk together write to each other, and agree on when they meet.

For anybody but the two, and for them once it is over or paused, none of it exists.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from community.mentorship import actions
from community.mentorship.forms.meetings import LineForm, MeetingForm, ReportForm
from community.mentorship.models import Meeting, MeetingState, Mentorship
from community.mentorship.permissions import live_mentorships
from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to

from .second_step import mentor_proves

SHOWN = 100


@open_to(Who.PARTICIPANT)
@never_cache
@mentor_proves
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """What the two wrote to each other, the latest at the end. No receipts, no attachments."""
    now = timezone.now()
    row = get_object_or_404(_two(request), public_id=public_id)
    what = request.POST.get("what", "")
    form = LineForm(request.POST if what == "write" else None)
    telling = ReportForm(request.POST if what == "report" else None, auto_id="id_report_%s")
    if what == "report" and telling.is_valid():
        about = telling.cleaned_data["about"]
        actions.report(mentorship=row, by=request.user, words=about, now=now)
        return render(request, "mentorship/reported.html")
    if what == "write" and form.is_valid() and _write(request, row, form):
        return redirect("mentorship:words", public_id=public_id)
    context = {
        **_who(request, row),
        "lines": reversed(row.lines.order_by("-at", "-pk")[:SHOWN]),
        "form": form,
        "report": telling,
    }
    faults = form.errors or telling.errors or (request.method == "POST" and not what)
    return render(request, "mentorship/words.html", context, status=400 if faults else 200)


def _two(request: SignedInRequest) -> Any:
    rows = live_mentorships(request.user, timezone.now())
    return rows.select_related("person", "mentor__person")


def _who(request: SignedInRequest, row: Mentorship) -> dict[str, Any]:
    other = actions.other_of(row, request.user)
    return {"row": row, "name": other.alias or _("Your companion"), "me": request.user.pk}


def _write(request: SignedInRequest, row: Mentorship, form: LineForm) -> bool:
    said = form.cleaned_data["words"]
    try:
        actions.write_line(mentorship=row, by=request.user, words=said, now=timezone.now())
    except actions.NotTheirs as over:
        raise Http404 from over
    except actions.Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@open_to(Who.PARTICIPANT)
@never_cache
@mentor_proves
@require_http_methods(["GET", "HEAD", "POST"])
def meetings(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Meetings ahead; proposing one, saying yes, moving it and calling it off."""
    row = get_object_or_404(_two(request), public_id=public_id)
    what = request.POST.get("what", "")
    form = MeetingForm(request.POST if what in {"propose", "move"} else None)
    if what in ACTS and _act(request, row, what, form):
        return redirect("mentorship:meetings", public_id=public_id)
    ahead = row.meetings.filter(ends_at__gt=timezone.now()).select_related("place")
    ahead = ahead.exclude(state=MeetingState.CANCELLED)
    context = {
        **_who(request, row),
        "ahead": ahead,
        "form": form,
        "moving": ahead.filter(public_id=_uuid(request.POST.get("meeting") or "")).first()
        if what == "move"
        else ahead.filter(public_id=_uuid(request.GET.get("move", ""))).first(),
        "zone": request.user.zone,
    }
    faults = form.errors or (request.method == "POST" and what not in ACTS)
    return render(request, "mentorship/meetings.html", context, status=400 if faults else 200)


def _uuid(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


def _meeting(request: SignedInRequest, row: Mentorship) -> Meeting:
    return get_object_or_404(row.meetings, public_id=_uuid(request.POST.get("meeting") or ""))


def _propose(request: SignedInRequest, row: Mentorship, form: MeetingForm, **by: Any) -> None:
    actions.propose(mentorship=row, **form.when(request.user), **by)


def _move(request: SignedInRequest, row: Mentorship, form: MeetingForm, **by: Any) -> None:
    actions.move_meeting(meeting=_meeting(request, row), **form.when(request.user), **by)


def _accept(request: SignedInRequest, row: Mentorship, _form: MeetingForm, **by: Any) -> None:
    actions.accept(meeting=_meeting(request, row), **by)


def _call_off(request: SignedInRequest, row: Mentorship, _form: MeetingForm, **by: Any) -> None:
    actions.call_off(meeting=_meeting(request, row), **by)


ACTS: dict[str, Callable[..., None]] = {
    "propose": _propose,
    "move": _move,
    "accept": _accept,
    "off": _call_off,
}


def _act(request: SignedInRequest, row: Mentorship, what: str, form: forms.Form) -> bool:
    """Do what was pressed; a refusal goes into the form, or above the page."""
    if form.is_bound and not form.is_valid():
        return False
    try:
        ACTS[what](request, row, form, by=request.user, now=timezone.now())
    except actions.Refusal as refusal:
        if form.is_bound:
            form.add_error(None, str(refusal))
            return False
        messages.error(request, str(refusal))
        return True
    messages.success(request, _("Saved."))
    return True


@open_to(Who.PARTICIPANT)
@never_cache
@mentor_proves
@require_safe
def event(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One meeting as a calendar file: when, and nothing of what, where or with whom (#10)."""
    row = get_object_or_404(
        Meeting.objects.filter(mentorship__in=live_mentorships(request.user, timezone.now())),
        public_id=public_id,
    )
    status = "CANCELLED" if row.state == MeetingState.CANCELLED else "CONFIRMED"
    status = "TENTATIVE" if row.state == MeetingState.PROPOSED else status
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//calendar//EN", "BEGIN:VEVENT",
        f"UID:{row.public_id}", f"DTSTAMP:{_utc(row.changed_at)}", f"SEQUENCE:{row.sequence}",
        f"DTSTART:{_utc(row.starts_at)}", f"DTEND:{_utc(row.ends_at)}",
        f"SUMMARY:{_('Busy')}", f"STATUS:{status}", "CLASS:PRIVATE", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    answer = HttpResponse("\r\n".join(lines) + "\r\n", content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="event.ics"'
    return answer


def _utc(moment: Any) -> str:
    return str(moment.astimezone(timezone.get_fixed_timezone(0)).strftime("%Y%m%dT%H%M%SZ"))
