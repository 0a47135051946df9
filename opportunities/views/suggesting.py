"""What a mentor thought of: the mentor's page to choose it, and the other one's to answer."""

import datetime as dt
import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from community.mentorship.actions import Refusal
from community.mentorship.models import Mentorship
from community.mentorship.permissions import read_plans
from community.mentorship.views.second_step import mentor_proves
from community.people.actions import PathRefused
from community.people.middleware import SignedInRequest
from community.people.models import Aim
from community.people.permissions import own_aims, own_path
from community.safety.access import Who, open_to
from community.safety.limits import limited
from opportunities.actions.path import NotOpenNow
from opportunities.actions.suggesting import answer_suggestion, think_of
from opportunities.forms.filters import MOST_LETTERS, Criteria
from opportunities.forms.suggesting import ThoughtForm, YesToItForm
from opportunities.models import Answered, Opportunity, Suggestion
from opportunities.permissions import own_suggestions

from .facets import facets_for_one
from .narrowing import listed

MOST_FOUND = 10
MOST_BEFORE = 20


@open_to(Who.PARTICIPANT)
@never_cache
@mentor_proves
@sensitive_post_parameters("words")
@require_http_methods(["GET", "HEAD", "POST"])
@limited("search", when=lambda request: bool(request.GET.get("q")))
def think(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The mentor looks for an activity on the public list and leaves it for the other one."""
    now = timezone.now()
    rows = read_plans(request.user, now).select_related("person")
    row = get_object_or_404(rows, public_id=public_id)
    is_sent = request.method == "POST"
    asked = (request.POST if is_sent else request.GET).get("q", "")[:MOST_LETTERS]
    found = _found(request, asked, now)
    form = ThoughtForm(request.POST if is_sent else None, activities=found)
    if is_sent and form.is_valid() and _keep(request, row, form, now):
        return redirect("opportunities:think", public_id=public_id)
    before = Suggestion.objects.filter(mentorship=row).select_related("opportunity")
    context = {"row": row, "asked": asked, "found": found, "form": form}
    context["before"] = before[:MOST_BEFORE]
    status = 400 if is_sent else 200
    return render(request, "opportunities/think.html", context, status=status)


def _found(request: SignedInRequest, asked: str, now: dt.datetime) -> list[Opportunity]:
    """What the list finds for these words; nothing without any."""
    criteria = Criteria(q=asked)
    if not criteria.words:
        return []
    found = listed(criteria, facets_for_one(), request.user, now)
    return list(found.order_by("title", "pk")[:MOST_FOUND])


def _keep(request: SignedInRequest, row: Mentorship, form: ThoughtForm, now: dt.datetime) -> bool:
    words = form.cleaned_data["words"]
    try:
        think_of(
            mentorship=row, opportunity=form.opportunity, by=request.user, words=words, now=now
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("It is kept for them. They may say yes, no, or nothing."))
    return True


@open_to(Who.PARTICIPANT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def thought(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One of them: look at it, say yes with a step or without, or no. Nobody asks why."""
    now = timezone.now()
    rows = own_suggestions(request.user, now).select_related("opportunity")
    row = get_object_or_404(rows, public_id=public_id)
    if "no" in request.POST:
        answer_suggestion(suggestion=row, by=request.user, answer=Answered.NO, now=now)
        messages.success(request, _("That is fine. Nobody is told."))
        return redirect("opportunities:plan")
    form = YesToItForm(request.POST if request.method == "POST" else None, aims=_aims(request))
    if request.method == "POST" and form.is_valid() and (done := _yes(request, row, form, now)):
        return done
    status = 400 if request.method == "POST" else 200
    context = {"form": form, "row": row, "has_aims": bool(form.by_key)}
    return render(request, "opportunities/thought.html", context, status=status)


def _aims(request: SignedInRequest) -> list[Aim]:
    """Where a step could go; nowhere while the path rests."""
    rests = own_path(request.user).filter(is_resting=True).exists()
    return [] if rests else list(own_aims(request.user))


def _yes(
    request: SignedInRequest, row: Suggestion, form: YesToItForm, now: dt.datetime
) -> HttpResponseRedirect | None:
    """To the step that was made, or to the page of the activity."""
    try:
        step = answer_suggestion(
            suggestion=row, by=request.user, answer=Answered.YES, aim=form.chosen, now=now
        )
    except (PathRefused, NotOpenNow, Refusal) as refusal:
        form.add_error(None, str(refusal))
        return None
    if step:
        return redirect(f"{reverse('opportunities:path')}#at-{step.public_id}")
    return redirect("opportunities:detail", public_id=row.opportunity.public_id)
