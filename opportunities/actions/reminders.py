"""Telling people what they signed up for: a day and two hours before, and when it changes.

Everything is a row of the outbox whose key says what it tells of, so that writing it twice is
harmless, and whose `about` is the sign-up's public id, so that it can be taken back. Whoever
writes reminders holds the lock on the sign-up, so that none is written for a place that is being
given up, moved or reworded at the same moment.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db import transaction

from community.notifications.actions import (
    new_message,
    queue,
    rewrite,
    way_to,
    wish_of,
    withdraw,
)
from community.notifications.models import Channel, Message, Wording
from opportunities import emails
from opportunities.models import ACTIVE, REGISTER_STAYS, SignUp, State

TWO_HOURS = dt.timedelta(hours=2)
DAY = dt.timedelta(days=1)
UNHEARD: Final = ("place:", "offer:")  # who has not heard of a place hears of no new time
WHERE: Final = "where:"  # a new time does not make it known
LASTING: Final = (
    *UNHEARD,
    WHERE,
    "answer:",
    "moved:",
    "moved-more:",
    "still:",
    "said:",
    "thanks:",
    "added:",
    "added-more:",
    "regular:",
    "regular-more:",
)  # news that is told later, if it could not be now
NEWS = {
    "place": emails.place_came_up,
    "offer": emails.place_offered,
    "answer": emails.request_answered,
    "moved": emails.session_moved,
    "moved-more": emails.sessions_moved,
    "where": emails.where_changed,
    "added": emails.session_added,
    "added-more": emails.sessions_added,
    "regular": emails.session_kept,
    "regular-more": emails.sessions_kept,
    "off": emails.session_cancelled,
    "off-more": emails.sessions_cancelled,
    "stopped": emails.session_stopped,
    "again": emails.session_on_again,
    "passed": emails.place_passed_on,
    "still": emails.place_still_yours,
    "said": emails.something_said,
    "thanks": emails.something_said,
}


@transaction.atomic
def plan_reminders(*, sign_ups: Iterable[SignUp], now: dt.datetime) -> None:
    """Write the messages about these sign-ups anew, as they should be now.

    Harmless when repeated: what was sent is not sent again, what is due and not yet sent is not
    lost, and a reminder whose time had passed before it was ever planned is not sent late.
    """
    _write_anew(sign_ups, now, moved=False)


@transaction.atomic
def tell_moved(*, sign_ups: Iterable[SignUp], now: dt.datetime) -> None:
    """Tell each of these people once that the time has changed, and move their reminders.

    Who has several of the dates reads of the first, and that its later ones go with it.
    """
    _write_anew(sign_ups, now, moved=True)


@transaction.atomic
def tell_cancelled(*, sign_ups: Iterable[SignUp], now: dt.datetime) -> None:
    """Take back every message about these sign-ups and tell each person once what is off."""
    rows = locked(sign_ups)
    withdraw(about=[row.public_id for row in rows])
    told = firsts(row for row in rows if row.state in ACTIVE)
    queue(
        message
        for row, more in told.items()
        for message in news_of(row, f"off{more}:{row.public_id}", now)
    )


def tell_promoted(*, sign_ups: Iterable[SignUp], now: dt.datetime) -> None:
    """Tell these people that a place is theirs, or offered to them, and plan their reminders.

    Called under the lock that promoted them; a person has one such message for each time they
    stood in line, or for each offer.
    """
    messages: list[Message] = []
    for row in sign_ups:
        key = f"place:{row.public_id}:{row.joined_at.timestamp():.6f}"
        if row.offer_ends_at is not None:
            key = f"offer:{row.public_id}:{row.offer_ends_at.timestamp():.6f}"
        messages += [*news_of(row, key, now), *reminders_of(row, now)]
    queue(messages)


def reminders_of(
    sign_up: SignUp, now: dt.datetime, unsent: Iterable[str] = frozenset()
) -> list[Message]:
    """The reminders, not yet stored, that this sign-up should have from now on.

    "A day before" is the same time by the clock on the wall of the place, on the day before, also
    when clocks change between the two; "two hours before" is 120 minutes. In hours that are not
    safe a reminder waits until they are over; if that is not before the session, it stays on this
    site (safety.md #22). Of a posting that staff have stopped there are none. `unsent` are keys
    of reminders that are already due and still on their way.
    """
    session, preference = sign_up.session, wish_of(sign_up.person)
    takes_place = session.cancelled_at is None and session.opportunity.is_public(now)
    if sign_up.state != State.CONFIRMED or not takes_place:
        return []
    moments = {}
    if preference.day_before:
        moments["day"] = (session.local_start - DAY).astimezone(dt.UTC)
    if preference.two_hours_before:
        moments["hours"] = session.starts_at - TWO_HOURS
    messages = []
    for which, moment in moments.items():
        key = f"reminder:{sign_up.public_id}:{which}:{session.starts_at.timestamp():.0f}"
        due_at = way_to(sign_up.person, at=moment, expires_at=session.starts_at).at
        if due_at > now or key in unsent:
            words = emails.reminder(sign_up, preference.wording)
            messages += _message(sign_up, key, words, due_at, now)
    return messages


def _write_anew(sign_ups: Iterable[SignUp], now: dt.datetime, *, moved: bool) -> None:
    rows = locked(sign_ups)
    about = [row.public_id for row in rows]
    unsent = _unsent_keys(about)
    messages: list[Message] = []
    told = [row for row in rows if _is_told(row, now)]
    news = {row.pk: _kept_news(unsent[row.public_id], moved=moved) for row in told}
    if moved:
        for row, more in firsts(row for row in told if not _of(UNHEARD, news[row.pk])).items():
            news[row.pk].append(f"moved{more}:{row.public_id}:{now.timestamp():.6f}")
    for row in told:
        messages += reminders_of(row, now, unsent[row.public_id])
        for key in news[row.pk]:
            messages += news_of(row, key, now)
    rewrite(about=about, messages=messages)


def _is_told(sign_up: SignUp, now: dt.datetime) -> bool:
    session = sign_up.session
    takes_place = session.cancelled_at is None and session.opportunity.is_public(now)
    return sign_up.state in ACTIVE and takes_place


def _kept_news(unsent: set[str], *, moved: bool) -> list[str]:
    """News on their way that are still to be told. Somebody who does not yet know that they have a
    place learns that, with the new time, and not that a time changed which they never heard of."""
    return _of((*UNHEARD, WHERE) if moved else LASTING, unsent)


def _of(kinds: tuple[str, ...], keys: Iterable[str]) -> list[str]:
    return [key for key in keys if key.startswith(kinds)]


def firsts(sign_ups: Iterable[SignUp]) -> dict[SignUp, str]:
    """The first date of each person, and whether it stands for more of theirs: "-more" or ""."""
    by_person: dict[int, list[SignUp]] = defaultdict(list)
    for row in sorted(sign_ups, key=lambda row: (row.session.starts_at, row.pk)):
        by_person[row.person_id].append(row)
    return {rows[0]: "-more" if len(rows) > 1 else "" for rows in by_person.values()}


def news_of(sign_up: SignUp, key: str, now: dt.datetime) -> list[Message]:
    """The message that tells of what the key begins with, see `NEWS`; none for who wants none."""
    words = NEWS[key.split(":")[0]](sign_up, wish_of(sign_up.person).wording, now)
    due_at = way_to(sign_up.person, at=now, expires_at=_no_use_after(sign_up, key)).at
    return _message(sign_up, key, words, due_at, now)


def _message(
    sign_up: SignUp, key: str, words: emails.Words, due_at: dt.datetime, now: dt.datetime
) -> list[Message]:
    """One message or none: none for who wants none, and none that would come too late."""
    expires_at, wish = _no_use_after(sign_up, key), wish_of(sign_up.person)
    unwanted = wish.wording == Wording.NONE or wish.channel == Channel.NONE
    if unwanted or due_at >= expires_at:
        return []
    return [
        new_message(
            key=key,
            subject=words.subject,
            body=words.body,
            due_at=due_at,
            now=now,
            recipient=sign_up.person,
            about=sign_up.public_id,
            expires_at=expires_at,
            is_discreet=words.is_discreet,
        )
    ]


def _no_use_after(sign_up: SignUp, key: str) -> dt.datetime:
    """When a message is worth nothing any more: an offer when it ends, what an organisation says
    when people may no longer read it, all else at the start."""
    if key.startswith("said:"):
        return sign_up.session.ends_at
    if key.startswith("thanks:"):
        return sign_up.session.ends_at + REGISTER_STAYS
    is_offer = key.startswith("offer:") and sign_up.offer_ends_at is not None
    return (is_offer and sign_up.offer_ends_at) or sign_up.session.starts_at


def locked(sign_ups: Iterable[SignUp]) -> list[SignUp]:
    """Lock the rows, always in the same order, and only then read them and what they belong to."""
    ids = [sign_up.pk for sign_up in sign_ups]
    rows = SignUp.objects.filter(pk__in=ids).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))
    people = rows.select_related("session__opportunity__organisation", "person__contact_preference")
    return list(people.prefetch_related("person__contact_preference__safe_hours"))


def _unsent_keys(about: Iterable[UUID]) -> dict[UUID, set[str]]:
    unsent = Message.objects.filter(about__in=list(about), ended_at=None)
    keys: dict[UUID, set[str]] = defaultdict(set)
    for public_id, key in unsent.values_list("about", "key"):
        if public_id:
            keys[public_id].add(key)
    return keys
