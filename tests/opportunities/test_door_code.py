"""The code on the screen at the door, and "I'm here" with it."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from opportunities.actions.door_code import (
    LETTERS,
    CodeDoesNotFit,
    as_typed,
    code_of,
    say_here,
    seconds_left,
)
from opportunities.models import Opportunity, Session, SignUp, State
from opportunities.views.door_code import squares
from tests.factories.opportunities import SessionFactory, SignUpFactory
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
SECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
SAID = "That code does not fit"


@pytest.fixture
def session(partner) -> Session:
    return SessionFactory(
        opportunity__organisation=partner.memberships.get().organisation,
        starts_at=timezone.now() + 30 * MINUTE,
    )


@pytest.fixture
def row(session, participant) -> SignUp:
    return SignUpFactory(session=session, person=participant, alias="Wren")


def as_it_is(row):
    return SignUp.objects.get(pk=row.pk)


def screen(session) -> str:
    return reverse("opportunities:workplace_code", args=[session.public_id])


HERE = reverse("opportunities:here")


# -- the code ----------------------------------------------------------------------------------


def test_code_is_six_plain_letters_of_this_date_and_minute(session, now):
    code, other = code_of(session, now), SessionFactory()
    assert re.fullmatch(f"[{LETTERS}]{{6}}", code)
    assert code_of(session, now + 59 * SECOND) == code
    assert code_of(session, now + MINUTE) != code
    assert code_of(other, now) != code


def test_key_of_the_site_is_in_it(session, now, settings):
    code = code_of(session, now)
    settings.SECRET_KEY = "another one"
    assert code_of(session, now) != code


@pytest.mark.parametrize(("age", "fits"), [(0, True), (60, True), (119, True), (120, False)])
def test_photograph_is_worth_nothing_after_two_minutes(age, fits, row, session):
    shown_at = session.starts_at.replace(second=0, microsecond=0)
    code, now = code_of(session, shown_at), shown_at + age * SECOND
    if fits:
        assert say_here(by=row.person, typed=code, now=now).came_at == now
    else:
        with pytest.raises(CodeDoesNotFit):
            say_here(by=row.person, typed=code, now=now)


def test_code_of_the_next_minute_is_none_yet(row, session):
    now = session.starts_at
    with pytest.raises(CodeDoesNotFit):
        say_here(by=row.person, typed=code_of(session, now + MINUTE), now=now)


@pytest.mark.parametrize("seconds", [0, 1, 59])
def test_screen_knows_when_the_next_one_comes(seconds, now):
    assert seconds_left(now + seconds * SECOND) == 60 - seconds


def test_it_is_read_however_it_is_typed():
    assert as_typed(" bc-2 3d f\n") == "BC23DF"


NOT_NOW = [
    ("before the register opens", lambda s: s.starts_at - 2 * HOUR - SECOND),
    ("at the end", lambda s: s.ends_at),
    ("on the next day", lambda s: s.ends_at + 12 * HOUR),
]


@pytest.mark.parametrize("when", [n[1] for n in NOT_NOW], ids=[n[0] for n in NOT_NOW])
def test_right_code_at_another_time_does_not_fit(when, row, session):
    now = when(session)
    with pytest.raises(CodeDoesNotFit):
        say_here(by=row.person, typed=code_of(session, now), now=now)


@pytest.mark.parametrize("state", [State.WAITING, State.CANCELLED])
def test_who_has_no_place_is_not_let_in_by_a_code(state, session, participant):
    row = SignUpFactory(session=session, person=participant, state=state)
    with pytest.raises(CodeDoesNotFit):
        say_here(by=participant, typed=code_of(session, session.starts_at), now=session.starts_at)
    assert as_it_is(row).state == state


def test_code_of_another_date_and_somebody_elses_date_do_not_fit(row, session, another_participant):
    now, other = session.starts_at, SessionFactory(starts_at=session.starts_at)
    for person, typed in (
        (row.person, code_of(other, now)),
        (another_participant, code_of(session, now)),
    ):
        with pytest.raises(CodeDoesNotFit):
            say_here(by=person, typed=typed, now=now)
    assert as_it_is(row).state == State.CONFIRMED


@pytest.mark.parametrize("what", [{"held_at": timezone.now()}, {"live": False}])
def test_what_is_stopped_takes_no_code(what, row, session):
    Opportunity.objects.update(**what)
    with pytest.raises(CodeDoesNotFit):
        say_here(by=row.person, typed=code_of(session, session.starts_at), now=session.starts_at)


def test_of_two_dates_at_once_the_one_of_the_code_is_marked(row, session):
    other = SignUpFactory(
        session=SessionFactory(starts_at=session.starts_at), person=row.person, alias="Wren"
    )
    now = session.starts_at
    assert say_here(by=row.person, typed=code_of(other.session, now), now=now) == other
    assert as_it_is(row).state == State.CONFIRMED


# -- the screen --------------------------------------------------------------------------------


@pytest.mark.parametrize("duty", ["owner", "coordinator", "door"])
def test_screen_shows_the_code_and_nobody_and_comes_anew_by_itself(duty, row, session, as_person):
    organisation = session.opportunity.organisation
    client = as_person(MembershipFactory(organisation=organisation, duty=duty).person)
    before = code_of(session, timezone.now())
    answer = client.get(screen(session))
    html = answer.content.decode()
    assert before in html or code_of(session, timezone.now()) in html
    assert 1 <= int(answer["Refresh"]) <= 60
    assert "no-store" in answer["Cache-Control"]
    for words in ("Wren", row.person.username, str(row.public_id), str(row.person.public_id)):
        assert words not in html
    assert "<svg viewBox" in html
    assert " style=" not in html


def test_screen_needs_a_second_step(session, partner, as_person):
    answer = as_person(partner, second_factor=False).get(screen(session))
    assert answer.url == reverse("mfa_index")


def test_screen_is_not_there_for_others(row, session, another_partner, staff, as_person):
    for person in (another_partner, row.person, staff):
        assert as_person(person).get(screen(session)).status_code == 404


CLOSED = [
    ("long before", {"starts_at": 3}, {}),
    ("held", {}, {"held_at": timezone.now()}),
    ("not public", {}, {"live": False}),
]


@pytest.mark.parametrize(("dates", "posting"), [c[1:] for c in CLOSED], ids=[c[0] for c in CLOSED])
def test_there_is_no_code_at_another_time_or_for_what_is_stopped(
    dates, posting, session, partner, as_person
):
    if dates:
        start = timezone.now() + dt.timedelta(days=dates["starts_at"])
        Session.objects.update(starts_at=start, ends_at=start + HOUR)
    if posting:
        Opportunity.objects.update(**posting)
    answer = as_person(partner).get(screen(session))
    assert "There is no code now" in answer.content.decode()
    assert "<svg viewBox" not in answer.content.decode()
    assert "Refresh" not in answer


def test_picture_holds_our_address_and_the_code_and_no_more():
    picture = squares("https://onward.example/here/?code=BC23DF")
    assert picture["size"] >= 21 + 8
    assert re.fullmatch(r"(M\d+ \d+h1v1h-1z)+", str(picture["path"]))
    assert picture != squares("https://onward.example/here/?code=BC23DG")


# -- "I'm here" ----------------------------------------------------------------------------------


def test_scanned_code_stands_in_the_form_and_opening_it_marks_nobody(row, session, as_person):
    code = code_of(session, timezone.now())
    client = as_person(row.person)
    html = client.get(HERE, {"code": code}).content.decode()
    assert f'value="{code}"' in html
    assert as_it_is(row).state == State.CONFIRMED
    answer = client.post(HERE, {"code": code_of(session, timezone.now()).lower()})
    assert answer.url == reverse("opportunities:saved", args=[row.public_id])
    assert as_it_is(row).state == State.ATTENDED
    assert "You are marked as here" in client.get(answer.url).content.decode()


def test_stranger_is_asked_to_sign_in_and_comes_back_with_the_code(stranger):
    answer = stranger.get(HERE, {"code": "BC23DF"})
    assert answer.status_code == 302
    assert "next=/here/%3Fcode%3DBC23DF" in answer.url


@pytest.mark.parametrize("typed", ["BC23DF", "x", "'\"><b>", "\u202e9"])
def test_wrong_code_is_refused_in_one_sentence_and_kept(typed, row, as_person):
    answer = as_person(row.person).post(HERE, {"code": typed})
    assert answer.status_code == 400
    assert SAID in answer.content.decode()
    assert as_it_is(row).state == State.CONFIRMED


@pytest.mark.parametrize("typed", ["", "9" * 400])
def test_what_is_no_code_is_refused_in_words(typed, row, as_person):
    assert as_person(row.person).post(HERE, {"code": typed}).status_code == 400


def test_who_has_no_place_reads_the_same_as_for_a_wrong_code(
    session, another_participant, as_person
):
    client = as_person(another_participant)
    right = client.post(HERE, {"code": code_of(session, timezone.now())})
    assert right.status_code == 400
    assert SAID in right.content.decode()


def test_one_account_has_ten_tries_an_hour_and_others_have_theirs(row, session, partner, as_person):
    client = as_person(row.person)
    for _ in range(10):
        assert client.post(HERE, {"code": "BBBBBB"}).status_code == 400
    refused = client.post(HERE, {"code": code_of(session, timezone.now())})
    assert refused.status_code == 429
    assert as_it_is(row).state == State.CONFIRMED
    assert as_person(partner).post(HERE, {"code": "BBBBBB"}).status_code == 400


def test_plan_leads_there_only_while_the_date_is_on(row, session, as_person):
    saved = reverse("opportunities:saved", args=[row.public_id])
    client = as_person(row.person)
    assert f'href="{HERE}"' in client.get(saved).content.decode()
    start = timezone.now() + dt.timedelta(days=3)
    Session.objects.update(starts_at=start, ends_at=start + HOUR)
    assert f'href="{HERE}"' not in client.get(saved).content.decode()
