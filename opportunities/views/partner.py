"""A partner's pages: their activities, the words of one, its dates, and who comes on one of them.

They need no access to the editors' admin. The door is for partners with a second factor. One who
works for no organisation gets a 404 here but for a plain page, as does whoever asks for another
organisation's row (safety.md #12).
"""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.organisations.models import Organisation, site_day
from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from opportunities.actions.publishing import (
    InReview,
    NobodyReviews,
    save_draft,
    submit_for_review,
)
from opportunities.actions.sessions import (
    add_session,
    cancel_session,
    move_session,
    set_capacity,
)
from opportunities.actions.signups import Refusal
from opportunities.forms.dates import SessionForm
from opportunities.forms.partner import OpportunityForm
from opportunities.models import Opportunity, Session
from opportunities.permissions import (
    editable_opportunities,
    own_organisations,
    visible_workplace_sign_ups,
    what_organisation_sees,
)
from opportunities.views.standing import Standing, prefetch_reviews, standing_of

ON_A_PAGE = 50


@open_to(Who.PARTNER)
@require_safe
def workplace(request: SignedInRequest) -> HttpResponse:
    """All activities of the partner's organisations, newest first, and how each stands.

    A partner lands here after signing in; one without an organisation reads what is the case.
    """
    organisations = own_organisations(request.user)
    if not organisations:
        return render(request, "opportunities/partner/nowhere.html")
    page = _page_number(request)
    own = editable_opportunities(request.user).select_related(
        "organisation", "next_session", "latest_revision"
    )
    rows = prefetch_reviews(own.defer("latest_revision__content").order_by("-pk"))
    start = (page - 1) * ON_A_PAGE
    found = list(rows[start : start + ON_A_PAGE + 1])
    today = site_day(timezone.now())
    context = {
        "activities": [(row, standing_of(row)) for row in found[:ON_A_PAGE]],
        "unverified": [o.name for o in organisations if not o.is_public(today)],
        "has_many": len(organisations) > 1,
        "previous": page - 1,
        "next": page + 1 if len(found) > ON_A_PAGE else 0,
    }
    return render(request, "opportunities/partner/workplace.html", context)


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Write something new."""
    organisations = _own(request)
    form = _form(request, Opportunity(), organisations)
    if request.method == "POST" and form.is_valid():
        saved = _save(request, form)
        if saved:
            return redirect("opportunities:workplace_dates", public_id=saved.public_id)
    return _words(request, form, None)


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change the words of an activity. What is public stays until staff have read the change."""
    opportunity = _activity(request, public_id)
    standing = standing_of(opportunity)
    draft = opportunity.get_latest_revision_as_object()
    lock = draft.get_lock()
    if lock and lock.for_user(request.user):
        context = {"opportunity": opportunity, "standing": standing}
        status = 409 if request.method == "POST" else 200
        return render(request, "opportunities/partner/locked.html", context, status=status)
    form = _form(request, draft, _own(request))
    if request.method == "POST" and form.is_valid() and _save(request, form):
        return redirect("opportunities:workplace")
    return _words(request, form, standing)


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The dates of an activity, and a form for one more."""
    opportunity, now = _activity(request, public_id), timezone.now()
    form = SessionForm(request.POST or None, session=Session(), now=now)
    if request.method == "POST" and form.is_valid():
        add_session(
            opportunity=opportunity,
            starts_at=form.cleaned_data["starts_at"],
            ends_at=form.cleaned_data["ends_at"],
            capacity=form.cleaned_data["places"],
            now=now,
        )
        messages.success(request, _("The date is added."))
        return redirect("opportunities:workplace_dates", public_id=public_id)
    sessions = opportunity.sessions.filter(ends_at__gt=now)[:200]
    context = {
        "opportunity": opportunity,
        "sessions": sessions,
        "past": opportunity.sessions.filter(ends_at__lte=now).order_by("-starts_at")[:20],
        "form": form,
        "standing": standing_of(opportunity),
    }
    return _shown(request, "opportunities/partner/dates.html", context, form)


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def date(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One date: who comes, under the names they chose; another time, other places, called off."""
    session, now = _date(request, public_id), timezone.now()
    is_open = session.starts_at > now and session.cancelled_at is None
    form = SessionForm(request.POST or None, session=session, now=now)
    if request.method == "POST" and "cancel" in request.POST:
        return _call_off(request, session)
    if request.method == "POST" and form.is_valid() and _change(request, session, form):
        return redirect("opportunities:workplace_date", public_id=public_id)
    sign_ups = visible_workplace_sign_ups(request.user, now).filter(session=session)
    context = {
        "session": session,
        "opportunity": session.opportunity,
        "people": [what_organisation_sees(row) for row in sign_ups.order_by("alias", "id")],
        "is_stopped": not session.opportunity.is_public(now),
        "form": form if is_open else None,
    }
    return _shown(request, "opportunities/partner/date.html", context, form)


def _own(request: SignedInRequest) -> list[Organisation] | QuerySet[Organisation]:
    organisations = own_organisations(request.user)
    if not organisations:
        raise Http404
    return organisations


def _activity(request: SignedInRequest, public_id: uuid.UUID) -> Opportunity:
    rows = editable_opportunities(request.user).select_related("organisation")
    return get_object_or_404(prefetch_reviews(rows), public_id=public_id)


def _date(request: SignedInRequest, public_id: uuid.UUID) -> Session:
    sessions = Session.objects.filter(opportunity__in=editable_opportunities(request.user))
    return get_object_or_404(
        sessions.select_related("opportunity__organisation"), public_id=public_id
    )


def _page_number(request: SignedInRequest) -> int:
    typed = request.GET.get("page", "1")
    if not (typed.isascii() and typed.isdigit() and 0 < int(typed[:6]) < 1000):
        raise Http404
    return int(typed[:6])


def _form(
    request: SignedInRequest, opportunity: Opportunity, organisations: Any
) -> OpportunityForm:
    return OpportunityForm(
        request.POST or None,
        instance=opportunity,
        organisations=organisations,
        to_send="send" in request.POST,
    )


def _save(request: SignedInRequest, form: OpportunityForm) -> Opportunity | None:
    """Keep the draft and, if asked, hand it to staff; a refusal goes into the form."""
    now = timezone.now()
    opportunity = form.save(commit=False)
    form.save_m2m()
    try:
        with transaction.atomic():
            saved = save_draft(opportunity=opportunity, by=request.user, now=now)
            if form.to_send:
                saved = submit_for_review(opportunity=saved, by=request.user, now=now)
    except (InReview, NobodyReviews) as refusal:
        form.add_error(None, str(refusal))
        return None
    words = _("Sent. Staff read it next.") if form.to_send else _("Saved as a draft.")
    messages.success(request, words)
    return saved


def _change(request: SignedInRequest, session: Session, form: SessionForm) -> bool:
    """Move the date and set its places, both or neither."""
    values, now = form.cleaned_data, timezone.now()
    try:
        with transaction.atomic():
            move_session(
                session=session, starts_at=values["starts_at"], ends_at=values["ends_at"], now=now
            )
            set_capacity(session=session, capacity=values["places"], now=now)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved. Everyone who comes is told of a new time."))
    return True


def _call_off(request: SignedInRequest, session: Session) -> HttpResponse:
    try:
        cancel_session(session=session, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The date is called off. Everyone who comes is told."))
    return redirect("opportunities:workplace_dates", public_id=session.opportunity.public_id)


def _words(
    request: SignedInRequest, form: OpportunityForm, standing: Standing | None
) -> HttpResponse:
    context = {"form": form, "opportunity": form.instance, "standing": standing}
    return _shown(request, "opportunities/partner/words.html", context, form)


def _shown(
    request: SignedInRequest, template: str, context: dict[str, Any], form: Any
) -> HttpResponse:
    status = 400 if form.is_bound and form.errors else 200
    return render(request, template, context, status=status)
