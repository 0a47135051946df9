"""The agreement that both sign, the first weeks, and going on after them."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.mentorship.models import Mentorship, MentorshipState, MoveReason, Side
from community.organisations.models import site_day
from community.people.models import User

from .checking_in import plan_check_ins
from .looking_after import refuse_whom_it_is_not
from .moving import locked, move
from .sides import side_of
from .states import Refusal
from .telling import ask_staff, take_back, tell

AGREEMENT: Final = 1  # templates/mentorship/agreement/1.html; another number for other words
WEEKS: Final = (4, 5, 6)  # how long the first weeks may be
S = MentorshipState


class OtherVersion(Refusal):
    """The agreement has new words."""

    words = _("Our agreement has new words. Read it again, please.")


class NotSigned(Refusal):
    """Both say yes to the agreement first."""

    words = _("Both have to say yes to the agreement first.")


class OtherLength(Refusal):
    """The first weeks are four to six."""

    words = _("Choose four, five or six weeks.")


@transaction.atomic
def agree(*, mentorship: Mentorship, by: User, version: int, now: dt.datetime) -> Mentorship:
    """Note that one of the two says yes to the agreement. Twice is harmless.

    Raises NotYours, OtherVersion.
    """
    side = side_of(mentorship, by)
    if version != AGREEMENT:
        raise OtherVersion
    row = locked(mentorship)
    name = "person_agreed_at" if side == Side.PARTICIPANT else "mentor_agreed_at"
    if row.agreement not in {None, AGREEMENT}:
        row.person_agreed_at = row.mentor_agreed_at = None
    if getattr(row, name) is None and row.state == S.INTRO:
        setattr(row, name, now)
        row.agreement = AGREEMENT
        row.save(update_fields=["person_agreed_at", "mentor_agreed_at", "agreement"])
    return row


@transaction.atomic
def begin(*, mentorship: Mentorship, by: User, weeks: int, now: dt.datetime) -> Mentorship:
    """Begin the first weeks, after the coordinator met both; plan the check-ins.

    Raises NotForYou, OtherLength, NotSigned, IllegalStep.
    """
    refuse_whom_it_is_not(by, mentorship)
    if weeks not in WEEKS:
        raise OtherLength
    row, today = locked(mentorship), site_day(now)
    both = row.person_agreed_at and row.mentor_agreed_at and row.agreement == AGREEMENT
    if row.state == S.INTRO and not both:
        raise NotSigned
    row = move(
        mentorship=row,
        to=S.TRIAL,
        by=by,
        side=Side.STAFF,
        reason=MoveReason.NEXT,
        now=now,
        began_on=today,
        trial_until=today + dt.timedelta(weeks=weeks),
    )
    plan_check_ins(mentorship=row, now=now)
    for person in (row.person, row.mentor.person):
        tell(to=person, mentorship=row, what="begun", now=now)
    return row


@transaction.atomic
def go_on(*, mentorship: Mentorship, by: User, now: dt.datetime) -> Mentorship:
    """Staff heard both: they go on after the first weeks. Raises NotForYou, IllegalStep."""
    refuse_whom_it_is_not(by, mentorship)
    why = MoveReason.NEXT
    return move(mentorship=mentorship, to=S.ACTIVE, by=by, side=Side.STAFF, reason=why, now=now)


@transaction.atomic
def stop(*, mentorship: Mentorship, by: User, now: dt.datetime) -> Mentorship:
    """Either stops before or within the first weeks, without a word. Twice is harmless.

    The other one reads that it has ended, and not who ended it. Raises NotYours, IllegalStep.
    """
    side = side_of(mentorship, by)
    row = locked(mentorship)
    to = S.DECLINED_P if side == Side.PARTICIPANT else S.DECLINED_M
    if row.state == to:
        return row
    row = move(mentorship=row, to=to, by=by, side=side, now=now)
    take_back(mentorship=row, now=now)
    other = row.mentor.person if side == Side.PARTICIPANT else row.person
    tell(to=other, mentorship=row, what="ended", now=now)
    ask_staff(mentorship=row, what="stopped", now=now)
    return row
