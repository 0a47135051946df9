"""Asking for somebody to walk with: the questions, where it stands, taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from community.mentorship.actions.requesting import keep_request, take_request_back
from community.mentorship.actions.waiting import how_long
from community.mentorship.forms.request import RequestForm
from community.mentorship.permissions import own_mentorships, own_request
from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to


@open_to(Who.PARTICIPANT)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest) -> HttpResponse:
    """The questions, how long it takes, and one button that takes all of it back."""
    if request.method == "POST" and "take_back" in request.POST:
        take_request_back(by=request.user, now=timezone.now())
        messages.success(request, _("Taken back. Nothing of it is kept."))
        return redirect("mentorship:ask")
    row = own_request(request.user).first()
    typed = request.POST if request.method == "POST" else None
    form = RequestForm(typed, initial=RequestForm.initial_of(row))
    if request.method == "POST" and form.is_valid():
        keep_request(by=request.user, now=timezone.now(), **form.answers())
        messages.success(request, _("Your choice is saved."))
        return redirect("mentorship:together")
    context = {
        "form": form,
        "row": row,
        "weeks": how_long(now=timezone.now()),
        "in_one": own_mentorships(request.user).exists(),
    }
    return render(request, "mentorship/ask.html", context, status=400 if form.errors else 200)
