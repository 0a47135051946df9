"""Two drivers and six packers: places of the date, and places of each part, exactly."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from community.safety.models import Task
from opportunities.actions.courses import HasParts, set_course
from opportunities.actions.parts import (
    AllAtOnce,
    NameNeedsALook,
    PartHasPeople,
    PlacesComeFromAFile,
    SameNameTwice,
    TooManyParts,
    Wanted,
    set_parts,
)
from opportunities.actions.schedules import add_schedule
from opportunities.actions.sessions import add_session, set_capacity
from opportunities.actions.signups import (
    PartGone,
    answer_request,
    cancel_sign_up,
    end_search,
    pass_places_on,
    seek_stand_in,
    sign_up,
    sign_up_for,
    take_place,
)
from opportunities.actions.writing import copy_posting
from opportunities.models import (
    Course,
    Joining,
    Part,
    PracticalNeed,
    Rhythm,
    Session,
    SignUp,
    State,
)
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def posting():
    return OpportunityFactory()


@pytest.fixture
def session(posting, now):
    """Two drivers and three packers."""
    date = SessionFactory(opportunity=posting, starts_at=now + 9 * DAY, capacity=20)
    have(posting, now, Drivers=2, Packers=3)
    date.refresh_from_db()
    return date


def have(posting, now, **numbers):
    known = {part.name: part for part in posting.parts.all()}
    wanted = [Wanted(name, number, known.get(name)) for name, number in numbers.items()]
    set_parts(opportunity=posting, wanted=wanted, now=now)


def join(session, now, part=None, person=None, companions=0):
    return sign_up(
        session=session,
        by=person or UserFactory(),
        alias="Sam",
        part=Part.objects.get(name=part, opportunity=session.opportunity) if part else None,
        companions=companions,
        now=now,
    )


def states(*rows):
    return [SignUp.objects.get(pk=row.pk).state for row in rows]


def numbers(session):
    fresh = Session.objects.get(pk=session.pk)
    return fresh.places_taken, fresh.capacity


# -- places ------------------------------------------------------------------------------------


def test_part_has_its_own_end_of_places_and_its_own_order_in_line(session, now):
    drivers = [join(session, now, "Drivers") for _ in range(3)]
    packer = join(session, now, "Packers")
    assert states(*drivers, packer) == ["confirmed", "confirmed", "waiting", "confirmed"]
    assert numbers(session) == (3, 5)
    cancel_sign_up(sign_up=packer, now=now)
    assert states(drivers[2]) == ["waiting"]  # a packer's place is not a driver's
    cancel_sign_up(sign_up=drivers[0], now=now)
    assert states(drivers[2]) == ["offered"]
    assert take_place(sign_up=drivers[2], now=now).state == State.CONFIRMED
    assert numbers(session) == (2, 5)


def test_whoever_comes_anywhere_counts_in_the_date_alone(session, now):
    assert {join(session, now).state for _ in range(4)} == {State.CONFIRMED}
    assert join(session, now, "Drivers").state == State.CONFIRMED
    driver, anywhere = join(session, now, "Drivers"), join(session, now)
    assert states(driver, anywhere) == ["waiting", "waiting"]
    assert numbers(session) == (5, 5)


def test_companions_take_places_of_the_part(session, now):
    need, _ = PracticalNeed.objects.get_or_create(slug="bring-someone")
    session.opportunity.needs.set([need])
    session.opportunity.save()
    pair, single = join(session, now, "Drivers", companions=1), join(session, now, "Drivers")
    assert states(pair, single) == ["confirmed", "waiting"]


def test_refusal_closes_every_part_but_only_where_there_was_room(session, now, block):
    one, other = UserFactory.create_batch(2)
    block(one, other, now)
    join(session, now, "Packers", one)
    for _ in range(2):
        join(session, now, "Drivers")
    assert join(session, now, "Drivers", other).state == State.WAITING
    assert Session.objects.get().closed_at is None  # full for drivers, whoever asks
    third = UserFactory()
    block(one, third, now)
    assert join(session, now, "Packers", third).state == State.WAITING
    assert numbers(session) == (3, 3)
    assert Session.objects.get().given_capacity == 5
    assert join(session, now, "Packers").state == State.WAITING


def test_organisation_that_answers_gives_a_place_of_the_part(session, now):
    type(session.opportunity).objects.update(joining=Joining.ASK)
    session = Session.objects.get()
    rows = [join(session, now, "Drivers") for _ in range(3)]
    assert set(states(*rows)) == {"asked"}
    for row in rows:
        answer_request(sign_up=row, says_yes=True, now=now)
    assert states(*rows) == ["confirmed", "confirmed", "waiting"]


def test_place_is_passed_on_within_its_part(session, now):
    set_capacity(session=session, capacity=9, now=now)  # more than the parts have together
    drivers = [join(session, now, "Drivers") for _ in range(2)]
    seek_stand_in(sign_up=drivers[0], now=now)
    join(session, now, "Packers")
    pass_places_on(now=now + HOUR)
    assert states(*drivers) == ["confirmed", "confirmed"]
    stand_in = join(session, now + HOUR, "Drivers")
    pass_places_on(now=now + 2 * HOUR)
    assert states(*drivers, stand_in) == ["cancelled", "confirmed", "confirmed"]


def test_who_keeps_their_place_after_all_has_it_before_whoever_is_only_asked(session, now):
    """Of a part, too: its number of places holds, and whoever was asked is in line again."""
    drivers = [join(session, now, "Drivers") for _ in range(2)]
    waits = join(session, now, "Drivers")
    seeks = seek_stand_in(sign_up=drivers[0], now=now)
    assert states(*drivers, waits) == ["confirmed", "confirmed", "offered"]
    end_search(sign_up=seeks, now=now + HOUR)
    assert states(*drivers, waits) == ["confirmed", "confirmed", "waiting"]
    assert numbers(session)[0] == 2


def test_part_of_another_posting_is_refused(session, now, participant):
    other = OpportunityFactory()
    have(other, now, Singers=2)
    for joining in (Joining.INSTANT, Joining.ASK):
        type(other).objects.filter(pk=session.opportunity_id).update(joining=joining)
        with pytest.raises(PartGone):
            sign_up_for(
                sessions=[Session.objects.get()],
                by=participant,
                alias="Sam",
                part=other.parts.get(),
                now=now,
            )
    assert not SignUp.objects.exists()


def test_signing_up_again_takes_the_part_that_is_chosen_now(session, now, participant):
    row = join(session, now, "Drivers", participant)
    cancel_sign_up(sign_up=row, now=now)
    assert join(session, now, "Packers", participant).part.name == "Packers"
    assert SignUp.objects.get().part.name == "Packers"
    cancel_sign_up(sign_up=row, now=now)
    join(session, now, None, participant)
    assert SignUp.objects.get().part is None


# -- setting them ------------------------------------------------------------------------------


def test_more_of_a_part_goes_to_who_waits_for_it(session, now, posting):
    drivers = [join(session, now, "Drivers") for _ in range(4)]
    have(posting, now, Drivers=3, Packers=3)
    assert states(*drivers) == ["confirmed", "confirmed", "offered", "waiting"]
    assert numbers(session) == (3, 6)


def test_nobody_loses_a_part_because_a_number_changed(session, now, posting):
    drivers = [join(session, now, "Drivers") for _ in range(2)]
    with pytest.raises(PartHasPeople):
        have(posting, now, Drivers=1, Packers=3)
    with pytest.raises(PartHasPeople):
        have(posting, now, Packers=3)
    assert sorted(posting.parts.values_list("name", "places")) == [("Drivers", 2), ("Packers", 3)]
    assert states(*drivers) == ["confirmed", "confirmed"]


def test_what_is_only_offered_is_taken_back(session, now, posting):
    drivers = [join(session, now, "Drivers") for _ in range(3)]
    cancel_sign_up(sign_up=drivers[0], now=now)
    have(posting, now, Drivers=1, Packers=3)
    assert states(*drivers) == ["cancelled", "confirmed", "waiting"]
    assert numbers(session) == (1, 4)


def test_whoever_waits_for_a_part_that_goes_waits_for_any(posting, now):
    session = SessionFactory(opportunity=posting, starts_at=now + 9 * DAY)
    have(posting, now, Drivers=1, Packers=1)
    packer, _ = join(session, now, "Packers"), join(session, now)
    driver = join(session, now, "Drivers")
    assert states(driver) == ["waiting"]
    have(posting, now, Packers=3)
    row = SignUp.objects.get(pk=driver.pk)
    assert (row.part, row.state) == (None, State.OFFERED)
    assert states(packer) == ["confirmed"]


def test_same_form_twice_makes_no_second_part(posting, now):
    for _ in range(2):
        set_parts(opportunity=posting, wanted=[Wanted("Drivers", 2)], now=now)
    assert posting.parts.count() == 1


def test_names_may_change_places(posting, now):
    have(posting, now, Drivers=2, Packers=3)
    drivers, packers = posting.parts.all()
    swapped = [Wanted("Packers", 2, drivers), Wanted("Drivers", 3, packers)]
    set_parts(opportunity=posting, wanted=swapped, now=now)
    assert list(posting.parts.values_list("pk", "name")) == [
        (drivers.pk, "Packers"),
        (packers.pk, "Drivers"),
    ]


@pytest.mark.parametrize(
    ("names", "refusal"),
    [(["Drivers", "drivers"], SameNameTwice), ("ABCDEFG", TooManyParts)],
)
def test_too_many_and_two_alike_are_refused(names, refusal, posting, now):
    with pytest.raises(refusal):
        set_parts(opportunity=posting, wanted=[Wanted(name, 1) for name in names], now=now)
    assert not Part.objects.exists()


def test_name_with_a_red_flag_is_refused_and_staff_read_it(posting, now):
    with pytest.raises(NameNeedsALook):
        have(posting, now, **{"Write on WhatsApp": 2})
    assert "WhatsApp" in Task.objects.get().note
    assert not Part.objects.exists()


def test_course_and_what_comes_from_a_file_have_no_parts(now):
    course = OpportunityFactory(course=Course.LATER)
    with pytest.raises(AllAtOnce):
        have(course, now, Drivers=2)
    brought = OpportunityFactory(source="town", external_id="1")
    with pytest.raises(PlacesComeFromAFile):
        have(brought, now, Drivers=2)
    single = OpportunityFactory()
    have(single, now, Drivers=2)
    with pytest.raises(HasParts):
        set_course(opportunity=single, course=Course.START, now=now)


def test_database_refuses_a_part_for_nobody_and_two_of_one_name(posting):
    Part.objects.create(opportunity=posting, name="Drivers", places=1)
    for name, places in (("Cooks", 0), ("DRIVERS", 1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Part.objects.create(opportunity=posting, name=name, places=places)


# -- dates -------------------------------------------------------------------------------------


def test_dates_have_as_many_places_as_their_parts_together(posting, now):
    times = {"starts_at": now + DAY, "ends_at": now + DAY + HOUR}
    have(posting, now, Drivers=2, Packers=6)
    one = add_session(opportunity=posting, capacity=None, now=now, **times)
    later = {name: moment + HOUR for name, moment in times.items()}
    other = add_session(opportunity=posting, capacity=5, now=now, **later)
    again = add_schedule(
        opportunity=posting,
        rhythm=Rhythm.MONTHLY,
        last_on=(now + 90 * DAY).date(),
        capacity=None,
        now=now,
        starts_at=later["ends_at"],
        ends_at=later["ends_at"] + HOUR,
    )
    assert (one.capacity, other.capacity, again.capacity) == (8, 5, 8)
    have(posting, now, Drivers=3, Packers=6)
    assert set(posting.sessions.values_list("capacity", flat=True)) == {9}
    assert set_capacity(session=one, capacity=None, now=now).capacity == 9
    again.refresh_from_db()
    assert again.capacity == 9


def test_date_with_fewer_places_is_full_when_it_is_whatever_its_parts_have(session, now):
    set_capacity(session=session, capacity=2, now=now)
    rows = [join(session, now, name) for name in ("Drivers", "Packers", "Packers")]
    assert states(*rows) == ["confirmed", "confirmed", "waiting"]


def test_copy_takes_the_parts_along(posting, now, home):
    by = MembershipFactory(organisation=posting.organisation).person
    have(posting, now, Drivers=2)
    copy = copy_posting(opportunity=posting, by=by, now=now)
    assert list(copy.parts.values_list("name", "places")) == [("Drivers", 2)]
    assert posting.parts.count() == 1
