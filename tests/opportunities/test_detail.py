import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from opportunities.actions.signups import answer_request
from opportunities.models import SignUp, State
from tests.factories.opportunities import (
    AreaFactory,
    OpportunityFactory,
    PracticalNeedFactory,
    SessionFactory,
    SignUpFactory,
)
from tests.factories.people import form_opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    opportunity = OpportunityFactory(
        title="Garden morning",
        area=AreaFactory(label="Northgate"),
        place="Canary street 12",
        getting_there="Canary bus 7",
        arrival="Canary gate.\nWalk in.",
        needs=[PracticalNeedFactory(label="Step-free"), PracticalNeedFactory(label="Online")],
    )
    return SessionFactory(opportunity=opportunity, capacity=6)


def url(session):
    return reverse("opportunities:detail", args=[session.opportunity.public_id])


def a_place(at, **changes):
    return {"session": [str(at.public_id)], "name": "Sam", "note": "", **changes}


def test_detail_tells_a_stranger_all_but_the_exact_place(stranger, session):
    answer = stranger.get(url(session))
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in ("Garden morning", "Northgate", "Step-free", "Rosa", "Places left"):
        assert words in page
    assert "Canary" not in page


def test_part_of_town_of_a_support_group_is_told_only_with_a_place(
    stranger, as_person, participant, session
):
    """The list keeps it, so this page must not tell it either (safety.md T11)."""
    group = session.opportunity
    group.kind = "group"
    group.save()
    page = stranger.get(url(session)).content.decode()
    assert "Northgate" not in page
    assert "You get the exact place once you have saved yours." in page
    client = as_person(participant)
    assert "Northgate" not in client.get(url(session)).content.decode()
    client.post(url(session), a_place(session))
    assert "Northgate" not in client.get(url(session)).content.decode()
    answer_request(sign_up=SignUp.objects.get(), says_yes=True, now=timezone.now())
    assert "Northgate" in client.get(url(session)).content.decode()


def test_detail_says_what_the_organisation_will_see(stranger, session):
    page = stranger.get(url(session)).content.decode()
    assert f"What {session.opportunity.organisation} will see" in page
    assert "Not your phone, e-mail, address or full name" in page


def test_detail_shows_the_exact_place_once_a_place_is_saved(as_person, participant, session):
    client = as_person(participant)
    assert "Canary" not in client.get(url(session)).content.decode()
    client.post(url(session), a_place(session))
    page = client.get(url(session)).content.decode()
    assert "Canary street 12" in page
    assert "Canary gate." in page


def test_detail_keeps_the_exact_place_from_the_waiting_list(as_person, participant, session):
    SignUpFactory(session=session, person=participant, state=State.WAITING)
    assert "Canary" not in as_person(participant).get(url(session)).content.decode()


@pytest.mark.parametrize("change", ["draft", "held", "unverified"])
def test_detail_of_what_is_not_public_looks_like_nothing(stranger, session, change):
    opportunity = session.opportunity
    if change == "draft":
        opportunity.live = False
    elif change == "held":
        opportunity.held_at = timezone.now()
    else:
        opportunity.organisation.standing = "unverified"
        opportunity.organisation.save(update_fields=["standing"])
    opportunity.save(update_fields=["live", "held_at"])
    hidden = stranger.get(url(session))
    missing = stranger.get("/opportunities/00000000-0000-4000-8000-000000000000/")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content


def test_signing_up_saves_a_place_under_any_name(as_person, participant, session):
    answer = as_person(participant).post(
        url(session), a_place(session, name="Bluebell", note="A slow start")
    )
    sign_up = SignUp.objects.get()
    assert (sign_up.alias, sign_up.note, sign_up.state) == ("Bluebell", "A slow start", "confirmed")
    assert answer["Location"] == reverse("opportunities:saved", args=[sign_up.public_id])


def test_signing_up_twice_is_harmless(as_person, participant, session):
    client = as_person(participant)
    first = client.post(url(session), a_place(session))
    again = client.post(url(session), a_place(session))
    assert first["Location"] == again["Location"]
    session.refresh_from_db()
    assert session.places_taken == SignUp.objects.count() == 1


def test_signing_up_for_several_dates_saves_each(as_person, participant, session):
    later = SessionFactory(
        opportunity=session.opportunity, starts_at=session.starts_at + dt.timedelta(days=7)
    )
    both = [str(session.public_id), str(later.public_id)]
    as_person(participant).post(url(session), a_place(session, session=both))
    assert set(SignUp.objects.values_list("session", flat=True)) == {session.pk, later.pk}


def test_signing_up_for_a_full_date_joins_the_waiting_list(as_person, participant, session):
    session.capacity = 1
    session.save()
    SignUpFactory(session=session)
    client = as_person(participant)
    assert "Tick to join the waiting list" in client.get(url(session)).content.decode()
    page = client.post(url(session), a_place(session), follow=True).content.decode()
    assert "You are on the waiting list, Sam" in page
    assert "Canary" not in page


def test_a_stranger_makes_an_account_first_and_loses_nothing(stranger, session):
    answer = stranger.post(
        url(session), a_place(session, name="Bluebell", note="I come by bus"), follow=False
    )
    assert answer["Location"].startswith(reverse("account_signup"))
    for typed in ("Bluebell", "bus"):
        assert typed not in answer["Location"]
    made = stranger.post(
        answer["Location"],
        {"username": "wren", "password1": "a long enough password", **form_opened()},
    )
    assert made["Location"] == url(session) + "#save"
    stranger.post(reverse("people:first"), {"device": "shared"})
    page = stranger.get(url(session)).content.decode()
    assert 'value="Bluebell"' in page
    assert "I come by bus" in page
    assert "checked" in page


def test_what_a_stranger_typed_is_given_back_here_and_soon_only(stranger, participant, session):
    other = SessionFactory()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for where, minutes, is_given_back in (
            (session, 10, True),
            (session, 40, False),
            (other, 1, False),
        ):
            stranger.logout()
            stranger.post(url(session), a_place(session, name="Bluebell", note="By bus"))
            stranger.force_login(participant, "community.people.sessions.Accounts")
            clock.shift(minutes * 60)
            assert ("Bluebell" in stranger.get(url(where)).content.decode()) is is_given_back


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"session": []}, "Choose at least one date."),
        ({"session": ["nonsense"]}, "One of those dates is no longer open"),
        ({"name": ""}, "Write any name. A first name is enough."),
        ({"name": "x" * 41}, "40 letters are the most"),
        ({"note": "x" * 301}, "300 letters are the most"),
    ],
)
def test_signing_up_with_a_mistake_says_so_and_keeps_what_was_typed(
    as_person, participant, session, changes, words
):
    typed = a_place(session, **{"note": "Kept words", **changes})
    answer = as_person(participant).post(url(session), typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in page
    assert "<title>Error:" in page
    assert typed["note"] in page
    assert typed["name"] in page
    assert not SignUp.objects.exists()


def test_only_date_is_ticked_for_whoever_has_read_it(stranger, as_person, participant, session):
    assert " checked" in stranger.get(url(session)).content.decode()
    client = as_person(participant)
    page = client.get(url(session)).content.decode()
    assert f'value="{session.public_id}" id="date-1" checked' in page


def test_of_several_dates_and_of_a_full_one_none_is_ticked(stranger, session):
    SessionFactory(opportunity=session.opportunity, starts_at=session.starts_at)
    assert " checked" not in stranger.get(url(session)).content.decode()
    full = SessionFactory(capacity=1)
    SignUpFactory(session=full)
    assert " checked" not in stranger.get(url(full)).content.decode()


def test_own_dates_say_where_one_stands_and_to_nobody_else(
    as_person, participant, another_participant, session
):
    SignUpFactory(session=session, person=participant)
    page = as_person(participant).get(url(session)).content.decode()
    assert "You have a place" in page
    assert "Places left" not in page
    page = as_person(another_participant).get(url(session)).content.decode()
    assert "You have a place" not in page
    assert "Places left" in page


def test_signing_up_for_another_opportunitys_date_is_refused(as_person, participant, session):
    other = SessionFactory()
    answer = as_person(participant).post(url(session), a_place(other))
    assert answer.status_code == 400
    assert not SignUp.objects.exists()


def test_html_in_every_field_comes_back_as_text(as_person, participant, session):
    sharp = "<script>alert(1)</script>"
    opportunity = session.opportunity
    for field in ("title", "summary", "description", "who_comes", "bring", "ask_for", "rhythm"):
        setattr(opportunity, field, sharp)
    opportunity.save()
    client = as_person(participant)
    page = client.post(url(session), a_place(session, session=[], note=sharp)).content.decode()
    assert sharp not in page
    assert "&lt;script&gt;" in page


def test_kept_apart_looks_exactly_like_full(
    as_person, participant, another_participant, session, block
):
    """A date with the other person in it, and a date that is really full: the same bytes."""
    apart = SessionFactory(
        opportunity=session.opportunity,
        starts_at=session.starts_at,
        capacity=6,
        public_id="aaaaaaaa-0000-4000-8000-000000000000",
    )
    full = SessionFactory(
        opportunity=session.opportunity,
        starts_at=session.starts_at,
        capacity=1,
        public_id="bbbbbbbb-0000-4000-8000-000000000000",
    )
    session.delete()
    SignUpFactory(session=apart, person=another_participant)
    SignUpFactory(session=full)
    block(another_participant, participant, timezone.now())
    client = as_person(participant)
    page = client.get(url(apart)).content.decode()
    assert page.count("Tick to join the waiting list") == 1  # as a stranger reads it
    answers = [
        client.post(url(one), a_place(one), follow=True).content.decode() for one in (apart, full)
    ]
    ids = dict(SignUp.objects.filter(person=participant).values_list("session", "public_id"))
    assert "You are on the waiting list" in answers[0]
    page = client.get(url(apart)).content.decode()
    assert page.count("You are on the waiting list") == 2  # and no word of what is left
    assert "Places left" not in page
    assert "Tick to join" not in page
    # The second page also warns of the first date at the same time; compare the pages afresh.
    pages = []
    for one in (apart, full):
        page = client.get(reverse("opportunities:saved", args=[ids[one.pk]])).content.decode()
        for key in ids.values():
            page = page.replace(str(key), "ID")
        pages.append(_without_token(page))
    assert pages[0] == pages[1]


def _without_token(page: str) -> str:
    return "\n".join(line for line in page.split("\n") if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize("number", [1, 5])
def test_detail_costs_a_stranger_one_query(stranger, session, django_assert_num_queries, number):
    for week in range(1, number):
        SessionFactory(
            opportunity=session.opportunity,
            starts_at=session.starts_at + dt.timedelta(weeks=week),
        )
    stranger.get(url(session))  # the page is kept from now on
    with django_assert_num_queries(1):  # whether any of it has changed
        stranger.get(url(session))


@pytest.fixture
def ten_dates(session):
    start = session.starts_at
    return [
        session,
        *(
            SessionFactory(
                opportunity=session.opportunity, starts_at=start + dt.timedelta(days=days)
            )
            for days in range(1, 10)
        ),
    ]


def test_more_dates_keep_what_was_typed_and_sign_nobody_up(as_person, participant, ten_dates):
    client = as_person(participant)
    assert len(client.get(url(ten_dates[0])).context["dates"]) == 6
    typed = a_place(ten_dates[1], name="Bluebell", note="A slow start")
    answer = client.post(url(ten_dates[0]), typed | {"dates": "all"})
    assert answer.status_code == 200
    assert [date["is_ticked"] for date in answer.context["dates"]] == [False, True] + [False] * 8
    assert "Bluebell" in answer.content.decode()
    assert "A slow start" in answer.content.decode()
    assert not answer.context["has_more_dates"]
    assert not SignUp.objects.exists()


def test_a_refused_form_shows_the_first_dates_and_the_ticked_ones(
    as_person, participant, ten_dates
):
    late = ten_dates[8]
    answer = as_person(participant).post(url(late), a_place(late, name=""))
    assert answer.status_code == 400
    shown = [date["session"] for date in answer.context["dates"]]
    assert shown == [*ten_dates[:6], late]
    assert answer.context["dates"][-1]["is_ticked"]
    assert answer.context["has_more_dates"]


def test_a_late_date_is_still_ticked_after_an_account_was_made(stranger, participant, ten_dates):
    late = ten_dates[8]
    stranger.post(url(late), a_place(late))
    stranger.force_login(participant)
    dates = stranger.get(url(late)).context["dates"]
    assert [date["session"] for date in dates if date["is_ticked"]] == [late]
