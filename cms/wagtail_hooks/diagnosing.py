"""Why can this person not see this: for staff who have said why they need to know."""

import re
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail import hooks

from cms.wagtail_hooks.views import DeskRequest
from community.people.models import User
from community.people.permissions import visible_participants
from community.safety.access import Who, factor_recently_used, open_to
from community.safety.actions import NoGrant
from community.safety.permissions import open_grants
from opportunities.actions.diagnosing import Gate, diagnose
from opportunities.models import Opportunity
from opportunities.permissions import visible_opportunities

IDS = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)


class WhyForm(forms.Form):
    """Which posting it is about."""

    posting = forms.CharField(
        label=_("Address of the posting"),
        max_length=300,
        help_text=_("As it stands in a browser, or only the number in it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_posting(self) -> Opportunity:
        """The posting with that number, public or not."""
        found = IDS.search(self.cleaned_data["posting"])
        rows = visible_opportunities(self.by, timezone.now()).select_related("organisation")
        posting = rows.filter(public_id=uuid.UUID(found[0])).first() if found else None
        if posting is None:
            raise forms.ValidationError(_t("No posting has that address."))
        return posting


@open_to(Who.STAFF)
@factor_recently_used
@require_http_methods(["GET", "HEAD", "POST"])
def why(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask about one posting, and read what stands between it and one person."""
    person = get_object_or_404(visible_participants(request.user), public_id=public_id)
    now = timezone.now()
    if not open_grants(request.user, now).filter(person=person).exists():
        messages.warning(request, _t("Say first why you need to know. They can read it."))
        return redirect("desk_person", public_id=public_id)
    form = WhyForm(request.POST if request.method == "POST" else None, by=request.user)
    gates: list[Gate] | None = None
    if form.is_bound and form.is_valid():
        posting = form.cleaned_data["posting"]
        try:
            gates = diagnose(person=person, posting=posting, by=request.user, now=now)
        except NoGrant:
            raise Http404 from None
    context = {"form": form, "alias": person.alias, "public_id": public_id}
    context |= {"is_answered": gates is not None, "gates": gates or []}
    context |= {"posting": form.cleaned_data["posting"] if gates is not None else None}
    return render(request, "cms/admin/why.html", context, status=400 if form.errors else 200)


@hooks.register("register_admin_urls")
def why_urls() -> list[URLPattern]:
    """Its one screen."""
    return [path("desk/person/<uuid:public_id>/why/", why, name="desk_why")]
