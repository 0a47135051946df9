"""Nothing is kept longer than its model says (safety.md #36)."""

import datetime as dt
from typing import Any

from django.db import models

from .declared import declaring_models
from .erasures import write_erasures

BATCH = 500


def forget_what_is_over(*, now: dt.datetime) -> int:
    """Delete the rows that were kept for as long as their `Privacy` allows; return how many.

    In batches, each its own short transaction: whoever uses the site meanwhile waits for none of
    them. What one run does not get to, the next one does. It writes the list of erasures, too,
    where that could not be written at the time.
    """
    write_erasures()
    return sum(
        _forget(model, privacy, now)
        for model, privacy in declaring_models()
        if hasattr(privacy, "kept_for")
    )


def _forget(model: type[models.Model], privacy: Any, now: dt.datetime) -> int:
    limit: dt.datetime | dt.date = now - privacy.kept_for
    if not isinstance(_field(model, privacy.kept_since), models.DateTimeField):
        limit = (now - privacy.kept_for).date()
    over = model._base_manager.filter(**{f"{privacy.kept_since}__lte": limit}).order_by()
    forgotten = 0
    while batch := list(over.values_list("pk", flat=True)[:BATCH]):
        model._base_manager.filter(pk__in=batch).delete()
        forgotten += len(batch)
    return forgotten


def _field(model: type[models.Model], path: str) -> Any:
    """The field that a path leads to, through other models: "session__ends_at"."""
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return model._meta.get_field(last)
