"""Keeping two people apart, for good, by a word of staff."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.safety.models import Reason, Separation
from community.safety.permissions import answers_for_safety

if TYPE_CHECKING:
    from community.people.models import User


class NotForYou(Exception):
    """Only programme staff do this."""

    def __str__(self) -> str:
        return str(_("Only programme staff can do this."))


class OneAndTheSame(Exception):
    """Nobody is kept apart from themselves."""

    def __str__(self) -> str:
        return str(_("That is the same person twice."))


def refuse_all_but_staff(by: "User") -> None:
    """Raise NotForYou for anybody but programme staff."""
    if not answers_for_safety(by):
        raise NotForYou


@transaction.atomic
def separate(
    *, one: "User", other: "User", reason: Reason, by: "User", now: dt.datetime
) -> Separation:
    """Say that these two must never meet here, and return the row. Doing it twice is harmless.

    It holds from this moment for whoever signs up, waits or would move up; if they have places at
    one date already, staff are told within a minute. Nothing of it is ever visible to either
    (safety.md #15). Raises NotForYou, OneAndTheSame.
    """
    refuse_all_but_staff(by)
    if one.pk == other.pk:
        raise OneAndTheSame
    a, b = sorted([one, other], key=lambda person: person.pk)
    row, _created = Separation.objects.holding().get_or_create(
        a=a, b=b, defaults={"reason": reason, "by": by, "created_at": now}
    )
    return row


@transaction.atomic
def lift(*, separation: Separation, by: "User", now: dt.datetime) -> Separation:
    """End a separation; the row stays as a record. Raises NotForYou."""
    refuse_all_but_staff(by)
    separation.lifted_at = separation.lifted_at or now
    separation.save(update_fields=["lifted_at"])
    return separation
