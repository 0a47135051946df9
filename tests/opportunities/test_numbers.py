"""A partner's numbers: whole months, no small count, nothing of who did not come."""

import csv
import datetime as dt
import io

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from opportunities.actions.numbers import numbers_of, years_of
from opportunities.models import Opportunity, Session, SignUp, State
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
AT = reverse("opportunities:workplace_numbers")
FORMS = ("csv", "xlsx")
NOW = dt.datetime(2026, 5, 20, 16, tzinfo=dt.UTC)


@pytest.fixture
def organisation(partner):
    return partner.memberships.get().organisation


@pytest.fixture
def date(organisation):
    """A function that makes a date with so many who have a place and so many who came."""

    def made(month, taken, came, walk_ins=0, title="Garden", day=7, **values):
        found = Opportunity.objects.filter(title=title, organisation=organisation).first()
        session = SessionFactory(
            opportunity=found or OpportunityFactory(title=title, organisation=organisation),
            starts_at=dt.datetime(2026, month, day, 14, tzinfo=dt.UTC),
            **({"capacity": 20, "places_taken": taken, "walk_ins": walk_ins} | values),
        )
        people = UserFactory.create_batch(taken)
        SignUp.objects.bulk_create(
            SignUp(
                session=session, person=person, alias="Wren", joined_at=NOW, changed_at=NOW,
                state=State.ATTENDED if n < came else State.CONFIRMED,
            )
            for n, person in enumerate(people)
        )  # fmt: skip
        return session

    return made


def by_month(partner, now=NOW):
    return dict(numbers_of(by=partner, year=2026, now=now).by_month)


def test_offered_taken_and_came_by_month_and_by_activity(date, partner):
    date(3, taken=9, came=7, walk_ins=2)
    date(3, taken=6, came=6, title="Soup", capacity=None)
    date(4, taken=10, came=8)
    numbers = numbers_of(by=partner, year=2026, now=NOW)
    assert numbers.by_month == [("Mar", [20, 15, 15]), ("Apr", [20, 10, 8])]
    assert numbers.by_activity == [("Garden", [40, 19, 17]), ("Soup", [0, 6, 6])]


def test_who_comes_along_is_counted(date, partner):
    session = date(3, taken=6, came=6)
    SignUp.objects.filter(session=session, pk=session.sign_ups.first().pk).update(companions=2)
    assert by_month(partner)["Mar"][2] == 8


def test_small_counts_are_not_there_and_do_not_follow_from_others(date, partner):
    date(1, taken=9, came=9)
    date(2, taken=9, came=2)
    date(3, taken=9, came=8)
    date(4, taken=12, came=12)
    months = by_month(partner)
    assert [months[name][2] for name in ("Jan", "Feb", "Mar", "Apr")] == [9, None, None, 12]


def test_month_that_is_not_over_and_what_was_called_off_do_not_count(date, partner):
    date(4, taken=9, came=9, day=29)
    date(4, taken=9, came=9, day=10, cancelled_at=NOW)
    date(5, taken=9, came=9)
    assert by_month(partner) == {"Apr": [20, 9, 9]}
    assert by_month(partner, now=dt.datetime(2026, 5, 2, tzinfo=dt.UTC)) == {}
    assert years_of(by=partner, now=dt.datetime(2026, 5, 2, tzinfo=dt.UTC)) == []
    assert years_of(by=partner, now=NOW) == [2026]


@pytest.mark.parametrize("stop", [{"held_at": NOW}, {"live": False}])
def test_what_is_stopped_and_what_is_of_others_do_not_count(stop, date, partner, another_partner):
    date(3, taken=9, came=9)
    assert by_month(another_partner) == {}
    Opportunity.objects.update(**stop)
    assert by_month(partner) == {}


@pytest.mark.parametrize(("duty", "status"), [("owner", 200), ("coordinator", 200), ("door", 404)])
def test_page_is_for_who_writes(duty, status, organisation, as_person):
    client = as_person(MembershipFactory(organisation=organisation, duty=duty).person)
    assert client.get(AT).status_code == status
    link = AT in client.get(reverse("opportunities:workplace")).content.decode()
    assert link is (status == 200)


def test_page_has_chart_and_table_and_no_word_of_who_did_not_come(date, partner, as_person):
    session = date(1, taken=9, came=7)
    start = timezone.now() - dt.timedelta(days=70)
    Session.objects.filter(pk=session.pk).update(
        starts_at=start, ends_at=start + dt.timedelta(hours=2)
    )
    html = as_person(partner).get(AT).content.decode()
    assert html.count("<table") == 2
    assert html.count('role="img"') == 4
    assert ">7<" in html
    assert " style=" not in html
    assert "Wren" not in html
    for word in ("no-show", "missed", "absent", "did not come"):
        assert word not in html.lower()


@pytest.mark.parametrize("year", ["", "x", "1999", "9" * 400, "²"])
def test_year_that_is_none_shows_the_newest(year, date, partner, as_person):
    assert as_person(partner).get(AT, {"year": year}).status_code == 200


def test_many_dates_cost_the_same(date, partner, django_assert_max_num_queries):
    for day in range(1, 13):
        date(3, taken=2, came=1, day=day)
    with django_assert_max_num_queries(1):
        numbers_of(by=partner, year=2026, now=NOW)


def test_numbers_as_a_table_hide_what_the_page_hides(date, partner, as_person):
    date(3, taken=9, came=7, title="=Garden")
    date(4, taken=10, came=2)
    with time_machine.travel(NOW, tick=False):
        client = as_person(partner)
        answer, book = (client.get(f"/partner/numbers.{form}?year=2026") for form in FORMS)
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows == [
        ["Numbers", "Name", "Offered", "Taken", "Came"],
        ["By month", "Mar", "20", "9", "not shown"],
        ["By month", "Apr", "20", "10", "not shown"],
        ["By activity", "'=Garden", "20", "9", "not shown"],
        ["By activity", "Garden", "20", "10", "not shown"],
    ]
    sheet = load_workbook(io.BytesIO(book.content)).active
    found = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert [[str(cell or "") for cell in row] for row in found] == rows
    assert found[1][2] == 20


def test_numbers_as_a_table_are_for_who_writes(organisation, participant, as_person):
    door = MembershipFactory(organisation=organisation, duty="door").person
    for person in (door, participant):
        for form in FORMS:
            assert as_person(person).get(f"/partner/numbers.{form}").status_code == 404


def test_nothing_to_count_is_an_empty_table(partner, as_person):
    text = b"".join(as_person(partner).get("/partner/numbers.csv").streaming_content).decode()
    assert text == "\ufeffNumbers,Name,Offered,Taken,Came\r\n"
