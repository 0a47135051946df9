"""Mentors: the list, and one of them with all that staff find out, say and decide."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.wagtail_hooks import mentor_forms as asked
from cms.wagtail_hooks import mentors_training
from community.mentorship import actions
from community.mentorship.models import ENDED, Mentor, MentorReason, MentorState
from community.mentorship.permissions import visible_logs, visible_mentors
from community.people.models import User
from community.safety.access import Who, open_to
from community.safety.actions import NotForYou
from community.safety.permissions import answers_for_safety

S = MentorState
SHOWN = 200
REFUSALS = (actions.Refusal, NotForYou)
FORMS: dict[str, type[forms.Form]] = {
    "interview": asked.InterviewForm,
    "check": asked.RecordCheckForm,
    "flag": asked.FlagForm,
    "settle": asked.SettleForm,
    "passed": asked.PassedForm,
    "support": asked.SupportForm,
    "approve": asked.ApproveForm,
    "decline": asked.DeclineForm,
    "hold": asked.NoteForm,
    "remove": asked.NoteForm,
}
VERBS = {
    "interview": gettext_lazy("Write the talk down"),
    "check": gettext_lazy("Write down a look at a record"),
    "flag": gettext_lazy("Note a red flag"),
    "passed": gettext_lazy("Note a part of the training"),
    "support": gettext_lazy("Say who supports them"),
    "approve": gettext_lazy("Say yes"),
    "decline": gettext_lazy("Decline"),
    "hold": gettext_lazy("Pause until we let them back"),
    "remove": gettext_lazy("Remove for somebody’s safety"),
}
# Which of them are there in which state, in the order of the page.
LEARNING = ["interview", "check", "flag", "passed", "support"]
OFFERED: dict[str, list[str]] = {
    S.APPLIED: ["flag", "decline", "remove"],
    S.SCREENING: ["interview", "check", "flag", "passed", "support", "decline", "remove"],
    S.TRAINING: [*LEARNING, "approve", "decline", "remove"],
    S.ACTIVE: [*LEARNING, "approve", "hold", "remove"],
    S.PAUSED: [*LEARNING, "approve", "hold", "remove"],
    S.LAPSED: [*LEARNING, "approve", "hold", "remove"],
    S.LEFT: ["remove"],
    S.DECLINED: ["remove"],
    S.REMOVED_SAFETY: [],
}


class DeskRequest(HttpRequest):
    """A request of one of the staff, behind Wagtail's own door."""

    user: User


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """The screens about mentors."""
    return [
        path("desk/walk/", mentors, name="desk_mentors"),
        path("desk/walk/<uuid:public_id>/", mentor, name="desk_mentor"),
        path("desk/walk/training/", mentors_training.training, name="desk_training"),
        path("desk/walk/places/", mentors_training.places, name="desk_places"),
        path(
            "desk/walk/reported/<uuid:public_id>/", mentors_training.reported, name="desk_reported"
        ),
        path("desk/walk/drop-ins/", mentors_training.drop_ins, name="desk_drop_ins"),
    ]


class MentorsMenuItem(MenuItem):
    """People who walk with somebody."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For programme staff."""
        return answers_for_safety(request.user)


@hooks.register("register_admin_menu_item")
def mentors_menu_item() -> MenuItem:
    """The way to the list of mentors."""
    return MentorsMenuItem(
        gettext_lazy("Mentors"), reverse("desk_mentors"), name="walk", icon_name="user", order=195
    )


@open_to(Who.STAFF)
@require_safe
def mentors(request: DeskRequest) -> HttpResponse:
    """Mentors by how far they are, the one whose check ends first at the top."""
    state = request.GET.get("state", "")
    rows = visible_mentors(request.user).select_related("person", "supervisor")
    rows = rows.filter(state=state) if state in S.values else rows.exclude(state__in=ENDED)
    rows = rows.annotate(
        open_flags=Count("flags", filter=Q(flags__settled_at=None), distinct=True),
        answers=Count("references", filter=Q(references__answered_at__isnull=False), distinct=True),
    ).order_by("check_expires_on", "applied_at", "pk")
    context = {"rows": rows[:SHOWN], "states": S.choices, "state": state}
    return render(request, "cms/admin/mentors.html", context)


@open_to(Who.STAFF)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def mentor(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """One mentor: what they say, what was found, who said what, and the next step."""
    row = get_object_or_404(_shown(request), public_id=public_id)
    what = request.POST.get("what", "") if request.method == "POST" else ""
    found = {name: _form(request, name, what) for name in FORMS}
    if what in ACTS and _act(request, row, what, found.get(what)):
        return redirect("desk_mentor", public_id=public_id)
    row = get_object_or_404(_shown(request), public_id=public_id)
    context = {
        **_context(row, request.user),
        "forms": [(n, VERBS[n], found[n]) for n in OFFERED[row.state]],
    }
    context["settle"], context["media"] = found["settle"], asked.ApproveForm().media
    return render(request, "cms/admin/mentor.html", context)


def _shown(request: DeskRequest) -> Any:
    return visible_mentors(request.user).select_related("person", "supervisor")


def _context(row: Mentor, user: User) -> dict[str, Any]:
    now = timezone.now()
    on_the_way = row.state not in ENDED
    return {
        "row": row,
        "S": S,
        "said": [(name, actions.in_words(name, getattr(row, name))) for name in WORDS],
        "interview": getattr(row, "interview", None),
        "references": row.references.all(),
        "checks": row.record_checks.select_related("reviewed_by"),
        "flags": row.flags.select_related("by", "settled_by"),
        "passed": row.passed.select_related("module", "by"),
        "changes": row.changes.select_related("by"),
        "logs": visible_logs(user).filter(mentor=row)[:12],
        "missing": actions.missing(row, now) if on_the_way else [],
        "approval": actions.waits_for_another(row, now),
    }


WORDS = ("strengths", "interests", "languages", "areas")


def _form(request: DeskRequest, name: str, what: str) -> forms.Form:
    return FORMS[name](request.POST if what == name else None, auto_id=f"id_{name}_%s")


def _begin(row: Mentor, _values: dict[str, Any], _request: DeskRequest, **by: Any) -> None:
    actions.begin_screening(mentor=row, **by)


def _ask(row: Mentor, _values: dict[str, Any], request: DeskRequest, **by: Any) -> None:
    def link(token: str) -> str:
        return request.build_absolute_uri(reverse("mentorship:letter", args=[token]))

    actions.ask_references(mentor=row, link_for=link, **by)


def _interview(row: Mentor, values: dict[str, Any], _request: DeskRequest, **by: Any) -> None:
    actions.record_interview(mentor=row, answers=values, outcome=values["outcome"], **by)


def _settle(row: Mentor, values: dict[str, Any], _request: DeskRequest, **by: Any) -> None:
    flag = get_object_or_404(row.flags, public_id=values["flag"])
    actions.settle_flag(flag=flag, note=values["note"], **by)


def _with(action: Callable[..., Any]) -> Callable[..., None]:
    """An act that hands the answers of its form to one action."""

    def act(row: Mentor, values: dict[str, Any], _request: DeskRequest, **by: Any) -> None:
        action(mentor=row, **values, **by)

    return act


def _decline(row: Mentor, values: dict[str, Any], _request: DeskRequest, **by: Any) -> None:
    reason = MentorReason(values["reason"])
    actions.decline(mentor=row, reason=reason, note=values["note"], **by)


ACTS: dict[str, Callable[..., None]] = {
    "begin": _begin,
    "ask": _ask,
    "train": _with(actions.begin_training),
    "back": _with(actions.come_back),
    "interview": _interview,
    "check": _with(actions.record_check),
    "flag": _with(actions.raise_flag),
    "settle": _settle,
    "passed": _with(actions.pass_module),
    "support": _with(actions.support),
    "approve": _with(actions.approve),
    "decline": _decline,
    "hold": _with(actions.suspend),
    "remove": _with(actions.remove_for_safety),
}


def _act(request: DeskRequest, row: Mentor, what: str, form: forms.Form | None) -> bool:
    """Do what was pressed; a refusal goes into its form, or above the page."""
    if form is not None and not form.is_valid():
        return False
    values = form.cleaned_data if form is not None else {}
    try:
        ACTS[what](row, values, request, by=request.user, now=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
        if form is not None:
            form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True
