"""Hours: counted by the mark, said differently, answered, removed; nobody else reads a sum."""

import datetime as dt
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from community.safety.actions.exporting import own_data
from opportunities.actions.attendance import mark_here, take_mark_back
from opportunities.actions.hours import (
    NotOver,
    SaidMeanwhile,
    TooLong,
    answer_hours,
    remove_hours,
    say_how_long,
)
from opportunities.actions.sessions import move_session
from opportunities.models import Hours, Opportunity, Session, SignUp, Standing, State
from opportunities.models.hours import length_in_words
from opportunities.permissions import visible_asked_hours, visible_past
from tests.factories.opportunities import SessionFactory, SignUpFactory
from tests.factories.organisations import MembershipFactory
from tests.opportunities.test_concurrency import all_at_once, problems

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
DID = reverse("opportunities:did")


@pytest.fixture
def session(partner) -> Session:
    """Two hours, over since yesterday; its register is still open."""
    return SessionFactory(
        opportunity__organisation=partner.memberships.get().organisation,
        opportunity__title="Garden morning",
        starts_at=timezone.now() - DAY,
    )


@pytest.fixture
def row(session, participant) -> SignUp:
    return SignUpFactory(session=session, person=participant, alias="Wren")


def as_it_is(row):
    return type(row).objects.get(pk=row.pk)


def stayed(row) -> str:
    return reverse("opportunities:stayed", args=[row.public_id])


def answered(row) -> str:
    return reverse("opportunities:workplace_hours", args=[row.public_id])


def date(session) -> str:
    return reverse("opportunities:workplace_date", args=[session.public_id])


def text_of(response, status=200) -> str:
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(60, "1 hour"), (120, "2 hours"), (90, "1 hour 30 minutes"), (45, "45 minutes")],
)
def test_length_in_words(minutes, words):
    assert length_in_words(minutes) == words


# -- counted by the mark -------------------------------------------------------------------------


def test_mark_counts_the_length_of_the_date_once(row, now):
    for _ in range(2):
        mark_here(sign_up=row, now=timezone.now())
    hours = Hours.objects.get()
    assert (hours.minutes, hours.source, hours.state) == (120, "attendance", "counted")
    take_mark_back(sign_up=row, came_at=as_it_is(row).came_at, now=timezone.now())
    assert not Hours.objects.exists()


def test_moved_date_has_no_hours_of_marks_made_before(row, session):
    now = timezone.now()
    Session.objects.update(starts_at=now + HOUR, ends_at=now + 2 * HOUR)
    mark_here(sign_up=row, now=now)
    assert Hours.objects.exists()
    move_session(session=session, starts_at=now + DAY, ends_at=now + DAY + HOUR, now=now)
    assert not Hours.objects.exists()


def test_who_is_not_marked_has_none_and_nothing_says_why(row, as_person):
    html = text_of(as_person(row.person).get(DID))
    assert "No hours counted" in html
    for word in ("missed", "absent", "did not come", "didn’t come"):
        assert word not in html


# -- said differently ----------------------------------------------------------------------------


def test_said_differently_is_asked_and_counts_only_after_a_yes(row):
    now = timezone.now()
    mark_here(sign_up=row, now=now)
    hours = say_how_long(sign_up=row, minutes=180, now=now)
    assert (hours.minutes, hours.asked_minutes, hours.state) == (120, 180, Standing.ASKED)
    answer_hours(hours=hours, asked=180, agrees=True, now=now)
    hours = Hours.objects.get()
    assert (hours.minutes, hours.asked_minutes, hours.state) == (180, None, "counted")
    assert hours.source == "own"


def test_what_was_counted_stays_without_a_yes(row):
    now = timezone.now()
    mark_here(sign_up=row, now=now)
    hours = say_how_long(sign_up=row, minutes=600, now=now)
    hours = answer_hours(hours=hours, asked=600, agrees=False, now=now)
    assert (hours.minutes, hours.asked_minutes, hours.state) == (120, None, "stayed")


def test_saying_what_is_counted_asks_nobody(row):
    mark_here(sign_up=row, now=timezone.now())
    say_how_long(sign_up=row, minutes=180, now=timezone.now())
    assert say_how_long(sign_up=row, minutes=120, now=timezone.now()).state == "counted"


def test_who_was_not_marked_may_say_so_and_a_yes_says_that_they_came(row, session):
    hours = say_how_long(sign_up=row, minutes=60, now=timezone.now())
    assert (hours.minutes, as_it_is(row).state) == (0, State.CONFIRMED)
    answer_hours(hours=hours, asked=60, agrees=True, now=timezone.now())
    assert (as_it_is(row).state, as_it_is(row).came_at) == (State.ATTENDED, session.starts_at)


def test_mark_made_or_taken_back_meanwhile_leaves_what_is_asked(row):
    now = timezone.now()
    say_how_long(sign_up=row, minutes=60, now=now)
    mark_here(sign_up=row, now=now)
    hours = Hours.objects.get()
    assert (hours.minutes, hours.asked_minutes, hours.state) == (120, 60, "asked")
    take_mark_back(sign_up=row, came_at=now, now=now)
    hours = Hours.objects.get()
    assert (hours.minutes, hours.asked_minutes, hours.state) == (0, 60, "asked")


@pytest.mark.parametrize("minutes", [-60, 0, 14, 24 * 60 + 1])
def test_no_time_and_more_than_a_day_are_refused(minutes, row):
    with pytest.raises(TooLong):
        say_how_long(sign_up=row, minutes=minutes, now=timezone.now())


@pytest.mark.parametrize("what", ["not over", "called off", "waiting", "cancelled"])
def test_what_never_was_has_no_hours(what, row, session):
    if what == "not over":
        Session.objects.update(ends_at=timezone.now() + MINUTE)
    elif what == "called off":
        Session.objects.update(cancelled_at=timezone.now())
    else:
        SignUp.objects.update(state=what)
    with pytest.raises(NotOver):
        say_how_long(sign_up=row, minutes=60, now=timezone.now())
    assert not visible_past(row.person, timezone.now()).exists()


def test_answer_to_what_is_asked_no_more_is_refused(row):
    hours = say_how_long(sign_up=row, minutes=60, now=timezone.now())
    say_how_long(sign_up=row, minutes=600, now=timezone.now())
    with pytest.raises(SaidMeanwhile):
        answer_hours(hours=hours, asked=60, agrees=True, now=timezone.now())
    remove_hours(sign_up=row)
    with pytest.raises(SaidMeanwhile):
        answer_hours(hours=hours, asked=600, agrees=True, now=timezone.now())
    assert not Hours.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_answered_by_two_and_said_again_at_once_ends_in_one_of_them(row):
    now = timezone.now()
    hours = say_how_long(sign_up=row, minutes=60, now=now)
    calls = [partial(answer_hours, hours=hours, asked=60, agrees=True, now=now) for _ in range(4)]
    calls += [partial(say_how_long, sign_up=row, minutes=90, now=now) for _ in range(4)]
    calls += [partial(mark_here, sign_up=row, now=now) for _ in range(4)]
    assert problems(all_at_once(calls)) == []
    fresh = Hours.objects.get()
    assert (fresh.minutes, fresh.asked_minutes) in {(60, 90), (120, 90), (60, None), (120, None)}


# -- the person's own pages ------------------------------------------------------------------------


def test_own_page_sums_by_year_and_names_no_organisation(row, session, as_person):
    year_ago = SignUpFactory(
        person=row.person, session=SessionFactory(starts_at=timezone.now() - 400 * DAY)
    )
    for one, minutes in ((row, 90), (year_ago, 120)):
        Hours.objects.create(
            sign_up=one, minutes=minutes, source="own", state="counted", changed_at=timezone.now()
        )
    html = text_of(as_person(row.person).get(DID))
    table = html[html.index("<table") : html.index("</table>")]
    assert "1 hour 30 minutes" in table
    assert "2 hours" in table
    assert table.index("1 hour 30 minutes") < table.index("2 hours")
    assert session.opportunity.organisation.name not in html
    assert session.opportunity.place not in html


def test_corrected_and_removed_on_its_own_page(row, as_person):
    client = as_person(row.person)
    assert client.post(stayed(row), {"hours": "1.5"}).url == DID
    assert Hours.objects.get().asked_minutes == 90
    assert "You said 1 hour 30 minutes" in text_of(client.get(stayed(row)))
    for _ in range(2):
        assert client.post(stayed(row), {"remove": "1"}).url == DID
    assert not Hours.objects.exists()
    assert as_it_is(row).state == State.CONFIRMED


@pytest.mark.parametrize("typed", ["", "0", "-1", "25", "two", "1e99", "NaN", "9" * 400, "1.2345"])
def test_what_is_no_length_is_refused_in_words_and_kept(typed, row, as_person):
    html = text_of(as_person(row.person).post(stayed(row), {"hours": typed}), 400)
    assert "From a quarter of an hour to 24 hours" in html
    assert not Hours.objects.exists()


def test_pages_are_nobody_elses(row, another_participant, partner, staff, as_person):
    Hours.objects.create(
        sign_up=row, minutes=90, source="own", state="counted", changed_at=timezone.now()
    )
    for person in (another_participant, partner, staff):
        client = as_person(person)
        assert client.get(stayed(row)).status_code == 404
        assert client.post(stayed(row), {"remove": "1"}).status_code == 404
        assert "Garden morning" not in text_of(client.get(DID))
    assert Hours.objects.exists()


def test_date_that_is_not_over_leads_to_the_plan(row, as_person):
    Session.objects.update(ends_at=timezone.now() + HOUR)
    saved = reverse("opportunities:saved", args=[row.public_id])
    assert as_person(row.person).get(stayed(row)).url == saved
    assert as_person(row.person).post(stayed(row), {"hours": "1"}).url == saved
    assert not Hours.objects.exists()


# -- the organisation ------------------------------------------------------------------------------


@pytest.mark.parametrize(("duty", "may"), [("owner", True), ("coordinator", True), ("door", False)])
def test_who_writes_answers_and_the_door_does_not(duty, may, row, session, as_person):
    say_how_long(sign_up=row, minutes=90, now=timezone.now())
    organisation = session.opportunity.organisation
    client = as_person(MembershipFactory(organisation=organisation, duty=duty).person)
    html = text_of(client.get(date(session)))
    assert ("Says: 1 hour 30 minutes" in html) is may
    answer = client.post(answered(row), {"agree": "1", "minutes": "90"})
    assert answer.status_code == (302 if may else 404)
    assert Hours.objects.get().minutes == (90 if may else 0)


def test_organisation_reads_the_name_for_the_day_long_after_and_only_while_it_is_asked(
    row, session, partner, as_person
):
    Session.objects.update(
        starts_at=timezone.now() - 60 * DAY, ends_at=timezone.now() - 60 * DAY + HOUR
    )
    client = as_person(partner)
    assert "Wren" not in text_of(client.get(date(session)))
    say_how_long(sign_up=row, minutes=90, now=timezone.now())
    html = text_of(client.get(date(session)))
    assert "Wren" in html
    assert row.person.username not in html
    client.post(answered(row), {"minutes": "90"})
    assert "Wren" not in text_of(client.get(date(session)))


@pytest.mark.parametrize("stop", [{"held_at": timezone.now()}, {"live": False}])
def test_nobody_answers_for_what_is_stopped(stop, row, partner, as_person):
    say_how_long(sign_up=row, minutes=90, now=timezone.now())
    assert visible_asked_hours(partner, timezone.now()).exists()
    Opportunity.objects.update(**stop)
    assert not visible_asked_hours(partner, timezone.now()).exists()
    assert as_person(partner).post(answered(row), {"minutes": "90"}).status_code == 404


def test_another_organisation_does_not_answer(row, another_partner, as_person):
    say_how_long(sign_up=row, minutes=90, now=timezone.now())
    client = as_person(another_partner)
    assert client.post(answered(row), {"agree": "1", "minutes": "90"}).status_code == 404
    assert not visible_asked_hours(another_partner, timezone.now()).exists()


@pytest.mark.parametrize("minutes", ["", "x", "60", "9" * 400, "²"])
def test_answer_to_another_number_changes_nothing(minutes, row, partner, as_person):
    say_how_long(sign_up=row, minutes=90, now=timezone.now())
    answer = as_person(partner).post(answered(row), {"agree": "1", "minutes": minutes})
    assert answer.status_code == 302
    assert Hours.objects.get().asked_minutes == 90


# -- taken along, erased, forgotten --------------------------------------------------------------


def test_hours_are_in_the_file_and_go_with_the_account(row):
    say_how_long(sign_up=row, minutes=90, now=timezone.now())
    parts = {part.name: part for part in own_data(person=row.person)}
    said = {answer.name: answer.words for answer in parts["opportunities.hours"].rows[0]}
    assert said["asked_minutes"] == "90"
    assert said["sign_up"].startswith("Garden morning, ")
    row.delete()
    assert not Hours.objects.exists()
