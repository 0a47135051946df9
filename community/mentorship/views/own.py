"""Where a mentor stands: the steps, taking a break, stopping, and how it is for them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from community.mentorship import actions
from community.mentorship.forms.own import LogForm, PauseForm
from community.mentorship.models import Load, Mentor, MentorState
from community.mentorship.permissions import own_mentoring, visible_drop_ins, walked_mentorships
from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to

S = MentorState
ON_THE_WAY = {S.APPLIED, S.SCREENING, S.TRAINING}
WORK = {S.ACTIVE, S.PAUSED, S.LAPSED}
FORMS: dict[str, type[forms.Form]] = {"pause": PauseForm, "log": LogForm}


@open_to(Who.PARTICIPANT)
@never_cache
@sensitive_post_parameters("words")
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: SignedInRequest) -> HttpResponse:
    """Where one's own part stands, and what can be done about it."""
    mentor = get_object_or_404(own_mentoring(request.user))
    what = request.POST.get("what", "") if request.method == "POST" else ""
    found = {name: _form(request, name, what) for name in FORMS}
    if what in ACTS and _act(request, mentor, what, found.get(what)):
        return redirect("mentorship:mine")
    mentor = get_object_or_404(own_mentoring(request.user))
    now = timezone.now()
    context = {
        **_standing(mentor),
        "mentor": mentor,
        "forms": found,
        "drop_ins": visible_drop_ins(request.user, now).select_related("by")[:10],
        # None of who is not active: not even that there are any (#19).
        "walking": walked_mentorships(request.user, now).taken().count(),
    }
    faulty = found.get(what)
    status = 400 if what and (what not in ACTS or (faulty and faulty.errors)) else 200
    return render(request, "mentorship/mine.html", context, status=status)


def _standing(mentor: Mentor) -> dict[str, Any]:
    """What of the page is shown. Who is held, or was removed, reads what everybody reads."""
    return {
        "S": S,
        "steps": actions.steps_of(mentor) if mentor.state in ON_THE_WAY else [],
        "is_at_work": mentor.state in WORK,
        "is_on_the_way": mentor.state in ON_THE_WAY,
        "may_come_back": mentor.state == S.PAUSED and not mentor.is_held,
        "logs": mentor.logs.all()[:12] if mentor.state in WORK else [],
    }


def _form(request: SignedInRequest, name: str, what: str) -> forms.Form:
    return FORMS[name](request.POST if what == name else None, auto_id=f"id_{name}_%s")


def _pause(mentor: Mentor, values: dict[str, Any], **by: Any) -> None:
    actions.pause(mentor=mentor, until=values["until"], **by)


def _back(mentor: Mentor, _values: dict[str, Any], **by: Any) -> None:
    actions.come_back(mentor=mentor, **by)


def _leave(mentor: Mentor, _values: dict[str, Any], **by: Any) -> None:
    actions.leave(mentor=mentor, **by)


def _log(mentor: Mentor, values: dict[str, Any], by: Any, now: Any) -> None:
    actions.keep_log(mentor=mentor, load=Load(values["load"]), words=values["words"], now=now)


ACTS: dict[str, Callable[..., None]] = {
    "pause": _pause,
    "back": _back,
    "leave": _leave,
    "log": _log,
}


def _act(request: SignedInRequest, mentor: Mentor, what: str, form: forms.Form | None) -> bool:
    """Do what was pressed; a refusal goes into its form, or above the page."""
    if form is not None and not form.is_valid():
        return False
    values = form.cleaned_data if form is not None else {}
    try:
        ACTS[what](mentor, values, by=request.user, now=timezone.now())
    except actions.Refusal as refusal:
        if form is not None:
            form.add_error(None, str(refusal))
            return False
        messages.error(request, str(refusal))
        return True
    messages.success(request, _("Saved."))
    return True
