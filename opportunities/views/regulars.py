"""Coming regularly: saying so at one's place, and a break, coming again and the end of it."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.people.middleware import SignedInRequest
from community.people.models import User
from community.people.permissions import own_path
from community.safety.access import Who, open_to
from opportunities.actions import regulars
from opportunities.actions.signups import Refusal
from opportunities.forms.regulars import BreakForm, RegularForm
from opportunities.models import (
    Often,
    Regular,
    RegularQuerySet,
    SignUp,
    SignUpQuerySet,
    public_opportunity,
)
from opportunities.permissions import own_regulars, visible_sign_ups

MOST_DATES: Final = 4  # of each in a plan: it is a glance


@open_to(Who.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def come(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say at one's place that one comes regularly.

    Who had to sign in between comes here by a GET: it changes nothing and shows the button again.
    """
    rows = visible_sign_ups(request.user).select_related("person", "session")
    sign_up = get_object_or_404(rows, public_id=public_id)
    form = RegularForm(request.POST or None, sign_up=sign_up)
    if request.method == "POST" and form.is_valid():
        try:
            regular = regulars.come_regularly(
                sign_up=sign_up,
                often=Often(form.cleaned_data["often"]),
                with_companions=form.cleaned_data.get("companions", False),
                now=timezone.now(),
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Good. From now on we save your place each time."))
            return redirect("opportunities:regular", public_id=regular.public_id)
    return redirect("opportunities:saved", public_id=public_id)


@open_to(Who.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def regular(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """What they come to, and its next dates; a POST takes a break, comes again or stops."""
    now = timezone.now()
    rows = own_regulars(request.user).filter(public_id=public_id).order_by("-schedule_id")
    row = rows.select_related("person", "schedule__opportunity__organisation").first()
    if row is None:
        raise Http404
    sent = request.POST if "break" in request.POST else None
    form = BreakForm(sent, initial={"back_on": row.back_on})
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        return _change(request, row, form, now)
    posting = row.schedule.opportunity
    context = {
        "regular": row,
        "opportunity": posting,
        "dates": _dates_of(rows, visible_sign_ups(request.user).ahead(now)),
        "is_public": posting.is_public(now),
        "rests": own_path(request.user).filter(is_resting=True).exists(),
        "form": form,
    }
    page = "opportunities/regular.html"
    return render(request, page, context, status=400 if form.errors else 200)


def _change(
    request: SignedInRequest, row: Regular, form: BreakForm, now: dt.datetime
) -> HttpResponse:
    """One tap each, and nobody asks why. Who pressed nothing that is here changes nothing."""
    if "stop" in request.POST:
        regulars.stop(regular=row)
        messages.success(
            request, _("Done. The places you have stay yours until you give them back.")
        )
        return redirect("opportunities:plan")
    if form.is_bound:
        regulars.take_a_break(regular=row, now=now, **form.cleaned_data)
        messages.success(request, _("Enjoy your break. Nobody asks why."))
    elif "again" in request.POST:
        try:
            regulars.come_again(regular=row, now=now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Good to see you. We save your place again."))
    return redirect("opportunities:regular", public_id=row.public_id)


def _dates_of(rows: RegularQuerySet, sign_ups: SignUpQuerySet) -> list[SignUp]:
    """Their own dates of it that are ahead, the next one first."""
    found = sign_ups.filter(session__schedule__in=rows.order_by().values("schedule"))
    return list(found.select_related("session").order_by("session__starts_at", "id"))


def regularly(sign_up: SignUp, now: dt.datetime) -> dict[str, Any]:
    """What the page of a place shows of coming regularly: that one does, or how to say so."""
    schedule = sign_up.session.schedule
    if schedule is None:
        return {}
    row = Regular.objects.filter(person=sign_up.person_id, schedule=schedule).first()
    if row:
        row.schedule = schedule
    can = row is None and regulars.can_come_regularly(sign_up=sign_up, now=now)
    return {"regular": row, "regular_form": RegularForm(sign_up=sign_up) if can else None}


def regulars_in_plan(user: User, rows: Iterable[SignUp], now: dt.datetime) -> list[dict[str, Any]]:
    """What somebody comes to regularly, each with those of their sign-ups that are of it.

    Nothing of a posting that is stopped: its dates stand under what is paused.
    """
    own = own_regulars(user).filter(public_opportunity(now, "schedule__opportunity__"))
    by_schedule: dict[int | None, list[SignUp]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.session.starts_at):
        by_schedule[row.session.schedule_id].append(row)
    return [
        {"regular": row, "dates": by_schedule[row.schedule_id][:MOST_DATES]}
        for row in own.select_related("schedule__opportunity")
    ]
