"""Who and what to keep away: what somebody chose, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from community.organisations.actions import stop_avoiding
from community.organisations.models import AvoidedOrganisation
from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from community.safety.actions import TooMany, let_name_go
from community.safety.models import TypedName
from opportunities.actions.apart import stop_avoiding_area
from opportunities.forms.apart import FORMS, ApartForm
from opportunities.models import AvoidedArea
from opportunities.permissions import visible_choices

# What can be taken back: where its rows are, what one is called, and how it goes.
KEPT: dict[str, Any] = {
    "organisation": (AvoidedOrganisation, "organisation.name", stop_avoiding, "avoided"),
    "area": (AvoidedArea, "area.label", stop_avoiding_area, "avoided"),
    "name": (TypedName, "name", let_name_go, "typed"),
}


@open_to(Who.SIGNED_IN)
@never_cache
@sensitive_post_parameters("name", "words")
@require_http_methods(["GET", "HEAD", "POST"])
def apart(request: SignedInRequest) -> HttpResponse:
    """The list of what they chose, and a short form for each kind of it."""
    forms: dict[str, ApartForm] = {what: form(by=request.user) for what, form in FORMS.items()}
    what = request.POST.get("what", "")
    if request.method == "POST" and what in FORMS:
        form = forms[what] = FORMS[what](request.POST, by=request.user)
        try:
            if form.is_valid():
                form.keep(timezone.now())
                messages.success(request, str(form.said))
                return redirect("opportunities:apart")
        except TooMany as refusal:
            form.add_error(None, str(refusal))
    context = {"forms": list(forms.values()), "kept": _kept(request), "form": forms.get(what)}
    is_wrong = any(form.errors for form in forms.values())
    return render(request, "opportunities/apart.html", context, status=400 if is_wrong else 200)


@open_to(Who.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def let_go(request: SignedInRequest) -> HttpResponse:
    """Take one thing off the list, with one tap. Who had to sign in between sees the list."""
    if request.method != "POST":
        return redirect("opportunities:apart")
    what, number = request.POST.get("what", ""), request.POST.get("row", "")
    if what not in KEPT or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    model, _path, stop, argument = KEPT[what]
    stop(**{argument: get_object_or_404(visible_choices(model, request.user), pk=number)})
    messages.success(request, _("Taken off your list."))
    return redirect("opportunities:apart")


def _kept(request: SignedInRequest) -> list[dict[str, Any]]:
    """What they chose, in their own words, the same whether a typed name is somebody's or not."""
    found = []
    for what, (model, path, _stop, _argument) in KEPT.items():
        relation, _dot, attribute = path.rpartition(".")
        rows = visible_choices(model, request.user).order_by("created_at", "pk")
        for row in rows.select_related(relation) if relation else rows:
            said = getattr(getattr(row, relation) if relation else row, attribute)
            found.append({"what": what, "row": row.pk, "said": said})
    return found
