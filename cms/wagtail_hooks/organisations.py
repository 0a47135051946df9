"""Partner organisations: their words here, vouching for them on screens of its own."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.wagtail_hooks.told import ToldForm, in_other_languages
from community.organisations.models import Organisation


class OrganisationForm(ToldForm):
    """Its words; who does not say in which language they are leaves that as it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["written_in"].required = False

    def clean_written_in(self) -> str:
        """As it was, where nothing is sent."""
        return str(self.cleaned_data["written_in"] or self.instance.written_in)


class OrganisationViewSet(SnippetViewSet):
    """The list of organisations. Standing and date change only by "Verify" and "Suspend"."""

    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    menu_name = "organisations"
    menu_order = 210
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False  # a copy would be verified like what it was copied from
    list_display = [
        "name",
        Column("standing", label=_("Standing"), accessor="get_standing_display"),
        "verified_until",
    ]
    list_filter = ["standing", "verified_until"]
    search_fields = ["name"]
    ordering = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("about"),
            FieldPanel("written_in"),
            FieldPanel("website"),
            FieldPanel("standing", read_only=True),
            FieldPanel("verified_until", read_only=True),
            FieldPanel("verified_note", read_only=True),
            FieldPanel("agreed_version", read_only=True),
            *in_other_languages(),
        ],
        base_form_class=OrganisationForm,
    )
