"""Letters of hours: the person's own, and the page on which anybody looks one up by its code."""

import datetime as dt
import uuid
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from community.safety.limits import limited
from opportunities.actions.letters import (
    LetterRefused,
    done_by,
    in_groups,
    letter_behind,
    paper_of,
    revoke_letter,
    sentences_of,
    write_letter,
)
from opportunities.forms.letters import CodeOfLetterForm, LetterForm
from opportunities.models import Letter
from opportunities.permissions import own_letters

LONG_AGO = dt.date(2000, 1, 1)


def _issuer() -> str:
    """The neutral name that messages come from, and no other."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[0] or settings.WAGTAIL_SITE_NAME


@open_to(Who.SIGNED_IN)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: SignedInRequest) -> HttpResponse:
    """My letters, and a new one."""
    now = timezone.now()
    today = timezone.localdate(now)
    done = done_by(request.user, LONG_AGO, today)
    names = [one.organisation for one in done]
    form = LetterForm(request.POST or None, organisations=names, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            write_letter(by=request.user, now=now, **form.cleaned_data)
        except LetterRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your letter is written."))
            return redirect("opportunities:letters")
    running = own_letters(request.user).running(now)
    context = {"form": form, "has_done": bool(done), "letters": [_shown(one) for one in running]}
    status = 400 if form.errors else 200
    return render(request, "opportunities/letters.html", context, status=status)


def _shown(letter: Letter) -> dict[str, Any]:
    words = sentences_of(letter, issuer=_issuer())
    return {"row": letter, "sentences": words, "code": in_groups(letter.code)}


@open_to(Who.SIGNED_IN)
@never_cache
@require_safe
def letter_paper(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One letter as a file, made anew from its row."""
    running = own_letters(request.user).running(timezone.now())
    letter = get_object_or_404(running, public_id=public_id)
    address = settings.SITE_URL + reverse("opportunities:look_up_letter")
    return HttpResponse(
        paper_of(letter, issuer=_issuer(), verify_at=address),
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="letter.pdf"'},
    )


@open_to(Who.SIGNED_IN)
@never_cache
@require_POST
def end_letter(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """From now on its code says nothing. One tap."""
    letter = get_object_or_404(own_letters(request.user), public_id=public_id)
    revoke_letter(letter=letter, now=timezone.now())
    messages.success(request, _("Ended. Its code says nothing any more."))
    return redirect("opportunities:letters")


@open_to(Who.EVERYONE)
@limited("look_up")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def look_up_letter(request: HttpRequest) -> HttpResponse:
    """What a letter says, for whoever has its code. Sent by POST, so that no code stands in an
    address; wrong, ended and over look alike."""
    form = CodeOfLetterForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        letter = letter_behind(code=form.cleaned_data["code"], now=timezone.now())
        context["is_looked_up"] = True
        context["sentences"] = sentences_of(letter, issuer=_issuer()) if letter else []
        status = 200 if letter else 404
    elif form.errors:
        status = 400
    return render(request, "opportunities/look_up_letter.html", context, status=status)
