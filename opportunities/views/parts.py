"""The parts of an activity's dates: as a partner sets them, and as people read them."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from opportunities.actions.parts import set_parts
from opportunities.actions.signups import Refusal, places_in
from opportunities.forms.parts import PartsForm
from opportunities.models import Opportunity, Part, Session, SignUp
from opportunities.views.partner import activity_of, shown

FEW = 3  # as `Session.has_few_places`


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who does what at the dates of an activity, and how many of each."""
    opportunity = activity_of(request, public_id)
    typed = request.POST if request.method == "POST" else None
    rows, written_in = list(opportunity.parts.all()), opportunity.written_in
    form = PartsForm(typed, parts=rows, written_in=written_in)
    if typed is not None and form.is_valid() and _set(opportunity, form):
        messages.success(request, _("Saved."))
        return redirect("opportunities:workplace_dates", public_id=public_id)
    context = {"opportunity": opportunity, "form": form, "writes": True}
    return shown(request, "opportunities/partner/parts.html", context, form)


def _set(opportunity: Opportunity, form: PartsForm) -> bool:
    """Have the parts that were typed; a refusal goes into the form."""
    try:
        set_parts(opportunity=opportunity, wanted=form.wanted, now=timezone.now())
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def parts_left(
    sessions: Sequence[Session], parts: Sequence[Part]
) -> dict[int, list[dict[str, Any]]]:
    """Of each date, each part and whether places are left: "full", "few" or "open", never how many
    (safety.md #13), and to everybody the same (#15)."""
    if not parts:
        return {}
    taken = places_in(SignUp.objects.filter(session__in=sessions).counted())
    return {
        session.pk: [
            {
                "part": part,
                "left": _left(session, part, taken.get((session.pk, part.pk), 0)),
            }
            for part in parts
        ]
        for session in sessions
    }


def parts_held(session: Session) -> list[dict[str, Any]]:
    """How many people have each part of a date, for its organisation; also a place that others may
    take, or that is only offered (as `Session.places_held`)."""
    held = places_in(SignUp.objects.filter(session=session).holding_a_place())
    parts = Part.objects.filter(opportunity=session.opportunity_id)
    return [
        {"part": part, "held": min(held.get((session.pk, part.pk), 0), part.places)}
        for part in parts
    ]


def _left(session: Session, part: Part, taken: int) -> str:
    of_date = FEW + 1 if session.capacity is None else session.capacity - session.places_taken
    left = min(of_date, part.places - taken)
    if left <= 0:
        return "full"
    return "few" if left <= FEW else "open"
