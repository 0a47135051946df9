"""Why somebody does not see a posting: in words that staff may read, after they said why."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from community.organisations.actions import avoid
from community.people.actions import give_role
from community.safety.actions import NoGrant, NotForYou, ask_to_see
from community.safety.models import AccessRecord, Saw, Why
from opportunities.actions.diagnosing import Gate, diagnose
from opportunities.models import Course, Opportunity, State
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def reviewer(home, staff, now):
    return give_role(person=staff, role="staff", now=now)


@pytest.fixture
def sought(db):
    return UserFactory(username="canary-name", alias="Wren")


@pytest.fixture
def posting(now):
    return SessionFactory(starts_at=now + 3 * DAY).opportunity


@pytest.fixture
def gates(reviewer, sought, posting, now):
    """A function to what stands between the person and the posting as it is now."""
    ask_to_see(person=sought, reason=Why.HELP, words="She asked us why.", by=reviewer, now=now)

    def found():
        row = Opportunity.objects.select_related("organisation").get(pk=posting.pk)
        return diagnose(person=sought, posting=row, by=reviewer, now=now)

    return found


def change(posting, **values):
    Opportunity.objects.filter(pk=posting.pk).update(**values)


def test_nothing_stands_between(gates):
    assert gates() == []


@pytest.mark.parametrize(
    ("values", "gate"),
    [
        ({"live": False}, Gate.DRAFT),
        ({"held_at": timezone.now()}, Gate.HELD),
    ],
)
def test_posting_that_is_out_of_sight(values, gate, gates, posting):
    change(posting, **values)
    assert gates() == [gate]


def test_organisation_account_dates_and_places(gates, posting, sought, now):
    type(posting.organisation).objects.update(standing="suspended")
    type(sought).objects.filter(pk=sought.pk).update(is_active=False)
    sought.refresh_from_db()
    assert gates() == [Gate.CLOSED, Gate.PARTNER]
    posting.sessions.update(places_taken=6)
    assert gates()[-1] == Gate.FULL
    posting.sessions.update(cancelled_at=now)
    assert Gate.NO_DATE in gates()


def test_course_that_has_begun(gates, posting, now):
    change(posting, course=Course.START)
    for days in (2, 1):
        SessionFactory(opportunity=posting, starts_at=now - days * DAY)
    assert gates() == [Gate.BEGUN]


def test_what_they_keep_away_and_whom_reads_the_same(gates, posting, sought, now, block):
    avoid(organisation=posting.organisation, by=sought, now=now)
    one = gates()
    sought.avoided_organisations.all().delete()
    other = UserFactory()
    SignUpFactory(session=posting.sessions.get(), person=other)
    assert gates() == []
    block(other, sought, now)
    assert gates() == one == [Gate.SAFETY]


@pytest.mark.parametrize(
    ("state", "found"),
    [
        (State.CONFIRMED, [Gate.THERE]),
        (State.WAITING, [Gate.THERE]),
        (State.ASKED, [Gate.THERE]),
        (State.DECLINED, [Gate.DECLINED]),
        (State.CANCELLED, []),
    ],
)
def test_what_is_in_their_plan(state, found, gates, posting, sought):
    SignUpFactory(session=posting.sessions.get(), person=sought, state=state)
    assert gates() == found


def test_each_look_is_written_down_with_its_reason(gates, sought):
    gates()
    record = AccessRecord.objects.get(what=Saw.IDENTITY)
    assert (record.about, record.reason) == (sought.public_id, Why.HELP)


def test_without_a_reason_nothing_is_told_and_that_is_written_down(
    reviewer, sought, posting, partner, now
):
    with pytest.raises(NoGrant):
        diagnose(person=sought, posting=posting, by=reviewer, now=now)
    assert AccessRecord.objects.get().what == Saw.REFUSED
    with pytest.raises(NotForYou):
        diagnose(person=sought, posting=posting, by=partner, now=now)


# -- the screen --------------------------------------------------------------------------------


def test_staff_say_why_first_and_then_read_it(reviewer, sought, as_person):
    desk = as_person(reviewer, proved=True)
    posting = OpportunityFactory(organisation=OrganisationFactory(name="Canary Friends"))
    address = reverse("desk_why", args=[sought.public_id])
    of_person = reverse("desk_person", args=[sought.public_id])
    assert desk.post(address, {"posting": str(posting.public_id)}).url == of_person
    assert not AccessRecord.objects.filter(what=Saw.IDENTITY).exists()
    desk.post(of_person, {"reason": "help", "words": "She asked us why."})
    assert address in desk.get(of_person).content.decode()
    assert desk.get(address).status_code == 200
    assert not AccessRecord.objects.filter(what=Saw.IDENTITY).exists()
    where = f"https://site.example{reverse('opportunities:detail', args=[posting.public_id])}"
    page = desk.post(address, {"posting": where}).content.decode()
    assert "It has no date ahead, so no list shows it." in page
    assert "canary-name" not in page
    assert AccessRecord.objects.filter(what=Saw.IDENTITY).count() == 1


@pytest.mark.parametrize("typed", ["", "x", "0" * 400, "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_posting_is_said(typed, reviewer, sought, as_person):
    desk = as_person(reviewer, proved=True)
    now = timezone.now()
    ask_to_see(person=sought, reason=Why.HELP, words="She asked us why.", by=reviewer, now=now)
    answer = desk.post(reverse("desk_why", args=[sought.public_id]), {"posting": typed})
    assert answer.status_code == 400
