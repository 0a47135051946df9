"""How somebody appears, and in which words and hours the site speaks to them."""

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any

from django.db import transaction

from community.people.models import User

# What the apps above have written in somebody's language, or for their clock, and write anew when
# that changes. Each appends a function in its `AppConfig.ready`; it is called with `person` and
# `now`, in the same transaction.
after_speaking_changes: list[Callable[..., Any]] = []


@transaction.atomic
def keep_settings(*, person: User, changed: Collection[str], now: dt.datetime) -> User:
    """Store what of this person's own settings changed, by field, and return the person.

    With another time zone their quiet hours are other hours, and with another language their
    notes are other words (safety.md #22): what is on its way follows.
    """
    person.save(update_fields=sorted(changed))
    if not {"time_zone", "language"}.isdisjoint(changed):
        for write_anew in after_speaking_changes:
            write_anew(person=person, now=now)
    return person
