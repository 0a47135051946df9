"""A course: one enrolment, a place at every date ahead, all or nothing."""

import datetime as dt

import pytest

from community.notifications.models import Message
from community.safety.models import Task
from opportunities.actions.courses import ComesFromAFile, HasDates, set_course
from opportunities.actions.rescheduling import change_dates
from opportunities.actions.sessions import (
    TooFewPlaces,
    open_again,
    refresh_next_session,
    set_capacity,
)
from opportunities.actions.signups import (
    NoLongerFree,
    NotACourse,
    SessionOver,
    TooManySignUps,
    alert_of_kept_apart,
    answer_request,
    cancel_sign_up,
    chase_requests,
    clashing,
    come_after_all,
    end_offers,
    excuse,
    give_places_back,
    sign_up,
    take_place,
)
from opportunities.models import (
    Course,
    Joining,
    Reach,
    Session,
    SignUp,
    State,
)
from opportunities.permissions import visible_past, visible_register
from tests.factories.opportunities import OpportunityFactory, PracticalNeedFactory, SessionFactory
from tests.factories.people import UserFactory

from .taking_part import enrol, is_in_step, states, weekly

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def posting(now):
    return OpportunityFactory(course=Course.START)


@pytest.fixture
def dates(posting, now):
    return weekly(posting, now, number=4, capacity=2)


def test_enrolling_once_is_a_place_at_every_date_ahead(posting, dates, participant, now):
    row = enrol(dates[2], participant, now)
    assert row.session_id == dates[0].pk
    assert states(participant, posting) == [State.CONFIRMED] * 4
    assert is_in_step(posting, now)
    about = set(SignUp.objects.values_list("public_id", flat=True))
    reminders = Message.objects.filter(key__startswith="reminder:")
    assert set(reminders.values_list("about", flat=True)) == about
    assert not Message.objects.exclude(key__startswith="reminder:").exists()


def test_enrolling_twice_is_once(posting, dates, participant, now):
    first = enrol(dates[0], participant, now)
    assert enrol(dates[1], participant, now + HOUR) == first
    assert SignUp.objects.count() == 4
    assert is_in_step(posting, now)


def test_date_that_is_not_of_a_course_is_by_itself(participant, now):
    posting = OpportunityFactory()
    one, other = (SessionFactory(opportunity=posting, starts_at=now + n * DAY) for n in (3, 5))
    enrol(one, participant, now)
    assert not other.sign_ups.exists()


def test_full_course_is_a_place_in_line_at_every_date(posting, dates, participant, now):
    for person in UserFactory.create_batch(2):
        enrol(dates[0], person, now)
    enrol(dates[0], participant, now)
    assert states(participant, posting) == [State.WAITING] * 4
    assert is_in_step(posting, now)


def test_somebody_comes_along_to_all_of_it_or_waits(posting, dates, participant, now, bring):
    enrol(dates[0], UserFactory(), now)
    enrol(dates[0], participant, now, companions=1)
    assert states(participant, posting) == [State.WAITING] * 4
    assert is_in_step(posting, now)


@pytest.fixture
def bring(posting):
    posting.needs.set([PracticalNeedFactory(slug="bring-someone")])
    posting.save()


def test_leaving_frees_every_date_and_offers_the_course_once(posting, dates, participant, now):
    one, other = UserFactory.create_batch(2)
    rows = [enrol(dates[0], person, now) for person in (one, other)]
    enrol(dates[0], participant, now + HOUR)
    later = rows[0].person.sign_ups.order_by("-session__starts_at").first()
    cancel_sign_up(sign_up=later, now=now + 2 * HOUR)
    assert states(one, posting) == [State.CANCELLED] * 4
    assert states(participant, posting) == [State.OFFERED] * 4
    assert is_in_step(posting, now)
    assert Message.objects.filter(recipient=participant, key__startswith="offer:").count() == 1
    assert not Message.objects.filter(recipient=one).exists()

    take_place(sign_up=participant.sign_ups.last(), now=now + 3 * HOUR)
    assert states(participant, posting) == [State.CONFIRMED] * 4
    reminders = Message.objects.filter(recipient=participant, key__startswith="reminder:")
    assert reminders.values("about").distinct().count() == 4
    assert is_in_step(posting, now)


def test_offer_that_ends_passes_the_whole_course_on(posting, dates, participant, now):
    people = UserFactory.create_batch(3)
    rows = [enrol(dates[0], person, now + n * HOUR) for n, person in enumerate(people)]
    enrol(dates[0], participant, now + 4 * HOUR)
    cancel_sign_up(sign_up=rows[0], now=now + 5 * HOUR)
    assert states(people[2], posting) == [State.OFFERED] * 4
    assert end_offers(now=now + 2 * DAY) == 1
    assert states(people[2], posting) == [State.WAITING] * 4
    assert states(participant, posting) == [State.OFFERED] * 4
    assert is_in_step(posting, now)
    assert end_offers(now=now + 2 * DAY) == 0


def test_leaving_and_coming_again_is_a_fresh_enrolment(posting, dates, participant, now):
    row = enrol(dates[0], participant, now)
    cancel_sign_up(sign_up=row, now=now + HOUR)
    again = sign_up(session=dates[1], by=participant, alias="Wren", now=now + 2 * HOUR)
    assert again == row
    assert states(participant, posting) == [State.CONFIRMED] * 4
    assert set(SignUp.objects.values_list("alias", flat=True)) == {"Wren"}
    assert is_in_step(posting, now)


# -- not this once ----------------------------------------------------------------------


def test_not_this_once_keeps_the_place_here_and_everywhere(posting, dates, participant, now):
    row = enrol(dates[0], participant, now)
    for person in UserFactory.create_batch(2):
        enrol(dates[0], person, now)
    excuse(sign_up=row, now=now + HOUR)
    assert states(participant, posting) == [State.EXCUSED, *[State.CONFIRMED] * 3]
    assert not SignUp.objects.filter(state=State.OFFERED).exists()
    assert not Message.objects.filter(about=row.public_id).exists()
    assert is_in_step(posting, now)
    come_after_all(sign_up=row, now=now + 2 * HOUR)
    assert states(participant, posting) == [State.CONFIRMED] * 4
    assert Message.objects.filter(about=row.public_id).count() == 2


def test_who_does_not_come_is_on_no_list_and_has_nothing_behind_them(
    dates, posting, participant, partner, now
):
    posting.organisation = partner.memberships.get().organisation
    posting.save(update_fields=["organisation"])
    row = enrol(dates[0], participant, now)
    at_the_door = dates[0].starts_at - HOUR
    assert visible_register(partner, at_the_door).filter(pk=row.pk).exists()
    excuse(sign_up=row, now=now)
    assert not visible_register(partner, at_the_door).filter(pk=row.pk).exists()
    after = dates[0].ends_at + HOUR
    assert not visible_past(participant, after).exists()


def test_leaving_takes_what_was_excused_along(posting, dates, participant, now):
    row = enrol(dates[0], participant, now)
    excuse(sign_up=row, now=now)
    cancel_sign_up(sign_up=row, now=now + HOUR)
    assert states(participant, posting) == [State.CANCELLED] * 4
    assert is_in_step(posting, now)
    assert Session.objects.get(pk=dates[0].pk).places_taken == 0


def test_single_date_is_given_back_and_not_excused(participant, now):
    session = SessionFactory(starts_at=now + DAY)
    with pytest.raises(NotACourse):
        excuse(sign_up=enrol(session, participant, now), now=now)


def test_date_that_has_begun_is_excused_no_more(dates, participant, now):
    row = enrol(dates[0], participant, now)
    with pytest.raises(SessionOver):
        excuse(sign_up=row, now=dates[0].starts_at)


# -- places -----------------------------------------------------------------------------


def test_places_of_one_date_are_the_places_of_all(posting, dates, participant, now):
    for person in UserFactory.create_batch(2):
        enrol(dates[0], person, now)
    enrol(dates[0], participant, now)
    set_capacity(session=dates[2], capacity=3, now=now)
    assert states(participant, posting) == [State.OFFERED] * 4
    assert is_in_step(posting, now)
    set_capacity(session=dates[1], capacity=2, now=now)
    assert states(participant, posting) == [State.WAITING] * 4
    assert is_in_step(posting, now)
    with pytest.raises(TooFewPlaces):
        set_capacity(session=dates[3], capacity=1, now=now)


def test_changing_one_date_by_hand_keeps_them_in_step(posting, dates, participant, now):
    enrol(dates[0], participant, now)
    date = dates[1]
    change_dates(
        session=date, reach=Reach.ONE, starts_at=date.starts_at, ends_at=date.ends_at,
        capacity=5, now=now,
    )  # fmt: skip
    assert set(posting.sessions.values_list("capacity", flat=True)) == {5}
    assert is_in_step(posting, now)


# -- kept apart ---------------------------------------------------------------------------


def test_who_must_not_meet_waits_and_the_whole_course_is_full(
    posting, dates, participant, another_participant, now, block
):
    enrol(dates[0], participant, now)
    block(participant, another_participant, now)
    enrol(dates[0], another_participant, now)
    assert states(another_participant, posting) == [State.WAITING] * 4
    assert all(date.is_full for date in posting.sessions.all())
    assert is_in_step(posting, now)
    assert alert_of_kept_apart(now=now) == 1
    assert alert_of_kept_apart(now=now) == 0
    assert alert_of_kept_apart(now=dates[0].starts_at + HOUR) == 0
    assert Task.objects.count() == 1


def test_staff_open_the_whole_course_again(
    posting, dates, participant, another_participant, staff, now, block
):
    enrol(dates[0], participant, now)
    block(participant, another_participant, now)
    row = enrol(dates[0], another_participant, now)
    cancel_sign_up(sign_up=row, now=now)
    assert all(date.is_full for date in posting.sessions.all())
    open_again(session=dates[2], by=staff, now=now)
    assert not any(date.is_full for date in posting.sessions.all())
    assert is_in_step(posting, now)


def test_offer_that_would_bring_two_together_goes_back_everywhere(
    posting, dates, participant, another_participant, now, block
):
    set_capacity(session=dates[0], capacity=1, now=now)
    row = enrol(dates[0], UserFactory(), now)
    enrol(dates[0], participant, now)
    cancel_sign_up(sign_up=row, now=now)
    assert states(participant, posting) == [State.OFFERED] * 4
    set_capacity(session=dates[0], capacity=2, now=now)
    enrol(dates[0], another_participant, now)
    block(participant, another_participant, now)
    with pytest.raises(NoLongerFree):
        take_place(sign_up=participant.sign_ups.last(), now=now)
    assert states(participant, posting) == [State.WAITING] * 4
    assert all(date.is_full for date in posting.sessions.all())
    assert is_in_step(posting, now)


# -- asking first --------------------------------------------------------------------------


@pytest.mark.parametrize(("says_yes", "state"), [(True, State.CONFIRMED), (False, State.DECLINED)])
def test_answer_is_one_for_the_whole_course(posting, dates, participant, now, says_yes, state):
    posting.joining = Joining.ASK
    posting.save(update_fields=["joining"])
    enrol(dates[0], participant, now)
    assert states(participant, posting) == [State.ASKED] * 4
    refresh_next_session(opportunity_ids=[posting.pk], now=now)
    assert chase_requests(now=now) == 1
    answer_request(sign_up=participant.sign_ups.last(), says_yes=says_yes, now=now + HOUR)
    assert states(participant, posting) == [state] * 4
    assert Message.objects.filter(recipient=participant, key__startswith="answer").count() <= 1
    assert is_in_step(posting, now)


# -- limits, clashes, erasing ---------------------------------------------------------------


def test_course_counts_once_in_a_plan(posting, dates, participant, now, settings):
    settings.MOST_SIGN_UPS_AHEAD = 2
    enrol(dates[0], participant, now)
    enrol(SessionFactory(starts_at=now + DAY), participant, now)
    with pytest.raises(TooManySignUps):
        enrol(SessionFactory(starts_at=now + DAY), participant, now)
    other = SessionFactory(opportunity__course=Course.LATER, starts_at=now + DAY)
    with pytest.raises(TooManySignUps):
        enrol(other, participant, now)
    assert enrol(dates[1], participant, now).session_id == dates[0].pk


def test_clash_with_any_of_its_dates_is_told(posting, dates, participant, now):
    other = SessionFactory(starts_at=dates[2].starts_at + HOUR)
    apart = SessionFactory(starts_at=dates[2].starts_at + DAY)
    theirs = enrol(other, participant, now)
    enrol(apart, participant, now)
    row = enrol(dates[0], participant, now)
    assert list(clashing(session=row.session, by=participant)) == [theirs]


def test_erasing_gives_the_course_back(posting, dates, participant, now):
    row = enrol(dates[0], participant, now)
    excuse(sign_up=row, now=now)
    other = UserFactory()
    enrol(dates[0], other, now)
    give_places_back(person=participant, now=now)
    assert states(participant, posting) == [State.CANCELLED] * 4
    assert set(posting.sessions.values_list("places_taken", flat=True)) == {1}


# -- choosing it -------------------------------------------------------------------------


def test_course_is_chosen_before_there_are_dates(now):
    posting = OpportunityFactory()
    set_course(opportunity=posting, course=Course.START, now=now)
    posting.refresh_from_db()
    assert posting.course == Course.START
    SessionFactory(opportunity=posting, starts_at=now + DAY)
    with pytest.raises(HasDates):
        set_course(opportunity=posting, course=Course.NONE, now=now)
    set_course(opportunity=posting, course=Course.LATER, now=now)
    posting.refresh_from_db()
    assert posting.course == Course.LATER


def test_single_dates_become_no_course_under_people(now):
    posting = SessionFactory(starts_at=now + DAY).opportunity
    with pytest.raises(HasDates):
        set_course(opportunity=posting, course=Course.START, now=now)
    set_course(opportunity=posting, course=Course.NONE, now=now)


def test_imported_posting_is_no_course(now):
    posting = OpportunityFactory(source="town", external_id="1")
    with pytest.raises(ComesFromAFile):
        set_course(opportunity=posting, course=Course.START, now=now)


def test_publishing_words_leaves_it_alone(posting):
    revision = posting.save_revision()
    type(posting).objects.update(course=Course.LATER)
    posting.refresh_from_db()
    assert revision.as_object().course == Course.LATER


@pytest.mark.parametrize("number", [2, 12])
def test_enrolling_costs_the_same_for_many_dates(
    number, participant, now, django_assert_max_num_queries
):
    posting = OpportunityFactory(course=Course.START)
    dates = [
        SessionFactory(opportunity=posting, starts_at=now + n * DAY, capacity=5)
        for n in range(1, number + 1)
    ]
    for person in UserFactory.create_batch(number // 2):
        enrol(dates[0], person, now)
    session = Session.objects.select_related("opportunity__organisation").get(pk=dates[0].pk)
    with django_assert_max_num_queries(30):
        enrol(session, participant, now)


def test_who_is_excused_stays_so_whatever_else_happens(posting, dates, participant, now):
    enrol(dates[0], participant, now)
    excuse(sign_up=dates[2].sign_ups.get(), now=now)
    cancel_sign_up(sign_up=enrol(dates[0], UserFactory(), now), now=now)
    set_capacity(session=dates[1], capacity=1, now=now)
    have, excused = State.CONFIRMED, State.EXCUSED
    assert states(participant, posting) == [have, have, excused, have]
    assert is_in_step(posting, now)
