"""The pages of a course: taking part in it, its dates in a plan, and where it is set."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from opportunities.actions.signups import NoNeedToSeek, seek_stand_in, sign_up
from opportunities.models import Course, Joining, SignUp, State
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def posting(home, partner):
    organisation = partner.memberships.get().organisation
    return OpportunityFactory(
        organisation=organisation, title="Sewing from scratch", course=Course.START
    )


@pytest.fixture
def dates(posting):
    soon = timezone.now()
    return [
        SessionFactory(opportunity=posting, starts_at=soon + (3 + 7 * n) * DAY, capacity=5)
        for n in range(8)
    ]


def page(name, row, **more):
    return reverse(f"opportunities:{name}", args=[row.public_id], **more)


def enrolled(dates, person):
    return sign_up(session=dates[0], by=person, alias="Sam", now=timezone.now())


def text_of(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def test_page_lists_all_dates_and_has_one_button(client, posting, dates):
    said = text_of(client.get(page("detail", posting)))
    assert "Take part in all 8" in said
    assert all(date.day in said for date in dates)
    assert 'type="checkbox" name="session"' not in said
    assert "Places left" in said


def test_page_of_a_stranger_follows_every_date(client, posting, dates):
    assert "Take part in all 8" in text_of(client.get(page("detail", posting)))
    type(dates[7]).objects.filter(pk=dates[7].pk).update(cancelled_at=timezone.now())
    assert "Take part in all 7" in text_of(client.get(page("detail", posting)))


def test_one_press_is_all_dates(as_person, participant, posting, dates):
    client = as_person(participant)
    sent = client.post(page("detail", posting), {"name": "Sam"})
    rows = SignUp.objects.filter(person=participant).order_by("session__starts_at")
    assert sent.url == page("saved", rows[0])
    assert rows.count() == 8
    said = text_of(client.get(sent.url))
    assert "Leave the course" in said
    assert said.count("I can’t that day") == 8


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(as_person, participant, posting, dates):
    client = as_person(participant)
    said = text_of(client.post(page("detail", posting), {"name": "", "note": "A seat"}), 400)
    assert "A seat" in said
    began = timezone.now() - 9 * DAY
    for n in range(2):
        dates[n].starts_at, dates[n].ends_at = began + n * DAY, began + (n + 1) * DAY
        dates[n].save()
    said = text_of(client.get(page("detail", posting)))
    assert "This course has begun" in said
    assert "Take part" not in said
    said = text_of(client.post(page("detail", posting), {"name": "Sam"}), 400)
    assert "This course has begun" in said
    assert not SignUp.objects.exists()


def test_full_course_has_a_waiting_list(client, posting, dates):
    type(dates[0]).objects.update(capacity=0)
    said = text_of(client.get(page("detail", posting)))
    assert "Join the waiting list" in said


def test_course_that_asks_first_says_so(client, posting, dates):
    posting.joining = Joining.ASK
    posting.save()
    assert "Ask for a place in all 8" in text_of(client.get(page("detail", posting)))


def test_stranger_signs_in_and_finds_the_form_again(client, posting, dates):
    sent = client.post(page("detail", posting), {"name": "Sam", "note": "A seat"})
    assert sent.status_code == 302
    assert not SignUp.objects.exists()


def test_plan_has_the_course_once(
    as_person, participant, posting, dates, django_assert_max_num_queries
):
    row = enrolled(dates, participant)
    client = as_person(participant)
    client.get(reverse("opportunities:plan"))
    with django_assert_max_num_queries(10):
        said = text_of(client.get(reverse("opportunities:plan")))
    assert "and 6 more dates" in said
    assert said.count("Details<") == 1
    client.post(page("cancel", row))
    for person in UserFactory.create_batch(5):
        enrolled(dates, person)
    enrolled(dates, participant)
    said = text_of(client.get(reverse("opportunities:plan")))
    assert said.count("Leave this list") == 1


def test_not_this_once_and_after_all(as_person, participant, posting, dates):
    row = enrolled(dates, participant)
    client = as_person(participant)
    assert client.get(page("excuse", row)).url == page("saved", row)
    row.refresh_from_db()
    assert row.state == State.CONFIRMED
    said = text_of(client.post(page("excuse", row), follow=True))
    assert "Your place in the course stays yours" in said
    assert said.count("I can come after all") == 1
    assert "Shall we remind you?" not in said  # of a date on which they don't come
    row.refresh_from_db()
    assert row.state == State.EXCUSED
    assert "I can come after all" in text_of(client.get(reverse("opportunities:plan")))
    client.post(page("excuse", row), {"undo": "1"})
    row.refresh_from_db()
    assert row.state == State.CONFIRMED


@pytest.mark.parametrize("source", ["", "town"])
def test_what_comes_from_a_file_is_not_offered_as_a_course_or_with_parts(
    source, partner, as_person
):
    organisation = partner.memberships.get().organisation
    row = OpportunityFactory(organisation=organisation, source=source, external_id=source)
    said = text_of(as_person(partner).get(page("workplace_dates", row)))
    for words in ("or a course?", "Do people do different things there?"):
        assert (words in said) == (not source)


def test_nobody_else_says_it_for_them(as_person, participant, another_participant, dates):
    row = enrolled(dates, participant)
    assert as_person(another_participant).post(page("excuse", row)).status_code == 404
    row.refresh_from_db()
    assert row.state == State.CONFIRMED


def test_single_date_is_not_excused(as_person, participant):
    row = enrolled([SessionFactory()], participant)
    said = text_of(as_person(participant).post(page("excuse", row), follow=True))
    assert "Here each date is by itself" in said
    row.refresh_from_db()
    assert row.state == State.CONFIRMED


def test_leaving_is_one_press(as_person, participant, posting, dates):
    row = enrolled(dates, participant)
    as_person(participant).post(page("cancel", row))
    assert set(SignUp.objects.values_list("state", flat=True)) == {State.CANCELLED}


def test_partner_chooses_a_course_before_there_are_dates(as_person, partner, posting):
    client = as_person(partner)
    there = page("workplace_dates", posting)
    sent = client.post(there, {"together": "1", "course": "later"})
    assert sent.url == there
    posting.refresh_from_db()
    assert posting.course == Course.LATER
    assert "checked" in text_of(client.get(there))
    text_of(client.post(there, {"together": "1", "course": "never"}), 400)
    posting.refresh_from_db()
    assert posting.course == Course.LATER


def test_partner_reads_why_it_stays_as_it_is(as_person, partner, posting, dates):
    client = as_person(partner)
    there = page("workplace_dates", posting)
    said = text_of(client.post(there, {"together": "1", "course": ""}), 400)
    assert "There are dates ahead already" in said
    posting.refresh_from_db()
    assert posting.course == Course.START


def test_partner_who_adds_to_a_course_that_is_over_is_told(as_person, partner, posting):
    over = timezone.now() - DAY
    SessionFactory(opportunity=posting, starts_at=over)
    client = as_person(partner)
    day = (timezone.now() + 9 * DAY).date()
    typed = {"date": day, "starts": "10:00", "ends": "12:00", "places": "", "again": "once"}
    said = text_of(client.post(page("workplace_dates", posting), typed), 400)
    assert "This course is over" in said
    assert posting.sessions.count() == 1


def test_stranger_sets_no_course(as_person, participant, posting):
    there = page("workplace_dates", posting)
    sent = as_person(participant).post(there, {"together": "1", "course": "later"})
    assert sent.status_code == 404
    posting.refresh_from_db()
    assert posting.course == Course.START


def test_nobody_is_found_for_one_date_of_a_course(as_person, participant, dates):
    """Who came for one date would have a place in none of the others."""
    row = enrolled(dates, participant)
    with pytest.raises(NoNeedToSeek):
        seek_stand_in(sign_up=row, now=timezone.now())
    client = as_person(participant)
    for path in (page("saved", row), reverse("opportunities:plan")):
        assert "Find somebody for me" not in text_of(client.get(path))
    client.post(page("stand_in", row))
    assert not SignUp.objects.seeking().exists()
    # Of a single date it is offered.
    alone = sign_up(
        session=SessionFactory(capacity=3), by=participant, alias="Sam", now=timezone.now()
    )
    assert "Find somebody for me" in text_of(client.get(page("saved", alone)))
