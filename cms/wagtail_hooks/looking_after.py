"""Who of the staff looks after a request or a match: taking it up or over, and handing it over."""

import uuid
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cms.wagtail_hooks.mentor_forms import WHO_WORKS_HERE
from cms.wagtail_hooks.safeguarding import DeskRequest
from community.mentorship.actions import Refusal
from community.mentorship.actions.looking_after import coordinator_of, hand_to, take_over
from community.mentorship.models import CoordinatorChange, Mentorship, MentorshipRequest
from community.mentorship.permissions import (
    mentorships_on_board,
    requests_on_board,
    visible_mentorships,
    visible_requests,
)
from community.people.models import User
from community.safety.access import Who, factor_recently_used, open_to
from community.safety.actions import NoReasonGiven, NotForYou

REFUSALS: Final = (Refusal, NotForYou, NoReasonGiven)


class TakeForm(forms.Form):
    """Why somebody else looks after it from now on."""

    reason = forms.CharField(
        label=gettext_lazy("Why you take it over"),
        help_text=gettext_lazy("Three words or more. Whoever looks after it now is told."),
        required=False,
        max_length=500,
    )


class HandForm(forms.Form):
    """To whom it goes, and why."""

    to = forms.ModelChoiceField(
        WHO_WORKS_HERE, label=gettext_lazy("Who looks after it next"), to_field_name="public_id"
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Three words or more."),
        max_length=500,
    )


@open_to(Who.STAFF)
@factor_recently_used
@sensitive_post_parameters("reason")
@require_http_methods(["GET", "HEAD", "POST"])
def look_after(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who looks after a request or a match, and changing that. It names neither of the two."""
    row = _on_board(request.user, public_id)
    what = request.POST.get("what", "")
    take = TakeForm(request.POST if what == "take" else None, auto_id="id_take_%s")
    hand = HandForm(request.POST if what == "hand" else None, auto_id="id_hand_%s")
    if what == "take" and take.is_valid() and _change(request, row, take):
        return redirect(_where(row), public_id=public_id)
    if what == "hand" and hand.is_valid() and _change(request, row, hand):
        return redirect("desk_together")
    context = {
        "row": row,
        "is_request": isinstance(row, MentorshipRequest),
        "page": _where(row),
        "now_by": coordinator_of(row.person),
        "is_open": _is_open(request.user, row),
        "take": take,
        "hand": hand,
        "changes": _changes(request.user, row),
    }
    return render(request, "cms/admin/looking_after.html", context)


def _on_board(user: User, public_id: uuid.UUID) -> Mentorship | MentorshipRequest:
    for rows in (mentorships_on_board(user), requests_on_board(user)):
        row = rows.select_related("person", "coordinator").filter(public_id=public_id).first()
        if row is not None:
            return row
    raise Http404


def _where(row: Mentorship | MentorshipRequest) -> str:
    """The page that is open to who looks after it."""
    return "desk_two" if isinstance(row, Mentorship) else "desk_compare"


def _is_open(user: User, row: Mentorship | MentorshipRequest) -> bool:
    rows = visible_mentorships(user) if isinstance(row, Mentorship) else visible_requests(user)
    return rows.filter(pk=row.pk).exists()


def _changes(user: User, row: Mentorship | MentorshipRequest) -> Any:
    """Every change, for who looks after it: reasons are words of staff about her."""
    rows = CoordinatorChange.objects.filter(person=row.person_id)
    is_open = _is_open(user, row)
    return rows.select_related("came_from", "went_to", "by") if is_open else rows.none()


def _change(
    request: DeskRequest, row: Mentorship | MentorshipRequest, form: TakeForm | HandForm
) -> bool:
    """Do it; a refusal goes into its form."""
    by: dict[str, Any] = {"person": row.person, "by": request.user, "now": timezone.now()}
    act = hand_to if isinstance(form, HandForm) else take_over
    try:
        act(**form.cleaned_data, **by)
    except REFUSALS as refusal:
        form.add_error("reason", str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True
