"""Keeping two people apart, for good, by a word of staff."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.safety.models import Reason, Separation
from community.safety.permissions import answers_for_safety

if TYPE_CHECKING:
    from community.people.models import User

FEWEST_WORDS: Final = 3

# Called with `one=, other=, now=` inside the transaction in which two begin to be kept apart: what
# they share ends or rests. Other apps add theirs when they start.
after_separating: list[Callable[..., Any]] = []


class NotForYou(Exception):
    """Only programme staff do this."""

    def __str__(self) -> str:
        return str(_("Only programme staff can do this."))


class AnotherHasTo(NotForYou):
    """One of the staff would say of themselves that all is well."""

    def __str__(self) -> str:
        return str(_("Another one of the staff looks at this."))


class OneAndTheSame(Exception):
    """Nobody is kept apart from themselves."""

    def __str__(self) -> str:
        return str(_("That is the same person twice."))


class NoReasonGiven(Exception):
    """Whoever looks at somebody's details, or stops keeping two apart, says why in words."""

    def __str__(self) -> str:
        return str(_("Say why, in three words or more."))


def refuse_all_but_staff(by: "User") -> None:
    """Raise NotForYou for anybody but programme staff."""
    if not answers_for_safety(by):
        raise NotForYou


def refuse_without_reason(words: str) -> None:
    """Raise NoReasonGiven for fewer than three words."""
    if len(words.split()) < FEWEST_WORDS:
        raise NoReasonGiven


@transaction.atomic
def separate(
    *, one: "User", other: "User", reason: Reason, by: "User", now: dt.datetime
) -> Separation:
    """Say that these two must never meet here, and return the row. Doing it twice is harmless.

    It holds from this moment for whoever signs up, waits or would move up; if they have places at
    one date already, staff are told within a minute; two who walk with each other rest from this
    moment. Nothing of it is ever visible to either (safety.md #15). Raises NotForYou,
    OneAndTheSame.
    """
    refuse_all_but_staff(by)
    if one.pk == other.pk:
        raise OneAndTheSame
    a, b = sorted([one, other], key=lambda person: person.pk)
    row, is_new = Separation.objects.holding().get_or_create(
        a=a, b=b, defaults={"reason": reason, "by": by, "created_at": now}
    )
    if is_new:
        for stop in after_separating:
            stop(one=one, other=other, now=now)
    return row


@transaction.atomic
def lift(*, separation: Separation, words: str, by: "User", now: dt.datetime) -> Separation:
    """End a separation, and return the row, which stays as a record of who did it, when and why.

    `words`: three or more, for other staff. Ending it twice keeps who was first. Neither of the two
    is told. What one of them asked for by typing a name stays: that is theirs to take back. A date
    that was closed because of it stays closed until staff open it (decision 11). One of the two
    does not end it, whoever they are by now. Raises NotForYou, AnotherHasTo, NoReasonGiven.
    """
    refuse_all_but_staff(by)
    if by.pk in {separation.a_id, separation.b_id}:
        raise AnotherHasTo
    refuse_without_reason(words)
    row = Separation.objects.select_for_update().get(pk=separation.pk)
    if row.lifted_at is None:
        row.lifted_at, row.lifted_by, row.lifted_because = now, by, words
        row.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    return row
