"""I'd like someone to talk to: asking, and looking where it stands; no code in any address."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from community.people.middleware import SignedInRequest
from community.people.models import User
from community.safety.access import Who, open_to
from community.safety.limits import TooOften, count, limited
from community.support.actions import talks as actions
from community.support.forms.first_contact import CodeOfTalkForm, TalkForm
from community.support.models import FirstContactRequest
from community.support.permissions import looks_at, own_first_talks

SHOWN = 20


@open_to(Who.EVERYONE)
@never_cache
@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest) -> HttpResponse:
    """Ask for a talk. With an account it then stands on a page of one's own; without one a code
    leads back to it, which is shown once, on the answer to this form."""
    if request.method != "POST" and own_first_talks(request.user).not_over().exists():
        return redirect("support:talk_mine")
    form = TalkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = request.user if isinstance(request.user, User) else None
        try:
            count(request, "talk")
            row, code = actions.ask_for_talk(
                said=form.said, by=by, once=form.cleaned_data["once"], now=timezone.now()
            )
        except actions.AskedAlready:
            return redirect("support:talk_mine")
        except (actions.TalkRefused, TooOften) as refusal:
            too_many = actions.TooManyTalks() if isinstance(refusal, TooOften) else refusal
            form.add_error(None, str(too_many))
        else:
            if not code:
                return redirect("support:talk_mine")
            return render(request, "support/talk_sent.html", {"talk": row, "code": code})
    context = {"form": form, "days": settings.FIRST_TALK_WORKING_DAYS}
    return render(request, "support/talk.html", context, status=400 if form.errors else 200)


@open_to(Who.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def talk_mine(request: SignedInRequest) -> HttpResponse:
    """My talks: where each stands, and taking it back. One tap, and nobody asks why."""
    rows = own_first_talks(request.user)
    if request.method == "POST":
        row = rows.not_over().first()
        if row is not None:
            _do(request, row)
        return redirect("support:talk_mine")
    shown = [_shown(row) for row in rows[:SHOWN]]
    return render(request, "support/talk_mine.html", {"talks": shown})


@open_to(Who.EVERYONE)
@limited("talk_code")
@never_cache
@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def talk_code(request: HttpRequest) -> HttpResponse:
    """Where a talk stands, for whoever has its code, and taking it back. Sent by POST alone."""
    form = CodeOfTalkForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    status = 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        row = actions.talk_behind(code=form.cleaned_data["code"])
        if row is None:
            form.add_error("code", _("We have nothing under this code."))
            status = 404
        else:
            row = _do(request, row)
            context |= {"talk": _shown(row), "code": form.cleaned_data["code"]}
    return render(request, "support/talk_code.html", context, status=status)


def _do(request: HttpRequest, row: FirstContactRequest) -> FirstContactRequest:
    """What they sent with it: taking it back, or ending what somebody may be told."""
    what, now = request.POST.get("what", ""), timezone.now()
    if what == "cancel":
        row = actions.cancel_talk(talk=row, now=now)
        messages.success(request, _("Taken back. What you wrote is gone."))
    elif what == "end":
        for one in row.hand_overs.running(now):
            if str(one.public_id) == request.POST.get("which", ""):
                actions.end_hand_over(row=one, now=now)
                messages.success(request, _("Ended."))
    return row


def _shown(row: FirstContactRequest) -> dict[str, Any]:
    now = timezone.now()
    told = [one for one in row.hand_overs.running(now) if actions.may_be_told(row=one, now=now)]
    looks = looks_at(row) if row.person_id is None else ()
    return {"row": row, "told": told, "looks": looks}
