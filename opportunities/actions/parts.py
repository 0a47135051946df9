"""What different people do at the dates of a posting, and how many each part needs.

docs/decisions/0024-parts-of-a-date.md.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.safety.actions import new_task, open_tasks
from community.safety.cache import forget_kept_pages
from community.safety.models import TaskKind
from opportunities.actions.posting_lock import lock_posting
from opportunities.actions.red_flags import fingerprint, red_flags
from opportunities.actions.sessions import set_capacity
from opportunities.actions.signups import Refusal, fill_places, places_in, take_offers_back
from opportunities.models import (
    LONGEST_PART,
    MOST_PARTS,
    Opportunity,
    Part,
    Schedule,
    Session,
    SignUp,
    State,
)


class Wanted(NamedTuple):
    """A part as it is to be; `part` is the one that it was before, None for a new one."""

    name: str
    places: int
    part: Part | None = None
    others: Mapping[str, str] = {}  # by code of a language; one that is not in here is left alone


class AllAtOnce(Refusal):
    """A course, where everybody takes part alike."""

    words = _("In a course everybody takes part alike. Only single dates can have parts.")


class PlacesComeFromAFile(Refusal):
    """Its places follow a file, which knows of no parts."""

    words = _("The places of this one come from a file, which has no parts.")


class SameNameTwice(Refusal):
    """Two parts that nobody could tell from each other."""

    words = _("Two of these have the same name in one language. Give each its own.")


class TooManyParts(Refusal):
    """More than one can choose from."""

    words = _("Six parts at most. Put some of them together.")


class PartHasPeople(Refusal):
    """More people than that have the part, on one of the dates ahead."""

    words = _("On a date ahead more people than that have this part. Choose a higher number.")


class NameNeedsALook(Refusal):
    """The name has a red flag. Which one it was, only staff read (decision 20)."""

    words = _("One of these names can’t be used. Choose another one, or ask staff about it.")


def set_parts(*, opportunity: Opportunity, wanted: Sequence[Wanted], now: dt.datetime) -> None:
    """Have these parts, and no others, at every date that is ahead, in this order.

    All dates ahead get as many places as the parts have together, where that is another number than
    before, and never fewer than people have. The same again changes nothing. Raises AllAtOnce,
    PlacesComeFromAFile, SameNameTwice, TooManyParts, PartHasPeople or NameNeedsALook.
    """
    if len(wanted) > MOST_PARTS:
        raise TooManyParts
    _refuse_same_names(wanted)
    _refuse_what_is_flagged(opportunity, wanted, now)
    _set_parts(opportunity, wanted, now)
    forget_kept_pages()


@transaction.atomic
def _set_parts(opportunity: Opportunity, wanted: Sequence[Wanted], now: dt.datetime) -> None:
    lock_posting(opportunity.pk)
    posting = Opportunity.objects.get(pk=opportunity.pk)
    if wanted and posting.is_course:
        raise AllAtOnce
    if wanted and posting.source:
        raise PlacesComeFromAFile
    dates = _lock_dates(posting, now)
    before = {part.pk: part.places for part in posting.parts.all()}
    parts = _as_wanted(posting, wanted)
    numbers = dict.fromkeys(before, 0) | {part.pk: part.places for part in parts if part.pk}
    for date in dates:
        _make_room(date, numbers)
    _store(parts, gone=before.keys() - {part.pk for part in parts})
    total = sum(part.places for part in parts)
    if parts and total != sum(before.values()):
        Schedule.objects.filter(opportunity=posting).update(capacity=total)
        for date in dates:
            set_capacity(session=date, capacity=max(total, date.places_held), now=now)
    _fill(dates, now)


def _lock_dates(posting: Opportunity, now: dt.datetime) -> list[Session]:
    """Its dates ahead and everybody in them, locked in the order of decision 2."""
    rows = Session.objects.upcoming(now).filter(opportunity=posting)
    dates = list(rows.locked().order_by("pk"))
    people = SignUp.objects.filter(session__in=dates).order_by("pk")
    list(people.select_for_update(no_key=True).values_list("pk"))
    return dates


def _as_wanted(posting: Opportunity, wanted: Sequence[Wanted]) -> list[Part]:
    """The parts as they are to be, not yet stored. A new one with the name of one that is there is
    that one: a form that is sent twice makes no second."""
    free = {part.pk: part for part in posting.parts.all()}
    known = [free.pop(one.part.pk, None) if one.part else None for one in wanted]
    by_name = {part.name.casefold(): part for part in free.values()}
    found = []
    for order, (one, part) in enumerate(zip(wanted, known, strict=True)):
        part = part or by_name.get(one.name.casefold()) or Part(opportunity=posting)
        was = part.name
        part.name, part.places, part.order = one.name, one.places, order
        part.written_in = posting.written_in
        for code, words in one.others.items():
            if code != part.written_in:
                _tell(part, code, words, was)
        found.append(part)
    return found


def _tell(part: Part, code: str, words: str, was: str) -> None:
    """Write a name in another language. One that stays as it was, beside a name that changed, was
    not looked at: it is kept and shown to nobody until it is saved once more."""
    kept = part.in_other_languages.get(code, {}).get("name", "")
    if words != kept or part.name == was or not words:
        part.write_in(code, {"name": words})


def _refuse_same_names(wanted: Sequence[Wanted]) -> None:
    """In no language."""
    said = [("", one.name) for one in wanted]
    said += [(code, words) for one in wanted for code, words in one.others.items() if words]
    if len({(code, words.casefold()) for code, words in said}) < len(said):
        raise SameNameTwice


def _make_room(date: Session, numbers: Mapping[int, int]) -> None:
    """Take offers back where a part is to have fewer places; raises PartHasPeople."""
    holding = SignUp.objects.filter(session=date).holding_a_place()
    held = places_in(holding)
    offered = places_in(holding.filter(state=State.OFFERED))
    for (_date, pk), places in held.items():
        if places - offered.get((date.pk, pk), 0) > numbers[pk]:
            raise PartHasPeople
        if places > numbers[pk]:
            take_offers_back(session=date, places=places - numbers[pk], part_id=pk)
    date.save(update_fields=Session.COUNTED)


def _store(parts: Iterable[Part], gone: Collection[int]) -> None:
    """Store them; who waits for a part that is gone waits for any. Names may change places."""
    Part.objects.filter(pk__in=gone).delete()
    for part in parts:
        Part.objects.filter(pk=part.pk).update(name=part.public_id.hex[:LONGEST_PART])
    for part in parts:
        part.save()


def _fill(dates: Iterable[Session], now: dt.datetime) -> None:
    """Offer what is free now to who waits."""
    for date in dates:
        date.refresh_from_db(fields=Session.COUNTED)
        fill_places(session=date, now=now)
        date.save(update_fields=Session.COUNTED)


def _refuse_what_is_flagged(
    opportunity: Opportunity, wanted: Sequence[Wanted], now: dt.datetime
) -> None:
    """Before anything is stored, so that what staff are told of is not taken back with it."""
    names = [name for one in wanted for name in (one.name, *one.others.values()) if name]
    words = {"summary": "\n".join(names)}
    flags = red_flags(words)
    if not flags:
        return
    task = new_task(
        kind=TaskKind.PARTNER,
        key=f"part:{opportunity.public_id}:{fingerprint(words)[:24]}",
        about=opportunity.public_id,
        note="\n".join([words["summary"], *(str(flag.words) for flag in flags)]),
        now=now,
    )
    open_tasks([task])
    raise NameNeedsALook
