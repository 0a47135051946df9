"""Storing a sign-up and counting its places under the lock of its date (performance.md W3)."""

import datetime as dt
from typing import Any

from django.db.models import Exists, F, Q

from opportunities.models import Session, SignUp, State

from .before import refuse_unless_open, there_with
from .closing import close_if_free
from .room import fits


def lock_open(session: Session, now: dt.datetime) -> Session:
    """Lock the session; what was checked before the lock may have changed until it was ours."""
    locked = Session.objects.locked().get(pk=session.pk)
    locked.opportunity = session.opportunity
    refuse_unless_open(locked, now)
    return locked


def join(place: SignUp, earlier: SignUp | None, *, minds_whom: bool) -> SignUp:
    """Store `place` and return it, or return the sign-up that the person has already.

    `earlier` is a cancelled sign-up of the same person and session. `minds_whom`: they are kept
    apart from somebody. The place is counted only if it was really taken: counting first leaks a
    place with every double click (performance.md W3). As many statements under the lock, whether
    there is a place, or none, or somebody is there whom they must not meet.
    """
    if earlier is None:
        # On conflict this changes nothing and brings back the id of the row that is there.
        SignUp.objects.bulk_create(
            [place],
            update_conflicts=True,
            unique_fields=["session", "person"],
            update_fields=["person"],
        )
    elif not _take_up(place, earlier):
        return _as_stored(place)
    if place.state == State.CONFIRMED and _count(place, minds_whom=minds_whom):
        return place
    stored = _as_stored(place)
    if stored.public_id == place.public_id:
        return _settle(place, meets=minds_whom and stored.meets)
    if stored.state != State.CANCELLED:
        return stored
    return join(place, stored, minds_whom=minds_whom)


def _as_stored(place: SignUp) -> Any:
    """The row of `place` as it is now, with `meets`: whether somebody is there whom they must
    not meet. In the same statement for everyone, so that it takes as long for everyone."""
    meets = Exists(there_with(place.person_id, [place.session_id]))
    stored = SignUp.objects.annotate(meets=meets).get(pk=place.pk)
    stored.session = place.session
    return stored


def _settle(place: SignUp, *, meets: bool) -> SignUp:
    """Put right what was expected before the lock was ours and turned out otherwise.

    Somebody whom they must not meet came meanwhile: they wait. Or left: they have a place. Who
    asks for a place has none until they are answered, and whether one is free is not asked.
    """
    if place.state == State.ASKED:
        return place
    has_room = fits(place)
    if meets or not has_room:
        if place.state != State.WAITING:
            place.state = State.WAITING
            SignUp.objects.filter(pk=place.pk).update(state=State.WAITING)
        close_if_free(place)
    elif place.state != State.CONFIRMED:
        place.state = State.CONFIRMED
        SignUp.objects.filter(pk=place.pk).update(state=State.CONFIRMED)
        _count(place, minds_whom=False)
    return place


def _take_up(place: SignUp, earlier: SignUp) -> bool:
    """Turn a cancelled sign-up into `place`; False if another request has just done so."""
    place.pk, place.public_id = earlier.pk, earlier.public_id
    place._state.adding = False
    taken = SignUp.objects.filter(pk=earlier.pk, state=State.CANCELLED).update(
        alias=place.alias,
        note=place.note,
        companions=place.companions,
        part=place.part_id,
        listens=place.listens,
        state=place.state,
        joined_at=place.joined_at,
        changed_at=place.changed_at,
        stand_in_since=None,
    )
    return bool(taken)


def _count(place: SignUp, *, minds_whom: bool) -> bool:
    """Count its places if its row is the one that was stored; return whether it was.

    Not while somebody is there whom they must not meet.
    """
    is_stored = Exists(SignUp.objects.filter(public_id=place.public_id, state=State.CONFIRMED))
    unmet = ~Exists(there_with(place.person_id, [place.session_id])) if minds_whom else Q()
    counted = Session.objects.filter(is_stored, unmet, pk=place.session_id).update(
        places_taken=F("places_taken") + place.places
    )
    place.session.places_taken += counted * place.places
    return bool(counted)
