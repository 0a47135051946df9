"""What is seen of a draft before it is public, in each language that it is written in."""

from typing import Any

from django.utils import timezone, translation
from wagtail.models import PreviewableMixin

from community.people.models.reading import NAMES


class SeenBefore(PreviewableMixin):
    """A posting as a participant will see it, for who reads its draft."""

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """A look in each of its languages, first as it was written."""
        others: dict[str, Any] = self.in_other_languages
        codes = [self.written_in, *others]
        return [(code, NAMES.get(code, code)) for code in codes]

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """What staff see of a draft before it is public."""
        return "opportunities/preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """The words of the draft, as somebody with a place would read them."""
        posting: Any = self
        return {
            "opportunity": posting,
            "organisation": posting.organisation,
            "part_of_town": posting.area,
            "languages": list(posting.languages.all()),
            "needs": list(posting.needs.all()),
            "dates": [{"session": posting.next_session}] if posting.next_session else [],
            "is_asked": posting.asked_until is not None and posting.asked_until > timezone.now(),
            "sees_place": True,
        }

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """The page as it is for who reads this language."""
        with translation.override(mode_name or self.default_preview_mode):
            shown: Any = super().serve_preview(request, mode_name)
            return shown.render()
