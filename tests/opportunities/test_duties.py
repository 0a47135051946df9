"""What each duty opens in the workplace: door, coordinator, owner (safety.md #18, T4)."""

import pytest
from django.urls import reverse

from community.notifications.models import Message
from community.organisations.actions import let_go
from opportunities.actions.publishing import NotYours, save_draft
from opportunities.models import Opportunity, Session
from opportunities.permissions import (
    editable_opportunities,
    visible_opportunities,
    visible_workplace_sessions,
    visible_workplace_sign_ups,
)
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
DUTIES = ("owner", "coordinator", "door")
OPEN = {
    "workplace": {"owner", "coordinator", "door"},
    "workplace_date": {"owner", "coordinator", "door"},
    "workplace_new": {"owner", "coordinator"},
    "workplace_edit": {"owner", "coordinator"},
    "workplace_words": {"owner", "coordinator"},
    "workplace_telling": {"owner", "coordinator"},
    "workplace_preview": {"owner", "coordinator"},
    "workplace_dates": {"owner", "coordinator"},
    "team": {"owner"},
}


@pytest.fixture(autouse=True)
def _reviewed_site(home):
    """Postings are reviewed here."""


@pytest.fixture
def sign_up():
    return SignUpFactory(alias="Wren", session__opportunity__title="Garden morning")


@pytest.fixture
def work_as(sign_up):
    def work(duty):
        organisation = sign_up.session.opportunity.organisation
        return MembershipFactory(organisation=organisation, duty=duty)

    return work


def address(name, sign_up) -> str:
    args = {
        "workplace_edit": [sign_up.session.opportunity.public_id],
        "workplace_words": [sign_up.session.opportunity.public_id, "about"],
        "workplace_telling": [sign_up.session.opportunity.public_id, "es"],
        "workplace_preview": [sign_up.session.opportunity.public_id],
        "workplace_dates": [sign_up.session.opportunity.public_id],
        "workplace_date": [sign_up.session.public_id],
    }
    app = "organisations" if name == "team" else "opportunities"
    return reverse(f"{app}:{name}", args=args.get(name, []))


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize("name", OPEN)
def test_each_duty_opens_its_pages_and_no_other(name, duty, sign_up, work_as, as_person):
    client = as_person(work_as(duty).person)
    expected = 200 if duty in OPEN[name] else 404
    assert client.get(address(name, sign_up)).status_code == expected
    if expected == 404 and name != "workplace_preview":
        assert client.post(address(name, sign_up), {"cancel": "1"}).status_code == 404


@pytest.mark.parametrize("name", OPEN)
def test_nothing_is_seen_without_a_second_step(name, sign_up, work_as, as_person):
    client = as_person(work_as("owner").person, second_factor=False)
    assert client.get(address(name, sign_up)).url == reverse("mfa_index")


def test_door_reads_who_comes_and_changes_nothing(sign_up, work_as, as_person):
    client = as_person(work_as("door").person)
    workplace = client.get(address("workplace", sign_up)).content.decode()
    date = address("workplace_date", sign_up)
    assert date in workplace
    assert address("workplace_new", sign_up) not in workplace
    assert address("workplace_edit", sign_up) not in workplace
    page = client.get(date).content.decode()
    assert "Wren" in page
    assert "Save this date" not in page
    assert "Call this date off" not in page
    before = Session.objects.values().get()
    for typed in ({"cancel": "1"}, {"date": "2030-01-01", "starts": "10:00", "ends": "11:00"}):
        assert client.post(date, typed).status_code == 404
    assert Session.objects.values().get() == before


def test_coordinator_changes_a_date(sign_up, work_as, as_person):
    client = as_person(work_as("coordinator").person)
    client.post(address("workplace_date", sign_up), {"cancel": "1"})
    assert Session.objects.get().cancelled_at is not None


@pytest.mark.parametrize(("duty", "may"), [("owner", True), ("coordinator", True), ("door", False)])
def test_writing_is_for_who_writes(duty, may, sign_up, work_as, now):
    person, opportunity = work_as(duty).person, sign_up.session.opportunity
    hidden = OpportunityFactory(organisation=opportunity.organisation, live=False)
    assert editable_opportunities(person).filter(pk=opportunity.pk).exists() is may
    assert visible_opportunities(person, now).filter(pk=hidden.pk).exists() is may
    assert visible_workplace_sessions(person).exists()
    assert visible_workplace_sign_ups(person, now).exists()
    fresh = Opportunity.objects.get(pk=opportunity.pk)
    if may:
        assert save_draft(opportunity=fresh, by=person, now=now).latest_revision
    else:
        with pytest.raises(NotYours):
            save_draft(opportunity=fresh, by=person, now=now)


def test_door_of_one_organisation_is_no_door_of_another(as_person, work_as):
    other = SessionFactory()
    client = as_person(work_as("door").person)
    there = reverse("opportunities:workplace_date", args=[other.public_id])
    assert client.get(there).status_code == 404


def test_who_writes_for_one_and_stands_at_the_door_of_another(sign_up, work_as, as_person):
    work = work_as("door")
    own = OpportunityFactory(title="Soup from scratch")
    MembershipFactory(person=work.person, organisation=own.organisation, duty="coordinator")
    client = as_person(work.person)
    page = client.get(address("workplace", sign_up)).content.decode()
    assert reverse("opportunities:workplace_edit", args=[own.public_id]) in page
    assert address("workplace_date", sign_up) in page
    assert client.get(address("workplace_edit", sign_up)).status_code == 404
    form = client.get(address("workplace_new", sign_up)).content.decode()
    assert sign_up.session.opportunity.organisation.name not in form


@pytest.mark.parametrize("duty", DUTIES)
def test_removal_ends_it_in_the_session_that_is_open(duty, sign_up, work_as, as_person, now):
    owner, work = work_as("owner").person, work_as(duty)
    client = as_person(work.person)
    assert client.get(address("workplace_date", sign_up)).status_code == 200
    let_go(membership=work, by=owner, now=now)
    for name in OPEN:
        assert client.get(address(name, sign_up)).status_code == 404


def test_invited_colleague_sees_nothing_before_a_second_step(
    sign_up, work_as, as_person, participant
):
    owner = as_person(work_as("owner").person)
    organisation = sign_up.session.opportunity.organisation
    typed = {"what": "invite", "organisation": organisation.public_id, "duty": "door"}
    owner.post(address("team", sign_up), typed | {"email": "noa@example.org"})
    link = next(line for line in Message.objects.get().body.splitlines() if "://" in line)
    path = link.partition("testserver")[2]
    client = as_person(participant, second_factor=False)
    assert organisation.name in client.get(path).content.decode()
    assert client.post(path).url == address("workplace", sign_up)
    for name in ("workplace", "workplace_date"):
        assert client.get(address(name, sign_up)).url == reverse("mfa_index")
    page = as_person(participant).get(address("workplace_date", sign_up)).content.decode()
    assert "Wren" in page
    assert client.get(path).status_code == 404


def test_owner_is_asked_to_agree_and_others_are_not(sign_up, work_as, as_person):
    asked = reverse("organisations:agreement")
    for duty in DUTIES:
        page = as_person(work_as(duty).person).get(address("workplace", sign_up)).content.decode()
        assert (asked in page) is (duty == "owner")
