"""Somebody who always comes (docs/decisions/0043-somebody-who-always-comes.md)."""

import pytest

from community.organisations.models import Organisation
from community.people.actions import come_back, rest
from community.safety.models import Task, TaskKind
from opportunities.actions.diagnosing import Gate, _gates
from opportunities.actions.regulars import (
    DoesNotComeAgain,
    come_again,
    come_regularly,
    save_places_of_regulars,
    take_a_break,
)
from opportunities.actions.sessions import cancel_session
from opportunities.actions.signups import answer_request, cancel_sign_up, sign_up
from opportunities.models import (
    AvoidedArea,
    Often,
    Opportunity,
    Part,
    Regular,
    Rhythm,
    Session,
    SignUp,
    State,
)
from tests.factories.opportunities import (
    AreaFactory,
    OpportunityFactory,
    PracticalNeedFactory,
    SessionFactory,
    SignUpFactory,
)
from tests.factories.people import UserFactory
from tests.opportunities.coming import DAY, FIRST, HOUR, comes, dates_of, days_of, made, place, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def schedule(now):
    """Every Tuesday at noon, from tomorrow on, four places each."""
    return made(OpportunityFactory(), now)


# -- saying so ---------------------------------------------------------------------------


def test_next_four_weeks_are_saved_at_once_in_the_same_words(participant, schedule, now):
    part = Part.objects.create(opportunity=schedule.opportunity, name="Cooks", places=4)
    comes(schedule, participant, now, note="A seat", part=part)
    assert days_of(participant) == [0, 1, 2, 3]
    rows = SignUp.objects.filter(person=participant)
    assert {(row.alias, row.note, row.part) for row in rows} == {("Wren", "A seat", part)}
    assert all(one.places_taken == 1 for one in dates_of(schedule)[:4])
    assert dates_of(schedule)[4].places_taken == 0
    assert not told(participant).exists()  # they see it
    # As ever: a day and two hours before; a day before the first one is over.
    assert told(participant, "reminder:").count() == 7


def test_every_second_time_is_every_second_date(participant, schedule, now):
    comes(schedule, participant, now, often=Often.SECOND)
    assert days_of(participant) == [0, 2]
    save_places_of_regulars(now=now + 14 * DAY)
    assert days_of(participant) == [0, 2, 4]
    cancel_session(session=dates_of(schedule)[6], now=now + 15 * DAY)
    save_places_of_regulars(now=now + 30 * DAY)
    save_places_of_regulars(now=now + 55 * DAY)
    # One that is called off counts as well: the others stay where they were.
    assert days_of(participant) == [0, 2, 4, 8, 10]


@pytest.mark.parametrize("chosen", [True, False])
def test_who_comes_along_comes_each_time_only_if_chosen(participant, schedule, now, chosen):
    schedule.opportunity.needs.set([PracticalNeedFactory(slug="bring-someone")])
    schedule.opportunity.save()
    comes(schedule, participant, now, companions=2, with_companions=chosen)
    along = SignUp.objects.filter(person=participant).order_by("session__starts_at")
    assert list(along.values_list("companions", flat=True)) == [2, *([2 if chosen else 0] * 3)]


def test_saying_it_twice_is_saying_it_anew(participant, schedule, now):
    first = comes(schedule, participant, now)
    take_a_break(regular=first, back_on=None, gives_back=False, now=now)
    row = SignUp.objects.filter(person=participant).first()
    again = come_regularly(sign_up=row, often=Often.SECOND, with_companions=False, now=now)
    assert again.pk == first.pk
    assert (again.often, again.on_break) == (Often.SECOND, False)
    assert Regular.objects.count() == 1


def test_only_a_place_at_a_date_that_comes_again_can_be_kept_up(participant, schedule, now):
    def refused(row):
        with pytest.raises(DoesNotComeAgain):
            come_regularly(sign_up=row, often=Often.EVERY, with_companions=False, now=now)

    refused(SignUpFactory(person=participant, session=SessionFactory(starts_at=now + DAY)))
    date = dates_of(schedule)[0]
    for state in (State.WAITING, State.ASKED, State.DECLINED, State.CANCELLED, State.OFFERED):
        ends = now + HOUR if state == State.OFFERED else None
        row = SignUpFactory(session=date, state=state, offer_ends_at=ends)
        refused(row)
    row = SignUpFactory(session=date, person=participant)
    Opportunity.objects.update(held_at=now)
    refused(row)
    Opportunity.objects.update(held_at=None, course="later")
    refused(row)
    Opportunity.objects.update(course="")
    Session.objects.filter(pk=date.pk).update(cancelled_at=now)
    refused(row)
    assert not Regular.objects.exists()


def test_last_date_of_a_schedule_does_not_come_again(participant, now):
    schedule = made(OpportunityFactory(), now, last_on=FIRST + 7 * DAY)
    row = sign_up(session=dates_of(schedule)[-1], by=participant, alias="Wren", now=now)
    with pytest.raises(DoesNotComeAgain):
        come_regularly(sign_up=row, often=Often.EVERY, with_companions=False, now=now)


# -- the sweep ---------------------------------------------------------------------------


def test_sweep_goes_on_and_tells_of_two_weeks_in_one_message(participant, schedule, now):
    comes(schedule, participant, now)
    assert [save_places_of_regulars(now=now + n * DAY) for n in range(16)] == [
        *([0] * 9), 2, *([0] * 6)
    ]  # fmt: skip
    assert days_of(participant) == [0, 1, 2, 3, 4, 5]
    message = told(participant).get()
    assert message.body.startswith("Your next dates are in your plan")
    assert "Tue 2 Jun" in message.body
    assert message.is_discreet
    assert save_places_of_regulars(now=now + 9 * DAY) == 0


def test_one_date_is_told_as_one(participant, now):
    schedule = made(OpportunityFactory(), now, rhythm=Rhythm.MONTHLY)
    comes(schedule, participant, now)
    assert days_of(participant) == [0]
    assert save_places_of_regulars(now=now + 9 * DAY) == 1
    assert told(participant).get().body == "Tue 2 Jun, 12 noon is in your plan, as you wanted."


def test_date_that_was_given_back_is_not_saved_again(participant, schedule, now):
    regular = comes(schedule, participant, now)
    row = SignUp.objects.get(person=participant, session=dates_of(schedule)[1])
    cancel_sign_up(sign_up=row, now=now)
    Regular.objects.update(next_on=FIRST)
    save_places_of_regulars(now=now)
    come_again(regular=regular, now=now)
    assert days_of(participant) == [0, 2, 3]


def test_date_that_was_declined_is_not_asked_for_again(participant, now):
    schedule = made(OpportunityFactory(kind="group"), now)
    row = place(schedule, participant, now)
    answer_request(sign_up=row, says_yes=True, now=now)
    come_regularly(sign_up=row, often=Often.EVERY, with_companions=False, now=now)
    assert days_of(participant, State.ASKED) == [1, 2, 3]  # the organisation answers each
    asked = SignUp.objects.get(person=participant, session=dates_of(schedule)[1])
    answer_request(sign_up=asked, says_yes=False, now=now)
    Regular.objects.update(next_on=FIRST)
    assert save_places_of_regulars(now=now) == 0
    assert days_of(participant, State.DECLINED) == [1]


def test_full_date_is_a_place_in_line_and_told_in_the_same_words(participant, schedule, now):
    comes(schedule, participant, now)
    for date in dates_of(schedule)[4:6]:
        for person in UserFactory.create_batch(4):
            sign_up(session=date, by=person, alias="Bo", now=now)
    save_places_of_regulars(now=now + 9 * DAY)
    assert days_of(participant, State.WAITING) == [4, 5]
    assert told(participant).get().body.startswith("Your next dates are in your plan")
    assert all(date.places_taken == 4 for date in dates_of(schedule)[4:6])


def test_sweep_fills_no_date_where_they_would_meet_somebody_and_tells_staff(
    participant, another_participant, schedule, now, block
):
    """Dates that close by the clock would say who comes; one left out alone would say at which."""
    block(participant, another_participant, now)
    comes(schedule, participant, now)
    other = sign_up(session=dates_of(schedule)[5], by=another_participant, alias="Bo", now=now)
    for hour in range(2):
        assert save_places_of_regulars(now=now + 9 * DAY + hour * HOUR) == 0
    assert days_of(participant) == [0, 1, 2, 3]
    assert days_of(participant, State.WAITING) == []
    assert not any(date.is_full or date.closed_at for date in dates_of(schedule))
    assert not told(participant).exists()
    task = Task.objects.get()
    assert (task.kind, task.about) == (TaskKind.APART, other.session.public_id)
    assert f"{other.public_id}: confirmed" in task.note
    cancel_sign_up(sign_up=other, now=now + 10 * DAY)
    assert save_places_of_regulars(now=now + 10 * DAY) == 2


def test_press_where_they_would_meet_somebody_looks_like_full_and_closes_the_date(
    participant, another_participant, schedule, now, block
):
    block(participant, another_participant, now)
    sign_up(session=dates_of(schedule)[2], by=another_participant, alias="Bo", now=now)
    comes(schedule, participant, now)
    assert days_of(participant) == [0, 1, 3]
    assert days_of(participant, State.WAITING) == [2]
    assert [bool(date.closed_at) for date in dates_of(schedule)[:4]] == [False, False, True, False]


def test_who_brings_somebody_comes_alone_once_nobody_may_come_along(participant, schedule, now):
    schedule.opportunity.needs.set([PracticalNeedFactory(slug="bring-someone")])
    schedule.opportunity.save()
    regular = comes(schedule, participant, now, companions=1, with_companions=True)
    schedule.opportunity.needs.clear()
    schedule.opportunity.save()
    assert save_places_of_regulars(now=now + 9 * DAY) == 2
    take_a_break(regular=regular, back_on=None, gives_back=False, now=now + 10 * DAY)
    come_again(regular=regular, now=now + 18 * DAY)
    along = SignUp.objects.filter(person=participant).order_by("session__starts_at")
    assert list(along.values_list("companions", flat=True)) == [1, 1, 1, 1, 0, 0, 0]


def test_nothing_is_saved_for_who_has_not_been_here_for_months(participant, schedule, now):
    comes(schedule, participant, now)
    type(participant).objects.update(last_login=now - 82 * DAY)
    assert save_places_of_regulars(now=now + 9 * DAY) == 0
    type(participant).objects.update(last_login=now + 9 * DAY)
    assert save_places_of_regulars(now=now + 9 * DAY) == 2


def test_what_they_keep_away_from_is_not_saved(participant, schedule, now):
    comes(schedule, participant, now)
    area = AreaFactory()
    Opportunity.objects.update(area=area)
    avoided = AvoidedArea.objects.create(person=participant, area=area, created_at=now)
    assert save_places_of_regulars(now=now + 9 * DAY) == 0
    avoided.delete()
    assert save_places_of_regulars(now=now + 10 * DAY) == 2
    assert days_of(participant) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("held", ["held", "suspended", "unverified", "closed account", "resting"])
def test_it_is_held_without_a_word_and_goes_on_after(participant, schedule, now, held):
    comes(schedule, participant, now)
    verified_until = Organisation.objects.get().verified_until

    def put(is_held):
        if held == "held":
            Opportunity.objects.update(held_at=now if is_held else None)
        elif held == "suspended":
            Organisation.objects.update(standing="suspended" if is_held else "verified")
        elif held == "unverified":
            Organisation.objects.update(verified_until=FIRST if is_held else verified_until)
        elif held == "closed account":
            type(participant).objects.update(is_active=not is_held)
        else:
            (rest if is_held else come_back)(by=participant)

    put(True)
    assert save_places_of_regulars(now=now + 9 * DAY) == 0
    assert not told(participant).exists()
    put(False)
    assert save_places_of_regulars(now=now + 10 * DAY) == 2


def test_as_many_as_the_plan_has_room_for_the_next_ones_first(participant, schedule, now, settings):
    settings.MOST_SIGN_UPS_AHEAD = 3
    comes(schedule, participant, now)
    assert days_of(participant) == [0, 1, 2]
    assert Regular.objects.get().next_on == FIRST + 21 * DAY
    assert save_places_of_regulars(now=now + 2 * DAY) == 1  # one date is over
    assert days_of(participant) == [0, 1, 2, 3]


def test_organisation_sees_a_sign_up_as_any(participant, another_participant, schedule, now):
    comes(schedule, participant, now)
    one = SignUp.objects.get(person=participant, session=dates_of(schedule)[1])
    other = sign_up(session=one.session, by=another_participant, alias="Wren", now=now)
    fields = [f.name for f in SignUp._meta.fields if f.name not in {"id", "public_id", "person"}]
    assert [getattr(one, name) for name in fields] == [getattr(other, name) for name in fields]


def test_staff_who_look_for_the_reason_read_nothing_of_it(participant, schedule, now):
    regular = comes(schedule, participant, now)
    take_a_break(regular=regular, back_on=None, gives_back=True, now=now)
    rest(by=participant)
    assert list(_gates(participant, schedule.opportunity, now)) == []
    come_again(regular=regular, now=now)
    assert Gate.THERE not in list(_gates(participant, schedule.opportunity, now))
