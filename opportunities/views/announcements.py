"""Telling everybody who has a place on a date one thing: written, looked at, sent.

Like all pages of a partner (`partner.py`), it does not exist for anybody else (safety.md #12).
"""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from opportunities.actions.announcing import announce, sayings_now
from opportunities.actions.signups import Refusal
from opportunities.forms.announcements import AnnouncementForm
from opportunities.models import Said, Session
from opportunities.permissions import (
    visible_workplace_announcements,
    visible_workplace_sign_ups,
    writable_sessions,
)
from opportunities.views.partner import shown


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Choose what to say; a POST shows it as people will read it, and a second one sends it."""
    own = writable_sessions(request.user).select_related("opportunity__organisation")
    session, now = get_object_or_404(own, public_id=public_id), timezone.now()
    sayings = sayings_now(session=session, now=now)
    if not sayings:
        return redirect("opportunities:workplace_date", public_id=public_id)
    is_sent = request.method == "POST" and "change" not in request.POST
    other = session.opportunity.original_language
    form = AnnouncementForm(
        request.POST if is_sent else None,
        initial=request.POST.dict(),
        sayings=sayings,
        language=other.name if other else "",
    )
    if is_sent and form.is_valid() and "send" in request.POST and _send(request, session, form):
        return redirect("opportunities:workplace_date", public_id=public_id)
    context = _context(request, session, form, now)
    if is_sent and form.is_valid():
        return render(request, "opportunities/partner/tell_look.html", context)
    return shown(request, "opportunities/partner/tell.html", context, form)


def _context(
    request: SignedInRequest, session: Session, form: AnnouncementForm, now: dt.datetime
) -> dict[str, Any]:
    said = form.cleaned_data.get("says") if form.is_bound else None
    return {
        "session": session,
        "opportunity": session.opportunity,
        "number": visible_workplace_sign_ups(request.user, now).filter(session=session).count(),
        "before": visible_workplace_announcements(request.user).filter(session=session),
        "form": form,
        "says": Said(said).label if said else "",
        "line": form.cleaned_data.get("line", "") if form.is_bound else "",
        "writes": True,
    }


def _send(request: SignedInRequest, session: Session, form: AnnouncementForm) -> bool:
    """Send it; a refusal goes into the form, with all that was typed."""
    values = form.cleaned_data
    try:
        number = announce(
            session=session,
            says=Said(values["says"]),
            line=values["line"],
            by=request.user,
            now=timezone.now(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    words = ngettext("Told to %(number)s person.", "Told to %(number)s people.", number)
    messages.success(request, words % {"number": number})
    return True
