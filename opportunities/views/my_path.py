"""My path: the person's own pages, and nobody else's. Every button is a form."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from community.mentorship.permissions import own_plan_of_two, own_shown_parts
from community.people import actions as people
from community.people.middleware import SignedInRequest
from community.people.models import Aim, Step
from community.people.permissions import own_aims, own_milestones, own_path, own_steps
from community.safety.access import Who, open_to
from opportunities.actions.path import (
    NotOpenNow,
    activities_to_choose,
    open_activities,
    put_beside,
    stretches,
)
from opportunities.forms.path import AimForm, MilestoneForm, StepForm
from opportunities.permissions import open_suggestions

from .plan import MOST_THOUGHTS


def own_page(*methods: str) -> Callable[[Any], Any]:
    """A page of the person's own words: never kept by a browser, never in a report of a mistake."""

    def declare(view: Any) -> Any:
        guarded = require_http_methods(["GET", "HEAD", *methods])(view)
        return open_to(Who.SIGNED_IN)(never_cache(sensitive_post_parameters()(guarded)))

    return declare


@own_page("POST")
def path(request: SignedInRequest) -> HttpResponse:
    """The whole path; a POST puts something more on it."""
    now, by = timezone.now(), request.user
    form = AimForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            aim = people.name_aim(by=by, now=now, **form.cleaned_data)
        except people.PathRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _back_to(aim)
    context: dict[str, Any] = {"is_resting": own_path(by).filter(is_resting=True).exists()}
    if not context["is_resting"]:
        context |= _whole_path(request) | _with_a_mentor(request)
    context |= {"form": form, "beside": _came_from(request)}
    return render(request, "opportunities/path.html", context, status=400 if form.errors else 200)


def _whole_path(request: SignedInRequest) -> dict[str, Any]:
    now, by = timezone.now(), request.user
    found = stretches(by)
    beside = open_activities(of=by, now=now)
    for one in found:
        for step in one.steps:
            step.goes_with = beside.get(step.pk)  # type: ignore[attr-defined]
    return {
        "stretches": found,
        "has_room": len(found) < people.MOST_AIMS,
        "milestones": own_milestones(by),
        "today": timezone.localdate(now),
    }


def _with_a_mentor(request: SignedInRequest) -> dict[str, Any]:
    """What is shown to a mentor, and what the mentor thought of; nothing without one."""
    walk = own_plan_of_two(request.user).first()
    if walk is None:
        return {"walk": None, "shown_aims": set(), "shown_steps": set()}
    shown = list(own_shown_parts(request.user).values_list("aim", "step"))
    return {
        "walk": walk,
        "shown_aims": {aim for aim, _step in shown},
        "shown_steps": {step for _aim, step in shown},
        "thoughts": open_suggestions(request.user, timezone.now())[:MOST_THOUGHTS],
    }


@own_page()
def path_paper(request: SignedInRequest) -> HttpResponse:
    """The path on paper: no name of the site, no buttons, nothing that is put away."""
    return render(request, "opportunities/path/paper.html", _whole_path(request))


@own_page("POST")
def aim(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One aim in other words; its place among the others; off the path."""
    row = get_object_or_404(own_aims(request.user), public_id=public_id)
    if "do" in request.POST:
        return _do_with_aim(row, request.POST["do"])
    said = {"words": row.words, "tag": row.tag}
    form = AimForm(request.POST if request.method == "POST" else None, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            people.reword_aim(aim=row, **form.cleaned_data)
        except people.NothingSaid as refusal:
            form.add_error("words", str(refusal))
        else:
            return _back_to(row)
    context = {"form": form, "aim": row, "is_shown": _is_shown(request, aim=row)}
    status = 400 if form.errors else 200
    return render(request, "opportunities/path/aim.html", context, status=status)


def _do_with_aim(row: Aim, what: str) -> HttpResponse:
    if what in {"up", "down"}:
        people.move_aim(aim=row, up=what == "up")
        return _back_to(row)
    if what == "off":
        people.take_off_aim(aim=row)
    return redirect("opportunities:path")


@own_page("POST")
def new_step(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """A small step towards an aim."""
    towards = get_object_or_404(own_aims(request.user), public_id=public_id)
    return _step_page(request, towards, None)


@own_page("POST")
def step(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One step: in other words, done, not today, put away, one place up or down, off the path."""
    row = get_object_or_404(
        own_steps(request.user).select_related("aim__person"), public_id=public_id
    )
    if "do" in request.POST:
        return _do_with_step(row, request.POST["do"])
    return _step_page(request, row.aim, row)


def _step_page(request: SignedInRequest, towards: Aim, row: Step | None) -> HttpResponse:
    """The form of a step that is there already, or of a new one."""
    now, by, also = timezone.now(), request.user, _came_from(request)
    choices = activities_to_choose(by=by, now=now, also=also, of=row)
    beside = open_activities(of=by, now=now).get(row.pk) if row else None
    chosen = also or (beside.public_id if beside else "")
    said = {"words": row.words if row else "", "activity": chosen}
    sent = request.POST if request.method == "POST" else None
    form = StepForm(sent, activities=choices, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            return _back_to(_keep_step(towards, row, form))
        except (people.PathRefused, NotOpenNow) as refusal:
            form.add_error(None, str(refusal))
    is_shown = row is not None and _is_shown(request, step=row)
    context = {"form": form, "aim": towards, "step": row, "beside": also, "is_shown": is_shown}
    status = 400 if form.errors else 200
    return render(request, "opportunities/path/step.html", context, status=status)


def _is_shown(request: SignedInRequest, **part: Aim | Step) -> bool:
    return own_shown_parts(request.user).filter(**part).exists()


def _keep_step(towards: Aim, row: Step | None, form: StepForm) -> Step:
    now, words = timezone.now(), form.cleaned_data["words"]
    if row:
        kept = people.reword_step(step=row, words=words)
    else:
        kept = people.add_step(aim=towards, words=words, today=timezone.localdate(now))
    put_beside(step=kept, opportunity=form.opportunity, now=now)
    return kept


def _do_with_step(row: Step, what: str) -> HttpResponse:
    today = timezone.localdate(timezone.now())
    ways: dict[str, Callable[[], None]] = {
        "done": lambda: people.finish_step(step=row, today=today),
        "not_done": lambda: people.finish_step(step=row, today=today, is_done=False),
        "not_today": lambda: people.put_off_step(step=row, today=today),
        "up": lambda: people.move_step(step=row, up=True, today=today),
        "down": lambda: people.move_step(step=row, up=False, today=today),
        "away": lambda: people.put_away_step(step=row, today=today),
        "here": lambda: people.put_away_step(step=row, today=today, is_hidden=False),
        "off": lambda: people.take_off_step(step=row),
    }
    if what in ways:
        ways[what]()
    return _back_to(row.aim if what in {"away", "off"} else row)


@open_to(Who.SIGNED_IN)
@never_cache
@require_POST
def rest(request: SignedInRequest) -> HttpResponse:
    """Let the path rest, or come back to it. One tap each way, and nobody asks why."""
    if "back" in request.POST:
        people.come_back(by=request.user)
        messages.success(request, _("Good to see you. Everything is where you left it."))
    else:
        people.rest(by=request.user)
    return redirect("opportunities:path")


@own_page("POST")
def milestones(request: SignedInRequest) -> HttpResponse:
    """The days that somebody names, and one more."""
    form = MilestoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            people.name_milestone(by=request.user, **form.cleaned_data)
        except people.PathRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("opportunities:milestones")
    context = {"form": form, "milestones": own_milestones(request.user)}
    status = 400 if form.errors else 200
    return render(request, "opportunities/path/milestones.html", context, status=status)


@open_to(Who.SIGNED_IN)
@never_cache
@require_POST
def milestone(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take one off."""
    row = get_object_or_404(own_milestones(request.user), public_id=public_id)
    people.take_off_milestone(milestone=row)
    return redirect("opportunities:milestones")


def _came_from(request: HttpRequest) -> uuid.UUID | None:
    """The activity from whose page somebody came, to go with a step; nothing for what is no id."""
    try:
        return uuid.UUID(request.GET.get("with", ""))
    except ValueError:
        return None


def _back_to(row: Aim | Step) -> HttpResponseRedirect:
    """The path, where this stands on it."""
    return redirect(f"{reverse('opportunities:path')}#at-{row.public_id}")
