"""Walking with somebody: what it is, asking to do it, and what somebody who knows them says."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from community.mentorship import actions
from community.mentorship.forms.applying import MentorAnswersForm, MentorApplicationForm
from community.mentorship.forms.reference import ReferenceForm
from community.mentorship.models import ENDED, MentorState
from community.mentorship.permissions import may_ask_to_walk, own_mentoring
from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from community.safety.limits import limited


@open_to(Who.EVERYONE)
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What walking with somebody is: duties, times, boundaries, and who should not ask now."""
    context = {
        "own": own_mentoring(request.user).exists(),
        "may": not request.user.is_authenticated or may_ask_to_walk(request.user),
    }
    return render(request, "mentorship/about.html", context)


@open_to(Who.PARTICIPANT)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@limited("apply")
def apply(request: SignedInRequest) -> HttpResponse:
    """Ask to become a mentor. Who is one, or has asked, is led to where it stands."""
    if not may_ask_to_walk(request.user):
        raise Http404
    if own_mentoring(request.user).exclude(state=MentorState.LEFT).exists():
        return redirect("mentorship:mine")
    form = MentorApplicationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.apply_as_mentor(
                by=request.user,
                answers=form.answers(),
                referees=form.referees(),
                now=timezone.now(),
            )
        except actions.Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. We have your answers, and write to you."))
            return redirect("mentorship:mine")
    context = {"form": form}
    return render(request, "mentorship/apply.html", context, status=400 if form.errors else 200)


@open_to(Who.PARTICIPANT)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: SignedInRequest) -> HttpResponse:
    """What a mentor says of themselves, to change."""
    mentor = get_object_or_404(own_mentoring(request.user).exclude(state__in=ENDED))
    sent = request.POST if request.method == "POST" else None
    form = MentorAnswersForm(sent, initial=MentorAnswersForm.initial_of(mentor))
    if sent is not None and form.is_valid():
        actions.change_answers(mentor=mentor, answers=form.answers(), now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("mentorship:mine")
    context = {"form": form}
    return render(request, "mentorship/answers.html", context, status=400 if form.errors else 200)


@open_to(Who.EVERYONE)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, token: str) -> HttpResponse:
    """What the link in a letter opens: four questions about somebody. It works once."""
    now = timezone.now()
    row = actions.reference_behind(token=token, now=now)
    if row is None:
        raise Http404
    form = ReferenceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_reference(token=token, answers=form.cleaned_data, now=now)
        except actions.LinkOver as over:
            raise Http404 from over
        return render(request, "mentorship/letter_done.html")
    context = {"form": form, "name": row.mentor.person.alias}
    return render(request, "mentorship/letter.html", context, status=400 if form.errors else 200)
