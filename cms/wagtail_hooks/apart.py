"""Keeping two people apart, and ending it again: each behind the second factor (safety.md #59).

No record of a look is written for either: it would tell one of them that there is another (#15).
Who did it, when and why stands in the row.
"""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cms.wagtail_hooks.forms import LiftForm, SeparateForm
from cms.wagtail_hooks.safeguarding import DeskRequest
from community.people.permissions import visible_participants
from community.safety.access import Who, factor_recently_used, open_to
from community.safety.actions import NoReasonGiven, OneAndTheSame, lift, separate
from community.safety.models import Reason, Task, TaskKind
from community.safety.permissions import visible_separations, visible_tasks
from opportunities.permissions import find_participant


@open_to(Who.STAFF)
@factor_recently_used
@sensitive_post_parameters("other")
@require_http_methods(["GET", "HEAD", "POST"])
def keep_apart(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Of what somebody told staff, make two people who never meet here."""
    asked = visible_tasks(request.user).filter(kind=TaskKind.SOMEONE).exclude(person=None)
    row = get_object_or_404(asked.select_related("person"), public_id=public_id)
    form = SeparateForm(request.POST or None, initial=_typed(row))
    if request.method == "POST" and form.is_valid() and _separate(request, row, form):
        messages.success(request, _("They are kept apart from now on. Neither of them is told."))
        return redirect("desk_safe_task", public_id=public_id)
    return render(request, "cms/admin/keep_apart.html", {"row": row, "form": form})


@open_to(Who.STAFF)
@factor_recently_used
@sensitive_post_parameters("words")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: DeskRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """End a separation, with a reason. The row stays, and neither of the two is told."""
    person = get_object_or_404(visible_participants(request.user), public_id=public_id)
    held = visible_separations(request.user).between(person.pk).select_related("a", "b")
    row = get_object_or_404(held, pk=pk)
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lift(separation=row, by=request.user, now=timezone.now(), **form.cleaned_data)
        except NoReasonGiven as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.success(
                request, _("They are not kept apart any more. Neither of them is told.")
            )
            return redirect("desk_person", public_id=public_id)
    return render(
        request, "cms/admin/keep_apart_end.html", {"row": row, "form": form, "back": public_id}
    )


def _typed(row: Task) -> dict[str, Any]:
    """The name that somebody typed, ready to be confirmed."""
    is_name = row.key.startswith("name:")
    return {"other": row.note if is_name else "", "reason": Reason.ASKED}


def _separate(request: DeskRequest, row: Task, form: forms.Form) -> bool:
    """Keep the person who asked away from who was typed; on a refusal say so in the form."""
    other = find_participant(request.user, form.cleaned_data["other"])
    if other is None or row.person is None:
        form.add_error("other", _("Nobody here has that name or number."))
        return False
    reason = Reason(form.cleaned_data["reason"])
    try:
        separate(one=row.person, other=other, reason=reason, by=request.user, now=timezone.now())
    except OneAndTheSame as refusal:
        form.add_error("other", str(refusal))
        return False
    return True
