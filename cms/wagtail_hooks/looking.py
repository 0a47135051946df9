"""Who somebody is: for staff, one person at a time, after they said why."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cms.wagtail_hooks.forms import FindForm, GrantForm
from cms.wagtail_hooks.safeguarding import DeskRequest
from community.notifications.models import ContactPreference
from community.notifications.permissions import call_card
from community.people.models import User
from community.people.permissions import visible_participants, what_staff_see
from community.safety.access import Who, factor_recently_used, open_to
from community.safety.actions import NoGrant, NoReasonGiven, ask_to_see, look
from community.safety.models import Separation, Why
from community.safety.permissions import open_grants, visible_separations
from opportunities.permissions import find_participant


@open_to(Who.STAFF)
@sensitive_post_parameters("who")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: DeskRequest) -> HttpResponse:
    """Look one person up. What is typed is sent in the body, so that no address holds a name."""
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = find_participant(request.user, form.cleaned_data["who"])
        if person is not None:
            return redirect("desk_person", public_id=person.public_id)
        form.add_error("who", _("Nobody here has that name or number."))
    return render(request, "cms/admin/person_find.html", {"form": form})


@open_to(Who.STAFF)
@factor_recently_used
@sensitive_post_parameters("words")
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """The name that they chose to show, and asking to see more."""
    row = get_object_or_404(visible_participants(request.user), public_id=public_id)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, words = Why(form.cleaned_data["reason"]), form.cleaned_data["words"]
        now = timezone.now()
        try:
            ask_to_see(person=row, reason=reason, words=words, by=request.user, now=now)
        except NoReasonGiven as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.success(request, _("You can see it for an hour. They see that you asked."))
            return redirect("desk_person", public_id=public_id)
    grant = open_grants(request.user, timezone.now()).filter(person=row).last()
    context = {"alias": row.alias, "public_id": public_id, "form": form, "grant": grant}
    context["apart"] = _kept_apart(request, row)
    return render(request, "cms/admin/person.html", context)


@open_to(Who.STAFF)
@factor_recently_used
@require_safe
def details(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who they are. Each look is written down; without a grant there is nothing here."""
    row = get_object_or_404(visible_participants(request.user), public_id=public_id)
    try:
        grant = look(person=row, by=request.user, now=timezone.now())
    except NoGrant:
        raise Http404 from None
    preference = ContactPreference.objects.filter(person=row).first() or ContactPreference()
    context = {"seen": what_staff_see(row), "grant": grant, "preference": preference}
    context |= {"alias": row.alias, "public_id": public_id, "card": call_card(person=row)}
    return render(request, "cms/admin/person_details.html", context)


def _kept_apart(request: DeskRequest, person: User) -> list[tuple[Separation, str]]:
    """Each separation that staff made of this person, ended or not; and the other's alias."""
    rows = visible_separations(request.user).of(person.pk).order_by("-created_at", "-pk")
    rows = rows.select_related("a", "b", "lifted_by")
    return [(row, row.b.alias if row.a_id == person.pk else row.a.alias) for row in rows]
