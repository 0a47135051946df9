"""Organisations that want to work with us: the list, what is checked of each, and the answer."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log

from cms.wagtail_hooks.forms import CheckForm, SendBackForm, VerifyForm
from community.organisations import actions
from community.organisations.models import Application, CheckKind, Organisation, Stage
from community.organisations.permissions import applications_to_vet, has_part_in
from community.people.models import User
from community.safety.access import Who, open_to

SHOWN = 200
REFUSALS = (actions.Refusal, actions.NotAllowed, actions.WrongDate)


class DeskRequest(HttpRequest):
    """A request of one of the staff, behind Wagtail's own door."""

    user: User


@open_to(Who.STAFF)
@require_safe
def applications(request: DeskRequest) -> HttpResponse:
    """Undecided applications, the oldest first, with what is missing of each."""
    rows = applications_to_vet(request.user).undecided().prefetch_related("checks")
    shown = list(rows.order_by("created_at", "pk")[:SHOWN])
    said = actions.said_for(shown, timezone.now())
    waiting = [
        {"row": row, "missing": actions.missing(row), "has_one": row.pk in said} for row in shown
    ]
    return render(request, "cms/admin/applications.html", {"waiting": waiting})


@open_to(Who.STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """One application: what they say, what is checked and by whom, and the answer to it."""
    row = get_object_or_404(_shown(request), public_id=public_id)
    what = request.POST.get("what", "")
    found = {name: _form(request, name, what) for name in FORMS}
    if what in ACTS and _act(request, row, what, found.get(what)):
        return redirect("desk_application", public_id=public_id)
    row = get_object_or_404(_shown(request), public_id=public_id)
    context = {
        "row": row,
        "forms": found,
        "missing": actions.missing(row) if row.stage == Stage.OPEN else [],
        "checks": row.checks.select_related("by"),
        "vouching": actions.waits_for_another(row, timezone.now()),
        "has_part": has_part_in(request.user, row),
        "is_open": row.stage == Stage.OPEN,
    }
    return render(request, "cms/admin/application.html", context)


def _shown(request: DeskRequest) -> Any:
    return applications_to_vet(request.user).select_related("person", "organisation")


FORMS: dict[str, type[forms.Form]] = {
    "check": CheckForm,
    "approve": VerifyForm,
    "send_back": SendBackForm,
}


def _form(request: DeskRequest, name: str, what: str) -> forms.Form:
    return FORMS[name](request.POST if what == name else None, auto_id=f"id_{name}_%s")


def _check(row: Application, values: dict[str, Any], **by: Any) -> None:
    kind = CheckKind(values["kind"])
    actions.record_check(application=row, kind=kind, note=values["note"], **by)


def _approve(row: Application, values: dict[str, Any], **by: Any) -> Organisation | None:
    note, until = values["note"], values["until"]
    return actions.approve(application=row, until=until, note=note, **by).organisation


def _send_back(row: Application, values: dict[str, Any], **by: Any) -> None:
    actions.send_back(application=row, question=values["question"], **by)


def _decline(row: Application, _values: dict[str, Any], **by: Any) -> None:
    actions.decline(application=row, **by)


ACTS: dict[str, Callable[..., Organisation | None]] = {
    "check": _check,
    "approve": _approve,
    "send_back": _send_back,
    "decline": _decline,
}


def _act(request: DeskRequest, row: Application, what: str, form: forms.Form | None) -> bool:
    """Do what was pressed and say what has become of it; a refusal goes into the form."""
    if form is not None and not form.is_valid():
        return False
    values = form.cleaned_data if form is not None else {}
    try:
        organisation = ACTS[what](row, values, by=request.user, now=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
        if form is not None:
            form.add_error(None, str(refusal))
        return False
    if organisation is not None:
        log(instance=organisation, action="onward.verify", user=request.user)
        messages.success(request, _("Both of you have said so: it is verified."))
    elif what == "approve":
        messages.success(request, _("Noted. A second one of the staff has to say so, too."))
    else:
        messages.success(request, _("Saved."))
    return True
