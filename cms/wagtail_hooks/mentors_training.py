"""What every mentor learns, when they come together, where two meet, and what was reported."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.wagtail_hooks.mentor_forms import DropInForm, ModuleForm, PlaceForm
from community.mentorship import actions
from community.mentorship.models import ApprovedPlace, TrainingModule
from community.mentorship.permissions import reported_mentorships, visible_drop_ins
from community.people.models import User
from community.safety.access import Who, open_to
from community.safety.actions import write_down
from community.safety.models import Saw


class DeskRequest(HttpRequest):
    """A request of one of the staff, behind Wagtail's own door."""

    user: User


def _uuid(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


@open_to(Who.STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def training(request: DeskRequest) -> HttpResponse:
    """Parts of the training; one can be added or changed."""
    which = request.POST.get("module", "") or request.GET.get("module", "")
    number = _uuid(which)
    row = TrainingModule.objects.filter(public_id=number).first() if number else None
    form = ModuleForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("desk_training")
    context = {"rows": TrainingModule.objects.all(), "form": form, "row": row}
    return render(request, "cms/admin/mentor_training.html", context)


@open_to(Who.STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def drop_ins(request: DeskRequest) -> HttpResponse:
    """Hours to come; one can be added or taken off."""
    now = timezone.now()
    rows = visible_drop_ins(request.user, now)
    form = DropInForm(request.POST if request.POST.get("what") == "add" else None)
    if request.POST.get("what") == "off":
        found = get_object_or_404(rows, public_id=_uuid(request.POST.get("drop_in", "")))
        actions.call_off_drop_in(drop_in=found, by=request.user)
        messages.success(request, _("Taken off the list."))
        return redirect("desk_drop_ins")
    if form.is_bound and form.is_valid():
        try:
            actions.add_drop_in(by=request.user, now=now, **form.cleaned_data)
        except actions.Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("desk_drop_ins")
    return render(request, "cms/admin/mentor_drop_ins.html", {"rows": rows, "form": form})


@open_to(Who.STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def places(request: DeskRequest) -> HttpResponse:
    """Public places at which two may meet; one can be added, changed or closed."""
    number = _uuid(request.POST.get("place_id", "") or request.GET.get("place_id", ""))
    row = ApprovedPlace.objects.filter(public_id=number).first() if number else None
    form = PlaceForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("desk_places")
    context = {"rows": ApprovedPlace.objects.all(), "form": form, "row": row}
    return render(request, "cms/admin/mentor_places.html", context)


@open_to(Who.STAFF)
@require_safe
def reported(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """What two wrote, after one of them reported it. Each look is written down for who reported it,
    and not for the other one, who would learn of the report by it."""
    rows = reported_mentorships(request.user).select_related("person", "mentor__person")
    row = get_object_or_404(rows, public_id=public_id)
    now = timezone.now()
    for person in {one.by for one in row.reports.select_related("by")}:
        write_down(by=request.user, about=person.public_id, what=Saw.NOTE, now=now)
    lines = row.lines.select_related("by")
    return render(request, "cms/admin/mentor_reported.html", {"row": row, "lines": lines})
