"""A partner's pages at their edges: pages that do not exist, two organisations, no review."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import WorkflowContentType

from cms.actions import prepare_site
from community.organisations.models import Standing
from opportunities.models import Opportunity, Session
from opportunities.views.partner import ON_A_PAGE
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory
from tests.factories.organisations import MembershipFactory
from tests.opportunities.writing import send, write

pytestmark = pytest.mark.django_db
WORKPLACE = reverse("opportunities:workplace")
NEW = reverse("opportunities:workplace_new")
WORDS = {"kind": "class", "title": "Soup", "summary": "We cook.", "cost": "Free", "motif": "pot"}


@pytest.fixture
def rosa(partner, as_person):
    return as_person(partner)


@pytest.fixture
def garden(partner):
    return partner.memberships.get().organisation


def at(session: Session) -> str:
    return reverse("opportunities:workplace_date", args=[session.public_id])


def typed(day: dt.date, **changed: str) -> dict[str, str]:
    return {"date": day.isoformat(), "starts": "10:00", "ends": "12:00", "places": "6"} | changed


def next_week() -> dt.date:
    return timezone.now().date() + dt.timedelta(days=7)


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "1000", "9999999999", "²", "1.5"])
def test_page_that_cannot_be_is_a_plain_404(rosa, page):
    assert rosa.get(WORKPLACE, {"page": page}).status_code == 404


def test_page_after_the_last_is_empty_and_the_ones_before_lead_on(rosa, garden):
    OpportunityFactory.create_batch(ON_A_PAGE + 1, organisation=garden)
    first = rosa.get(WORKPLACE)
    assert "page=2" in first.content.decode()
    second = rosa.get(WORKPLACE, {"page": "2"}).content.decode()
    assert "page=1" in second
    assert "page=3" not in second
    assert rosa.get(WORKPLACE, {"page": "3"}).status_code == 200


@pytest.mark.parametrize("who", ["participant", "editor", "staff"])
def test_who_works_for_no_organisation_has_no_workplace(request, who, as_person):
    client = as_person(request.getfixturevalue(who))
    for address in (WORKPLACE, NEW):
        assert client.get(address).status_code == 404
        assert client.post(address, WORDS).status_code in {404, 405}
    assert not Opportunity.objects.exists()


def test_partner_of_two_organisations_says_for_which_one(rosa, partner, garden):
    other = MembershipFactory(person=partner, organisation__name="Second garden").organisation
    assert "For which organisation?" in rosa.get(NEW).content.decode()
    refused = rosa.post(NEW, WORDS)
    assert refused.status_code == 400
    assert not Opportunity.objects.exists()
    assert rosa.post(NEW, WORDS | {"organisation": other.pk}).status_code == 302
    assert Opportunity.objects.get().organisation == other


def test_partner_never_writes_for_an_organisation_of_others(rosa, partner, another_partner):
    MembershipFactory(person=partner)
    theirs = another_partner.memberships.get().organisation
    assert rosa.post(NEW, WORDS | {"organisation": theirs.pk}).status_code == 400
    assert not Opportunity.objects.exists()


def test_partner_of_one_organisation_is_not_asked_and_cannot_choose(rosa, garden, another_partner):
    theirs = another_partner.memberships.get().organisation
    assert "For which organisation?" not in rosa.get(NEW).content.decode()
    rosa.post(NEW, WORDS | {"organisation": theirs.pk})
    assert Opportunity.objects.get().organisation == garden


def test_site_without_a_review_says_so_and_keeps_what_was_typed(rosa, garden):
    prepare_site()
    WorkflowContentType.objects.all().delete()
    answer = send(rosa, write(rosa, ask_for="Rosa, in a yellow hat"))
    words = answer.content.decode()
    assert answer.status_code == 400
    assert "This site has no review yet" in words
    assert "Rosa, in a yellow hat" in words


@pytest.mark.parametrize("standing", [Standing.UNVERIFIED, Standing.SUSPENDED])
def test_organisation_that_is_not_verified_is_told_to_its_people(rosa, garden, standing):
    garden.standing = standing
    garden.save(update_fields=["standing"])
    answer = rosa.get(WORKPLACE)
    if standing == Standing.SUSPENDED:  # its people can write nothing meanwhile
        assert answer.status_code in {200, 404}
    else:
        assert garden.name in answer.content.decode()


def test_fewer_places_than_people_is_refused_and_nothing_moves(rosa, garden):
    session = SessionFactory(opportunity__organisation=garden, capacity=6)
    before = session.starts_at
    SignUpFactory.create_batch(3, session=session)
    answer = rosa.post(at(session), typed(next_week(), places="2"))
    assert answer.status_code == 400
    assert "More people than that have a place" in answer.content.decode()
    session.refresh_from_db()
    assert (session.starts_at, session.capacity) == (before, 6)


def test_date_that_has_begun_cannot_be_called_off_or_moved(rosa, garden):
    begun = timezone.now() - dt.timedelta(minutes=5)
    session = SessionFactory(opportunity__organisation=garden, starts_at=begun)
    rosa.post(at(session), {"cancel": "1"}, follow=True)
    rosa.post(at(session), typed(next_week()))
    session.refresh_from_db()
    assert session.cancelled_at is None
    assert session.starts_at == begun


def test_date_that_was_called_off_is_not_moved(rosa, garden, now):
    session = SessionFactory(opportunity__organisation=garden, cancelled_at=now)
    before = session.starts_at
    rosa.post(at(session), typed(next_week()))
    session.refresh_from_db()
    assert session.starts_at == before


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"date": "2020-01-01"}, "The date has passed"),
        ({"date": "2099-01-01"}, "more than a year ahead"),
        ({"ends": "09:00"}, "must be later than 10 am"),
        ({"starts": "ten"}, "We can’t read that time"),
        ({"date": "soon"}, "We can’t read that day"),
        ({"places": "0"}, "At least one place"),
        ({"places": "many"}, "A number, like 8"),
        ({"places": "10001"}, "too many places"),
    ],
)
def test_date_that_cannot_be_is_refused_in_words(rosa, garden, changed, said):
    opportunity = OpportunityFactory(organisation=garden)
    address = reverse("opportunities:workplace_dates", args=[opportunity.public_id])
    answer = rosa.post(address, typed(next_week()) | changed)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Session.objects.exists()


@pytest.mark.parametrize("clock", ["2 pm", "2pm", "2.00 pm", "2:00 PM", "14:00", "14:00:00"])
def test_clock_is_read_the_way_people_write_it(rosa, garden, clock):
    opportunity = OpportunityFactory(organisation=garden)
    address = reverse("opportunities:workplace_dates", args=[opportunity.public_id])
    assert rosa.post(address, typed(next_week(), starts=clock, ends="15:00")).status_code == 302
    assert Session.objects.get().clock == "2 pm"


def test_empty_number_of_places_is_never_full(rosa, garden):
    opportunity = OpportunityFactory(organisation=garden)
    address = reverse("opportunities:workplace_dates", args=[opportunity.public_id])
    rosa.post(address, typed(next_week(), places=""))
    assert Session.objects.get().capacity is None
