"""A journal and self-checks: for whoever writes them, and for nobody else at all."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from community.people import actions
from community.people.forms import JournalForm, SelfCheckForm
from community.people.middleware import SignedInRequest
from community.people.permissions import own_journal, own_self_checks
from community.safety.access import Who, open_to

A_PAGE: Final = 20
MOST_DRAWN: Final = 24  # of the self-checks: as many as a drawing on a phone can hold


@open_to(Who.SIGNED_IN)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def journal(request: SignedInRequest) -> HttpResponse:
    """My journal, the newest first, and a new entry; one button deletes all of it."""
    if request.method == "POST" and "all" in request.POST:
        actions.delete_journal(by=request.user)
        messages.success(request, _("Deleted. Nothing of it is kept."))
        return redirect("people:journal")
    now = timezone.now()
    form = JournalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_entry(by=request.user, now=now, **form.cleaned_data)
        except (actions.NothingWritten, actions.JournalFull) as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.success(request, _("Kept, for you alone."))
            return redirect("people:journal")
    entries = Paginator(own_journal(request.user), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "entries": entries,
        "previous": f"?page={entries.number - 1}" if entries.has_previous() else "",
        "next": f"?page={entries.number + 1}" if entries.has_next() else "",
        "prompt": actions.prompt_of(timezone.localdate(now)),
    }
    status = 400 if form.errors else 200
    return render(request, "account/own/journal.html", context, status=status)


@open_to(Who.SIGNED_IN)
@never_cache
@require_POST
def journal_entry(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Delete one entry."""
    entry = get_object_or_404(own_journal(request.user), public_id=public_id)
    actions.delete_entry(entry=entry)
    messages.success(request, _("Deleted."))
    return redirect("people:journal")


@open_to(Who.SIGNED_IN)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def self_checks(request: SignedInRequest) -> HttpResponse:
    """Four ladders over time, and where I am on them today; one button deletes all of it."""
    if request.method == "POST" and "all" in request.POST:
        actions.delete_checks(by=request.user)
        messages.success(request, _("Deleted. Nothing of it is kept."))
        return redirect("people:self_checks")
    form = SelfCheckForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_self_check(by=request.user, rungs=form.cleaned_data, now=timezone.now())
        except (actions.NothingChosen, actions.JournalFull) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept, for you alone."))
            return redirect("people:self_checks")
    checks = list(own_self_checks(request.user))
    context = {"form": form, "checks": checks, "drawn": checks[-MOST_DRAWN:]}
    status = 400 if form.errors else 200
    return render(request, "account/own/self_checks.html", context, status=status)


@open_to(Who.SIGNED_IN)
@never_cache
@require_POST
def self_check(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Delete one."""
    check = get_object_or_404(own_self_checks(request.user), public_id=public_id)
    actions.delete_check(check=check)
    messages.success(request, _("Deleted."))
    return redirect("people:self_checks")
