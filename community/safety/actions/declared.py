"""What every model says of itself in its `Privacy` (docs/decisions/0009-privacy-of-fields.md).

Read from all installed models, so that nothing here has to know those above it.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

Model = type[models.Model]


def declaring_models() -> Iterator[tuple[Model, Any]]:
    """Every model of ours with its `Privacy`."""
    for model in apps.get_models():
        privacy = getattr(model, "Privacy", None)
        if privacy is not None:
            yield model, privacy


def models_of_a_person() -> Iterator[tuple[Model, Any]]:
    """Those whose rows are somebody's, but for the account itself."""
    for model, privacy in declaring_models():
        if privacy.of and privacy.of != "self":
            yield model, privacy


def rows_of(person: Any, model: Model, privacy: Any) -> models.QuerySet[Any]:
    """The rows of this model that are the person's."""
    return model._base_manager.filter(**{privacy.of: person})


def links_to(target: Model) -> Iterator[tuple[Model, Any]]:
    """Every column of every table, libraries' included, that points at a row of `target`."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if field.is_relation and field.related_model is target:
                yield model, field


def emptied(model: Model, names: list[str]) -> dict[str, Any]:
    """What to store in these fields so that nothing is in them: nothing, or no text.

    Raises ValueError for a field that cannot be without content.
    """
    empty: dict[str, Any] = {}
    for name in names:
        field = model._meta.get_field(name)
        if getattr(field, "null", False):
            empty[name] = None
        elif isinstance(field, models.CharField | models.TextField) and field.blank:
            empty[name] = ""
        else:
            raise ValueError(f"{model._meta.label}.{name} cannot be emptied")
    return empty
