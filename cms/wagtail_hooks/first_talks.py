"""Who would like to talk: the queue, one talk, and how to reach them (safety.md #24, #37, #38).

The queue and the page of one talk say nothing of what it is about. How to reach somebody stands on
a page of its own, for the one who has it, for an hour after they said why; each look is recorded.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.wagtail_hooks.forms import GrantForm
from cms.wagtail_hooks.handing_over import HandOverForm, WriteForm
from cms.wagtail_hooks.safeguarding import DeskRequest
from community.people.actions import ReleaseTooLong
from community.safety.access import Who, factor_recently_used, open_to
from community.safety.actions import NoReasonGiven
from community.safety.permissions import answers_for_safety
from community.support.actions import talks as actions
from community.support.models import FirstContactRequest
from community.support.permissions import may_read, reach_card, visible_first_talks

SHOWN = 200
DO: dict[str, Callable[..., FirstContactRequest]] = {
    "take": actions.take_talk,
    "tried": actions.note_tried,
    "reached": actions.note_reached,
    "close": actions.close_talk,
}


@open_to(Who.STAFF)
@require_safe
def first_talks(request: DeskRequest) -> HttpResponse:
    """Those that wait, the one that was promised first at the top: where each stands, no more."""
    rows = visible_first_talks(request.user).not_over().select_related("taken_by")[:SHOWN]
    context = {"rows": rows, "now": timezone.now()}
    return render(request, "cms/admin/first_talks.html", context)


@open_to(Who.STAFF)
@factor_recently_used
@sensitive_post_parameters("words")
@require_http_methods(["GET", "HEAD", "POST"])
def first_talk(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Where one stands, who has it, and asking to see how to reach them."""
    row = get_object_or_404(visible_first_talks(request.user), public_id=public_id)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_talk(talk=row, by=request.user, now=timezone.now(), **form.cleaned_data)
        except NoReasonGiven as refusal:
            form.add_error("words", str(refusal))
        except actions.TalkRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("desk_first_talk_reach", public_id=public_id)
    is_mine = row.taken_by_id == request.user.pk
    context: dict[str, Any] = {"row": row, "form": form, "is_mine": is_mine}
    context["is_open"] = may_read(row, request.user, timezone.now())
    context["is_late"] = row.state in {"new", "taken"} and row.answer_by < timezone.now()
    return render(request, "cms/admin/first_talk.html", context)


@open_to(Who.STAFF)
@factor_recently_used
@require_POST
def first_talk_step(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take it, note a try or a talk, or finish it: one button each; a second tap is harmless."""
    row = get_object_or_404(visible_first_talks(request.user), public_id=public_id)
    what, more = request.POST.get("what", ""), {}
    if what == "over":
        what, more = "take", {"over": True}
    if what in DO:
        try:
            DO[what](talk=row, by=request.user, now=timezone.now(), **more)
        except actions.TalkRefused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Saved."))
    return redirect("desk_first_talk", public_id=public_id)


@open_to(Who.STAFF)
@factor_recently_used
@require_safe
def first_talk_reach(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """What to know before getting in touch, then the number. Each look is written down; for
    anybody but the one who has it and said why there is nothing here."""
    row = get_object_or_404(visible_first_talks(request.user), public_id=public_id)
    now = timezone.now()
    try:
        actions.look_at_talk(talk=row, by=request.user, now=now)
    except actions.NotYours:
        raise Http404 from None
    told = [(one, actions.may_be_told(row=one, now=now)) for one in row.hand_overs.all()]
    context = {"row": row, "card": reach_card(row), "told": told}
    context |= {"write": WriteForm(initial={"reply": row.reply, "notes": row.notes})}
    context |= {"over": HandOverForm(has_account=row.person_id is not None)}
    return render(request, "cms/admin/first_talk_reach.html", context)


@open_to(Who.STAFF)
@factor_recently_used
@sensitive_post_parameters()
@require_POST
def first_talk_write(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """An answer that they read here, and notes for other staff."""
    row = get_object_or_404(visible_first_talks(request.user), public_id=public_id)
    form = WriteForm(request.POST)
    if not form.is_valid():
        return _again(request, row, form, _("Our answer, and notes"))
    try:
        actions.write_to_talk(talk=row, by=request.user, now=timezone.now(), **form.cleaned_data)
    except actions.TalkRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("desk_first_talk", public_id=public_id)


@open_to(Who.STAFF)
@factor_recently_used
@sensitive_post_parameters()
@require_POST
def first_talk_over(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Hand them over to people who help, with their yes and not without (safety.md #37)."""
    row = get_object_or_404(visible_first_talks(request.user), public_id=public_id)
    form = HandOverForm(request.POST, has_account=row.person_id is not None)
    if form.is_valid():
        try:
            actions.hand_over(talk=row, by=request.user, now=timezone.now(), **form.said)
        except (actions.TalkRefused, ReleaseTooLong) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down. You may tell them now."))
            return redirect("desk_first_talk", public_id=public_id)
    return _again(request, row, form, _("Hand over"))


def _again(request: DeskRequest, row: FirstContactRequest, form: Any, verb: str) -> HttpResponse:
    """The form once more, with what was typed and what is wrong with it."""
    context = {"verb": verb, "row": "", "form": form, "explained": ""}
    context["back"] = reverse("desk_first_talk", args=[row.public_id])
    return render(request, "cms/admin/ask.html", context, status=400)


class FirstTalksMenuItem(MenuItem):
    """Who would like to talk."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For programme staff."""
        return answers_for_safety(request.user)


@hooks.register("register_admin_menu_item")
def first_talks_menu_item() -> MenuItem:
    """The way to the queue."""
    return FirstTalksMenuItem(
        gettext_lazy("First talks"), reverse("desk_first_talks"), name="talks", icon_name="comment",
        order=191,
    )  # fmt: skip


@hooks.register("register_admin_urls")
def first_talks_urls() -> list[URLPattern]:
    """Its screens."""
    one = "desk/talks/<uuid:public_id>/"
    return [
        path("desk/talks/", first_talks, name="desk_first_talks"),
        path(one, first_talk, name="desk_first_talk"),
        path(f"{one}step/", first_talk_step, name="desk_first_talk_step"),
        path(f"{one}reach/", first_talk_reach, name="desk_first_talk_reach"),
        path(f"{one}write/", first_talk_write, name="desk_first_talk_write"),
        path(f"{one}over/", first_talk_over, name="desk_first_talk_over"),
    ]
