"""A course in somebody's own plan: its dates together, and not coming on one of them."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from opportunities.actions.signups import Refusal, come_after_all
from opportunities.actions.signups import excuse as excuse_from
from opportunities.models import OF_A_COURSE, SignUp
from opportunities.permissions import visible_sign_ups


@open_to(Who.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def excuse(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Not this once, or after all; the course is kept. One tap, no reason (safety.md #54).

    Who had to sign in between comes here by a GET: it changes nothing and shows the buttons again.
    """
    sign_up = get_object_or_404(visible_sign_ups(request.user), public_id=public_id)
    if request.method != "POST":
        return redirect("opportunities:saved", public_id=public_id)
    try:
        if "undo" in request.POST:
            come_after_all(sign_up=sign_up, now=timezone.now())
            messages.success(request, _("Good. That date is in your plan again."))
        else:
            excuse_from(sign_up=sign_up, now=timezone.now())
            messages.success(request, _("Noted. Your place in the course stays yours."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("opportunities:saved", public_id=public_id)


def course_of(sign_up: SignUp, now: dt.datetime) -> list[SignUp]:
    """Their sign-ups of the dates of this course that are still ahead; none where it is none."""
    posting = sign_up.session.opportunity
    if not posting.is_course:
        return []
    rows = SignUp.objects.filter(
        person=sign_up.person_id,
        state__in=OF_A_COURSE,
        session__opportunity=posting,
        session__starts_at__gt=now,
    )
    found = list(rows.select_related("session").order_by("session__starts_at", "session"))
    for row in found:
        row.session.opportunity = posting
    return found


def grouped(rows: Iterable[SignUp]) -> list[tuple[SignUp, list[SignUp]]]:
    """Each thing of a plan at its first date, with the later ones of the same course."""
    found: dict[object, tuple[SignUp, list[SignUp]]] = {}
    for row in rows:
        posting = row.session.opportunity
        key = ("course", posting.pk) if posting.is_course else row.pk
        if key in found:
            found[key][1].append(row)
        else:
            found[key] = (row, [])
    return list(found.values())


def firsts_of(rows: Iterable[SignUp]) -> list[SignUp]:
    """Each thing once: of a course the first date stands for all."""
    return [row for row, _later in grouped(rows)]
