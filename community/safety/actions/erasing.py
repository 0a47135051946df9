"""Taking everything of a person away, at once and for good (safety.md #33).

Their rows end as each model's `Privacy` says; the account's own row goes, not a flag on it. What
stays are counts: the places that were taken on past dates.
"""

import datetime as dt
import json
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from community.safety.fields import digest
from community.safety.models import Erasure

from .declared import emptied, links_to, models_of_a_person, rows_of
from .erasures import PLACE, write_erasures

# What the apps above have to do in their own words before the rows go: give places back to who
# waits, say. Each appends a function in its `AppConfig.ready`; it is called with `person` and
# `now`, in the same transaction, and may be called twice.
before_erasing: list[Callable[..., Any]] = []


class AlreadyErased(Exception):
    """The account is gone: another click was a moment earlier."""

    def __init__(self) -> None:
        super().__init__(_("This account is deleted already."))


@transaction.atomic
def erase(*, person: Any, now: dt.datetime, known_as: Erasure | None = None) -> Erasure:
    """Erase the person and return the row of the list of erasures; nobody has to agree.

    Works the same for an account that staff closed. Whatever of it a worker is handing over right
    now is not sent a second time. `known_as` is the row from before a restore, when it is done
    again. Raises AlreadyErased.
    """
    people = get_user_model()._base_manager.filter(pk=person.pk)
    people.select_for_update(no_key=True).values_list("pk").first()  # they sign up for nothing now
    _prepare(person, now)
    # Whoever writes a row that points at the account waits from here on, and then fails.
    person = people.select_for_update().first()
    if person is None:
        raise AlreadyErased
    _prepare(person, now)  # for what was written between the two
    for model, privacy in models_of_a_person():
        _end(rows_of(person, model, privacy), model, privacy)
    _end_traces(person)
    _end_sessions(person)
    erasure, _is_new = Erasure.objects.get_or_create(
        digest=known_as.digest if known_as else digest(str(person.public_id), place=PLACE),
        defaults={"erased_on": known_as.erased_on if known_as else now.date()},
    )
    person.delete()
    transaction.on_commit(write_erasures, robust=True)
    return erasure


def _prepare(person: Any, now: dt.datetime) -> None:
    for prepare in before_erasing:
        prepare(person=person, now=now)


def _end(rows: models.QuerySet[Any], model: type[models.Model], privacy: Any) -> None:
    """End these rows as their model says: deleted, or emptied of all that is the person's."""
    if privacy.on_erase == "delete":
        rows.delete()
    elif privacy.on_erase == "unlink":
        personal = [name for name, word in privacy.fields.items() if word in {"own", "secret"}]
        rows.update(**emptied(model, personal))


def _end_traces(person: Any) -> None:
    """What libraries keep: rows about the account, and links to it that nothing would end."""
    about = ContentType.objects.get_for_model(person)
    for model in apps.get_models(include_auto_created=True):
        names = {field.name for field in model._meta.local_fields}
        for field in model._meta.local_fields:
            if field.related_model is not ContentType:
                continue
            name = field.name.replace("content_type", "object_id")
            name = name if name in names else "object_id"
            if name in names:
                rows = model._base_manager.filter(**{field.name: about, name: str(person.pk)})
                rows.delete()
    for model, field in links_to(get_user_model()):
        if getattr(field.remote_field, "on_delete", None) is models.DO_NOTHING:
            model._base_manager.filter(**{field.name: person}).update(**{field.name: None})


def _end_sessions(person: Any) -> None:
    """Sign the person out everywhere, and drop what they began to type at a log-in."""
    engine = import_module(settings.SESSION_ENGINE)
    store = engine.SessionStore()
    sessions = engine.SessionStore.get_model_class().objects
    own = {json.dumps(text) for text in (str(person.pk), person.username, person.email) if text}
    theirs = [
        key
        for key, data in sessions.values_list("session_key", "session_data").iterator()
        if any(text in json.dumps(store.decode(data)) for text in own)
    ]
    sessions.filter(session_key__in=theirs).delete()
