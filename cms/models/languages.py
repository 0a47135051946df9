"""Pages in several languages, at one address (docs/decisions/0039)."""

from collections.abc import Iterable
from typing import Any, ClassVar, Final

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models.signals import m2m_changed, post_save
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize.fields import SynchronizedField
from wagtail_localize.models import Translation

from community.people.models import Another, another_language
from community.safety.cache import at_hand

UNFINISHED: Final = _(
    "Not every sentence is translated yet. A page half in one language and half in another helps "
    "nobody: it is kept as a draft."
)


class Unfinished(ValidationError):
    """A translation was to be published of which sentences are missing."""


class InLanguages:
    """A page whose translations stand at the same address. Goes before `Page`.

    A reader is given their own language where it is published, and otherwise the page as it is,
    which then says in which language that is.
    """

    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("slug", overridable=False)
    ]
    opens_with = "title"  # the field whose words stand at the top

    alias_of: Any
    alias_of_id: int | None
    latest_revision_id: int | None
    locale: Any
    title: str

    @cached_property
    def original(self) -> Any:
        """The page whose words these are: an alias has none of its own."""
        return self.alias_of.specific if self.alias_of_id else self

    @property
    def only_in(self) -> Another | None:
        """The language of its words, if whoever reads now reads another.

        What a new site starts with, and no editor has touched, is said in every language.
        """
        original = self.original
        found = another_language(code_of(original))
        if found and original.latest_revision_id is None:
            heading = getattr(original, self.opens_with)
            return None if gettext(heading) != heading else found
        return found

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish it. Raises Unfinished for a translation of which sentences are missing."""
        if revision.approved_go_live_at is None and is_unfinished(self):
            raise Unfinished({NON_FIELD_ERRORS: UNFINISHED})
        return super().publish(revision, *args, **kwargs)  # type: ignore[misc]


def code_of(page: Any) -> str:
    """The language that a page stands in, without asking the database for each."""
    codes: dict[int, str] = at_hand.get("languages-of-pages", _codes)
    return codes.get(page.locale_id) or str(page.locale.language_code)


def _codes() -> dict[int, str]:
    return dict(Locale.objects.values_list("pk", "language_code"))


def is_unfinished(page: Any) -> bool:
    """Whether this is a translation, sentence beside sentence, and some are missing."""
    translation = translation_of(page)
    if translation is None:
        return False
    total, done = translation.get_progress()
    return bool(done < total)


def translation_of(page: Any) -> Translation | None:
    """How a page follows its original sentence by sentence; None for any other page."""
    running = Translation.objects.filter(enabled=True, target_locale=page.locale_id)
    found: Translation | None = running.filter(
        source__object_id=page.translation_key, source__specific_content_type=page.content_type_id
    ).first()
    return found


def follow_restrictions() -> None:
    """From now on a page that is made private is so in each language, in the same moment."""
    post_save.connect(_restricted, sender=PageViewRestriction)
    m2m_changed.connect(_restricted, sender=PageViewRestriction.groups.through)


def _restricted(instance: Any, action: str = "", **_signal: Any) -> None:
    """Give the same kind, and once it has its groups, the same groups, to each translation.

    No signal is sent of any of this: it would be copied back.
    """
    if not isinstance(instance, PageViewRestriction) or action.startswith("pre_"):
        return
    for page in instance.page.get_translations():
        rows = PageViewRestriction.objects.filter(page=page.pk)
        if not rows.update(restriction_type=instance.restriction_type):
            kind = instance.restriction_type
            PageViewRestriction.objects.bulk_create(
                [PageViewRestriction(page_id=page.pk, restriction_type=kind)]
            )
        if action:
            _same_groups(rows, list(instance.groups.all()))


def _same_groups(rows: Any, groups: list[Any]) -> None:
    pairs = PageViewRestriction.groups.through
    pairs.objects.filter(pageviewrestriction__in=rows).delete()
    pairs.objects.bulk_create(
        [pairs(pageviewrestriction=row, group=group) for row in rows for group in groups]
    )


def one_language_each(pages: Iterable[Any]) -> list[Any]:
    """Of pages that are translations of each other the one in the reader's language; else the one
    that comes first. The order stays that of the first of each."""
    found: dict[Any, Any] = {}
    for page in pages:
        chosen = found.setdefault(page.translation_key, page)
        if chosen is not page and _suits(page) and not _suits(chosen):
            found[page.translation_key] = page
    return list(found.values())


def _suits(page: Any) -> bool:
    """In the reader's language, in its own words, and where a reader gets to it."""
    is_theirs = code_of(page) == get_language() and not page.alias_of_id
    return is_theirs and page.url is not None


def below_in_all_languages(page: Any, kind: Any = Page) -> Any:
    """The pages of a kind directly below this one and its translations, as the tree is ordered."""
    rows = kind.objects.none()
    for parent in page.get_translations(inclusive=True):
        rows = rows | kind.objects.child_of(parent)
    return rows.order_by("path")


def route_in_any_language(page: Page, request: HttpRequest, path: list[str]) -> Any:
    """Find what lies behind an address in another language than the reader's.

    Raises Http404 where it is in none.
    """
    for other in page.get_translations().live().specific().order_by("path"):
        try:
            return Page.route(other, request, path)
        except Http404:
            continue
    raise Http404
