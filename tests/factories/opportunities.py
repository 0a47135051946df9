import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from opportunities.models import (
    Area,
    Caution,
    Enquiry,
    Goal,
    Interest,
    Opportunity,
    PracticalNeed,
    Regular,
    Schedule,
    Session,
    SignUp,
    Skill,
    State,
)

from .organisations import OrganisationFactory
from .people import UserFactory


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = Area

    slug = factory.Sequence(lambda n: f"area-{n}")
    label = factory.Sequence(lambda n: f"Northgate {n}")
    latitude = "40.75"
    longitude = "-73.99"


class InterestFactory(DjangoModelFactory):
    class Meta:
        model = Interest

    slug = factory.Sequence(lambda n: f"interest-{n}")
    label = factory.Sequence(lambda n: f"Growing {n}")


class PracticalNeedFactory(DjangoModelFactory):
    class Meta:
        model = PracticalNeed

    slug = factory.Sequence(lambda n: f"need-{n}")
    label = factory.Sequence(lambda n: f"No ID needed {n}")


class GoalFactory(DjangoModelFactory):
    class Meta:
        model = Goal

    slug = factory.Sequence(lambda n: f"goal-{n}")
    label = factory.Sequence(lambda n: f"Meet people {n}")


class SkillFactory(DjangoModelFactory):
    class Meta:
        model = Skill

    slug = factory.Sequence(lambda n: f"skill-{n}")
    label = factory.Sequence(lambda n: f"Food hygiene {n}")


class CautionFactory(DjangoModelFactory):
    class Meta:
        model = Caution

    slug = factory.Sequence(lambda n: f"caution-{n}")
    label = factory.Sequence(lambda n: f"Photos are taken {n}")


class OpportunityFactory(DjangoModelFactory):
    """A published opportunity of a verified organisation; it has no session yet."""

    class Meta:
        model = Opportunity

    organisation = factory.SubFactory(OrganisationFactory)
    kind = "volunteer"
    title = factory.Sequence(lambda n: f"Garden morning {n}")
    summary = "Plant, water and pick with a small, friendly crew."
    place = "Green gate, 12 Sallow Lane"
    ask_for = "Rosa. She wears a yellow hat."
    live = True


class SessionFactory(DjangoModelFactory):
    """Three days from now, two hours, six places. It becomes its opportunity's next session
    when that has none or a later one."""

    class Meta:
        model = Session
        skip_postgeneration_save = True

    opportunity = factory.SubFactory(OpportunityFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=3))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + dt.timedelta(hours=2))
    capacity = 6

    @factory.post_generation
    def keep_next_session(self, create, extracted, **kwargs):
        opportunity = self.opportunity
        earlier = opportunity.next_session_at
        takes_place = self.cancelled_at is None and self.starts_at > timezone.now()
        if create and takes_place and (earlier is None or earlier > self.starts_at):
            opportunity.next_session, opportunity.next_session_at = self, self.starts_at
            opportunity.save(update_fields=["next_session", "next_session_at"])


class ScheduleFactory(DjangoModelFactory):
    """Every Tuesday at ten, without an end; it has no dates until somebody makes them."""

    class Meta:
        model = Schedule

    opportunity = factory.SubFactory(OpportunityFactory)
    rule = "FREQ=WEEKLY;BYDAY=TU"
    first_on = dt.date(2026, 5, 5)
    starts = dt.time(10)
    minutes = 120
    capacity = 6


class SignUpFactory(DjangoModelFactory):
    """A confirmed sign-up that is counted in `places_taken`, as the action would leave it."""

    class Meta:
        model = SignUp
        skip_postgeneration_save = True

    session = factory.SubFactory(SessionFactory)
    person = factory.SubFactory(UserFactory)
    alias = "Sam"
    state = State.CONFIRMED
    joined_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def count_the_place(self, create, extracted, **kwargs):
        if create and self.state != State.WAITING and self.state != State.CANCELLED:
            self.session.places_taken += self.places
            self.session.save(update_fields=["places_taken"])


class RegularFactory(DjangoModelFactory):
    """Somebody who comes every time; no place is saved until the sweep comes by."""

    class Meta:
        model = Regular

    schedule = factory.SubFactory(ScheduleFactory)
    person = factory.SubFactory(UserFactory)
    alias = "Sam"
    first_on = factory.SelfAttribute("schedule.first_on")
    next_on = factory.SelfAttribute("first_on")


class EnquiryFactory(DjangoModelFactory):
    """Somebody asks, about a posting that people may ask about for a month."""

    class Meta:
        model = Enquiry

    opportunity = factory.SubFactory(
        OpportunityFactory,
        asked_until=factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=30)),
    )
    person = factory.SubFactory(UserFactory)
    alias = "Sam"
    note = "Any morning"
    made_at = factory.LazyFunction(timezone.now)


def place_that_comes_again(person):
    """The public id of their place, for two, at the first of two dates of a schedule."""
    schedule, soon = ScheduleFactory(), timezone.now() + dt.timedelta(days=3)
    first, _later = (
        SessionFactory(
            opportunity=schedule.opportunity, schedule=schedule, occurs_on=when, starts_at=when
        )
        for when in (soon, soon + dt.timedelta(days=7))
    )
    return SignUpFactory(session=first, person=person, companions=1).public_id
