"""Secrets of second factors, which stand sealed in the table of the library that uses them."""

import datetime as dt
import uuid
from typing import Any, Final

from django.apps import apps
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from community.notifications.actions import write_note
from community.people.models import User
from community.safety.actions import SealedElsewhere
from community.safety.fields import is_sealed_anew, seal, unseal

PLACE: Final = "mfa.authenticator.data"
SECRETS: Final = ("secret", "seed")


def _sealed_texts(data: dict[str, Any]) -> dict[str, str]:
    return {name: data[name] for name in SECRETS if data.get(name)}


def _waiting() -> list[int]:
    rows = apps.get_model("mfa", "Authenticator").objects.values_list("pk", "data")
    return [
        pk
        for pk, data in rows.iterator()
        if not all(is_sealed_anew(text) for text in _sealed_texts(data).values())
    ]


@transaction.atomic
def _seal_anew(pk: int) -> None:
    """Raises Unreadable; then nothing of the row is changed."""
    factor = apps.get_model("mfa", "Authenticator").objects.select_for_update().get(pk=pk)
    for name, text in _sealed_texts(factor.data).items():
        factor.data[name] = seal(unseal(text, place=PLACE), place=PLACE)
    factor.save(update_fields=["data"])


@transaction.atomic
def tell_of_factors(*, person: User, now: dt.datetime) -> None:
    """Write a note that there is another way to prove who one is, or one less: a passkey that was
    made on an open phone outlives every password (safety.md T7)."""
    with translation.override(person.language):
        words = _(
            "How you prove who you are was changed: a passkey or codes. If that was not you, take "
            "it away under “Signing in safely”, and choose a new password."
        )
    write_note(person=person, key=f"factors:{uuid.uuid4()}", words=words, now=now)


SECRETS_OF_FACTORS: Final = SealedElsewhere(PLACE, waiting=_waiting, seal_anew=_seal_anew)
