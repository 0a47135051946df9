"""How somebody wants to be told of what they signed up for; what is on its way follows it."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction

from community.notifications.actions import Window, choose_way
from community.notifications.models import ContactPreference
from community.people.models import User
from opportunities.models import SignUp

from .reminders import plan_reminders


@transaction.atomic
def choose_reminders(
    *,
    by: User,
    wording: str,
    day_before: bool,
    two_hours_before: bool,
    quiet_from: dt.time,
    quiet_until: dt.time,
    now: dt.datetime,
) -> ContactPreference:
    """Save how this person wants to be reminded and return it; what is on its way follows it.

    `quiet_from` and `quiet_until` are times by the clock on the person's own wall.
    """
    chosen = {
        "wording": wording,
        "day_before": day_before,
        "two_hours_before": two_hours_before,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
    }
    before = ContactPreference.objects.filter(person=by).values(*chosen).first()
    preference, _created = ContactPreference.objects.update_or_create(person=by, defaults=chosen)
    if before != chosen:
        remind_anew(person=by, now=now)
    return preference


@transaction.atomic
def choose_contact(
    *,
    by: User,
    channel: str,
    wording: str,
    windows: Collection[Window],
    phone: dict[str, Any],
    now: dt.datetime,
) -> ContactPreference:
    """Save how this person may be reached and return it; what is on its way follows it.

    The parts are those of `community.notifications.actions.choose_way`.
    """
    chosen = choose_way(
        person=by, channel=channel, wording=wording, windows=windows, phone=phone, now=now
    )
    remind_anew(person=by, now=now)
    return chosen


def remind_anew(*, person: User, now: dt.datetime) -> None:
    """Write everything that is on its way to this person anew, as it should be now."""
    plan_reminders(sign_ups=SignUp.objects.filter(person=person).ahead(now), now=now)
