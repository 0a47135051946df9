"""A partner's own postings as a table: their words as last written, no people and no numbers."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from community.people.middleware import SignedInRequest
from community.people.models import offered_languages
from community.safety.access import Who, open_to
from opportunities.models import Area, Interest, Language, Opportunity, PracticalNeed
from opportunities.permissions import editable_opportunities, written_organisations
from opportunities.views.standing import prefetch_reviews, standing_of
from opportunities.views.tables import Form, as_table
from opportunities.views.uploads import COLUMNS

# Columns that are called otherwise than the field, so that a table that we gave out can come back.
FIELD_OF: Final = {"drawing": "motif"}
WORDS: Final = {"interests": Interest, "needs": PracticalNeed, "languages": Language}
TOLD: Final = ("title", "summary")  # columns of each language; passed over when read in
AT_ONCE: Final = 200


@open_to(Who.PARTNER)
@require_safe
def export(request: SignedInRequest, form: Form) -> HttpResponseBase:
    """Every posting of the organisations that this partner writes for, a row each, as it is read
    from the database."""
    if not written_organisations(request.user):
        raise Http404
    return as_table(_rows(request, timezone.now()), "activities", form)


def _rows(request: SignedInRequest, now: dt.datetime) -> Iterator[list[str]]:
    others = [(code, name) for code, _said in offered_languages() for name in TOLD]
    told = [f"{name}_{code}" for code, name in others]
    yield [*COLUMNS, *told, "organisation", "standing", "next_date"]
    names = _Names()
    own = editable_opportunities(request.user).select_related(
        "organisation", "latest_revision", "next_session"
    )
    rows = prefetch_reviews(own.order_by("pk")).prefetch_related(*WORDS)
    for row in rows.iterator(chunk_size=AT_ONCE):
        session = (
            row.next_session if row.next_session and row.next_session.starts_at > now else None
        )
        yield [
            *(names.cell(row, column) for column in COLUMNS),
            *(_told(row, code, name) for code, name in others),
            row.organisation.name,
            str(standing_of(row).words),
            f"{session.local_start:%Y-%m-%d %H:%M}" if session else "",
        ]


def _told(row: Opportunity, code: str, name: str) -> str:
    """What it says in another language, as last saved, also if the original has changed."""
    said: dict[str, Any] = row.latest_revision.content if row.latest_revision else {}
    told: dict[str, Any] = said.get("in_other_languages", row.in_other_languages)
    return str(told.get(code, {}).get(name, ""))


class _Names:
    """What the numbers in a draft stand for; asked once, not for every line."""

    def __init__(self) -> None:
        self.areas = dict(Area.objects.values_list("pk", "label"))
        self.slugs = {
            name: dict(model._default_manager.values_list("pk", "slug"))
            for name, model in WORDS.items()
        }

    def cell(self, row: Opportunity, column: str) -> str:
        """One cell, as last saved by whoever writes it, sent to staff or not."""
        said: dict[str, Any] = row.latest_revision.content if row.latest_revision else {}
        if column == "id":
            return row.external_id or str(row.public_id)
        if column == "area":
            return self.areas.get(said.get("area", row.area_id) or 0, "")
        if column in WORDS:
            slugs = self.slugs[column]
            chosen = said[column] if column in said else [w.pk for w in getattr(row, column).all()]
            return "; ".join(slugs[pk] for pk in chosen if pk in slugs)
        name = FIELD_OF.get(column, column)
        return str(said.get(name, getattr(row, name)) or "")
