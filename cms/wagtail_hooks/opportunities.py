"""Postings: the queue of what to read, and the words to correct."""

from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.models import WorkflowState
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.wagtail_hooks.flags import RedFlagsPanel
from cms.wagtail_hooks.rosters import RosterPanel
from cms.wagtail_hooks.told import ToldForm, in_other_languages
from opportunities.actions.publishing import set_coordinates
from opportunities.actions.telling import gaps_in
from opportunities.models import Opportunity

STANDS = [
    ("live", _("Live")),
    ("draft", _("Never published")),
    ("review", _("In review")),
    ("changes", _("Changes asked for")),
    ("held", _("Held")),
]


class OpportunityForm(ToldForm):
    """The words of a posting, with coordinates that follow from its area or ZIP code."""

    instance: Opportunity

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "organisation" in self.fields:
            # No revision may move a posting to another organisation.
            self.fields["organisation"].disabled = True

    def gaps(self, typed: dict[str, str]) -> list[str]:
        """As a partner is asked: there is no posting without a title and a summary."""
        return gaps_in(self.instance, typed)

    def refusal(self, name: str, words: str) -> str:
        """What an original would be refused for, as a title that is not neutral."""
        return " ".join(self.instance.refused_in({name: words}).get(name, []))

    def _post_clean(self) -> None:
        super()._post_clean()
        set_coordinates(self.instance)


class OpportunityFilterSet(WagtailFilterSet):
    """Narrow the list to what needs doing."""

    stands = django_filters.ChoiceFilter(
        label=_("How it stands"), choices=STANDS, method="by_standing"
    )

    class Meta:
        model = Opportunity
        fields = ["stands", "kind"]

    def by_standing(self, rows: QuerySet[Opportunity], name: str, value: str) -> Any:
        """Postings that stand like this."""
        if value == "held":
            return rows.filter(held_at__isnull=False)
        if value == "live":
            return rows.filter(live=True, held_at=None)
        if value == "draft":
            return rows.filter(live=False)
        status = {"review": "in_progress", "changes": "needs_changes"}[value]
        reviews = WorkflowState.objects.filter(
            status=status, base_content_type=ContentType.objects.get_for_model(Opportunity)
        )
        as_text = rows.annotate(pk_as_text=Cast("pk", CharField(max_length=50)))
        return as_text.filter(pk_as_text__in=reviews.values("object_id"))


def how_it_stands(opportunity: Opportunity) -> Any:
    """One phrase on whether the public can see it, for the list."""
    if opportunity.held_at:
        return _("Held")
    if not opportunity.live:
        return _("Draft")
    return _("Live, with changes") if opportunity.has_unpublished_changes else _("Live")


class NoChooser(SnippetChooserViewSet):
    """No page embeds a posting, and Wagtail's chooser would list drafts to every editor."""

    def get_urlpatterns(self) -> list[Any]:
        """Nothing to open."""
        return []


class OpportunityViewSet(SnippetViewSet):
    """The list of postings and the form of one."""

    model = Opportunity
    icon = "date"
    menu_label = _("Opportunities")
    menu_name = "opportunities"
    menu_order = 200
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    chooser_viewset_class = NoChooser
    list_display = [
        "title",
        Column("organisation", label=_("Organisation")),
        Column("stands", label=_("Stands"), accessor=how_it_stands),
        Column("next", label=_("Next date"), accessor="next_session_at"),
    ]
    filterset_class = OpportunityFilterSet
    search_backend_name = None
    search_fields = ["title", "organisation__name"]
    ordering = ["-pk"]

    edit_handler = ObjectList(
        [
            RedFlagsPanel(heading=_("Red flags")),
            MultiFieldPanel(
                [
                    FieldPanel("organisation"),
                    FieldPanel("kind"),
                    FieldPanel("title"),
                    FieldPanel("summary"),
                    FieldPanel("description"),
                    FieldPanel("motif"),
                    FieldPanel("written_in"),
                    FieldPanel("rhythm"),
                    FieldPanel(
                        "course", read_only=True, help_text=_("Set where its dates are set.")
                    ),
                ],
                heading=_("About it"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("area"),
                    FieldPanel("postcode"),
                    FieldPanel("place"),
                    FieldPanel("getting_there"),
                ],
                heading=_("Where"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("who_comes"),
                    FieldPanel("needs"),
                    FieldPanel("languages"),
                    FieldPanel("interests"),
                    FieldPanel("cost"),
                    FieldPanel("cautions"),
                ],
                heading=_("Who can come"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("goals"),
                    FieldPanel("teaches"),
                    FieldPanel("uses"),
                    FieldPanel("commitment"),
                ],
                heading=_("What people get out of it"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("ask_for"),
                    FieldPanel("bring"),
                    FieldPanel("arrival"),
                    FieldPanel("rules"),
                ],
                heading=_("On the day"),
            ),
            *in_other_languages(is_open=True),
            RosterPanel(heading=_("Next dates")),
        ],
        base_form_class=OpportunityForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Opportunity]:
        """Postings with the names of their organisations, in one query."""
        return Opportunity.objects.select_related("organisation")
