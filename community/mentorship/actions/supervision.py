"""How mentors are supported: a log each month about their own work, and hours to drop in."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.mentorship.models import DropIn, Load, Mentor, MentorLog, MentorState
from community.organisations.models import site_day
from community.people.models import User
from community.safety.actions import refuse_all_but_staff

from .applying import NotNow, tell_staff
from .states import Refusal

HEAVY = {Load.HEAVY, Load.TOO_MUCH}
WORK = {MentorState.ACTIVE, MentorState.PAUSED, MentorState.LAPSED}


class EndsFirst(Refusal):
    """It ends before it begins, or is over."""

    words = _("Choose an end after the beginning, and a day to come.")


@transaction.atomic
def keep_log(*, mentor: Mentor, load: Load, words: str, now: dt.datetime) -> MentorLog:
    """Keep what a mentor says of this month; a later word takes its place.

    Who finds it heavy is asked how they are: staff have a task, once a month. Raises NotNow.
    """
    locked = Mentor.objects.select_for_update(no_key=True).get(pk=mentor.pk)
    if locked.state not in WORK:
        raise NotNow
    month = site_day(now).replace(day=1)
    values = {"load": Load(load), "words": words.strip(), "written_at": now}
    row = MentorLog.objects.update_or_create(mentor=locked, month=month, defaults=values)[0]
    if row.load in HEAVY:
        tell_staff(locked, f"heavy:{month:%Y%m}", now)
    return row


@transaction.atomic
def add_drop_in(
    *, starts_at: dt.datetime, ends_at: dt.datetime, where: str, by: User, now: dt.datetime
) -> DropIn:
    """Offer an hour at which mentors come together. Raises NotForYou, EndsFirst."""
    refuse_all_but_staff(by)
    if not now < starts_at < ends_at:
        raise EndsFirst
    return DropIn.objects.get_or_create(
        starts_at=starts_at, ends_at=ends_at, where=where.strip(), defaults={"by": by}
    )[0]


@transaction.atomic
def call_off_drop_in(*, drop_in: DropIn, by: User) -> None:
    """Take one off the list. Raises NotForYou."""
    refuse_all_but_staff(by)
    DropIn.objects.filter(pk=drop_in.pk).delete()
