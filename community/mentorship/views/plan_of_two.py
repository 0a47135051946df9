"""A plan that two see. One chooses what is shown, the other reads that and no more."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from community.mentorship.actions.plan_of_two import keep_part, plan_as_shown, show_part
from community.mentorship.actions.states import Refusal
from community.mentorship.models import Mentorship
from community.mentorship.permissions import own_plan_of_two, own_shown_parts, read_plans
from community.people.middleware import SignedInRequest
from community.people.models import Aim, Step
from community.people.permissions import own_aims, own_path, own_steps
from community.safety.access import Who, open_to

from .second_step import mentor_proves


@open_to(Who.PARTICIPANT)
@never_cache
@mentor_proves
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The same address for both: hers to choose, the mentor's to read."""
    own = own_plan_of_two(request.user).select_related("mentor__person")
    if row := own.filter(public_id=public_id).first():
        return _choose(request, row)
    rows = read_plans(request.user, timezone.now()).select_related("person", "mentor__person")
    row = get_object_or_404(rows, public_id=public_id)
    if request.method == "POST":
        raise Http404
    context = {"row": row, "other": row.person.alias, "stretches": plan_as_shown(row)}
    return render(request, "mentorship/plan_read.html", context)


def _choose(request: SignedInRequest, row: Mentorship) -> HttpResponse:
    if request.method == "POST" and (done := _changed(request, row)):
        return done
    context = {
        "row": row,
        "other": row.mentor.person.alias,
        "is_resting": own_path(request.user).filter(is_resting=True).exists(),
        "stretches": _to_choose(request),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "mentorship/plan_choose.html", context, status=status)


def _to_choose(request: SignedInRequest) -> list[dict[str, Any]]:
    """Each aim with its steps, and which of it is shown. What is put away is nobody's to see."""
    shown = list(own_shown_parts(request.user).values_list("aim", "step"))
    aims, steps = {aim for aim, _step in shown}, {step for _aim, step in shown}
    return [
        {
            "aim": aim,
            "is_shown": aim.pk in aims,
            "steps": [
                {"step": step, "is_shown": step.pk in steps}
                for step in aim.steps.all()
                if not step.is_hidden
            ],
        }
        for aim in own_aims(request.user).prefetch_related("steps")
    ]


def _changed(request: SignedInRequest, row: Mentorship) -> HttpResponseRedirect | None:
    """Do what one button says; None for what is no button of this page."""
    what = next((name for name in ("show", "keep") if name in request.POST), "")
    part = _part(request, request.POST.get(what, ""))
    if part is None:
        return None
    try:
        if what == "show":
            show_part(part=part, by=request.user, now=timezone.now())
        else:
            keep_part(part=part, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    where = reverse("mentorship:plan", args=[row.public_id])
    return redirect(f"{where}#at-{part.public_id}")


def _part(request: SignedInRequest, typed: str) -> Aim | Step | None:
    try:
        key = uuid.UUID(typed)
    except ValueError:
        return None
    steps = own_steps(request.user).select_related("aim")
    return (
        own_aims(request.user).filter(public_id=key).first() or steps.filter(public_id=key).first()
    )
