"""Asking the database for very many keys at once."""

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, F, Func


class Among(Func):
    """Whether a key is one of many, handed over as one value: Django takes a fifth of a second to
    write two thousand of them down eight times."""

    output_field = BooleanField()

    def __init__(self, column: str, keys: Sequence[int]) -> None:
        super().__init__(F(column))
        self.keys = list(keys)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """As an array."""
        sql, params = self.as_sql(compiler, connection, template="%(expressions)s = ANY(%%s)")
        return sql, [*params, self.keys]

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """As a text in JSON."""
        template = "%(expressions)s IN (SELECT value FROM json_each(%%s))"
        sql, params = self.as_sql(compiler, connection, template=template)
        return sql, [*params, json.dumps(self.keys)]
