"""Who comes to a date of a support group: for staff, one date at a time, after they said why."""

import uuid
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from wagtail import hooks
from wagtail.admin.panels import Panel

from cms.wagtail_hooks.forms import GrantForm
from cms.wagtail_hooks.views import DeskRequest
from community.safety.access import Who, factor_recently_used, open_to
from community.safety.actions import NoGrant, NoReasonGiven
from community.safety.permissions import asked_about
from opportunities.actions.rosters import ask_for_roster, read_roster
from opportunities.permissions import visible_roster_dates

SHOWN: Final = 20


class RosterForm(GrantForm):
    """Why one of the staff needs to know who comes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Everybody on the list reads this.")
        self.fields["words"].help_text = _(
            "Three words or more. A colleague looks at them today; nobody on the list reads them."
        )


@open_to(Who.STAFF)
@factor_recently_used
@sensitive_post_parameters("words")
@require_http_methods(["GET", "HEAD", "POST"])
def date(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """One date, and asking to see who comes. Nobody is named here."""
    now = timezone.now()
    row = get_object_or_404(visible_roster_dates(request.user, now), public_id=public_id)
    form = RosterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_roster(session=row, by=request.user, now=now, **form.cleaned_data)
        except NoReasonGiven as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.success(request, _t("You can see it for an hour. They see that you asked."))
            return redirect("desk_date", public_id=public_id)
    asked = asked_about(by=request.user, about=row.public_id, now=now)
    context = {"row": row, "form": form, "is_open": asked is not None}
    return render(request, "cms/admin/date.html", context, status=400 if form.errors else 200)


@open_to(Who.STAFF)
@factor_recently_used
@require_safe
def date_seen(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who comes. Each look is written down; without a reason of just now there is nothing here."""
    now = timezone.now()
    row = get_object_or_404(visible_roster_dates(request.user, now), public_id=public_id)
    try:
        people = read_roster(session=row, by=request.user, now=now)
    except NoGrant:
        raise Http404 from None
    return render(request, "cms/admin/date_seen.html", {"row": row, "people": people})


@hooks.register("register_admin_urls")
def roster_urls() -> list[URLPattern]:
    """Its two screens."""
    return [
        path("desk/date/<uuid:public_id>/", date, name="desk_date"),
        path("desk/date/<uuid:public_id>/seen/", date_seen, name="desk_date_seen"),
    ]


class RosterPanel(Panel):
    """The way to them, below the form of a support group's posting."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one posting."""

        template_name = "cms/admin/dates_panel.html"

        def dates(self) -> list[Any]:
            """The next dates, for programme staff and nobody else who edits."""
            if self.instance.pk is None:
                return []
            rows = visible_roster_dates(self.request.user, timezone.now())
            return list(rows.filter(opportunity=self.instance.pk).order_by("starts_at")[:SHOWN])

        def is_shown(self) -> bool:
            """If there is one."""
            return bool(self.dates())

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """The dates."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"dates": self.dates()}
