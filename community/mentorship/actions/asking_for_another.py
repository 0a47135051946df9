"""Asking staff for somebody else, in one tap."""

import datetime as dt

from django.db import transaction

from community.mentorship.models import Mentorship
from community.people.models import User

from .sides import refuse_others
from .telling import ask_staff


@transaction.atomic
def ask_for_another(*, mentorship: Mentorship, by: User, now: dt.datetime) -> None:
    """Open a task; nothing else changes, and the mentor hears nothing. Twice a day is once.

    Raises NotYours.
    """
    refuse_others(mentorship.person_id, by)
    ask_staff(mentorship=mentorship, what=f"another {now:%Y%m%d}", person=by, now=now)
