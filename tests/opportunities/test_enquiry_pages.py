"""The pages of times that are agreed on, of who asks and of who answers."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from opportunities.forms.enquiries import AnswerForm
from opportunities.models import Enquiry, Opportunity, Says
from tests.factories.opportunities import EnquiryFactory, OpportunityFactory, SessionFactory
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
PLACE = "Green gate, 12 Sallow Lane"
DAY = dt.timedelta(days=1)


@pytest.fixture
def posting(partner):
    until = timezone.now() + 30 * DAY
    return OpportunityFactory(
        organisation=partner.memberships.get().organisation, asked_until=until,
        next_session_at=until,
    )  # fmt: skip


@pytest.fixture
def sam(client, participant):
    sign_in(client, participant)
    return client


@pytest.fixture
def rosa(partner):
    client = Client()
    sign_in(client, partner, proved=True)
    return client


def detail(posting):
    return reverse("opportunities:detail", args=[posting.public_id])


def ask(posting):
    return reverse("opportunities:ask", args=[posting.public_id])


def test_stranger_reads_that_one_may_ask_and_signs_in_first(client, posting):
    page = client.get(detail(posting)).content.decode()
    assert ask(posting) in page
    assert PLACE not in page
    assert client.get(ask(posting)).status_code == 302
    Opportunity.objects.filter(pk=posting.pk).update(asked_until=timezone.now() - DAY)
    assert ask(posting) not in client.get(detail(posting)).content.decode()


def test_posting_with_dates_offers_both(client, posting):
    SessionFactory(opportunity=posting)
    page = client.get(detail(posting)).content.decode()
    assert ask(posting) in page
    assert 'name="session"' in page


def test_list_finds_it_and_its_filter_finds_nothing_else(client, posting):
    SessionFactory(opportunity__title="Library morning")
    page = client.get("/opportunities/").content.decode()
    assert posting.title in page
    assert "Library morning" in page
    page = client.get("/opportunities/", {"when": "agreed"}).content.decode()
    assert posting.title in page
    assert "Library morning" not in page


@pytest.mark.parametrize(
    ("more", "is_found"), [({}, True), ({"places": "1"}, False), ({"when": "evenings"}, True)]
)
def test_filter_beside_others(client, posting, more, is_found):
    asked = {"when": ["agreed", more.get("when", "agreed")], "places": more.get("places", "")}
    page = client.get("/opportunities/", asked).content.decode()
    assert ("Nothing matches" in page) is not is_found
    assert f'href="{detail(posting)}"' in page  # if not found, as one filter away


def test_asking_and_reading_a_yes(sam, rosa, posting, participant):
    page = sam.post(ask(posting), {"name": "Robin", "note": "Mornings"}, follow=True)
    row = Enquiry.objects.get()
    assert (row.alias, row.note, row.person) == ("Robin", "Mornings", participant)
    assert PLACE not in page.content.decode()
    assert posting.title in sam.get("/plan/").content.decode()
    assert sam.get(ask(posting)).status_code == 302

    answer = reverse("opportunities:workplace_enquiry", args=[row.public_id])
    listed = rosa.get(reverse("opportunities:workplace_enquiries", args=[posting.public_id]))
    assert "Robin" in listed.content.decode()
    assert participant.username not in listed.content.decode()
    rosa.post(answer, {"says": "yes", "line": "Tuesday at ten"})
    page = sam.get(reverse("opportunities:asked", args=[row.public_id])).content.decode()
    assert "Tuesday at ten" in page
    assert PLACE in page
    assert rosa.get(answer).status_code == 404


@pytest.mark.parametrize("over", ["held", "long ago", "not now"])
def test_place_is_shown_with_a_yes_that_holds_only(sam, posting, participant, over):
    now = timezone.now()
    said_at = now - (31 * DAY if over == "long ago" else DAY)
    row = EnquiryFactory(
        opportunity=posting, person=participant, made_at=said_at - DAY, said_at=said_at,
        said=Says.NOT_NOW if over == "not now" else Says.YES,
    )  # fmt: skip
    if over == "held":
        Opportunity.objects.filter(pk=posting.pk).update(held_at=now)
    page = sam.get(reverse("opportunities:asked", args=[row.public_id]))
    assert page.status_code == 200
    assert PLACE not in page.content.decode()


def test_taking_it_back_needs_no_reason(sam, posting, participant):
    row = EnquiryFactory(opportunity=posting, person=participant)
    page = sam.post(reverse("opportunities:asked", args=[row.public_id]), follow=True)
    assert "Taken back" in page.content.decode()
    assert not Enquiry.objects.exists()


def test_empty_name_is_asked_for_and_what_was_typed_stays(sam, posting):
    page = sam.post(ask(posting), {"name": "", "note": "Mornings, slowly"})
    assert page.status_code == 400
    assert "Mornings, slowly" in page.content.decode()


@pytest.mark.parametrize(
    ("line", "is_fine"),
    [
        ("Tuesday 5 May at 10.30", True),
        ("Between 10 and 12, from 2026-05-05 on", True),
        ("Ring me: 212 555 0142", False),
        ("rosa@example.org", False),
        ("www.example.org", False),
        ("Write to rosa.me", False),
        ("See https://x.y", False),
        ("@rosa", False),
    ],
)
def test_line_carries_nobody_away_from_here(line, is_fine):
    form = AnswerForm({"says": "yes", "line": line})
    assert form.is_valid() is is_fine


def test_yes_needs_a_time_and_a_no_needs_nothing():
    assert not AnswerForm({"says": "yes"}).is_valid()
    assert AnswerForm({"says": "not_now"}).is_valid()


def test_partner_opens_and_closes_it(rosa, partner):
    row = OpportunityFactory(organisation=partner.memberships.get().organisation)
    where = reverse("opportunities:workplace_enquiries", args=[row.public_id])
    day = (timezone.now() + 20 * DAY).date().isoformat()
    assert rosa.post(where, {"until": day}).status_code == 302
    assert f'value="{day}"' in rosa.get(where).content.decode()
    for wrong in ("2001-01-01", "3026-01-01", "soon", "\x00"):
        assert rosa.post(where, {"until": wrong}).status_code == 400
    row.refresh_from_db()
    assert row.asked_until is not None
    rosa.post(where, {"until": ""})
    row.refresh_from_db()
    assert row.asked_until is None
