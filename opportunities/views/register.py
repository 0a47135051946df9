"""The list at the door, on a phone: who is here, with one thumb, and how many came besides.

For everybody who works for the organisation, whatever their duty (`permissions.visible_register`).
"""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from opportunities.actions.attendance import count_walk_ins, mark_here, take_mark_back
from opportunities.actions.signups import Refusal
from opportunities.forms.register import WalkInsForm
from opportunities.models import Session, SignUp, State
from opportunities.permissions import (
    visible_register,
    visible_workplace_sessions,
    visible_workplace_sign_ups,
    what_organisation_sees,
    written_organisations,
)
from opportunities.views.partner import shown

# The answer to a mark made by the script: that row and nothing else. Whatever else comes back, such
# as the page to sign in, has another number and is shown whole (templates/…/register.html).
ONE_ROW = 202


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who comes to one date, each with a button; a POST says how many came without a place."""
    session, now = register_of(request, public_id), timezone.now()
    is_open = session.has_open_register(now)
    form = WalkInsForm(
        request.POST if request.method == "POST" else None, initial=_counted(session)
    )
    if request.method == "POST" and form.is_valid() and _count(session, form, now):
        messages.success(request, _("Saved."))
        return redirect("opportunities:workplace_register", public_id=public_id)
    people = visible_register(request.user, now).filter(session=session)
    rows = [line(row) for row in people.order_by("alias", "id")]
    context = {
        "session": session,
        "opportunity": session.opportunity,
        "rows": rows,
        "booked": sum(1 + row["companions"] for row in rows),
        "is_open": is_open,
        "is_early": now < session.starts_at and not is_open and session.cancelled_at is None,
        "is_on_now": session.is_on_now(now),
        "is_stopped": not session.opportunity.is_public(now),
        "form": form,
        "writes": written_organisations(request.user).exists(),
    }
    return shown(request, "opportunities/partner/register.html", context, form)


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Mark one person as here, or take that mark back. Each press says which, so that a press that
    is sent twice does no more than once."""
    now = timezone.now()
    theirs = visible_workplace_sign_ups(request.user, now).select_related(
        "session__opportunity__organisation"
    )
    row = get_object_or_404(theirs, public_id=public_id)
    back = reverse("opportunities:workplace_register", args=[row.session.public_id])
    if request.method != "POST":
        return redirect(back)
    try:
        row = _mark(row, request.POST.get("undo"), now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    if request.htmx:  # type: ignore[attr-defined]
        context = {"row": line(row), "is_fresh": True}
        return render(request, "opportunities/partner/person.html", context, status=ONE_ROW)
    return redirect(f"{back}#row-{row.public_id}")


def register_of(request: SignedInRequest, public_id: uuid.UUID) -> Session:
    """A date of the partner's own organisation, or a 404."""
    sessions = visible_workplace_sessions(request.user)
    return get_object_or_404(
        sessions.select_related("opportunity__organisation"), public_id=public_id
    )


def line(sign_up: SignUp) -> dict[str, Any]:
    """One person as the door reads them: what an organisation sees, and whether they are here."""
    return {
        **what_organisation_sees(sign_up),
        "public_id": sign_up.public_id,
        "is_here": sign_up.state == State.ATTENDED,
        "mark": sign_up.came_at.isoformat() if sign_up.came_at else "",
    }


def _mark(row: SignUp, undone: str | None, now: dt.datetime) -> SignUp:
    """`undone`: the moment of the mark that is taken back, or None to make one."""
    if undone is None:
        return mark_here(sign_up=row, now=now)
    try:
        came_at = parse_datetime(undone)
    except ValueError:
        came_at = None
    if came_at is None or timezone.is_naive(came_at):  # not typed by a person: nothing is undone
        return row
    return take_mark_back(sign_up=row, came_at=came_at, now=now)


def _counted(session: Session) -> dict[str, int]:
    return {"number": session.walk_ins, "seen": session.walk_ins}


def _count(session: Session, form: WalkInsForm, now: dt.datetime) -> bool:
    """Keep the number; a refusal goes into the form, which then counts from what there is."""
    values = form.cleaned_data
    try:
        count_walk_ins(session=session, seen=values["seen"], number=values["number"], now=now)
    except Refusal as refusal:
        session.refresh_from_db(fields=["walk_ins"])
        form.data = {**dict(form.data.items()), **_counted(session)}
        form.add_error("number", str(refusal))
        return False
    return True
