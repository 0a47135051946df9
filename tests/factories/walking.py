"""Two who walk together. `ActiveMentorFactory` is somebody who may, for a year from now."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from community.mentorship.models import (
    LIVE,
    OVER,
    Mentor,
    Mentorship,
    MentorshipRequest,
    MentorshipState,
    MentorState,
)

from .people import UserFactory


class ActiveMentorFactory(DjangoModelFactory):
    """Ready to walk with two people, at any time of the week."""

    class Meta:
        model = Mentor

    person = factory.SubFactory(UserFactory)
    state = MentorState.ACTIVE
    motivation = "I like to listen."
    languages = ["en"]
    gender = "woman"
    supervisor = factory.SubFactory(UserFactory, role="staff")
    check_expires_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=300))
    applied_at = factory.LazyFunction(timezone.now)


class RequestFactory(DjangoModelFactory):
    """Somebody who waits since just now, and has said enough for a score."""

    class Meta:
        model = MentorshipRequest

    person = factory.SubFactory(UserFactory)
    first_goal = "Feel sure about money"
    first_tag = "learn"
    waits_since = factory.LazyFunction(timezone.now)
    changed_at = factory.SelfAttribute("waits_since")


class MentorshipFactory(DjangoModelFactory):
    """Two in their first weeks."""

    class Meta:
        model = Mentorship

    person = factory.SubFactory(UserFactory)
    mentor = factory.SubFactory(ActiveMentorFactory)
    state = MentorshipState.TRIAL
    coordinator = factory.SubFactory(UserFactory, role="staff")
    made_at = factory.LazyFunction(timezone.now)
    changed_at = factory.SelfAttribute("made_at")
    began_on = factory.LazyAttribute(
        lambda row: timezone.localdate() if row.state in {*LIVE, MentorshipState.PAUSED} else None
    )
    ended_at = factory.LazyAttribute(lambda row: row.made_at if row.state in OVER else None)
    paused_from = factory.LazyAttribute(
        lambda row: "active" if row.state == MentorshipState.PAUSED else ""
    )
