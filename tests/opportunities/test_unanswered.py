"""What waits for an organisation's answer stands on top of its page, and never who asks."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from opportunities.actions.hours import say_how_long
from opportunities.models import Course, State
from tests.factories.opportunities import (
    EnquiryFactory,
    OpportunityFactory,
    SessionFactory,
    SignUpFactory,
)
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
WAITS = "Waits for your answer"


@pytest.fixture
def organisation(partner):
    return partner.memberships.get().organisation


def page_of(client) -> str:
    response = client.get(reverse("opportunities:workplace"))
    assert response.status_code == 200
    return response.content.decode()


def link(name: str, row) -> str:
    return f'href="{reverse(f"opportunities:{name}", args=[row.public_id])}"'


@pytest.fixture
def asked(organisation):
    """Somebody asks for a place, somebody for a time, and somebody stayed longer: all canaries."""
    ours = {"organisation": organisation}
    date = SessionFactory(opportunity=OpportunityFactory(title="Soup table", **ours))
    SignUpFactory(session=date, alias="Canary", note="Canary", state=State.ASKED)
    over = SessionFactory(opportunity__organisation=organisation, starts_at=timezone.now() - DAY)
    stayed = SignUpFactory(session=over, alias="Canary", state=State.ATTENDED)
    say_how_long(sign_up=stayed, minutes=180, now=timezone.now())
    until = timezone.now() + 30 * DAY
    open_to_all = OpportunityFactory(asked_until=until, next_session_at=until, **ours)
    EnquiryFactory(opportunity=open_to_all, alias="Canary", note="Canary")
    return date, over, open_to_all


def test_what_is_asked_stands_on_top_and_never_who_asks(asked, partner, as_person):
    date, over, open_to_all = asked
    page = page_of(as_person(partner))
    top = page[page.index(WAITS) : page.index("Soup table</a>")]
    assert link("workplace_date", date) in top
    assert link("workplace_date", over) in top
    assert link("workplace_enquiries", open_to_all) in top
    assert "Somebody asks for a place" in top
    assert "Hours to say yes to" in top
    assert "Canary" not in page


def test_nothing_asked_says_nothing(organisation, partner, as_person):
    SignUpFactory(session=SessionFactory(opportunity__organisation=organisation))
    assert WAITS not in page_of(as_person(partner))


@pytest.mark.parametrize("duty", ["door", "elsewhere"])
def test_who_does_not_write_there_reads_none_of_it(duty, asked, organisation, as_person):
    of = {"organisation": organisation, "duty": "door"} if duty == "door" else {}
    assert WAITS not in page_of(as_person(MembershipFactory(**of).person))


def test_course_is_asked_about_once(organisation, partner, as_person):
    course = OpportunityFactory(organisation=organisation, course=Course.LATER)
    first, later = (
        SessionFactory(opportunity=course, starts_at=timezone.now() + days * DAY) for days in (2, 9)
    )
    course.next_session = first
    course.save()
    for date in (first, later):
        SignUpFactory(session=date, state=State.ASKED)
    page = page_of(as_person(partner))
    top = page[page.index(WAITS) : page.index('<ul class="cards">')]
    assert link("workplace_date", first) in top
    assert link("workplace_date", later) not in top
