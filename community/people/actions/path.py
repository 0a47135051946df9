"""My path: aims in an order of one's own, small steps, rest and coming back, milestones.

Nothing here counts, compares or keeps when something was not done (docs/decisions/0030).
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.people.models import Aim, Milestone, Path, Step, User

Row = TypeVar("Row", Aim, Step)
MOST_AIMS: Final = 3
MOST_STEPS: Final = 12  # of one aim: more is no small thing
MOST_MILESTONES: Final = 50
BETWEEN: Final = 0  # where an aim stands while it changes places with another


class PathRefused(Exception):
    """It cannot be put on the path. The message is for the person and safe to show."""


class NothingSaid(PathRefused):
    """There are no words."""

    def __init__(self) -> None:
        super().__init__(_("Write a word or two first."))


class EnoughAims(PathRefused):
    """There are three already."""

    def __init__(self) -> None:
        super().__init__(_("Three at a time is enough. Change one of them, or take one off."))


class EnoughSteps(PathRefused):
    """One aim has many steps already."""

    def __init__(self) -> None:
        super().__init__(_("There are many steps here already. Take one off first."))


class EnoughMilestones(PathRefused):
    """There are many milestones already."""

    def __init__(self) -> None:
        super().__init__(_("There are many here already. Take one off first."))


@transaction.atomic
def name_aim(*, by: User, words: str, now: dt.datetime, tag: str = "") -> Aim:
    """Put something on the path, after what is there; return it.

    The same words again are a double click and give back the first. `tag` is a Dimension or "".
    Raises NothingSaid, EnoughAims.
    """
    words = _said(words)
    aims = _aims_of(by)
    for aim in aims:
        if aim.words == words:
            return aim
    if len(aims) >= MOST_AIMS:
        raise EnoughAims
    return Aim.objects.create(person=by, words=words, tag=tag, place=len(aims) + 1, made_at=now)


@transaction.atomic
def reword_aim(*, aim: Aim, words: str, tag: str = "") -> Aim:
    """Say it in other words. What was shown of it to anybody was shown in the old ones: it is
    theirs alone again, and its steps with it, until they show it anew. Raises NothingSaid."""
    said = _said(words)
    if said != aim.words:
        aim.shown.all().delete()
        for step in aim.steps.all():
            step.shown.all().delete()
    aim.words, aim.tag = said, tag
    aim.save(update_fields=["words", "tag"])
    return aim


@transaction.atomic
def move_aim(*, aim: Aim, up: bool) -> None:
    """Let an aim change places with the one before it or after it. At the end nothing happens."""
    aims = _aims_of(aim.person)
    pair = _neighbours(aims, aim, up=up)
    if pair is None:
        return
    one, other = pair
    places = one.place, other.place
    for row, place in ((one, BETWEEN), (other, places[0]), (one, places[1])):
        Aim.objects.filter(pk=row.pk).update(place=place)


@transaction.atomic
def take_off_aim(*, aim: Aim) -> None:
    """Take an aim off the path with its steps. Twice is harmless; no reason is asked."""
    person = aim.person
    _aims_of(person)
    Aim.objects.filter(pk=aim.pk).delete()
    for place, row in enumerate(Aim.objects.filter(person=person), start=1):
        if row.place != place:
            Aim.objects.filter(pk=row.pk).update(place=place)


@transaction.atomic
def add_step(*, aim: Aim, words: str, today: dt.date) -> Step:
    """Add a small step after the others of an aim, and return it.

    The words of one that is still ahead are a double click. Raises NothingSaid, EnoughSteps.
    """
    words = _said(words)
    steps = _steps_of(aim, today)
    for step in steps:
        if step.words == words and not (step.is_done or step.is_hidden):
            return step
    if len(steps) >= MOST_STEPS:
        raise EnoughSteps
    last = max((step.place for step in steps), default=0)
    return Step.objects.create(aim=aim, words=words, place=last + 1)


@transaction.atomic
def reword_step(*, step: Step, words: str) -> Step:
    """Say it in other words, which nobody is shown before they show them. Raises NothingSaid."""
    said = _said(words)
    if said != step.words:
        step.shown.all().delete()
    step.words = said
    step.save(update_fields=["words"])
    return step


@transaction.atomic
def move_step(*, step: Step, up: bool, today: dt.date) -> None:
    """Let a step change places with the one before it or after it among those that are seen."""
    steps = _steps_of(step.aim, today)
    shown = [one for one in steps if not one.is_hidden]
    pair = _neighbours(shown, step, up=up)
    if pair is None:
        return
    one, other = pair
    Step.objects.filter(pk=one.pk).update(place=other.place)
    Step.objects.filter(pk=other.pk).update(place=one.place)


@transaction.atomic
def take_off_step(*, step: Step) -> None:
    """Take a step off the path. Twice is harmless."""
    Step.objects.filter(pk=step.pk).delete()


@transaction.atomic
def finish_step(*, step: Step, today: dt.date, is_done: bool = True) -> None:
    """It is done; or, with `is_done` False, it is not after all."""
    _steps_of(step.aim, today)
    Step.objects.filter(pk=step.pk).update(is_done=is_done, not_today=None)


@transaction.atomic
def put_off_step(*, step: Step, today: dt.date) -> None:
    """Not today. Tomorrow it stands there as if nothing had been said.

    `today` is the day by the clock of the person. How often this is said is kept nowhere.
    """
    _steps_of(step.aim, today)
    Step.objects.filter(pk=step.pk, is_done=False).update(not_today=today)


@transaction.atomic
def put_away_step(*, step: Step, today: dt.date, is_hidden: bool = True) -> None:
    """Put a step away, out of one's own sight too; or bring it back."""
    _steps_of(step.aim, today)
    Step.objects.filter(pk=step.pk).update(is_hidden=is_hidden)


@transaction.atomic
def rest(*, by: User) -> None:
    """Let the whole path rest. It stays as it is, and nobody but its owner sees it meanwhile."""
    Path.objects.update_or_create(person=by, defaults={"is_resting": True})


@transaction.atomic
def come_back(*, by: User) -> None:
    """Go on where one stopped. What was put off is forgotten, and so is that it rested."""
    Path.objects.update_or_create(person=by, defaults={"is_resting": False})
    Step.objects.filter(aim__person=by).update(not_today=None)


@transaction.atomic
def name_milestone(*, by: User, words: str, day: dt.date) -> Milestone:
    """Name a day, past or to come, for whatever it is to them; return it.

    The same once more is a double click. Raises NothingSaid, EnoughMilestones.
    """
    words = _said(words)
    _lock(by)
    for milestone in Milestone.objects.filter(person=by, day=day):
        if milestone.words == words:
            return milestone
    if Milestone.objects.filter(person=by).count() >= MOST_MILESTONES:
        raise EnoughMilestones
    return Milestone.objects.create(person=by, words=words, day=day)


@transaction.atomic
def take_off_milestone(*, milestone: Milestone) -> None:
    """Take a day off again. Twice is harmless."""
    Milestone.objects.filter(pk=milestone.pk).delete()


def _said(words: str) -> str:
    """One line without space around it. Raises NothingSaid."""
    line = " ".join(words.split())
    if not line:
        raise NothingSaid
    return line


def _lock(person: User) -> None:
    """One change of a path at a time: two clicks at once must not make a fourth aim."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _aims_of(person: User) -> list[Aim]:
    _lock(person)
    return list(Aim.objects.filter(person=person))


def _steps_of(aim: Aim, today: dt.date) -> list[Step]:
    """The steps of an aim, while nobody else changes them. What was put off on another day is
    forgotten by the way, so that no row says how somebody's days went."""
    _lock(aim.person)
    put_off = Step.objects.filter(aim__person=aim.person_id, not_today__isnull=False)
    put_off.exclude(not_today=today).update(not_today=None)
    return list(Step.objects.filter(aim=aim))


def _neighbours(rows: Sequence[Row], row: Row, *, up: bool) -> tuple[Row, Row] | None:
    """A row as it is now, and the one that it changes places with; None where there is none."""
    keys = [one.pk for one in rows]
    if row.pk not in keys:
        return None
    at = keys.index(row.pk)
    other = at - 1 if up else at + 1
    return (rows[at], rows[other]) if 0 <= other < len(rows) else None
