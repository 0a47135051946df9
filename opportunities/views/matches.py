"""The text index, asked as modelsearch fills it (docs/decisions/0006-the-list.md)."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, F, Func

from opportunities.models import Opportunity


class Matches(Func):
    """Whether the search entry of an opportunity has, of each group of words, at least one.

    modelsearch's own index and rules, written out: its compiler takes longer over a question than
    PostgreSQL over the answer. Words are letters and digits (`Criteria.words`, `filter_word`).
    """

    output_field = BooleanField()

    def __init__(self, groups: list[list[str]]) -> None:
        super().__init__(F("pk"))
        self.groups = groups

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """By the index over title and body, or by the entry of one row after the other."""
        template = (
            "EXISTS (SELECT 1 FROM wagtailsearch_indexentry e "
            "WHERE e.content_type_id = %(content_type)s "
            "AND e.object_id = %(expressions)s::varchar(50) "
            "AND (e.title || e.body) @@ to_tsquery('onward', %%s))"
        )
        return self._asked(compiler, connection, template, self.asked("postgresql"))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The same by SQLite's FTS5 table."""
        template = (
            "%(expressions)s IN (SELECT CAST(e.object_id AS integer) "
            "FROM wagtailsearch_indexentry_fts f JOIN wagtailsearch_indexentry e ON e.id = f.rowid "
            "WHERE e.content_type_id = %(content_type)s AND wagtailsearch_indexentry_fts MATCH %%s)"
        )
        return self._asked(compiler, connection, template, self.asked("sqlite"))

    def asked(self, vendor: str) -> str:
        """The words as the index of that database is asked for them."""
        if vendor == "postgresql":
            return self._joined("&", "|", "'")
        joined = self._joined("AND", "OR", '"')
        return f"{{title body}} : ({joined})"

    def _asked(self, compiler: Any, connection: Any, template: str, asked: str) -> Any:
        sql, params = self.as_sql(
            compiler, connection, template=template, content_type=entries_of()
        )
        return sql, [*params, asked]

    def _joined(self, all_of: str, one_of: str, quote: str) -> str:
        groups = [f" {one_of} ".join(f"{quote}{word}{quote}" for word in g) for g in self.groups]
        return "(" + f") {all_of} (".join(groups) + ")"


def entries_of() -> int:
    """Which entries of the search index are of opportunities."""
    return ContentType.objects.get_for_model(Opportunity).pk
