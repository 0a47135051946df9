"""A posting told again in another language: whole or not at all, and a draft like any other change.

What is public stays until staff have approved it, and what was written beside an original that has
since changed is kept and shown to nobody (docs/decisions/0040).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from community.people.models import User, offered_languages
from community.people.models.reading import NAMES
from opportunities.models import Opportunity

from .publishing import save_draft


class NotThisLanguage(Exception):
    """It is the language of the original, or one that this site does not speak."""


class HalfTold(Exception):
    """Something that the original says is not said in the other language."""


@dataclass(frozen=True)
class OtherLanguage:
    """A language that the original is not in, and how its words stand."""

    code: str
    name: str
    is_told: bool
    is_old: bool  # it is kept, but the original has changed since


def languages_of(posting: Opportunity) -> list[OtherLanguage]:
    """Every language of this site but that of the original, with how its words stand."""
    codes = [code for code, _name in offered_languages() if code != posting.written_in]
    return [_standing(posting, code) for code in codes]


@transaction.atomic
def tell_in(
    *,
    opportunity: Opportunity,
    language: str,
    words: Mapping[str, str],
    by: User,
    now: dt.datetime,
) -> Opportunity:
    """Put these words in another language into the latest draft; no words take it away.

    Nothing is kept if nothing is another. Raises NotThisLanguage, HalfTold, NotYours, InReview, and
    ValidationError for words that would be refused as an original.
    """
    row = Opportunity.objects.select_for_update(of=("self",)).get(pk=opportunity.pk)
    draft: Opportunity = row.get_latest_revision_as_object()
    if language not in {one.code for one in languages_of(draft)}:
        raise NotThisLanguage(_("This site does not ask for words in that language."))
    if words and gaps_in(draft, words):
        raise HalfTold(_("Say all that the original says, or nothing."))
    before = draft.in_other_languages
    draft.write_in(language, words)
    if draft.in_other_languages == before:
        return draft
    return save_draft(opportunity=draft, by=by, now=now)


def gaps_in(posting: Opportunity, words: Mapping[str, str]) -> list[str]:
    """What the original says and these words do not; a title and a summary there have to be."""
    asked = [name for name, said in posting.original.items() if said]
    return [
        name
        for name in {"title": 1, "summary": 1} | dict.fromkeys(asked)
        if not words.get(name, "").strip()
    ]


def _standing(posting: Opportunity, code: str) -> OtherLanguage:
    is_told = posting.words_in(code) is not None
    is_old = not is_told and code in posting.in_other_languages
    return OtherLanguage(code, str(NAMES.get(code, code)), is_told, is_old)
