"""Staff's own screens: hold and release, verify and suspend, messages that wait for a look."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from cms.wagtail_hooks.forms import HoldForm, VerifyForm
from community.notifications.actions import AlreadyEnded, parked, release, what_to_do
from community.notifications.models import Message
from community.organisations import actions as organisations
from community.organisations.models import Organisation, Vouching
from community.organisations.permissions import visible_organisations
from community.people.models import User
from community.safety.access import Who, open_to
from opportunities.actions import publishing
from opportunities.models import Opportunity
from opportunities.permissions import visible_opportunities


class DeskRequest(HttpRequest):
    """A request behind Wagtail's own door: somebody is signed in."""

    user: User


REFUSALS = (
    publishing.NotYours,
    publishing.NoReason,
    publishing.StillFlagged,
    organisations.NotAllowed,
    organisations.WrongDate,
    organisations.AgreementWaits,
)


@open_to(Who.STAFF)
@require_http_methods(["GET", "POST"])
def hold_posting(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a posting out of sight, with a reason."""
    posting = posting_of(request, pk)

    def act(values: dict[str, Any], now: dt.datetime) -> None:
        publishing.hold(opportunity=posting, reason=values["reason"], by=request.user, now=now)

    words = (
        _("Hold"),
        _("It is out of sight at once and nobody is reminded of it. Sessions and sign-ups stay."),
    )
    return _ask(request, posting, HoldForm, act, words, "onward.hold")


@open_to(Who.STAFF)
@require_http_methods(["GET", "POST"])
def release_posting(request: DeskRequest, pk: int) -> HttpResponse:
    """End a hold."""
    posting = posting_of(request, pk)

    def act(values: dict[str, Any], now: dt.datetime) -> None:
        publishing.release(opportunity=posting, by=request.user, now=now)

    words = _("Release"), _("If it is published and its organisation verified, it is public again.")
    return _ask(request, posting, forms.Form, act, words, "onward.release")


@open_to(Who.STAFF)
@require_http_methods(["GET", "POST"])
def verify_organisation(request: DeskRequest, pk: int) -> HttpResponse:
    """Vouch for an organisation until a day; it holds when a second one of the staff does so."""
    organisation = _organisation(request, pk)
    vouching = organisations.waits_for_another(organisation, timezone.now())

    def act(values: dict[str, Any], now: dt.datetime) -> str:
        organisations.verify(
            organisation=organisation,
            until=values["until"],
            note=values["note"],
            by=request.user,
            now=now,
        )
        publishing.organisation_verified(organisation=organisation, now=now)
        if organisations.waits_for_another(organisation, now):
            return _("Noted. A second one of the staff has to say so, too.")
        return _("Both of you have said so: it is verified.")

    words = _("Verify"), _said(vouching)
    return _ask(request, organisation, VerifyForm, act, words, "onward.verify")


@open_to(Who.STAFF)
@require_http_methods(["GET", "POST"])
def suspend_organisation(request: DeskRequest, pk: int) -> HttpResponse:
    """Take everything of an organisation out of sight."""
    organisation = _organisation(request, pk)

    def act(values: dict[str, Any], now: dt.datetime) -> None:
        organisations.suspend(organisation=organisation, by=request.user, now=now)
        publishing.organisation_stopped(organisation=organisation, now=now)

    words = (
        _("Suspend"),
        _(
            "Nothing of it is public from now on. Nobody is reminded of it, and its people cannot "
            "post."
        ),
    )
    return _ask(request, organisation, forms.Form, act, words, "onward.suspend")


@open_to(Who.STAFF)
@require_http_methods(["GET", "POST"])
def parked_messages(request: DeskRequest) -> HttpResponse:
    """Messages that were refused or may have arrived: when and why, never to whom or what."""
    if not request.user.has_perm("notifications.view_message"):
        raise PermissionDenied
    if request.method == "POST":
        message = _parked_message(request.POST.get("message", ""))
        try:
            release(message=message, now=timezone.now())
            messages.success(request, _("It is sent again."))
        except AlreadyEnded as refusal:
            messages.error(request, str(refusal))
        return redirect("desk_parked")
    rows = [
        row | {"to_do": what_to_do(row["reason"])}
        for row in parked().values("public_id", "reason", "ended_at")[:200]
    ]
    return render(request, "cms/admin/parked.html", {"rows": rows})


def _ask(
    request: DeskRequest,
    row: Opportunity | Organisation,
    form_class: type[forms.Form],
    act: Callable[[dict[str, Any], dt.datetime], str | None],
    words: tuple[str, str],
    log_as: str,
) -> HttpResponse:
    """Show a small form; on POST act, write it into the row's history and go back to the row.

    `act` may return what to say of it, where that is more than that it is done.
    """
    form = form_class(request.POST if request.method == "POST" else None)
    back = edit_url(row)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                said = act(form.cleaned_data, timezone.now())
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            log(instance=row, action=log_as, user=request.user)
            messages.success(request, said or _("Done: %(what)s.") % {"what": words[0]})
            return redirect(back)
    context = {"form": form, "row": row, "verb": words[0], "explained": words[1], "back": back}
    return render(request, "cms/admin/ask.html", context)


def posting_of(request: DeskRequest, pk: int) -> Opportunity:
    """A posting, for who may publish it."""
    if not request.user.has_perm("opportunities.publish_opportunity"):
        raise PermissionDenied
    return get_object_or_404(visible_opportunities(request.user, timezone.now()), pk=pk)


def _organisation(request: DeskRequest, pk: int) -> Organisation:
    if not request.user.has_perm("organisations.change_organisation"):
        raise PermissionDenied
    return get_object_or_404(visible_organisations(request.user), pk=pk)


def _said(vouching: Vouching | None) -> str:
    """What is still needed, and what a colleague has said."""
    if vouching is None:
        return _(
            "Two of the staff have to say so. Then its published postings are public until that "
            "day; if you say two days, until the earlier one."
        )
    return _("%(who)s has said so, until %(until)s. A second one of the staff makes it hold.") % {
        "who": vouching.first_by,
        "until": date_format(vouching.until, "j F Y"),
    }


def edit_url(row: Model) -> str:
    """The form of a row in the admin."""
    return reverse(row.snippet_viewset.get_url_name("edit"), args=[row.pk])  # type: ignore[attr-defined]


def _parked_message(public_id: str) -> Message:
    try:
        return get_object_or_404(parked(), public_id=uuid.UUID(public_id))
    except ValueError:
        raise Http404 from None
