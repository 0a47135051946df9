"""Titles and addresses that editors write: they stand in histories, tabs and links (#10)."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm

from opportunities.models.wording import watched_word

TITLE: Final = _(
    "“%(word)s…” would stand in the history of everybody's browser. Say what people find there "
    "instead, for example “Talking together” or “Numbers to ring”. In the text it may stand."
)
ADDRESS: Final = _(
    "“%(word)s…” would stand in the address, and so in everybody's history. Use a word of the "
    "neutral title instead."
)
PICTURE: Final = _(
    "“%(word)s…” does not belong in a title: it is read beside the picture and in lists. Say what "
    "is seen instead, for example “Two people at a table”."
)
DOCUMENT: Final = _(
    "“%(word)s…” does not belong in a title: the file is called after it on everybody's device. "
    "Say what one does with it instead, for example “Form for a bus pass”."
)


def watched(written: dict[str, tuple[str, Any]]) -> dict[str, ValidationError]:
    """What to say of each field that holds a watched word. `written`: its text, and the words."""
    return {
        name: ValidationError(say, params={"word": word})
        for name, (text, say) in written.items()
        if (word := watched_word(text or ""))
    }


def refuse_watched(written: dict[str, tuple[str, Any]]) -> None:
    """Raise ValidationError for each field that holds a watched word (safety.md #10)."""
    if refused := watched(written):
        raise ValidationError(refused)


class NeutralCopyForm(CopyForm):
    """A copy gets a title and an address of its own, which are read like any other."""

    def clean(self) -> dict[str, Any]:
        """Add what is wrong with either."""
        cleaned: dict[str, Any] = super().clean()
        written = {
            "new_title": (cleaned.get("new_title", ""), TITLE),
            "new_slug": (cleaned.get("new_slug", ""), ADDRESS),
        }
        for name, refusal in watched(written).items():
            self.add_error(name, refusal)
        return cleaned


class NeutralTitles:
    """A page whose titles and address tell nobody why somebody reads it. Goes before `Page`.

    A draft, too: its address is the one under which it will be published, and previews have titles.
    """

    copy_form_class = NeutralCopyForm
    title: str
    seo_title: str
    slug: str

    def clean(self) -> None:
        """Raise ValidationError for a watched word."""
        super().clean()  # type: ignore[misc]
        self._refuse_watched()

    def minimal_clean(self) -> None:
        """The same where a draft is saved, which Wagtail checks less."""
        super().minimal_clean()  # type: ignore[misc]
        self._refuse_watched()

    def titles(self) -> dict[str, tuple[str, Any]]:
        """What stands in a title or an address, by field."""
        return {
            "title": (self.title, TITLE),
            "seo_title": (self.seo_title, TITLE),
            "slug": (self.slug, ADDRESS),
        }

    def _refuse_watched(self) -> None:
        refuse_watched(self.titles())
