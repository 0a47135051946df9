"""What I did: one's own dates that are over and their hours; and how an organisation answers."""

import datetime as dt
import uuid
from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from community.people.middleware import SignedInRequest
from community.people.models import User
from community.safety.access import Who, open_to
from opportunities.actions.hours import answer_hours, remove_hours, say_how_long
from opportunities.actions.signups import Refusal
from opportunities.forms.hours import StayedForm
from opportunities.models import Hours, Session, SignUp
from opportunities.models.hours import length_in_words
from opportunities.permissions import visible_asked_hours, visible_past, visible_sign_ups
from opportunities.views.partner import shown

MOST_SHOWN = 200


@open_to(Who.SIGNED_IN)
@never_cache
@require_safe
def did(request: SignedInRequest) -> HttpResponse:
    """Their own dates that are over, the newest first, and their hours by year. Names no place and
    no organisation: it may be read over a shoulder."""
    past = visible_past(request.user, timezone.now())
    rows = past.select_related("session__opportunity", "hours").order_by("-session__starts_at")
    context = {"rows": rows[:MOST_SHOWN], "years": _by_year(rows.filter(hours__isnull=False))}
    return render(request, "opportunities/did.html", context)


@open_to(Who.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stayed(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say how long it was on one date, or remove its hours."""
    now = timezone.now()
    own = visible_sign_ups(request.user).select_related("session__opportunity", "hours")
    row = get_object_or_404(own, public_id=public_id)
    if not visible_past(request.user, now).filter(pk=row.pk).exists():
        return redirect("opportunities:saved", public_id=public_id)
    if request.method == "POST" and "remove" in request.POST:
        remove_hours(sign_up=row)
        messages.success(request, _("Removed."))
        return redirect("opportunities:did")
    form = StayedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _say(request, row, form, now):
        return redirect("opportunities:did")
    context = {"sign_up": row, "hours": getattr(row, "hours", None), "form": form}
    return shown(request, "opportunities/stayed.html", context, form)


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say yes to hours that somebody says differently, or leave them as they were counted."""
    asked = visible_asked_hours(request.user, timezone.now()).select_related("sign_up__session")
    hours = get_object_or_404(asked, sign_up__public_id=public_id)
    session = hours.sign_up.session
    if request.method == "POST":
        agrees, said = "agree" in request.POST, request.POST.get("minutes", "")
        minutes = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0
        try:
            answer_hours(hours=hours, asked=minutes, agrees=agrees, now=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved."))
    return redirect("opportunities:workplace_date", public_id=session.public_id)


def asked_of(user: User, session: Session, now: dt.datetime) -> list[dict[str, Any]]:
    """What is asked about one date: the name for the day and the hours, nothing else."""
    rows = visible_asked_hours(user, now).filter(sign_up__session=session)
    return [
        {
            "public_id": row.sign_up.public_id,
            "alias": row.sign_up.alias,
            "says": row.asked_length,
            "minutes": row.asked_minutes,
            "counted": row.length if row.minutes else "",
        }
        for row in rows.select_related("sign_up").order_by("sign_up__alias", "pk")
    ]


def _say(request: SignedInRequest, row: SignUp, form: StayedForm, now: dt.datetime) -> bool:
    """Keep what they say; a refusal goes into the form."""
    try:
        said = say_how_long(sign_up=row, minutes=form.minutes, now=now)
    except Refusal as refusal:
        form.add_error("hours", str(refusal))
        return False
    is_asked = said.asked_minutes is not None
    words = _("Thank you. The organisation is asked to say yes.") if is_asked else _("Saved.")
    messages.success(request, words)
    return True


def _by_year(rows: Any) -> list[dict[str, Any]]:
    """Each year, the newest first, with how many dates and how long in all."""
    minutes: Counter[int] = Counter()
    dates: Counter[int] = Counter()
    for row in rows:
        hours: Hours = row.hours
        if hours.minutes:
            minutes[row.session.local_start.year] += hours.minutes
            dates[row.session.local_start.year] += 1
    return [
        {"year": year, "dates": dates[year], "length": length_in_words(minutes[year])}
        for year in sorted(minutes, reverse=True)
    ]
