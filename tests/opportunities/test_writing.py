"""A partner writes a posting: step by step, a look at it all, a copy, a preview."""

import datetime as dt
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone

from community.organisations.models import Organisation
from community.people.actions import give_role
from opportunities.actions.publishing import hold
from opportunities.actions.sessions import refresh_next_session
from opportunities.forms.partner import STEPS
from opportunities.models import Opportunity, PracticalNeed, Session
from tests.factories.opportunities import (
    AreaFactory,
    OpportunityFactory,
    SessionFactory,
)
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


def test_draft_needs_little_and_sending_needs_more(client):
    row = write(client, ask_for="", postcode="", summary="")
    refused = text_of(send(client, row), 400)
    for asked in (
        "Say in a sentence what it is",
        "Tell people who to ask for",
        "Choose a part of town, or give a ZIP code",
    ):
        assert asked in refused
    assert "<title>Error:" in refused
    assert f'href="{step_address(row, "day")}#id_ask_for"' in refused
    assert not Opportunity.objects.get().workflow_in_progress
    fill_in(client, row, **WORDS)
    assert send(client, row).status_code == 302
    assert Opportunity.objects.get().workflow_in_progress


def test_activity_that_is_online_needs_no_part_of_town(client):
    online = PracticalNeed.objects.get(slug="online")
    send(client, write(client, postcode="", needs=[online.pk]))
    assert Opportunity.objects.get().workflow_in_progress


def test_coordinates_follow_the_area(client):
    area = AreaFactory(latitude="41.10", longitude="-73.20")
    send(client, write(client, postcode="", area=area.pk))
    draft = Opportunity.objects.get().get_latest_revision_as_object()
    assert str(draft.latitude) == "41.10"


BAD = [
    ("about", {"kind": "party"}),
    ("about", {"title": "x" * 200}),
    ("about", {"title": ""}),
    ("about", {"title": "Victims’ choir"}),
    ("about", {"summary": "x" * 5000}),
    ("about", {"motif": "gun"}),
    ("where", {"postcode": "00000"}),
    ("where", {"postcode": "١٢٣٤٥"}),
    ("where", {"area": "999999"}),
    ("who", {"needs": ["999999"]}),
    ("who", {"needs": ["<script>"]}),
    ("who", {"cost": ""}),
]


@pytest.mark.parametrize("button", ["next", "later"])
@pytest.mark.parametrize(("step", "bad"), BAD, ids=[str(bad)[:30] for _step, bad in BAD])
def test_what_is_right_is_kept_beside_what_is_wrong(step, bad, button, client):
    row = write(client)
    right = {"about": "description", "where": "getting_there", "who": "who_comes"}[step]
    typed = WORDS | {right: "A very long afternoon", **bad}
    page = text_of(client.post(step_address(row, step), typed | {button: "1"}), 400)
    assert "A very long afternoon" in page
    assert "error-summary" in page
    assert "<title>Error:" in page
    draft = Opportunity.objects.get().get_latest_revision_as_object()
    assert getattr(draft, right) == "A very long afternoon"
    assert (draft.title, draft.kind, draft.motif) == ("Soup from scratch", "class", "pot")
    assert (draft.postcode, draft.area, draft.cost) == ("10001", None, "Free")


def test_wrong_start_makes_nothing_and_loses_nothing(client):
    for bad in ({"kind": "party"}, {"title": "x" * 200}, {"title": ""}):
        typed = {"kind": "class", "title": "Soup"} | bad
        page = text_of(client.post(address("workplace_new"), typed), 400)
        assert "error-summary" in page
    assert not Opportunity.objects.exists()


def test_what_is_missing_is_asked_for_by_who_goes_on_and_not_by_who_stops(client):
    row = write(client)
    page = text_of(client.post(step_address(row, "day"), {"bring": "A cup", "next": "1"}), 400)
    assert "Tell people who to ask for" in page
    assert Opportunity.objects.get().get_latest_revision_as_object().bring == "A cup"
    later = client.post(step_address(row, "day"), {"bring": "A cup", "later": "1"})
    assert later.url == address("workplace") + "?list=drafts"


def test_each_step_leads_to_the_next_and_the_last_to_a_look_at_it_all(client):
    response = client.post(address("workplace_new"), {"kind": "class", "title": "Soup"})
    row = Opportunity.objects.get()
    assert response.url == step_address(row, "about")
    order = [step.slug for step in STEPS]
    for here, following in pairwise(order):
        answer = client.post(step_address(row, here), WORDS | {"next": "1"})
        assert answer.url == step_address(row, following)
        assert f"Step {order.index(following) + 1} of 7 · " in text_of(client.get(answer.url))
    answer = client.post(step_address(row, "day"), WORDS | {"next": "1"})
    assert answer.url == address("workplace_edit", row)
    page = text_of(client.get(answer.url))
    for said in ("Mel, in a red apron", "We cook and eat.", "10001", "Send to staff"):
        assert said in page
    assert client.get(step_address(row, "elsewhere")).status_code == 404


def test_step_without_a_change_leaves_a_live_activity_as_it_is(client, activity):
    typed = {"kind": activity.kind, "title": activity.title, "summary": activity.summary}
    client.post(step_address(activity, "about"), typed | {"motif": activity.motif, "next": "1"})
    assert not Opportunity.objects.get().has_unpublished_changes


def test_two_windows_at_two_steps_do_not_undo_each_other(client):
    row = write(client)
    client.post(step_address(row, "day"), {"ask_for": "Rosa", "later": "1"})
    client.post(step_address(row, "where"), {"postcode": "10002", "later": "1"})
    draft = Opportunity.objects.get().get_latest_revision_as_object()
    assert (draft.ask_for, draft.postcode) == ("Rosa", "10002")


def test_copy_takes_the_words_and_nothing_else(client, activity, organisation, reviewer, now):
    SessionFactory(opportunity=activity)
    need = PracticalNeed.objects.get(slug="no-id")
    typed = {"needs": [need.pk], "cost": "Free", "later": "1"}
    client.post(step_address(activity, "who"), typed)
    hold(opportunity=activity, reason="Who drives the van?", by=reviewer, now=now)
    answer = client.post(address("workplace_copy", activity))
    copied = Opportunity.objects.exclude(pk=activity.pk).get()
    assert answer.url == address("workplace_edit", copied)
    draft = copied.get_latest_revision_as_object()
    assert (draft.title, draft.place, list(draft.needs.all())) == (
        "Old words",
        activity.place,
        [need],
    )
    assert (copied.live, copied.held_at, copied.organisation) == (False, None, organisation)
    assert not copied.sessions.exists()
    assert copied.public_id != activity.public_id
    assert not copied.workflow_in_progress


def test_each_card_copies_and_a_second_press_makes_no_second_copy(client, activity):
    where = address("workplace_copy", activity)
    page = client.get(reverse("opportunities:workplace")).content.decode()
    assert f'<form method="post" action="{where}">' in page
    assert client.post(where).url == client.post(where).url
    assert Opportunity.objects.count() == 2


def test_copy_is_made_anew_once_the_first_has_other_words(client, activity):
    where = address("workplace_copy", activity)
    client.post(where)
    Opportunity.objects.exclude(pk=activity.pk).update(title="Other words")
    client.post(where)
    assert Opportunity.objects.count() == 3


def test_preview_shows_the_draft_and_keeps_the_place_to_itself(client, activity):
    typed = {"place": "9 Canary Street", "getting_there": "Ring twice", "later": "1"}
    client.post(step_address(activity, "where"), typed)
    client.post(step_address(activity, "about"), WORDS | {"later": "1"})
    page = text_of(client.get(address("workplace_preview", activity)))
    assert "Soup from scratch" in page
    assert "9 Canary Street" not in page
    assert "Ring twice" not in page


def test_preview_says_when_the_next_date_is(client, activity):
    assert "No dates just now" in text_of(client.get(address("workplace_preview", activity)))
    session = SessionFactory(opportunity=activity)
    refresh_next_session(opportunity_ids=[activity.pk], now=timezone.now())
    page = text_of(client.get(address("workplace_preview", activity)))
    assert str(session.day) in page
    assert "No dates just now" not in page


def test_html_in_every_field_is_shown_as_text(client):
    payload = '<img src=x onerror="x">'
    fields = ("title", "summary", "description", "place", "ask_for", "arrival", "who_comes")
    opportunity = write(client, **dict.fromkeys(fields, payload))
    for page in ("workplace", "workplace_edit", "workplace_dates", "workplace_preview"):
        row = None if page == "workplace" else opportunity
        assert "<img" not in text_of(client.get(address(page, row)))
    for step in ("about", "where", "who", "day"):
        assert "<img" not in text_of(client.get(step_address(opportunity, step)))


@pytest.mark.parametrize("hours", [1, -1])
def test_preview_says_that_a_time_is_agreed_on_only_while_it_is(client, activity, hours):
    until = timezone.now() + dt.timedelta(hours=hours)
    Opportunity.objects.update(asked_until=until, rhythm="")
    page = text_of(client.get(address("workplace_preview", activity)))
    assert ("At a time you agree on" in page) == (hours > 0)
    assert ("No dates just now" in page) == (hours < 0)
