"""The person sought has asked for a mentor, and walks with one."""

import datetime as dt

from community.mentorship.models import CheckIn, Mentorship
from community.people.models import User
from tests.factories.people import UserFactory
from tests.factories.walking import ActiveMentorFactory, MentorshipFactory, RequestFactory


def walk_together(person: User, now: dt.datetime) -> Mentorship:
    """Every question answered; the end is planned, and she has said how it goes."""
    RequestFactory(
        person=person, waits_since=now, first_goal="Canary wish", second_goal="Cook",
        third_goal="Sing", first_tag="learn", second_tag="meet", third_tag="work",
        interests=["music"], languages=["en"], slots=["1-morning"], meets="remote",
        areas=["a"], avoided_areas=["b"], style="listener", survivor_mentor="yes",
        survivor_is_must=False, gender="woman", language="en", remote_only=False,
    )  # fmt: skip
    supervisor = UserFactory(alias="Ines", role="staff")
    two = MentorshipFactory(
        person=person, mentor=ActiveMentorFactory(person__alias="Dee", supervisor=supervisor),
        coordinator=supervisor, state="closing", made_at=now, ends_on=now.date(),
        resume_on=now.date() - dt.timedelta(days=3), rematch_participant="later",
        what_changed="Canary change",
    )  # fmt: skip
    said = {"mentorship": two, "person": person, "side": "participant"}
    CheckIn.objects.create(
        **said, due_on=now.date(), answered_at=now, safe="yes", useful="yes", change="yes",
        words="Canary check",
    )  # fmt: skip
    CheckIn.objects.create(**said, due_on=now.date() - dt.timedelta(days=1))
    return two
