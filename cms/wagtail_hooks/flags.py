"""Red flags of a posting: what staff read of them, and the screen on which they look at them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin.panels import Panel
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

from cms.wagtail_hooks.menu import StaffAction
from cms.wagtail_hooks.views import DeskRequest, edit_url, posting_of
from community.safety.access import Who, open_to
from opportunities.actions.clearing import clear_flags, flags_to_look_at
from opportunities.actions.publishing import NoReason
from opportunities.models import Opportunity


class LookForm(forms.Form):
    """What one of the staff looked at, under their name."""

    note = forms.CharField(
        label=_("I have looked at"),
        max_length=300,
        help_text=_("What you checked and what you found. Staff read it in the history."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


@open_to(Who.STAFF)
@require_http_methods(["GET", "POST"])
def look_at_flags(request: DeskRequest, pk: int) -> HttpResponse:
    """The red flags of a posting and where they stand; who has looked writes what they found."""
    posting = posting_of(request, pk)
    flags = flags_to_look_at(posting)
    form = LookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        try:
            clear_flags(opportunity=posting, note=note, by=request.user, now=timezone.now())
        except NoReason as refusal:
            form.add_error("note", str(refusal))
        else:
            log(instance=posting, action="onward.look", user=request.user, data={"note": note})
            messages.success(request, _t("Written down, with your name."))
            return redirect(edit_url(posting))
    context = {"form": form, "row": posting, "flags": flags, "back": edit_url(posting)}
    return render(request, "cms/admin/red_flags.html", context)


@hooks.register("register_admin_urls")
def flags_urls() -> list[URLPattern]:
    """Its one screen."""
    return [path("desk/flags/<int:pk>/", look_at_flags, name="desk_flags")]


class FlagsAction(StaffAction):
    """The way to the screen, if there is something to look at."""

    def is_shown(self, context: dict[str, Any]) -> bool:
        """For who may publish."""
        may = context["request"].user.has_perm("opportunities.publish_opportunity")
        is_there = context["view"] == "edit" and context["instance"].pk is not None
        return bool(may and is_there and flags_to_look_at(context["instance"]))


@hooks.register("register_snippet_action_menu_item")
def flags_action(model: type) -> FlagsAction | None:
    """Beside "Hold", for postings."""
    if model is Opportunity:
        return FlagsAction("flags", _("Look at red flags"), "desk_flags", "warning", order=105)
    return None


class RedFlagsPanel(Panel):
    """What has to be looked at before this may be public, on top of the form of a posting."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one posting."""

        template_name = "cms/admin/red_flags_panel.html"

        def flags(self) -> list[Any]:
            """What nobody has looked at yet, for who may publish."""
            may = self.request.user.has_perm("opportunities.publish_opportunity")
            return flags_to_look_at(self.instance) if may and self.instance.pk else []

        def is_shown(self) -> bool:
            """If there is something."""
            return bool(self.flags())

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """The flags and the way to the screen."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            address = reverse("desk_flags", args=[self.instance.pk])
            return context | {"flags": self.flags(), "address": address}


class LookFormatter(LogFormatter):
    """How it reads in the history of a posting: with what was looked at."""

    label = _("Look at red flags")

    def format_message(self, log_entry: Any) -> str:
        """The words of whoever looked."""
        return _t("Looked at red flags: %(note)s") % {"note": log_entry.data.get("note", "")}


@hooks.register("register_log_actions")
def what_is_written_down(actions: LogActionRegistry) -> None:
    """Staff's look, for the history of a posting."""
    actions.register_action("onward.look")(LookFormatter)
