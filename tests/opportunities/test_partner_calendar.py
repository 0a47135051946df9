"""What a card of an activity says is missing, and the dates of a month."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from opportunities.models import PracticalNeed
from tests.factories.opportunities import AreaFactory, OpportunityFactory, SessionFactory
from tests.opportunities.writing import fill_in, send, write

pytestmark = pytest.mark.django_db
WORKPLACE = reverse("opportunities:workplace")
MONTH = reverse("opportunities:workplace_calendar")
NO_WHERE = "Missing: Choose a part of town, or give a ZIP code"


@pytest.fixture(autouse=True)
def _reviewed_site(home):
    """Postings are reviewed here."""


@pytest.fixture
def garden(partner):
    return partner.memberships.get().organisation


@pytest.fixture
def rosa(partner, as_person):
    return as_person(partner)


def text_of(client, address, **asked) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_card_says_what_is_missing_and_nothing_once_it_is_there(rosa):
    row = write(rosa, ask_for="", postcode="", summary="")
    page = text_of(rosa, WORKPLACE)
    for gap in ("Tell people who to ask for", "Say in a sentence what it is"):
        assert f"Missing: {gap}" in page
    assert NO_WHERE in page
    assert "No date yet" in page
    fill_in(rosa, row, kind="class", title="Soup", summary="We cook.", motif="pot", cost="Free",
            postcode="10001", ask_for="Rosa")  # fmt: skip
    assert "Missing:" not in text_of(rosa, WORKPLACE)


def test_what_is_online_lacks_no_part_of_town(rosa, garden):
    online = PracticalNeed.objects.get(slug="online")
    write(rosa, postcode="", needs=[online.pk])
    assert NO_WHERE not in text_of(rosa, WORKPLACE)


def test_row_that_was_never_edited_here_says_it_too(rosa, garden):
    row = OpportunityFactory(organisation=garden, ask_for="", area=AreaFactory())
    page = text_of(rosa, WORKPLACE)
    assert "Missing: Tell people who to ask for" in page
    assert NO_WHERE not in page
    row.area, row.needs = None, [PracticalNeed.objects.get(slug="online")]
    row.save()
    assert NO_WHERE not in text_of(rosa, WORKPLACE)
    row.needs = []
    row.save()
    assert NO_WHERE in text_of(rosa, WORKPLACE)


def test_card_says_since_when_it_waits_and_how_full_the_next_date_is(rosa, garden):
    send(rosa, write(rosa))
    today = timezone.localtime().strftime("%-d %B")
    assert f"Since {today}" in text_of(rosa, WORKPLACE)
    SessionFactory(opportunity__organisation=garden, capacity=6, places_taken=2)
    page = text_of(rosa, WORKPLACE)
    assert "2 of 6 places taken" in page
    assert '<progress value="2" max="6"' in page


def test_month_shows_its_dates_and_those_of_no_other(rosa, garden):
    def on(day: dt.date, title: str, **values):
        at = timezone.make_aware(dt.datetime.combine(day, dt.time(10)))
        return SessionFactory(
            opportunity__organisation=garden, opportunity__title=title, starts_at=at, **values
        )

    on(dt.date(2027, 3, 1), "First of March")
    last = on(dt.date(2027, 3, 31), "Last of March", cancelled_at=timezone.now())
    on(dt.date(2027, 2, 28), "In February")
    on(dt.date(2027, 4, 1), "In April")
    elsewhere = timezone.make_aware(dt.datetime(2027, 3, 9, 10))
    SessionFactory(opportunity__title="Of others", starts_at=elsewhere)
    page = text_of(rosa, MONTH, month="2027-03")
    assert "First of March" in page
    assert "Last of March" in page
    assert "Called off" in page
    assert reverse("opportunities:workplace_date", args=[last.public_id]) in page
    assert page.count('scope="col"') == 7
    for other in ("In February", "In April", "Of others"):
        assert other not in page
    assert "?month=2027-02" in page
    assert "?month=2027-04" in page


def test_evening_date_stands_on_the_day_of_its_place(rosa, garden):
    at = dt.datetime(2027, 4, 1, 1, tzinfo=dt.UTC)  # still the last of March in New York
    SessionFactory(
        opportunity__organisation=garden, opportunity__title="Late song", starts_at=at,
        time_zone="America/New_York",
    )  # fmt: skip
    assert "Late song" in text_of(rosa, MONTH, month="2027-03")
    assert "Late song" not in text_of(rosa, MONTH, month="2027-04")


def test_month_without_dates_says_so_and_this_month_is_the_first_shown(rosa):
    assert "No date in this month." in text_of(rosa, MONTH, month="2020-01")
    assert timezone.localtime().strftime("%B %Y") in text_of(rosa, MONTH)


@pytest.mark.parametrize("month", ["", "2027", "2027-13", "2027-00", "1999-01", "٢٠٢٧-٠٣", "x"])
def test_month_that_cannot_be_is_a_404(rosa, month):
    assert rosa.get(MONTH, {"month": month}).status_code == 404


@pytest.mark.parametrize("who", ["participant", "editor", "staff"])
def test_month_is_for_partners(request, who, as_person):
    assert as_person(request.getfixturevalue(who)).get(MONTH).status_code == 404


def test_month_costs_the_same_with_more_dates(rosa, garden, django_assert_max_num_queries):
    at = timezone.make_aware(dt.datetime(2027, 3, 9, 10))
    SessionFactory(opportunity__organisation=garden, starts_at=at)
    text_of(rosa, MONTH, month="2027-03")
    with django_assert_max_num_queries(15) as one:
        text_of(rosa, MONTH, month="2027-03")
    for _more in range(3):
        SessionFactory(opportunity__organisation=garden, starts_at=at)
    with django_assert_max_num_queries(len(one)):
        text_of(rosa, MONTH, month="2027-03")
