"""Who works for an organisation: its owners ask colleagues to join, and let them go."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from community.organisations import actions
from community.organisations.forms import InvitationForm
from community.organisations.permissions import (
    managed_organisations,
    visible_colleagues,
    visible_invitations,
)
from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to


@open_to(Who.PARTNER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: SignedInRequest) -> HttpResponse:
    """Colleagues by the names they chose, and who is asked to join. For owners."""
    organisations = managed_organisations(request.user)
    if not organisations:
        raise Http404
    what = request.POST.get("what", "")
    typed = request.POST if what == "invite" else None
    form = InvitationForm(typed, organisations=organisations)
    is_done = (
        (what == "invite" and form.is_valid() and _invite(request, form))
        or (what == "let_go" and _let_go(request))
        or (what == "take_back" and _take_back(request))
    )
    if is_done:
        return redirect("organisations:team")
    colleagues = visible_colleagues(request.user).select_related("person", "organisation")
    invitations = visible_invitations(request.user, timezone.now()).select_related("organisation")
    context = {
        "form": form,
        "colleagues": colleagues.order_by("organisation__name", "created_at", "pk"),
        "invitations": invitations.order_by("organisation__name", "email"),
        "has_many": len(organisations) > 1,
        "writes": True,
    }
    return render(request, "organisations/team.html", context, status=400 if form.errors else 200)


@open_to(Who.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: SignedInRequest, token: str) -> HttpResponse:
    """The page that an invitation opens. Looking changes nothing: mail scanners look, too."""
    now, error = timezone.now(), ""
    invitation = actions.invitation_of(token=token, now=now)
    if request.method == "POST":
        try:
            actions.join(token=token, by=request.user, now=now)
        except actions.LinkOver:
            invitation = None
        except actions.WrongAccount as refusal:
            error = str(refusal)
        else:
            return redirect("opportunities:workplace")
    context = {"invitation": invitation, "error": error}
    status = 404 if invitation is None else 409 if error else 200
    return render(request, "organisations/join.html", context, status=status)


def _invite(request: SignedInRequest, form: InvitationForm) -> bool:
    try:
        actions.invite(
            organisation=form.cleaned_data["organisation"],
            email=form.cleaned_data["email"],
            duty=form.cleaned_data["duty"],
            by=request.user,
            link_for=lambda token: _link(request, token),
            now=timezone.now(),
        )
    except (actions.NotOwner, actions.TooManyInvitations) as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The link is on its way."))
    return True


def _link(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("organisations:join", args=[token]))


def _let_go(request: SignedInRequest) -> bool:
    rows = visible_colleagues(request.user).select_related("person", "organisation")
    row = get_object_or_404(rows, public_id=_posted_id(request))
    try:
        actions.let_go(membership=row, by=request.user, now=timezone.now())
    except (actions.NotOwner, actions.LastOwner) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done. They see nothing of it any more."))
    return True


def _take_back(request: SignedInRequest) -> bool:
    rows = visible_invitations(request.user, timezone.now())
    row = get_object_or_404(rows, public_id=_posted_id(request))
    try:
        actions.take_back(invitation=row, by=request.user)
    except actions.NotOwner as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done. The link works no more."))
    return True


def _posted_id(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("which", ""))
    except ValueError:
        raise Http404 from None
