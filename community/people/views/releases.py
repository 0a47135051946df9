"""Whom I let know what: the list, a new one, and its end in one tap."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from community.people import actions
from community.people.forms import ReleaseForm
from community.people.middleware import SignedInRequest
from community.people.permissions import visible_releases
from community.safety.access import Who, open_to

SHOWN_AT_MOST = 50


@open_to(Who.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def releases(request: SignedInRequest) -> HttpResponse:
    """My releases, and a new one (safety.md #37)."""
    now = timezone.now()
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in ("recipient", "details", "purpose")}
        try:
            actions.sign_release(person=request.user, lasts=form.lasts, now=now, **chosen)
        except (actions.NothingReleased, actions.TooManyReleases) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("people:releases")
    mine = visible_releases(request.user)
    running = mine.running(now)
    over = mine.exclude(pk__in=running.values("pk"))[:SHOWN_AT_MOST]
    page = {"form": form, "running": running, "over": over}
    return render(request, "account/own/releases.html", page)


@open_to(Who.SIGNED_IN)
@never_cache
@require_POST
def revoke_release(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """End one now."""
    release = get_object_or_404(visible_releases(request.user), public_id=public_id)
    actions.revoke(release=release, now=timezone.now())
    messages.success(request, _("Ended."))
    return redirect("people:releases")
