"""What a mentor has learnt."""

import datetime as dt

from django.db import transaction

from community.mentorship.models import Mentor, TrainingModule, TrainingPassed
from community.organisations.models import site_day
from community.people.models import User

from .screening import BEFORE_ACTIVE, CHECKED_AGAIN, WrongDay, locked_for_staff


@transaction.atomic
def pass_module(
    *, mentor: Mentor, module: TrainingModule, passed_on: dt.date, by: User, now: dt.datetime
) -> TrainingPassed:
    """Say that a mentor has done a part of the training, as it is now; twice changes nothing.

    Raises NotForYou, NotNow, WrongDay.
    """
    locked = locked_for_staff(mentor, by, BEFORE_ACTIVE | CHECKED_AGAIN)
    today = site_day(now)
    if not today - dt.timedelta(days=366) < passed_on <= today:
        raise WrongDay
    return TrainingPassed.objects.get_or_create(
        mentor=locked,
        module=module,
        version=module.version,
        defaults={"passed_on": passed_on, "by": by},
    )[0]


def still_to_learn(mentor: Mentor) -> list[TrainingModule]:
    """Parts that are needed and not passed in their newest version. Two queries."""
    passed = set(mentor.passed.values_list("module_id", "version"))
    needed = TrainingModule.objects.filter(is_needed=True)
    return [one for one in needed if (one.pk, one.version) not in passed]
