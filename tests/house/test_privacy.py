"""Nobody adds a field without deciding what becomes of it (docs/decisions/0009)."""

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from community.people.models import User

OURS = {
    "notifications", "safety", "people", "organisations", "mentorship", "support",
    "opportunities", "cms",
}  # fmt: skip
WORDS = {"plain", "own", "secret", "other"}
ENDS = {"delete", "unlink", "keep"}


def own_models() -> list[type[models.Model]]:
    # Tables between two others that Django makes itself hold two keys and nothing more.
    return [m for m in apps.get_models() if m._meta.app_label in OURS]


def fields_of(model: type[models.Model]) -> set[str]:
    """What the model stores, but for its key and its link to a parent's row."""
    stored = [*model._meta.get_fields()]
    return {
        field.name
        for field in stored
        if not field.auto_created
        and not (field.is_relation and field.one_to_many)
        and not getattr(field, "primary_key", False)
        and hasattr(field, "attname")
    }


def faults(model: type[models.Model]) -> list[str]:
    """What is missing or wrong in a model's `Privacy`, in words."""
    privacy = model.__dict__.get("Privacy") or getattr(model, "Privacy", None)
    if privacy is None:
        return [f"{model.__name__} has no Privacy"]
    found = []
    words: dict[str, str] = privacy.fields
    owner: str = privacy.of
    stored = fields_of(model)
    if set(words.values()) - WORDS:
        found.append(f"{model.__name__}: unknown word {set(words.values()) - WORDS}")
    if owner:
        found += [f"{model.__name__}.{name} has no word" for name in stored - set(words)]
        if getattr(privacy, "on_erase", None) not in ENDS:
            found.append(f"{model.__name__}: on_erase is none of {ENDS}")
        if getattr(privacy, "on_erase", None) == "keep" and not getattr(privacy, "because", ""):
            found.append(f"{model.__name__}: kept without a reason")
        found += path_faults(model, owner)
    elif "*" not in words:
        found += [f"{model.__name__}.{name} has no word" for name in stored - set(words)]
    found += [f"{model.__name__}.{name} is no field" for name in set(words) - stored - {"*"}]
    found += [
        f"{model.__name__}.{field.name} points at a person and has no word"
        for field in model._meta.get_fields()
        if getattr(field, "related_model", None) is User
        and hasattr(field, "attname")
        and field.model is model
        and words.get(field.name) not in {"own", "secret", "other"}
    ]
    if hasattr(privacy, "kept_for"):
        if not isinstance(privacy.kept_for, dt.timedelta):
            found.append(f"{model.__name__}: kept_for is no length of time")
        if not leads_to_a_moment(model, privacy.kept_since):
            found.append(f"{model.__name__}: kept_since is no field")
    return found


def leads_to_a_moment(model: type[models.Model], path: str) -> bool:
    step: Any = model
    try:
        for name in path.split("__"):
            field = step._meta.get_field(name)
            step = field.related_model
    except (FieldDoesNotExist, AttributeError):
        return False
    return isinstance(field, models.DateField)


def path_faults(model: type[models.Model], path: str) -> list[str]:
    if path == "self":
        return [] if model is User else [f"{model.__name__} is not a person"]
    step: type[models.Model] = model
    try:
        for name in path.split("__"):
            step = step._meta.get_field(name).related_model
    except (FieldDoesNotExist, AttributeError):
        return [f"{model.__name__}: {path} leads nowhere"]
    return [] if step is User else [f"{model.__name__}: {path} does not lead to a person"]


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_model_says_what_of_it_is_personal(model):
    assert faults(model) == []


def test_a_model_that_says_nothing_or_too_little_is_noticed():
    class Note(models.Model):
        person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
        words = models.TextField()

        class Meta:
            app_label = "a_test"
            managed = False

    try:
        assert faults(Note) == ["Note has no Privacy"]
        Note.Privacy = type("Privacy", (), {"of": "", "fields": {"*": "plain"}})
        assert faults(Note) == ["Note.person points at a person and has no word"]
        Note.Privacy = type(
            "Privacy", (), {"of": "person", "fields": {"person": "own", "gone": "own"}}
        )
        assert set(faults(Note)) == {
            "Note.words has no word",
            "Note.gone is no field",
            f"Note: on_erase is none of {ENDS}",
        }
        for path in ("gone", "words", "person__gone", "words__year", "person__email"):
            Note.Privacy = type(
                "Privacy",
                (),
                {"of": "", "fields": {"*": "plain", "person": "own"},
                 "kept_for": dt.timedelta(days=1), "kept_since": path},
            )  # fmt: skip
            assert faults(Note) == ["Note: kept_since is no field"], path
        Note.Privacy.kept_since = "person__last_login"
        assert faults(Note) == []
    finally:
        del apps.all_models["a_test"]
        apps.clear_cache()
