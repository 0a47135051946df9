"""What two who walk together write to each other: written, told of, and reported."""

import datetime as dt
import re
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.mentorship.models import (
    OVER,
    Line,
    LineReport,
    Mentorship,
)
from community.mentorship.permissions import live_mentorships
from community.organisations.actions import tell_something_new
from community.organisations.models import site_day
from community.people.models import User
from community.safety.models import Block

from .meeting import NotTheirs, other_of
from .moving import locked
from .states import Refusal
from .unsafe import say_unsafe

DOUBLE_CLICK: Final = dt.timedelta(minutes=1)
A_DAY: Final = dt.timedelta(days=1)
MOST_A_DAY: Final = 100

# What leads somewhere else: links, addresses of mail, telephone numbers. It is warned of, not kept
# out: "call 911" has to be possible.
LEADS_OUT: Final = re.compile(
    r"https?://|www\.|\b[\w.-]+\.(?:com|org|net|io|me|app|info|biz|co|us|uk|de|es|fr|ly|gg)\b"
    r"|[^\s@]+@[^\s@]+|(?:\d[\s()./-]*){7,}",
    re.IGNORECASE,
)


class NoWords(Refusal):
    """Nothing was written."""

    words = _("Write something first.")


class TooManyLines(Refusal):
    """As many as one may write in a day."""

    words = _("That was a lot for one day. Go on tomorrow, or tell it when you meet.")


def leads_out(words: str) -> bool:
    """Whether it holds a link, an address of mail or a telephone number."""
    return bool(LEADS_OUT.search(words))


@transaction.atomic
def write_line(*, mentorship: Mentorship, by: User, words: str, now: dt.datetime) -> Line:
    """Write to the other one, who is told that there is something, once a day at most.

    A double click writes once. Raises NotTheirs, NoWords, TooManyLines.
    """
    row = live_mentorships(by, now).select_for_update(of=("self",)).filter(pk=mentorship.pk).first()
    if row is None:
        raise NotTheirs
    if not words.strip():
        raise NoWords
    own = row.lines.filter(by=by)
    last = own.filter(at__gt=now - DOUBLE_CLICK).last()
    if last is not None and last.words == words.strip():
        return last
    if own.filter(at__gt=now - A_DAY).count() >= MOST_A_DAY:
        raise TooManyLines
    line = Line.objects.create(mentorship=row, by=by, words=words.strip(), at=now)
    to = other_of(row, by)
    key = f"line:{row.public_id}:{to.pk}:{site_day(now):%Y%m%d}"
    tell_something_new(person=to, key=key, about=row.public_id, now=now)
    return line


@transaction.atomic
def report(*, mentorship: Mentorship, by: User, words: str, now: dt.datetime) -> LineReport:
    """Report what was written: the channel is locked, the two are kept apart, staff have a task.

    All in one step, and the other one reads "paused" and no more. A second time changes nothing.
    Raises NotTheirs for anybody but the two.
    """
    row = locked(mentorship)
    if by.pk not in {row.person_id, row.mentor.person_id} or row.state in OVER:
        raise NotTheirs
    again = row.reports.filter(by=by).first()
    if again is not None and row.locked_at is not None:
        return again
    say_unsafe(mentorship=row, by=by, words=words, now=now)
    apart = {"created_at": now, "both_ways": False}
    Block.objects.get_or_create(by=by, other=other_of(row, by), defaults=apart)
    return LineReport.objects.create(mentorship=row, by=by, at=now)
