"""My plan: what someone signed up for, reminders, and taking it into a calendar."""

import datetime as dt
import itertools
import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.formats.times import part_of_day
from community.notifications.actions import channel_of, wants_checking
from community.notifications.models import ContactPreference
from community.people.actions import prompt_of
from community.people.forms import JournalForm
from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from opportunities.actions.contact import choose_reminders
from opportunities.actions.path import stones
from opportunities.actions.signups import cancel_sign_up, clashing
from opportunities.forms.reminders import ReminderForm, WordingForm
from opportunities.models import ACTIVE, HAS_A_PLACE, SignUp, State
from opportunities.permissions import (
    open_suggestions,
    visible_announcements,
    visible_enquiries,
    visible_past,
    visible_sign_ups,
)
from opportunities.views.courses import course_of, firsts_of, grouped
from opportunities.views.regulars import regularly, regulars_in_plan

PAUSED = "paused"  # staff have stopped the posting: where it is and how to get there is not shown
CALLED_OFF = "called-off"
MOST_THOUGHTS = 5  # of a mentor's, the latest first: a long list presses
PASSED_ON = State.CANCELLED  # none but these are in a plan


def _with_what_is_shown(request: SignedInRequest, sign_ups: Any, now: dt.datetime) -> Any:
    said = visible_announcements(request.user, now)
    return sign_ups.select_related(
        "session__opportunity__organisation", "session__opportunity__area"
    ).prefetch_related(Prefetch("session__announcements", queryset=said))


@open_to(Who.SIGNED_IN)
@require_safe
def plan(request: SignedInRequest) -> HttpResponse:
    """The next thing in full, the week at a glance, then everything else in order."""
    now, person = timezone.now(), request.user
    preference = person.contact_preference = _preference(request)
    by_state = _by_state(request, now)
    confirmed = by_state[State.CONFIRMED]
    today = timezone.localtime(now)
    return render(
        request,
        "opportunities/plan.html",
        {
            "greeting": _greeting(today, str(request.user)),
            "today": today,
            "next": confirmed[0] if confirmed else None,
            "next_day": _day_from(today.date(), confirmed[0]) if confirmed else "",
            "is_today": bool(confirmed) and _is_on(confirmed[0], now),
            "week": _week(today.date(), confirmed),
            "later": grouped(confirmed[1:]),
            "excused": by_state[State.EXCUSED],
            "offered": firsts_of(by_state[State.OFFERED]),
            "asked": firsts_of(by_state[State.ASKED]),
            "declined": firsts_of(by_state[State.DECLINED]),
            "waiting": firsts_of(by_state[State.WAITING]),
            "regulars": regulars_in_plan(
                person, [row for state in ACTIVE for row in by_state[state]], now
            ),
            "paused": by_state[PAUSED],
            "called_off": by_state[CALLED_OFF],
            "passed_on": by_state[PASSED_ON],
            "enquiries": visible_enquiries(person).held(now).select_related("opportunity"),
            "stones": stones(person),
            "thoughts": open_suggestions(person, now)[:MOST_THOUGHTS],
            "journal": JournalForm(),
            "prompt": prompt_of(today.date()),
            "preference": preference,
            "goes": channel_of(person, at=now),
            "ask_again": wants_checking(person, now=now),
        },
    )


def _by_state(request: SignedInRequest, now: dt.datetime) -> dict[str, list[SignUp]]:
    """What the plan holds, the next one first. Who is reached in no other way reads here that a
    date was called off, until that day is over by the clock of the place."""
    rows = visible_sign_ups(request.user).in_plan(now).order_by("session__starts_at", "id")
    found: dict[str, list[SignUp]] = {
        state: []
        for state in (*ACTIVE, State.DECLINED, State.EXCUSED, PASSED_ON, PAUSED, CALLED_OFF)
    }
    for sign_up in _with_what_is_shown(request, rows, now):
        session = sign_up.session
        if session.cancelled_at is not None:
            if (
                now.astimezone(session.zone).date()
                <= session.ends_at.astimezone(session.zone).date()
            ):
                found[CALLED_OFF].append(sign_up)
        else:
            state = State.CONFIRMED if sign_up.state == State.ATTENDED else sign_up.state
            is_on = state == PASSED_ON or session.opportunity.is_public(now)
            found[state if is_on else PAUSED].append(sign_up)
    return found


def _greeting(today: dt.datetime, name: str) -> str:
    words = {
        _("morning"): _("Good morning, %(name)s"),
        _("afternoon"): _("Good afternoon, %(name)s"),
    }
    return words.get(part_of_day(today), _("Good evening, %(name)s")) % {"name": name}


def _day_from(today: dt.date, sign_up: SignUp) -> str:
    """When the next thing is: "Today", "Tomorrow" or its date."""
    day = sign_up.session.local_start.date()
    words = {today: _("Today"), today + dt.timedelta(days=1): _("Tomorrow")}
    return words.get(day, sign_up.session.day)


def _is_on(sign_up: SignUp, now: dt.datetime) -> bool:
    """Whether it is on this day by the clock of the place."""
    session = sign_up.session
    return session.local_start.date() == now.astimezone(session.zone).date()


def _week(today: dt.date, sign_ups: list[SignUp]) -> list[dict[str, Any]]:
    """Seven days from today, each with the things on it."""
    by_day = {
        day: list(group)
        for day, group in itertools.groupby(
            sign_ups, key=lambda sign_up: sign_up.session.local_start.date()
        )
    }
    days = [today + dt.timedelta(days=n) for n in range(7)]
    return [{"day": day, "sign_ups": by_day.get(day, [])} for day in days]


def _preference(request: SignedInRequest) -> ContactPreference:
    """The person's own preference, or the defaults that hold until they choose."""
    return ContactPreference.objects.filter(person_id=request.user.pk).first() or ContactPreference(
        person_id=request.user.pk
    )


@open_to(Who.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def saved(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One sign-up: where it stands, how to get there; a POST chooses how reminders are worded."""
    now = timezone.now()
    rows = visible_sign_ups(request.user).select_related("session__schedule")
    sign_up = get_object_or_404(_with_what_is_shown(request, rows, now), public_id=public_id)
    preference = _preference(request)
    form = WordingForm(request.POST or None, initial={"wording": preference.wording})
    if request.method == "POST" and form.is_valid():
        _choose(request, preference, wording=form.cleaned_data["wording"], now=now)
        return redirect("opportunities:saved", public_id=public_id)
    return render(
        request,
        "opportunities/saved.html",
        {
            "sign_up": sign_up,
            "session": sign_up.session,
            "opportunity": sign_up.session.opportunity,
            "is_confirmed": sign_up.state in HAS_A_PLACE,
            "is_excused": sign_up.state == State.EXCUSED,
            "course": course_of(sign_up, now),
            "is_here": sign_up.state == State.ATTENDED,
            "is_on_now": sign_up.state in HAS_A_PLACE and sign_up.session.is_on_now(now),
            "is_waiting": sign_up.state == State.WAITING,
            "is_asked": sign_up.state == State.ASKED,
            "is_declined": sign_up.state == State.DECLINED,
            "is_offered": sign_up.state == State.OFFERED,
            "is_paused": not sign_up.session.opportunity.is_public(now),
            "is_ahead": sign_up.session.ends_at > now and sign_up.session.cancelled_at is None,
            "is_over": visible_past(request.user, now).filter(pk=sign_up.pk).exists(),
            "clashes": clashing(session=sign_up.session, by=request.user),
            "form": form,
            **regularly(sign_up, now),
        },
        status=400 if form.errors else 200,
    )


@open_to(Who.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One tap, no reason (safety.md #54).

    Who had to sign in between comes here by a GET: it changes nothing and shows the button again.
    """
    sign_up = get_object_or_404(visible_sign_ups(request.user), public_id=public_id)
    if request.method != "POST":
        return redirect("opportunities:saved", public_id=public_id)
    cancel_sign_up(sign_up=sign_up, now=timezone.now())
    messages.success(
        request, _("That is taken off your plan. Nobody asks why, and you can come another time.")
    )
    return redirect("opportunities:plan")


@open_to(Who.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: SignedInRequest) -> HttpResponse:
    """Choose the words, the times, and the hours in which nothing is sent."""
    preference = _preference(request)
    form = ReminderForm(request.POST or None, instance=preference)
    if request.method == "POST" and form.is_valid():
        _choose(request, preference, now=timezone.now(), **form.cleaned_data)
        return redirect("opportunities:reminders")
    return render(
        request,
        "opportunities/reminders.html",
        {"form": form},
        status=400 if form.errors else 200,
    )


def _choose(
    request: SignedInRequest, preference: ContactPreference, *, now: dt.datetime, **chosen: Any
) -> None:
    """Save what was chosen on top of what was chosen before, and say so."""
    names = ("wording", "day_before", "two_hours_before", "quiet_from", "quiet_until")
    choice = {name: getattr(preference, name) for name in names} | chosen
    choose_reminders(by=request.user, now=now, **choice)
    messages.success(request, _("Your choice is saved."))
