"""How a partner writes a posting: a start, a step at a time, a look at it all, and off to staff.

Like all pages of a partner (`partner.py`), they do not exist for anybody else (safety.md #12).
"""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.organisations.models import Organisation
from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from opportunities.actions.publishing import InReview, NobodyReviews, save_draft
from opportunities.actions.telling import languages_of
from opportunities.actions.writing import (
    NothingWaits,
    Unfinished,
    copy_posting,
    keep_words,
    missing_words,
    send_to_staff,
    take_back,
)
from opportunities.forms.partner import STEPS, OpportunityForm, StartForm, Step, step_of
from opportunities.models import Opportunity
from opportunities.permissions import written_organisations
from opportunities.views.answers import answers_by_step
from opportunities.views.partner import activity_of, shown
from opportunities.views.standing import standing_of
from opportunities.views.tabs import with_tab


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Begin something new: what it is, and what it is called. All else comes step by step."""
    form = StartForm(typed(request), organisations=_written(request), instance=Opportunity())
    if request.method == "POST" and form.is_valid():
        draft = form.save(commit=False)
        saved = save_draft(opportunity=draft, by=request.user, now=timezone.now())
        return redirect(
            "opportunities:workplace_words", public_id=saved.public_id, step=STEPS[0].slug
        )
    return shown(request, "opportunities/partner/start.html", {"form": form, "writes": True}, form)


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: SignedInRequest, public_id: uuid.UUID, step: str) -> HttpResponse:
    """One step of the words. What is right is kept at once, also beside something that is not."""
    number = _number(step)
    opportunity = activity_of(request, public_id)
    draft: Opportunity = opportunity.get_latest_revision_as_object()
    if is_locked(request, draft):
        return locked(request, opportunity)
    title, is_later = draft.title, "later" in request.POST
    form = OpportunityForm(typed(request), instance=draft, step=STEPS[number], goes_on=not is_later)
    if request.method == "POST" and _keep(request, opportunity, form):
        return _onward(request, opportunity, number)
    context = {"form": form, "opportunity": opportunity, "title": title, **_around(number)}
    return shown(request, "opportunities/partner/words.html", context, form)


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The last step: all that was written, what is still missing, and the way to staff.

    What is public stays until staff have read the change.
    """
    opportunity = activity_of(request, public_id)
    draft: Opportunity = opportunity.get_latest_revision_as_object()
    if is_locked(request, draft):
        return locked(request, opportunity)
    refused = _send(request, opportunity) if request.method == "POST" else ""
    if request.method == "POST" and not refused:
        messages.success(request, _("Sent. Staff read it next."))
        return _to_its_list(opportunity)
    context = _checked(opportunity, draft) | {"refused": refused}
    status = 400 if refused else 200
    return render(request, "opportunities/partner/check.html", context, status=status)


def _checked(opportunity: Opportunity, draft: Opportunity) -> dict[str, Any]:
    """What the last step shows of a draft."""
    missing = missing_words(draft)
    return {
        "opportunity": opportunity,
        "draft": draft,
        "standing": standing_of(opportunity),
        "parts": answers_by_step(draft),
        "others": languages_of(draft),
        "missing": [(step_of(name).slug, name, asked) for name, asked in missing.items()],
        "is_as_public": opportunity.live and not opportunity.has_unpublished_changes,
        **_around(len(STEPS)),
    }


@open_to(Who.PARTNER)
@require_safe
def preview(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The draft as a participant sees it before they have a place: without the exact one."""
    opportunity = activity_of(request, public_id)
    draft: Opportunity = opportunity.get_latest_revision_as_object()
    context = draft.get_preview_context(request, "")
    context |= {"sees_place": False, "back": opportunity.public_id}
    chosen = request.GET.get("in", "")
    is_told = chosen == draft.written_in or draft.words_in(chosen)
    with translation.override(chosen if is_told else get_language()):
        return render(request, "opportunities/preview.html", context)


@open_to(Who.PARTNER)
@require_POST
def back(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take back what waits for staff, to write on."""
    opportunity = activity_of(request, public_id)
    try:
        take_back(opportunity=opportunity, by=request.user, now=timezone.now())
    except NothingWaits as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("Taken back. Send it again when it says what you mean."))
    return redirect("opportunities:workplace_edit", public_id=public_id)


@open_to(Who.PARTNER)
@require_POST
def copy(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Post one like this: a new draft with the same words, and no dates or people."""
    opportunity = activity_of(request, public_id)
    try:
        copied = copy_posting(opportunity=opportunity, by=request.user, now=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("opportunities:workplace")
    messages.success(request, _("This is the copy. Its dates are still to be set."))
    return redirect("opportunities:workplace_edit", public_id=copied.public_id)


def _written(request: SignedInRequest) -> QuerySet[Organisation]:
    organisations = written_organisations(request.user)
    if not organisations:
        raise Http404
    return organisations


def typed(request: SignedInRequest) -> Any:
    """What was sent, also if it is nothing: a step may be left open."""
    return request.POST if request.method == "POST" else None


def _number(slug: str) -> int:
    for number, step in enumerate(STEPS):
        if step.slug == slug:
            return number
    raise Http404


def is_locked(request: SignedInRequest, draft: Opportunity) -> bool:
    """Whether somebody else is at it now: staff who read it, or whoever locked it."""
    lock = draft.get_lock()
    return bool(lock and lock.for_user(request.user))


def locked(request: SignedInRequest, opportunity: Opportunity) -> HttpResponse:
    """Says so instead of a form."""
    review = opportunity.current_workflow_state
    context = {
        "opportunity": opportunity,
        "standing": standing_of(opportunity),
        "writes": True,
        "can_take_back": review is not None and review.status == review.STATUS_IN_PROGRESS,
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "opportunities/partner/locked.html", context, status=status)


def _keep(request: SignedInRequest, opportunity: Opportunity, form: OpportunityForm) -> bool:
    """Keep what is right; whether all of it was. A refusal goes into the form."""
    is_right = form.is_valid()
    try:
        keep_words(
            opportunity=opportunity, words=form.right_words(), by=request.user, now=timezone.now()
        )
    except InReview as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refusal:  # something of another step, by a newer rule
        form.add_error(None, refusal.messages)
    return is_right and form.is_valid()


def _onward(request: SignedInRequest, opportunity: Opportunity, number: int) -> HttpResponse:
    if "later" in request.POST:
        messages.success(request, _("Saved as a draft."))
        return _to_its_list(opportunity)
    if number + 1 == len(STEPS):
        return redirect("opportunities:workplace_edit", public_id=opportunity.public_id)
    following = STEPS[number + 1].slug
    return redirect(
        "opportunities:workplace_words", public_id=opportunity.public_id, step=following
    )


def _to_its_list(opportunity: Opportunity) -> HttpResponse:
    """The list that it is in now, so that whoever saved or sent it sees where it is."""
    row = with_tab(Opportunity.objects.filter(pk=opportunity.pk), timezone.now()).get()
    return redirect(f"{reverse('opportunities:workplace')}?list={row.tab}")


def _send(request: SignedInRequest, opportunity: Opportunity) -> str:
    """Hand it to staff; return why not, if it cannot be."""
    try:
        send_to_staff(opportunity=opportunity, by=request.user, now=timezone.now())
    except Unfinished:
        return _("Something is still missing")
    except NobodyReviews as refusal:
        return str(refusal)
    return ""


def _around(number: int) -> dict[str, Any]:
    """Where one is on the way: the steps, this one and the one before."""
    step: Step | None = STEPS[number] if number < len(STEPS) else None
    return {
        "steps": STEPS,
        "step": step,
        "number": number + 1,
        "count": len(STEPS) + 1,
        "before": STEPS[number - 1] if number else None,
        "writes": True,
    }
