"""The interests, needs and languages of imported postings, compared and written in bulk."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from opportunities.models import Interest, Language, Opportunity, PracticalNeed

from .cleaning import Note
from .posting import Posting

CHOICES = (("interests", Interest), ("needs", PracticalNeed), ("languages", Language))


@dataclass
class Words:
    """The vocabulary by slug and by label, and what the postings of a batch hold of it."""

    ids: dict[str, dict[str, int]] = field(default_factory=dict)
    rows: dict[str, dict[int, Any]] = field(default_factory=dict)
    held: dict[str, dict[int, set[int]]] = field(default_factory=dict)

    def load(self, opportunities: Collection[int]) -> None:
        """Look up what these opportunities hold."""
        for name, model in CHOICES:
            if name not in self.ids:
                self.ids[name] = _known_words(model)
                self.rows[name] = model.objects.in_bulk()
            column = f"{model._meta.model_name}_id"
            self.held[name] = defaultdict(set)
            rows = _through(name).objects.filter(opportunity__in=opportunities)
            for opportunity, word in rows.values_list("opportunity_id", column):
                self.held[name][opportunity].add(word)

    def look_at(self, posting: Posting, note: Note) -> None:
        """Say which of its words are none of this site, after `load`."""
        for name, _model in CHOICES:
            self._wanted(name, getattr(posting, name), note)

    def give(self, drafts: Iterable[tuple[Opportunity, Posting, Note]]) -> None:
        """Give new opportunities the words of their postings."""
        rows: dict[str, list[Any]] = defaultdict(list)
        for opportunity, posting, note in drafts:
            for name, _model in CHOICES:
                wanted = self._wanted(name, getattr(posting, name), note)
                rows[name] += self._rows(name, opportunity, wanted)
                self._keep(name, opportunity, wanted)
        for name, some in rows.items():
            _through(name).objects.bulk_create(some)

    def choose(self, opportunity: Opportunity, posting: Posting, *, note: Note) -> bool:
        """Bring a known one in step with its posting; return whether anything changed."""
        changed = False
        for name, model in CHOICES:
            column = f"{model._meta.model_name}_id"
            wanted = self._wanted(name, getattr(posting, name), note)
            held = self.held[name][opportunity.pk]
            through = _through(name).objects
            if held - wanted:
                through.filter(
                    **{"opportunity": opportunity.pk, f"{column}__in": held - wanted}
                ).delete()
            through.bulk_create(self._rows(name, opportunity, wanted - held))
            self._keep(name, opportunity, wanted)
            changed |= held != wanted
        return changed

    def _rows(self, name: str, opportunity: Opportunity, words: set[int]) -> list[Any]:
        through = _through(name)
        column = f"{dict(CHOICES)[name]._meta.model_name}_id"
        return [
            through(**{"opportunity_id": opportunity.pk, column: word}) for word in sorted(words)
        ]

    def _keep(self, name: str, opportunity: Opportunity, words: set[int]) -> None:
        # In memory too: the search index asks for them, and need not ask the database.
        setattr(opportunity, name, [self.rows[name][word] for word in sorted(words)])

    def _wanted(self, name: str, slugs: Collection[str], note: Note) -> set[int]:
        known = self.ids[name]
        for slug in sorted(set(slugs) - set(known)):
            note(
                name,
                _("“%(word)s” is no word of this site: it was left out.") % {"word": slug[:40]},
            )
        return {known[slug] for slug in slugs if slug in known}


def _known_words(model: Any) -> dict[str, int]:
    words: dict[str, int] = {}
    for pk, slug, label in model.objects.values_list("pk", "slug", "label"):
        words["-".join(label.casefold().split())] = pk
        words[slug] = pk
    return words


def _through(name: str) -> Any:
    return Opportunity._meta.get_field(name).remote_field.through
