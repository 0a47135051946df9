"""What is kept about a person, for them to read and to take elsewhere (safety.md #35).

Only what each model's `Privacy` calls `own`: never what is about somebody else, never a secret.
Nothing is stored: the file is made while it is fetched, under a key that works for a day.
"""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from community.safety.permissions import visible_records

from .declared import declaring_models, models_of_a_person, rows_of
from .records import OPERATOR

KEY_LIFETIME = dt.timedelta(days=1)
SALT = "community.safety.actions.exporting"


class Answer(NamedTuple):
    """One field of one row: its name in the code, and its name and value in words."""

    name: str
    label: str
    value: Any
    words: str


class Part(NamedTuple):
    """All rows of one kind."""

    name: str
    label: str
    rows: list[list[Answer]]


# What others learned of a person: apps above append how they say it, in `AppConfig.ready`; called
# with `person`
# (docs/decisions/0010-safe-contact-and-erasure.md).
disclosures: list[Callable[..., Part]] = []


def own_data(*, person: Any) -> list[Part]:
    """Everything that is the person's own, kind by kind, the account first.

    A link to another account is left out even where a model calls it own: who they are is theirs.
    So is a kind of which nothing is theirs: that there is such a row would say that somebody is
    kept apart from them, or that a name they typed is here (#14, #15). The last parts say what
    others learned: which of the staff's roles looked, and what apps above told organisations; whom
    the person let know something themselves stands in their releases (#33 to #38).
    """
    account = [privacy for model, privacy in declaring_models() if privacy.of == "self"]
    parts = [_part(person._meta.model, account[0], [person])]
    for model, privacy in models_of_a_person():
        if "own" not in privacy.fields.values():
            continue
        rows = rows_of(person, model, privacy).select_related().order_by("pk")
        parts.append(_part(model, privacy, rows))
    parts += [_who_looked(person), *(say(person=person) for say in disclosures)]
    return [part for part in parts if part.rows]


def make_file(*, person: Any, now: dt.datetime) -> bytes:
    """A ZIP file with `details.json` for machines and `details.txt` for people."""
    parts = own_data(person=person)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in (
            ("details.json", _for_machines(parts, now)),
            ("details.txt", _for_people(parts, now)),
        ):
            file.writestr(zipfile.ZipInfo(name, now.timetuple()[:6]), text)
    return made.getvalue()


def make_key(*, person: Any, now: dt.datetime) -> str:
    """A key to the person's file: for them alone, for a day, and until they change the password."""
    content = [str(person.public_id), int(now.timestamp()), _proof(person)]
    return signing.Signer(salt=SALT).sign_object(content)


def key_works(*, person: Any, key: str, now: dt.datetime) -> bool:
    """Whether `key` opens this person's file now. Every other key looks the same."""
    try:
        public_id, made_at, proof = signing.Signer(salt=SALT).unsign_object(key)
    except (signing.BadSignature, ValueError):
        return False
    age = now - dt.datetime.fromtimestamp(made_at, dt.UTC)
    is_theirs = constant_time_compare(public_id, str(person.public_id))
    is_fresh = dt.timedelta(seconds=-1) < age < KEY_LIFETIME
    return is_theirs and is_fresh and constant_time_compare(proof, _proof(person))


def _proof(person: Any) -> str:
    """Changes with the password, and is nothing of a session: it stands in an address."""
    return salted_hmac(SALT, person.get_session_auth_hash()).hexdigest()[:16]


def _part(model: type[models.Model], privacy: Any, rows: Any) -> Part:
    names = [name for name, word in privacy.fields.items() if word == "own"]
    label = capfirst(str(model._meta.verbose_name_plural))
    return Part(model._meta.label_lower, label, [list(_answers(row, names)) for row in rows])


def _who_looked(person: Any) -> Part:
    """Each look at their details: when, in which role, what and why. No names of colleagues."""
    staff, operator = _("Programme staff"), _("The operator of the site")
    rows = [
        [
            Answer("what", _("What they did"), row.what, row.words),
            Answer("role", _("Who"), row.role, operator if row.role == OPERATOR else staff),
            Answer("reason", _("Why"), row.reason, str(row.get_reason_display())),
            Answer("created_at", _("When"), row.created_at, in_words(row.created_at)),
        ]
        for row in visible_records(person)
    ]
    return Part("safety.accessrecord", _("Who looked at my details"), rows)


def _answers(row: models.Model, names: list[str]) -> Iterator[Answer]:
    for name in names:
        field = row._meta.get_field(name)
        if field.related_model is get_user_model():
            continue
        value = getattr(row, name)
        if field.many_to_many:
            value = ", ".join(str(one) for one in value.all())
        elif isinstance(value, models.Model):
            value = getattr(value, "in_words", None) or str(value)
        label = capfirst(str(getattr(field, "verbose_name", name)))
        yield Answer(name, label, value, _in_words(row, name, value))


def _in_words(row: models.Model, name: str, value: Any) -> str:
    """As a page would say it: a choice by its label, a list by the model's own words for it."""
    if display := getattr(row, f"get_{name}_display", None):
        return str(display())
    if isinstance(value, list):
        return ", ".join(map(str, getattr(row, f"{name}_in_words", value)))
    return in_words(value)


def in_words(value: Any) -> str:
    """A plain value as a page would say it; a moment by the clock on the reader's own wall."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    return "" if value is None else str(value)


def _for_machines(parts: list[Part], now: dt.datetime) -> str:
    rows = {
        part.name: [{answer.name: _plain(answer.value) for answer in row} for row in part.rows]
        for part in parts
    }
    return json.dumps({"made_at": now.isoformat(), **rows}, indent=2, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return value if isinstance(value, bool | int | list | None) else str(value)


def _for_people(parts: list[Part], now: dt.datetime) -> str:
    lines = [_("What is kept about you"), date_format(timezone.localtime(now), "DATETIME_FORMAT")]
    for part in parts:
        lines += ["", "", part.label, "-" * len(part.label)]
        for row in part.rows:
            lines.append("")
            lines += [f"{answer.label}: {answer.words}" for answer in row if answer.words]
    return "\n".join(lines) + "\n"
