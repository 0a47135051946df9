"""The lists of a partner's activities: each is in one of them, and is counted once."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from community.people.actions import give_role
from opportunities.actions.publishing import hold, submit_for_review
from opportunities.models import Kind, State
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.now()
A_DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _reviewed_site(home):
    """Postings are reviewed here."""


@pytest.fixture
def organisation(partner):
    return partner.memberships.get().organisation


@pytest.fixture
def read(partner, as_person):
    """A function that gives what a partner's page says, for one of its lists."""
    client = as_person(partner)

    def text(which: str = "") -> str:
        response = client.get(reverse("opportunities:workplace"), {"list": which} if which else {})
        assert response.status_code == 200
        return response.content.decode()

    return text


def in_list(page: str) -> set[str]:
    return set(re.findall(r'<h2 class="h-small"><a [^>]*>([^<]+)</a>', page))


def numbers(page: str) -> dict[str, int]:
    found = re.findall(r'\?list=(\w+)"[^>]*>[^<]+<span>(\d+)</span>', page)
    return {name: int(number) for name, number in found}


def test_every_activity_is_in_one_list(read, partner, organisation, staff, now):
    reviewer = give_role(person=staff, role="staff", now=now)
    of_ours = {"organisation": organisation}
    SessionFactory(opportunity=OpportunityFactory(title="To come", **of_ours))
    OpportunityFactory(title="No date ever", **of_ours)
    over = SessionFactory(opportunity=OpportunityFactory(title="Over", **of_ours))
    over.opportunity.sessions.update(starts_at=TODAY - 3 * A_DAY, ends_at=TODAY - 2 * A_DAY)
    type(over.opportunity).objects.filter(pk=over.opportunity_id).update(next_session_at=None)
    OpportunityFactory(title="Begun", live=False, **of_ours)
    sent, sent_back = (
        OpportunityFactory(title=title, live=False, **of_ours) for title in ("Sent", "Sent back")
    )
    for row in (sent, sent_back):
        submit_for_review(opportunity=row, by=partner, now=now)
    sent_back.refresh_from_db()
    sent_back.current_workflow_task_state.reject(user=reviewer, comment="When?")
    held = SessionFactory(opportunity=OpportunityFactory(title="Held", **of_ours)).opportunity
    hold(opportunity=held, by=reviewer, reason="We ask.", now=now)
    SessionFactory(opportunity__title="Of others")

    assert in_list(read("live")) == {"To come", "No date ever"}
    assert in_list(read("staff")) == {"Sent", "Held"}
    assert in_list(read("drafts")) == {"Begun", "Sent back"}
    assert in_list(read("ended")) == {"Over"}
    assert numbers(read()) == {"live": 2, "staff": 2, "drafts": 2, "ended": 1}


def test_first_list_with_anything_in_it_is_shown(read, organisation):
    assert numbers(read()) == {}
    OpportunityFactory(title="Begun", live=False, organisation=organisation)
    assert in_list(read()) == {"Begun"}
    assert in_list(read("no such list")) == {"Begun"}
    assert "None in this list" in read("ended")


@pytest.fixture
def yesterday(organisation):
    row = SessionFactory(opportunity__organisation=organisation, places_taken=1)
    row.starts_at, row.ends_at = TODAY - 1.2 * A_DAY, TODAY - A_DAY
    row.save()
    SignUpFactory(session=row, state=State.CONFIRMED)
    return row


def test_register_that_nobody_is_marked_on_is_named(read, yesterday):
    where = reverse("opportunities:workplace_register", args=[yesterday.public_id])
    assert "A register to finish" in read()
    assert where in read()


@pytest.mark.parametrize(
    "changes",
    [
        {"walk_ins": 2},
        {"cancelled_at": TODAY},
        {"starts_at": TODAY - 4 * A_DAY, "ends_at": TODAY - 3 * A_DAY},
        {"places_taken": 0},
        {"ends_at": TODAY + A_DAY / 24},
    ],
    ids=["counted", "cancelled", "long ago", "nobody", "still on"],
)
def test_no_other_register_is_named(read, yesterday, changes):
    type(yesterday).objects.filter(pk=yesterday.pk).update(**changes)
    assert "A register to finish" not in read()


def test_register_with_somebody_marked_is_finished(read, yesterday):
    yesterday.sign_ups.update(state=State.ATTENDED, came_at=TODAY)
    assert "A register to finish" not in read()


def test_nobody_is_asked_who_came_to_a_support_group(read, yesterday):
    type(yesterday.opportunity).objects.update(kind=Kind.GROUP)
    assert "A register to finish" not in read()


def test_register_of_others_is_not_named(as_person, another_partner, yesterday):
    page = as_person(another_partner).get(reverse("opportunities:workplace")).content.decode()
    assert "A register to finish" not in page


@pytest.mark.parametrize("name", ["", "_date", "_dates", "_calendar", "_tell", "_register"])
def test_title_in_another_language_than_the_partners_says_so(name, partner, as_person):
    """They read the original, whatever it is told in: a voice has to know which one it speaks."""
    posting = OpportunityFactory(
        title="Riverbank", organisation=partner.memberships.get().organisation
    )
    posting.write_in("es", {word: f"x {word}" for word in posting.TOLD})
    posting.save()
    session = SignUpFactory(session__opportunity=posting).session
    about = {"_dates": [posting.public_id], "": [], "_calendar": []}
    address = reverse(f"opportunities:workplace{name}", args=about.get(name, [session.public_id]))
    month = {"month": f"{session.local_start:%Y-%m}"}
    own = as_person(partner).get(address, month).content.decode().partition("<main")[2]
    assert 'lang="en"' not in own
    partner.language = "es"
    partner.save()
    page = as_person(partner).get(address, month).content.decode()
    assert re.search(r'lang="en">(<[^>]+>)?Riverbank', page)
