"""A partner's pages: own activities, their words, their dates, who comes."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from community.organisations.models import Organisation, Standing, site_day
from community.people.actions import give_role
from opportunities.actions.publishing import hold, save_draft, submit_for_review
from opportunities.models import Opportunity, PracticalNeed, Session
from tests.factories.opportunities import (
    OpportunityFactory,
    SessionFactory,
)
from tests.factories.organisations import MembershipFactory
from tests.opportunities.writing import WORDS, fill_in, send, step_address, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reviewed_site(home):
    """Postings are reviewed here."""


@pytest.fixture
def reviewer(staff, now):
    return give_role(person=staff, role="staff", now=now)


@pytest.fixture
def organisation(partner) -> Organisation:
    return partner.memberships.get().organisation


@pytest.fixture
def client(partner, as_person):
    return as_person(partner)


@pytest.fixture
def activity(organisation) -> Opportunity:
    return OpportunityFactory(organisation=organisation, title="Old words")


def address(name: str, row: Opportunity | Session | None = None) -> str:
    return reverse(f"opportunities:{name}", args=[row.public_id] if row else [])


def text_of(response, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


def test_partner_writes_sends_and_staff_approve(client, organisation, reviewer, now):
    opportunity = write(client)
    assert send(client, opportunity).url == address("workplace") + "?list=staff"
    opportunity = Opportunity.objects.get()
    assert opportunity.organisation == organisation
    assert not opportunity.live
    assert "With staff, to be read" in text_of(client.get(address("workplace")))
    opportunity.current_workflow_task_state.approve(user=reviewer)
    public = Opportunity.objects.public(now).get()
    assert (public.title, str(public.latitude)) == ("Soup from scratch", "40.75")
    assert "Live" in text_of(client.get(address("workplace")))


def test_partner_reads_what_staff_ask_for_and_sends_again(client, reviewer, now):
    opportunity = write(client)
    send(client, opportunity)
    opportunity.current_workflow_task_state.reject(user=reviewer, comment="Say who is <there>.")
    for page in ("workplace", "workplace_edit", "workplace_dates"):
        row = None if page == "workplace" else opportunity
        assert "Say who is &lt;there&gt;." in text_of(client.get(address(page, row)))
    fill_in(client, opportunity, **WORDS | {"title": "Better soup"})
    send(client, opportunity)
    opportunity = Opportunity.objects.get()
    opportunity.current_workflow_task_state.approve(user=reviewer)
    assert Opportunity.objects.public(now).get().title == "Better soup"


def test_edit_of_a_live_activity_leaves_the_public_words(client, activity, now):
    form = text_of(client.get(step_address(activity, "about")))
    assert 'value="Old words"' in form
    fill_in(client, activity, **WORDS | {"title": "New"})
    assert Opportunity.objects.public(now).get().title == "Old words"
    assert 'value="New"' in text_of(client.get(step_address(activity, "about")))
    page = text_of(client.get(address("workplace")))
    assert "Your changes are not sent yet" in page
    assert "New" in page


def test_ticks_are_kept_in_the_draft(client, activity):
    needs = PracticalNeed.objects.filter(slug__in=["no-id", "childcare"])
    typed = {"needs": [need.pk for need in needs], "cost": "Free", "later": "1"}
    client.post(step_address(activity, "who"), typed)
    draft = Opportunity.objects.get().get_latest_revision_as_object()
    assert {need.slug for need in draft.needs.all()} == {"no-id", "childcare"}
    assert not Opportunity.objects.get().needs.exists()
    page = text_of(client.get(step_address(activity, "who")))
    assert page.count(" checked") == 2


def test_activity_cannot_be_written_for_another_organisation(client, another_partner):
    other = another_partner.memberships.get().organisation
    write(client, organisation=other.pk)
    assert Opportunity.objects.get().organisation != other


def test_partner_of_two_organisations_chooses_among_their_own(
    client, partner, another_partner, organisation
):
    second = MembershipFactory(person=partner).organisation
    page = text_of(client.get(address("workplace_new")))
    assert "For which organisation?" in page
    other = another_partner.memberships.get().organisation
    assert other.name not in page
    refused = client.post(address("workplace_new"), WORDS | {"organisation": other.pk})
    assert refused.status_code == 400
    write(client, organisation=second.pk)
    assert Opportunity.objects.get().organisation == second


def test_activity_that_staff_read_cannot_be_changed_meanwhile(client, activity, partner, now):
    changed = activity.get_latest_revision_as_object()
    changed.title = "Sent words"
    save_draft(opportunity=changed, by=partner, now=now)
    submit_for_review(opportunity=changed, by=partner, now=now)
    for there in (address("workplace_edit", activity), step_address(activity, "about")):
        page = text_of(client.get(there))
        assert "Staff are reading this now" in page
        assert 'name="title"' not in page
        assert client.post(there, WORDS | {"later": "1"}).status_code == 409
    assert Opportunity.objects.get().get_latest_revision_as_object().title == "Sent words"


def test_held_activity_tells_its_partner_why(client, activity, reviewer, now):
    hold(opportunity=activity, reason="Who drives the van?", by=reviewer, now=now)
    page = text_of(client.get(address("workplace")))
    assert "Held by staff" in page
    assert "Who drives the van?" in page


def test_unverified_organisation_writes_but_nothing_is_public(client, organisation, reviewer, now):
    Organisation.objects.update(standing=Standing.UNVERIFIED, verified_until=None)
    send(client, write(client))
    Opportunity.objects.get().current_workflow_task_state.approve(user=reviewer)
    assert not Opportunity.objects.public(now).exists()
    assert "have not verified" in text_of(client.get(address("workplace")))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (31, ""),
        (30, "is verified until"),
        (0, "is verified until"),
        (-1, "is not verified now"),
    ],
)
def test_workplace_says_when_a_verification_ends_and_has_ended(days, said, client, organisation):
    until = site_day(timezone.now()) + dt.timedelta(days=days)
    Organisation.objects.filter(pk=organisation.pk).update(verified_until=until)
    page = text_of(client.get(address("workplace")))
    assert "have not verified" not in page
    for words in ("is verified until", "is not verified now"):
        assert (words in page) == (words == said)


def test_lists_cost_the_same_with_more_rows(
    client, activity, organisation, django_assert_max_num_queries
):
    def visit() -> None:
        client.get(address("workplace"))

    visit()
    with django_assert_max_num_queries(15) as one:
        visit()
    for _more in range(3):
        SessionFactory(opportunity__organisation=organisation)
    with django_assert_max_num_queries(len(one) + 1):
        visit()


def test_long_list_has_more_pages(client, organisation):
    OpportunityFactory.create_batch(51, organisation=organisation)
    assert "page=2" in text_of(client.get(address("workplace")))
    assert "page=1" in text_of(client.get(address("workplace") + "?page=2"))
    for wrong in ("0", "x", "-1", "99999999999999", "٢"):
        assert client.get(address("workplace"), {"page": wrong}).status_code == 404


PAGES = [
    "workplace", "workplace_new", "workplace_edit", "workplace_words", "workplace_preview",
    "workplace_dates", "workplace_date",
]  # fmt: skip


def page_of(name: str, activity: Opportunity) -> str:
    if name == "workplace_words":
        return step_address(activity, "about")
    rows = dict.fromkeys(["workplace_edit", "workplace_dates", "workplace_preview"], activity)
    if name == "workplace_date":
        return address(name, SessionFactory(opportunity=activity))
    return address(name, rows.get(name))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["participant", "editor", "staff"])
def test_partner_pages_do_not_exist_for_others(
    request, name, method, who, activity, as_person, now
):
    visitor = as_person(request.getfixturevalue(who))
    response = getattr(visitor, method)(page_of(name, activity))
    assert response.status_code in {404, 405}
    assert Opportunity.objects.count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_partner_pages_ask_strangers_to_sign_in(name, activity, stranger):
    response = stranger.get(page_of(name, activity))
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


@pytest.mark.parametrize("name", PAGES[2:])
@pytest.mark.parametrize("method", ["get", "post"])
def test_other_organisations_rows_do_not_exist(name, method, activity, another_partner, as_person):
    visitor = as_person(another_partner)
    answer = getattr(visitor, method)(page_of(name, activity), WORDS)
    assert answer.status_code == (405 if (name, method) == ("workplace_preview", "post") else 404)


def test_other_organisations_posting_is_not_copied(activity, another_partner, as_person):
    visitor = as_person(another_partner)
    assert visitor.post(address("workplace_copy", activity)).status_code == 404
    assert Opportunity.objects.count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_partner_pages_end_with_the_membership(name, activity, partner, client):
    page = page_of(name, activity)
    assert client.get(page).status_code == 200
    partner.memberships.all().delete()
    if name == "workplace":
        answer = client.get(page)
        assert "no organisation is linked to it now" in text_of(answer)
        assert activity.title not in text_of(answer)
    else:
        assert client.get(page).status_code == 404


def test_list_holds_no_other_organisations_activity(client, activity):
    OpportunityFactory(title="Not theirs")
    page = text_of(client.get(address("workplace")))
    assert "Old words" in page
    assert "Not theirs" not in page


@pytest.mark.parametrize("name", PAGES)
def test_partner_pages_have_no_way_out_and_are_not_kept(name, client, activity):
    response = client.get(page_of(name, activity))
    page = text_of(response)
    assert 'class="leave"' not in page
    assert "no-store" in response["Cache-Control"]
    assert " style=" not in page
