"""A journal and self-checks: writing, and deleting one or all of it (decision 30)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.people.models import RUNGS, Dimension, JournalEntry, SelfCheck, User

MOST_ENTRIES: Final = 2000
MOST_CHECKS: Final = 200
DOUBLE_CLICK: Final = dt.timedelta(minutes=1)
# One a week; none asks for anything that hurt.
PROMPTS: Final = (
    _("One small good thing from this week?"),
    _("Something you did that you would like to do again?"),
    _("Who was kind, and how?"),
    _("Something that was easier than you thought?"),
    _("What would make next week a little lighter?"),
    _("Something you saw, heard or tasted that you liked?"),
)
KNOWN: Final = {value for value, _label in RUNGS}


class NothingWritten(Exception):
    """There are no words to keep."""

    def __init__(self) -> None:
        super().__init__(_("Write a word or two first. One is enough."))


class JournalFull(Exception):
    """There is more than one page can ever show."""

    def __init__(self) -> None:
        super().__init__(_("There is no room for more. Delete something first."))


class NothingChosen(Exception):
    """No ladder was answered, or not with a number from 0 to 10."""

    def __init__(self) -> None:
        super().__init__(_("Choose a number on one of them at least."))


def prompt_of(day: dt.date) -> Any:
    """The question of a week. It may stay unanswered, and nobody knows which one was asked."""
    return PROMPTS[day.toordinal() // 7 % len(PROMPTS)]


@transaction.atomic
def write_entry(*, by: User, words: str, now: dt.datetime) -> JournalEntry:
    """Keep some lines for nobody but their writer, and return them.

    The same words again within a minute are a double click. Raises NothingWritten, JournalFull.
    """
    words = words.strip()
    if not words:
        raise NothingWritten
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    own = JournalEntry.objects.filter(person=by)
    last = own.first()
    if last and last.words == words and now - last.written_at < DOUBLE_CLICK:
        return last
    if own.count() >= MOST_ENTRIES:
        raise JournalFull
    return JournalEntry.objects.create(person=by, words=words, written_at=now)


@transaction.atomic
def delete_entry(*, entry: JournalEntry) -> None:
    """Delete one entry for good. Twice is harmless."""
    JournalEntry.objects.filter(pk=entry.pk).delete()


@transaction.atomic
def delete_journal(*, by: User) -> None:
    """Delete all of it for good."""
    JournalEntry.objects.filter(person=by).delete()


@transaction.atomic
def keep_self_check(*, by: User, rungs: Mapping[str, str], now: dt.datetime) -> SelfCheck:
    """Keep where somebody sees themselves, by Dimension, and return it. Each may be left out.

    The same once more within a minute is a double click. Raises NothingChosen, JournalFull.
    """
    chosen = {one.value: rungs.get(one.value, "") for one in Dimension}
    said = {rung for rung in chosen.values() if rung}
    if not said or not said <= KNOWN:
        raise NothingChosen
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    own = SelfCheck.objects.filter(person=by)
    last = own.last()
    before = {one.value: getattr(last, one.value, "") for one in Dimension}
    if last and before == chosen and now - last.made_at < DOUBLE_CLICK:
        return last
    if own.count() >= MOST_CHECKS:
        raise JournalFull
    return SelfCheck.objects.create(person=by, made_at=now, **chosen)


@transaction.atomic
def delete_check(*, check: SelfCheck) -> None:
    """Delete one for good. Twice is harmless."""
    SelfCheck.objects.filter(pk=check.pk).delete()


@transaction.atomic
def delete_checks(*, by: User) -> None:
    """Delete all of them for good."""
    SelfCheck.objects.filter(person=by).delete()
