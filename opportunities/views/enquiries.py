"""Taking part at a time that is agreed on: asking, reading the answer, and answering."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from opportunities.actions import enquiring
from opportunities.actions.signups import Refusal
from opportunities.forms.enquiries import AnswerForm, AskedUntilForm, EnquiryForm
from opportunities.models import Says
from opportunities.permissions import (
    visible_enquiries,
    visible_opportunities,
    visible_workplace_enquiries,
    what_organisation_sees_asked,
)

from .partner import activity_of, shown
from .standing import standing_of


@open_to(Who.SIGNED_IN)
@never_cache
@sensitive_post_parameters("name", "note")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that one is interested; whoever has asked already is shown where that stands."""
    now = timezone.now()
    rows = visible_opportunities(request.user, now).select_related("organisation")
    opportunity = get_object_or_404(rows, public_id=public_id)
    held = visible_enquiries(request.user).held(now).filter(opportunity=opportunity).first()
    if held:
        return redirect("opportunities:asked", public_id=held.public_id)
    if not opportunity.is_asked(now):
        raise Http404
    form = EnquiryForm(request.POST or None, initial={"name": str(request.user)})
    if request.method == "POST" and form.is_valid():
        try:
            made = enquiring.enquire(
                opportunity=opportunity,
                by=request.user,
                alias=form.cleaned_data["name"],
                note=form.cleaned_data["note"],
                now=now,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("opportunities:asked", public_id=made.public_id)
    context = {"form": form, "opportunity": opportunity, "organisation": opportunity.organisation}
    return shown(request, "opportunities/ask.html", context, form)


@open_to(Who.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Where one's question stands, and with a yes where to go; a POST takes it back."""
    now = timezone.now()
    rows = visible_enquiries(request.user).select_related("opportunity__organisation")
    enquiry = get_object_or_404(rows, public_id=public_id)
    if request.method == "POST":
        enquiring.take_back(enquiry=enquiry)
        messages.success(request, _("Taken back. You can ask again another time."))
        return redirect("opportunities:plan")
    is_public = enquiry.opportunity.is_public(now)
    holds = visible_enquiries(request.user).held(now).filter(pk=enquiry.pk).exists()
    context = {
        "enquiry": enquiry,
        "opportunity": enquiry.opportunity,
        "is_paused": not is_public,
        "is_over": not holds,
        "sees_place": is_public and holds and enquiry.said == Says.YES,
    }
    return render(request, "opportunities/enquiry.html", context)


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who asks about an activity of the partner's; a POST says until when people may ask."""
    opportunity, now = activity_of(request, public_id), timezone.now()
    form = AskedUntilForm(
        request.POST if request.method == "POST" else None,
        initial={"until": enquiring.last_day(opportunity)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            enquiring.open_to_enquiries(
                opportunity=opportunity, until=form.cleaned_data["until"], now=now
            )
        except Refusal as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("opportunities:workplace_enquiries", public_id=public_id)
    rows = visible_workplace_enquiries(request.user, now).filter(opportunity=opportunity)
    context = {
        "opportunity": opportunity,
        "standing": standing_of(opportunity),
        "people": [what_organisation_sees_asked(row) for row in rows.order_by("made_at", "pk")],
        "form": form,
        "writes": True,
    }
    return shown(request, "opportunities/partner/enquiries.html", context, form)


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One person's question, and the form that answers it."""
    now = timezone.now()
    rows = visible_workplace_enquiries(request.user, now).select_related("opportunity")
    enquiry = get_object_or_404(rows, public_id=public_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            enquiring.answer(
                enquiry=enquiry,
                says=Says(form.cleaned_data["says"]),
                line=form.cleaned_data["line"],
                now=now,
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Answered. They read it here."))
        return redirect(
            "opportunities:workplace_enquiries", public_id=enquiry.opportunity.public_id
        )
    context = {
        "form": form,
        "person": what_organisation_sees_asked(enquiry),
        "opportunity": enquiry.opportunity,
        "writes": True,
    }
    return shown(request, "opportunities/partner/enquiry.html", context, form)
