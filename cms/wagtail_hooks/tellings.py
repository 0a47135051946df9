"""What a posting says in other languages, beside the original, for who reviews it."""

from typing import Any

from django.utils.text import capfirst
from wagtail.admin.panels import Panel

from community.people.models.reading import NAMES
from opportunities.models import Opportunity


class TellingsPanel(Panel):
    """Each text of the draft that is told in another language, also one that nobody reads now."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one posting."""

        template_name = "cms/admin/tellings_panel.html"

        def is_shown(self) -> bool:
            """If there is another language."""
            return bool(self.instance.in_other_languages)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The languages, each with its texts beside those of the original."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            posting: Opportunity = self.instance
            return context | {"written_in": posting.written_in, "told": told(posting)}


def told(posting: Opportunity) -> list[dict[str, Any]]:
    """Each other language: its code and name, whether it holds, and the texts side by side."""
    labels = {name: capfirst(_label(posting, name)) for name in posting.TOLD}
    return [
        {
            "code": code,
            "name": NAMES.get(code, code),
            "holds": posting.words_in(code) is not None,
            "texts": [
                (labels[name], said, kept.get(name, ""))
                for name, said in posting.original.items()
                if said or kept.get(name)
            ],
        }
        for code, kept in posting.in_other_languages.items()
    ]


def _label(posting: Opportunity, name: str) -> str:
    field: Any = posting._meta.get_field(name)
    return str(field.verbose_name)
