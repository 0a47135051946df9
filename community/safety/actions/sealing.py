"""Sealing every stored text with the newest key, so that the keys before it can be destroyed.

Whatever is sealed already is passed over: stopped half-way, it goes on where it was, and texts
that people write meanwhile are sealed with the newest key anyway.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast

from community.safety.fields import EncryptedTextField, Unreadable, newest_key_id, unseal

BATCH = 500


@dataclass(frozen=True)
class Sealed:
    """What became of some texts of one place: how many are sealed anew, which cannot be opened."""

    place: str
    done: int = 0
    unreadable: tuple[int, ...] = ()


@dataclass(frozen=True)
class SealedElsewhere:
    """Sealed texts that stand in no `EncryptedTextField`: say, in the JSON of a library's table.

    Whoever seals such texts appends one of these to `elsewhere` in its `AppConfig.ready`, else
    they are lost with the old key. `waiting()` gives the primary keys of rows that hold a text
    which is not sealed with the newest key (`is_sealed_anew`); `seal_anew(pk)` opens and seals
    those of one row in a transaction of its own and may raise Unreadable.
    """

    place: str
    waiting: Callable[[], list[int]]
    seal_anew: Callable[[int], None]


elsewhere: list[SealedElsewhere] = []


def still_to_seal() -> int:
    """How many texts are not sealed with the newest key. With 0 no older key is needed."""
    own = sum(_waiting(model, field).count() for model, field in _fields())
    return own + sum(len(other.waiting()) for other in elsewhere)


def seal_anew() -> Iterator[Sealed]:
    """Seal everything with the first of `settings.FIELD_KEYS`; give what was done, batch by batch.

    Each batch is a transaction of its own. A text that cannot be opened is left as it is and
    named by its row's primary key, which says nothing about anybody.
    """
    for model, field in _fields():
        after: Any = None
        while True:
            after, sealed = _batch(model, field, after)
            if after is None:
                break
            yield sealed
    for other in elsewhere:
        for pk in other.waiting():
            try:
                other.seal_anew(pk)
            except Unreadable:
                yield Sealed(other.place, unreadable=(pk,))
            else:
                yield Sealed(other.place, done=1)


def _fields() -> list[tuple[type[models.Model], EncryptedTextField]]:
    """Every encrypted field of every model, each once: not again for a model that inherits it."""
    return [
        (model, field)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, EncryptedTextField) and model._meta.managed
    ]


def _waiting(model: type[models.Model], field: EncryptedTextField) -> models.QuerySet[Any]:
    """Rows whose text is sealed with an older key; `stored` is the text as it is stored."""
    rows = model._base_manager.annotate(stored=Cast(field.name, models.TextField()))
    return rows.exclude(stored__startswith=f"{newest_key_id()}:").filter(stored__gt="")


@transaction.atomic
def _batch(model: type[models.Model], field: EncryptedTextField, after: Any) -> tuple[Any, Sealed]:
    rows = _waiting(model, field).select_for_update().order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    done, unreadable, last = 0, [], None
    for last, stored in rows.values_list("pk", "stored")[:BATCH]:
        try:
            text = unseal(stored, place=field.place)
        except Unreadable:
            unreadable.append(last)
        else:
            done += model._base_manager.filter(pk=last).update(**{field.name: text})
    return last, Sealed(field.place, done, tuple(unreadable))
