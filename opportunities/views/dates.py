"""The dates of a partner's activity: adding them, changing them, and who comes on one of them.

Like all pages of a partner (`partner.py`), they do not exist for anybody else (safety.md #12).
"""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from community.safety.models import AccessRecord
from opportunities.actions.adding import how_many_meet
from opportunities.actions.announcing import sayings_now
from opportunities.actions.courses import set_course
from opportunities.actions.rescheduling import call_off, change_dates
from opportunities.actions.schedules import add_schedule
from opportunities.actions.sessions import add_session
from opportunities.actions.signups import Refusal
from opportunities.forms.courses import CourseForm
from opportunities.forms.schedules import CallOffForm, NewDatesForm, ScheduledDateForm
from opportunities.models import Kind, Opportunity, Reach, Schedule, Session, SessionQuerySet
from opportunities.permissions import (
    editable_opportunities,
    visible_roster_looks,
    visible_workplace_sessions,
    visible_workplace_sign_ups,
    what_organisation_sees,
)
from opportunities.views.history import enter_date
from opportunities.views.hours import asked_of
from opportunities.views.partner import activity_of, shown
from opportunities.views.parts import parts_held
from opportunities.views.requests import asked_for
from opportunities.views.standing import is_to_send, standing_of

SHOWN = 5
MOST_SHOWN = 200


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The dates of an activity, and a form for one more or for dates that come again."""
    opportunity, now = activity_of(request, public_id), timezone.now()
    of_course = "together" in request.POST
    typed = request.POST or None
    form = NewDatesForm(None if of_course else typed, now=now)
    together = CourseForm(typed if of_course else None, initial={"course": opportunity.course})
    done = _put_together(opportunity, together, now) if of_course else False
    if request.method == "POST" and not of_course and form.is_valid():
        done = _add(request, opportunity, form, now)
    if done:
        return redirect("opportunities:workplace_dates", public_id=public_id)
    ahead = opportunity.sessions.filter(ends_at__gt=now)
    context = {
        "opportunity": opportunity,
        "sessions": ahead.filter(schedule=None)[:MOST_SHOWN],
        "schedules": _by_schedule(opportunity, now),
        "past": opportunity.sessions.filter(ends_at__lte=now).order_by("-starts_at")[:20],
        "form": form,
        "together": together,
        "parts": opportunity.parts.all(),
        "standing": standing_of(opportunity),
        "is_to_send": is_to_send(opportunity),
        "writes": True,
    }
    sent = together if of_course else form
    return shown(request, "opportunities/partner/dates.html", context, sent)


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def date(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One date: who comes, under the names they chose; another time, other places, called off."""
    session, now = _date(request, public_id), timezone.now()
    may_write = editable_opportunities(request.user).filter(pk=session.opportunity_id).exists()
    if request.method == "POST" and not may_write:
        raise Http404
    is_open = may_write and session.starts_at > now and session.cancelled_at is None
    form = ScheduledDateForm(request.POST or None, session=session, now=now)
    if request.method == "POST" and "cancel" in request.POST:
        return _call_off(request, session)
    if request.method == "POST" and form.is_valid() and _change(request, session, form):
        return redirect("opportunities:workplace_date", public_id=public_id)
    sign_ups = visible_workplace_sign_ups(request.user, now).filter(session=session)
    context = {
        "session": session,
        "opportunity": session.opportunity,
        "parts": parts_held(session),
        "people": [what_organisation_sees(row) for row in sign_ups.order_by("alias", "id")],
        "asked": asked_for(request, session, now),
        "is_stopped": not session.opportunity.is_public(now),
        "tells": may_write and bool(sayings_now(session=session, now=now)),
        "has_register": session.has_open_register(now),
        "asked_hours": asked_of(request.user, session, now),
        "form": form if is_open else None,
        "calling_off": CallOffForm(auto_id="off_%s") if session.schedule_id else None,
        "writes": may_write,
        "looks": _looks(request, session),
    }
    return shown(request, "opportunities/partner/date.html", context, form)


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD"])
def schedule(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """All dates to come of one schedule."""
    own = Schedule.objects.filter(opportunity__in=editable_opportunities(request.user))
    found = get_object_or_404(own.select_related("opportunity"), public_id=public_id)
    context = {
        "schedule": found,
        "opportunity": found.opportunity,
        "sessions": found.sessions.filter(ends_at__gt=timezone.now())[:MOST_SHOWN],
        "writes": True,
    }
    return render(request, "opportunities/partner/schedule.html", context)


def _date(request: SignedInRequest, public_id: uuid.UUID) -> Session:
    sessions = visible_workplace_sessions(request.user)
    return get_object_or_404(
        sessions.select_related("opportunity__organisation", "schedule"), public_id=public_id
    )


def _looks(request: SignedInRequest, session: Session) -> list[AccessRecord]:
    """When staff asked for the roster of a support group; other rosters they do not read."""
    if session.opportunity.kind != Kind.GROUP:
        return []
    return list(visible_roster_looks(request.user, session)[:SHOWN])


def _by_schedule(opportunity: Opportunity, now: dt.datetime) -> list[dict[str, Any]]:
    """Each schedule with its next few dates, and whether there are more."""
    nth = Window(RowNumber(), partition_by="schedule", order_by=["starts_at", "id"])
    rows = opportunity.sessions.filter(ends_at__gt=now, schedule__isnull=False)
    found: dict[Schedule, list[Session]] = {}
    for session in rows.annotate(nth=nth).filter(nth__lte=SHOWN + 1).select_related("schedule"):
        if session.schedule:
            found.setdefault(session.schedule, []).append(session)
    return [
        {"schedule": one, "sessions": dates[:SHOWN], "has_more": len(dates) > SHOWN}
        for one, dates in found.items()
    ]


def _add(
    request: SignedInRequest, opportunity: Opportunity, form: NewDatesForm, now: dt.datetime
) -> bool:
    """Add one date or dates that come again, and say so; a refusal goes into the form."""
    values = {name: form.cleaned_data[name] for name in ("starts_at", "ends_at")}
    values |= {"opportunity": opportunity, "capacity": form.cleaned_data["places"], "now": now}
    try:
        if not form.rhythm:
            date = add_session(**values)
            enter_date(request.user, "added", date)
            messages.success(request, _("The date is added."))
            _say_what_meets(request, Session.objects.filter(pk=date.pk), now)
            return True
        made = add_schedule(rhythm=form.rhythm, last_on=form.cleaned_data["last_on"], **values)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    enter_date(request.user, "added", made.sessions.earliest("starts_at"), Reach.ALL)
    number = made.sessions.count()
    words = ngettext("%(number)s date is added.", "%(number)s dates are added.", number)
    messages.success(request, words % {"number": number})
    _say_what_meets(request, made.sessions.all(), now)
    return True


def _say_what_meets(request: SignedInRequest, made: SessionQuerySet, now: dt.datetime) -> None:
    """Two at the same time may be meant, as two shifts are, or be a slip: it is said, not refused
    (docs/decisions/0013-dates-that-come-again.md)."""
    number = how_many_meet(made, now)
    if number:
        words = ngettext(
            "%(number)s of them meets another date of this, at least in part. Is that right?",
            "%(number)s of them meet other dates of this, at least in part. Is that right?",
            number,
        )
        messages.warning(request, words % {"number": number})


def _put_together(opportunity: Opportunity, form: CourseForm, now: dt.datetime) -> bool:
    """Keep how its dates belong together; a refusal goes into the form."""
    if not form.is_valid():
        return False
    try:
        set_course(opportunity=opportunity, course=form.chosen, now=now)
    except Refusal as refusal:
        form.add_error("course", str(refusal))
        return False
    return True


def _change(request: SignedInRequest, session: Session, form: ScheduledDateForm) -> bool:
    """Move the date and set its places, both or neither, and those of others if asked."""
    values = form.cleaned_data
    is_moved = (values["starts_at"], values["ends_at"]) != (session.starts_at, session.ends_at)
    try:
        change_dates(
            session=session,
            reach=form.chosen_reach,
            starts_at=values["starts_at"],
            ends_at=values["ends_at"],
            capacity=values["places"],
            now=timezone.now(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    enter_date(request.user, "changed", session, form.chosen_reach)
    told = _("Saved. Everyone who comes is told of the new time.")
    messages.success(request, told if is_moved else _("Saved."))
    return True


def _call_off(request: SignedInRequest, session: Session) -> HttpResponse:
    form = CallOffForm(request.POST)
    if not form.is_valid():  # not typed by a person: nothing is called off on a guess
        raise Http404
    try:
        call_off(session=session, reach=form.chosen_reach, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        enter_date(request.user, "off", session, form.chosen_reach)
        messages.success(request, _("Called off. Everyone who comes is told."))
    return redirect("opportunities:workplace_dates", public_id=session.opportunity.public_id)
