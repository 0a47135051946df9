"""Who would like a mentor and who walks with whom: staff's board, comparing, and one of the two."""

import uuid
from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
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

from cms.wagtail_hooks import mentorship_forms as asked
from cms.wagtail_hooks.looking_after import look_after
from cms.wagtail_hooks.safeguarding import DeskRequest
from community.mentorship.actions import Refusal, beginning, closing, proposing, resting
from community.mentorship.actions.board import board
from community.mentorship.actions.facts import answers_in_words, labels
from community.mentorship.matching import MAY_BE_PASSED, factor_in_words, gate_in_words, table
from community.mentorship.models import Mentor, Mentorship, MentorshipState, MoveReason
from community.mentorship.permissions import visible_mentorships, visible_requests
from community.people.models import User
from community.safety.access import Who, factor_recently_used, open_to
from community.safety.actions import write_down
from community.safety.models import Saw
from community.safety.permissions import answers_for_safety

S = MentorshipState


@open_to(Who.STAFF)
@require_safe
def all_of_it(request: DeskRequest) -> HttpResponse:
    """The board. Names are for who looks after them; what they wrote is not here."""
    now = timezone.now()
    context = {"board": board(by=request.user, now=now), "today": timezone.localdate(), "S": S}
    return render(request, "cms/admin/mentorships.html", context)


@open_to(Who.STAFF)
@factor_recently_used
@sensitive_post_parameters("note")
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """One request against every mentor: points that add up, and who is shut out by which gate."""
    now = timezone.now()
    rows = visible_requests(request.user).select_related("person")
    row = get_object_or_404(rows, public_id=public_id)
    form = asked.SuggestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (two := _suggest(request, row, form)):
        return redirect("desk_two", public_id=two.public_id)
    write_down(by=request.user, about=row.person.public_id, what=Saw.NOTE, now=now)
    found = proposing.compare(request=row, by=request.user, now=now)
    words = labels()
    said = answers_in_words(row, words)
    context = {"row": row, "form": form, "said": said, **_compared(found, words)}
    return render(request, "cms/admin/mentorship_compare.html", context)


@open_to(Who.STAFF)
@factor_recently_used
@sensitive_post_parameters("note")
@require_http_methods(["GET", "HEAD", "POST"])
def two(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """One match: where it stands, every step of it, what each side says, and what can be done."""
    rows = visible_mentorships(request.user).select_related("person", "mentor__person")
    row = get_object_or_404(rows, public_id=public_id)
    what = request.POST.get("what", "")
    found = {
        name: form(request.POST if what == name else None, auto_id=f"id_{name}_%s")
        for name, form in asked.OF_TWO.items()
    }
    if what in ACTS and _act(request, row, what, found.get(what)):
        return redirect("desk_two", public_id=public_id)
    for person in who_may_know(row):
        write_down(by=request.user, about=person.public_id, what=Saw.NOTE, now=timezone.now())
    steps = row.changes.select_related("by")
    answers = row.check_ins.exclude(answered_at=None).order_by("due_on", "side")
    context = {"row": row, "S": S, "forms": found, "steps": steps, "answers": answers}
    return render(request, "cms/admin/mentorship_two.html", context)


def who_may_know(row: Mentorship) -> list[User]:
    """Who reads that staff looked: both; but after one of them did not feel safe, that one alone.

    The other one would learn of it by the look (safety.md #50). Where staff ended it for safety, or
    keep the two apart, and neither said so, the participant.
    """
    both = [row.person, row.mentor.person]
    unsafe = set(row.changes.filter(reason=MoveReason.UNSAFE).values_list("by_id", flat=True))
    said = (unsafe | set(row.reports.values_list("by_id", flat=True))) - {None}
    if (row.state == S.ENDED_SAFETY or unsafe) and not said:
        return [row.person]
    return [one for one in both if one.pk in said] if said else both


def _suggest(request: DeskRequest, row: Any, form: forms.Form) -> Mentorship | None:
    mentor = get_object_or_404(Mentor, pk=form.cleaned_data["mentor"])
    note, now = form.cleaned_data["note"], timezone.now()
    try:
        return proposing.suggest(request=row, mentor=mentor, by=request.user, now=now, note=note)
    except Refusal as refusal:
        form.add_error("note", str(refusal))
    return None


def _compared(found: proposing.Compared, words: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Both lists with names and words, for the page."""
    pks = [one.walker.pk for one in found.ranking.ranked]
    pks += [one.walker.pk for one in found.ranking.excluded]
    names = {
        mentor.pk: mentor.person.alias
        for mentor in Mentor.objects.filter(pk__in=pks).select_related("person")
    }
    ranked = [
        {
            "pk": one.walker.pk,
            "alias": names[one.walker.pk],
            "score": one.score,
            "walks": f"{one.walker.walking}/{one.walker.cap}",
            "lines": [
                (factor_in_words(line.factor), line, said)
                for line, said in table(one.walker, found.asked, words)
            ],
        }
        for one in found.ranking.ranked
    ]
    excluded = [
        {
            "pk": one.walker.pk,
            "alias": names[one.walker.pk],
            "gate": gate_in_words(one.gate),
            "may_pass": one.gate in MAY_BE_PASSED,
        }
        for one in found.ranking.excluded
    ]
    return {"ranked": ranked, "excluded": excluded}


def _offer(row: Mentorship, _values: dict[str, Any], **by: Any) -> None:
    proposing.offer(mentorship=row, **by)


def _drop(row: Mentorship, values: dict[str, Any], **by: Any) -> None:
    proposing.drop(mentorship=row, reason=MoveReason(values["reason"]), note=values["note"], **by)


def _begin(row: Mentorship, values: dict[str, Any], **by: Any) -> None:
    beginning.begin(mentorship=row, weeks=int(values["weeks"]), **by)


def _go_on(row: Mentorship, _values: dict[str, Any], **by: Any) -> None:
    beginning.go_on(mentorship=row, **by)


def _resume(row: Mentorship, _values: dict[str, Any], **by: Any) -> None:
    resting.resume(mentorship=row, **by)


def _plan(row: Mentorship, values: dict[str, Any], **by: Any) -> None:
    closing.start_closing(mentorship=row, ends_on=values["ends_on"], **by)


def _close(row: Mentorship, values: dict[str, Any], **by: Any) -> None:
    closing.close(mentorship=row, **values, **by)


def _safety(row: Mentorship, values: dict[str, Any], **by: Any) -> None:
    closing.end_for_safety(mentorship=row, note=values["note"], **by)


ACTS: Final[dict[str, Callable[..., None]]] = {
    "offer": _offer,
    "drop": _drop,
    "begin": _begin,
    "go_on": _go_on,
    "resume": _resume,
    "plan": _plan,
    "close": _close,
    "safety": _safety,
}


def _act(request: DeskRequest, row: Mentorship, what: str, form: forms.Form | None) -> bool:
    """Do what was pressed; a refusal goes into its form."""
    if form is not None and not form.is_valid():
        return False
    values = form.cleaned_data if form is not None else {}
    try:
        ACTS[what](row, values, by=request.user, now=timezone.now())
    except Refusal as refusal:
        if form is not None:
            form.add_error(None, str(refusal))
            return False
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return True


class MentorshipsMenuItem(MenuItem):
    """For those who bring people together."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For programme staff."""
        return answers_for_safety(request.user)


@hooks.register("register_admin_urls")
def mentorship_urls() -> list[URLPattern]:
    """The board, one request, one of the two."""
    return [
        path("desk/together/", all_of_it, name="desk_together"),
        path("desk/together/asked/<uuid:public_id>/", compare, name="desk_compare"),
        path("desk/together/<uuid:public_id>/", two, name="desk_two"),
        path("desk/together/<uuid:public_id>/who/", look_after, name="desk_look_after"),
    ]


@hooks.register("register_admin_menu_item")
def mentorships_menu_item() -> MenuItem:
    """The way to the board."""
    return MentorshipsMenuItem(
        gettext_lazy("Mentor matches"), reverse("desk_together"), name="together",
        icon_name="group", order=200,
    )  # fmt: skip
