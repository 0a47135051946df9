"""What I'm looking for, and what fits it: the person's own pages, and nobody else's."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from community.safety.limits import limited
from opportunities.actions.looking import (
    Suggestions,
    forget_looking_for,
    keep_looking_for,
    suggest,
)
from opportunities.forms.looking import LookingForForm
from opportunities.matching import Gate
from opportunities.models import Opportunity
from opportunities.permissions import own_looking_for

from .cards import cards
from .facets import facets_for_one
from .fitting import words_of
from .results import rows_of


@open_to(Who.SIGNED_IN)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def looking(request: SignedInRequest) -> HttpResponse:
    """The questions, each of which may stay open; one button forgets all answers."""
    if request.method == "POST" and "forget" in request.POST:
        forget_looking_for(by=request.user)
        messages.success(request, _("Forgotten. Nothing of it is kept."))
        return redirect("opportunities:looking")
    row = own_looking_for(request.user).first()
    form = LookingForForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        keep_looking_for(by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Your choice is saved."))
        return redirect("opportunities:fits")
    context = {"form": form, "has_answers": row is not None}
    return render(
        request, "opportunities/looking.html", context, status=400 if form.errors else 200
    )


@open_to(Who.SIGNED_IN)
@never_cache
@require_safe
@limited("fits", when=lambda _request: True)
def fits(request: SignedInRequest) -> HttpResponse:
    """What fits, and why; with few answers the newest."""
    now = timezone.now()
    found = suggest(to=request.user, now=now)
    context = {
        "suggestions": _shown(found, now),
        "is_scored": found.is_scored,
        "left_out": _left_out(found),
    }
    return render(request, "opportunities/fits.html", context)


def _shown(found: Suggestions, now: dt.datetime) -> list[dict[str, Any]]:
    """Each suggestion with its card. What was held a moment ago has no row and is left out."""
    public = Opportunity.objects.public(now).filter(pk__in=[one.pk for one in found.shown])
    rows = {row.pk: row for row in rows_of(public)}
    known = [one for one in found.shown if one.pk in rows]
    drawn = cards([rows[one.pk] for one in known], facets_for_one(), heading="h2")
    return [words_of(one) | {"card": card} for one, card in zip(known, drawn, strict=True)]


def _left_out(found: Suggestions) -> list[tuple[str, int]]:
    """What the person's own answers shut out, in numbers of activities, the most first."""
    names = {
        Gate.HARD_NO: _("because of what you never want"),
        Gate.MUST_HAVE_MISSING: _("because they don’t say that they have what you need"),
        Gate.NO_TIME_OVERLAP: _("at other times"),
        Gate.TOO_FAR: _("farther away"),
    }
    return [(names[gate], number) for gate, number in found.left_out.most_common()]
