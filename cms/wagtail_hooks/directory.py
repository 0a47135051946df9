"""The directory of help: who offers what, where if that may be known, and when it was checked."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from community.support.models import FEATURES, Heading, Place, Provider, Service

from .directory_forms import ServiceFilterSet, ServiceForm
from .told import in_other_languages

SECRET_HELP: Final = _(
    "<p><strong>Where a safe house is must stand nowhere.</strong> While “where it is stays "
    "secret” is ticked, no place to go to can be chosen, and no words with a street, a postcode or "
    "a map are saved. Untick it only if everybody may know the address.</p>"
)
CHECK_HELP: Final = _(
    "<p>Ring every number before it is on the site, and again every year. When a check is due, a "
    "task stands under Safeguarding. After ringing: write the day, and empty “next check”.</p>"
)


class OfTheDirectory(SnippetViewSet):
    """What the four share."""

    add_to_reference_index = False
    search_backend_name = None
    copy_view_enabled = False


class ServiceViewSet(OfTheDirectory):
    """Services: the entries that people read."""

    model = Service
    icon = "help"
    menu_label = _("Services")
    list_display = [
        "name",
        Column("provider", label=_("Provider")),
        Column("is_live", label=_("On the site")),
        Column("verified_on", label=_("Checked on")),
        Column("next_check", label=_("Next check")),
    ]
    filterset_class = ServiceFilterSet
    search_fields = ["name", "summary", "provider__name"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("provider"),
                    FieldPanel("name"),
                    FieldPanel("headings", widget=forms.CheckboxSelectMultiple),
                    FieldPanel("summary"),
                    FieldPanel("what_happens"),
                    FieldPanel("description"),
                    FieldPanel("written_in"),
                ],
                heading=_("What it is"),
            ),
            MultiFieldPanel(
                [
                    HelpPanel(content=SECRET_HELP),
                    FieldPanel("is_confidential"),
                    InlinePanel("at_places", label=_("Place")),
                    FieldPanel("area_served"),
                ],
                heading=_("Where it is"),
            ),
            MultiFieldPanel(
                [
                    InlinePanel("phones", label=_("Number")),
                    FieldPanel("website"),
                    FieldPanel("email"),
                    FieldPanel("card_name"),
                ],
                heading=_("How to reach them"),
            ),
            MultiFieldPanel(
                [
                    InlinePanel("weekly_hours", label=_("Hours every week")),
                    InlinePanel("other_hours", label=_("Other hours on one day")),
                    FieldPanel("hours_note"),
                    FieldPanel("time_zone"),
                ],
                heading=_("When it is open"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("who_can_use"),
                    FieldPanel("how_to_start"),
                    FieldPanel("wait"),
                    FieldRowPanel([FieldPanel("cost"), FieldPanel("cost_note")]),
                    InlinePanel("languages", label=_("Language")),
                    InlinePanel("papers", label=_("Document to bring")),
                    FieldPanel("police"),
                    FieldPanel("sharing"),
                    FieldPanel("house_rules"),
                    *(FieldPanel(name) for name in FEATURES),
                ],
                heading=_("Good to know"),
            ),
            *in_other_languages(),
            MultiFieldPanel(
                [FieldPanel("terms", widget=forms.CheckboxSelectMultiple)],
                heading=_("For other programs"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [
                    HelpPanel(content=CHECK_HELP),
                    FieldPanel("status"),
                    FieldPanel("notice"),
                    FieldRowPanel([FieldPanel("verified_on"), FieldPanel("verified_by")]),
                    FieldPanel("next_check"),
                    FieldPanel("is_live"),
                ],
                heading=_("Checked and shown"),
            ),
        ],
        base_form_class=ServiceForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Service]:
        """What is to be checked first stands first."""
        first = F("next_check").asc(nulls_first=True)
        return Service.objects.select_related("provider").order_by(first, "name", "pk")


class ProviderViewSet(OfTheDirectory):
    """Who offers help."""

    model = Provider
    icon = "group"
    menu_label = _("Providers of help")
    list_display = ["name", "website"]
    search_fields = ["name"]
    panels = [
        FieldPanel("name"), FieldPanel("about"), FieldPanel("website"), FieldPanel("email"),
    ]  # fmt: skip


class PlaceViewSet(OfTheDirectory):
    """Places that everybody may know."""

    model = Place
    icon = "site"
    menu_label = _("Places")
    list_display = ["name", "kind", Column("provider", label=_("Provider"))]
    search_fields = ["name", "street", "provider__name"]
    panels = [
        HelpPanel(content=SECRET_HELP),
        FieldPanel("provider"),
        FieldPanel("kind"),
        FieldPanel("name"),
        MultiFieldPanel(
            [
                FieldPanel("street"),
                FieldPanel("more"),
                FieldRowPanel([FieldPanel("town"), FieldPanel("region")]),
                FieldRowPanel([FieldPanel("postcode"), FieldPanel("country")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Address"),
        ),
        FieldPanel("getting_there"),
        FieldPanel("access"),
        FieldPanel("link"),
    ]


class HeadingViewSet(OfTheDirectory):
    """Kinds of help, in plain words."""

    model = Heading
    icon = "tag"
    menu_label = _("Kinds of help")
    list_display = ["label", "number", "slug"]
    search_fields = ["label"]
    ordering = ["number"]
    panels = [
        FieldPanel("label"),
        FieldPanel("explained"),
        FieldRowPanel([FieldPanel("number"), FieldPanel("slug")]),
        FieldPanel("icon"),
        FieldPanel("is_about_staying"),
    ]


class DirectoryGroup(SnippetViewSetGroup):
    """All of it under one entry of the menu."""

    items = (ServiceViewSet, ProviderViewSet, PlaceViewSet, HeadingViewSet)
    menu_label = _("Directory")
    menu_icon = "help"
    menu_name = "directory"
    menu_order = 205
    add_to_admin_menu = True


register_snippet(DirectoryGroup)


@hooks.register("before_delete_snippet")
def keep_providers(request: HttpRequest, rows: list[Any]) -> HttpResponse | None:
    """A provider that still has services stays, and the editor reads why."""
    kept = [one for one in rows if isinstance(one, Provider) and one.services.exists()]
    if request.method != "POST" or not kept:
        return None
    messages.error(request, _("It still has services. Delete those first."))
    return redirect("wagtailsnippets_support_provider:list")
