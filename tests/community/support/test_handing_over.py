"""Handing somebody over: with their yes and not without, for a while, ended in one tap (#37)."""

import datetime as dt

import pytest

from community.people.actions import ReleaseTooLong, revoke, sign_release
from community.people.models import Detail
from community.support.actions import talks as actions
from community.support.models import HandOver
from tests.dump import whole_database
from tests.factories.first_talks import first_talk

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TO = {"recipient": "Harbour House", "told": "Her first name", "purpose": "A bed tonight"}


def over(talk, staff, now, *, has_said_yes=False, **more):
    return actions.hand_over(
        talk=talk, by=staff, now=now, **(TO | {"has_said_yes": has_said_yes} | more)
    )


@pytest.fixture
def coded(staff, now):
    """A talk without an account, which one of the staff has; and its code."""
    talk, code = first_talk(now=now)
    return actions.take_talk(talk=talk, by=staff, now=now), code


def test_without_an_account_her_spoken_yes_is_written_down(coded, staff, now):
    talk, _code = coded
    with pytest.raises(actions.NoYes):
        over(talk, staff, now)
    assert not HandOver.objects.exists()
    row = over(talk, staff, now, has_said_yes=True)
    assert over(talk, staff, now, has_said_yes=True) == row  # a double click
    assert (row.said_to, row.said_yes_at, row.expires_at) == (staff, now, now + 90 * DAY)
    assert row.is_spoken
    assert not any(words in whole_database() for words in TO.values())


def test_it_is_over_that_second_and_ended_by_the_code(coded, staff, stranger, now):
    talk, code = coded
    row = over(talk, staff, now, has_said_yes=True)
    assert actions.may_be_told(row=row, now=row.expires_at - dt.timedelta(seconds=1))
    assert not actions.may_be_told(row=row, now=row.expires_at)
    row = over(talk, staff, dt.datetime.now(dt.UTC), has_said_yes=True)
    ended = {"code": code, "what": "end", "which": row.public_id}
    for _click in "ab":
        assert stranger.post("/talk/code/", ended).status_code == 200
    row.refresh_from_db()
    assert row.ended_at is not None
    assert not actions.may_be_told(row=row, now=row.said_yes_at)


def test_code_of_another_talk_does_not_end_it(coded, staff, stranger):
    row = over(coded[0], staff, dt.datetime.now(dt.UTC), has_said_yes=True)
    _talk, code = first_talk(once="f" * 32)
    stranger.post("/talk/code/", {"code": code, "what": "end", "which": row.public_id})
    row.refresh_from_db()
    assert row.ended_at is None


def test_taking_the_talk_back_ends_what_may_be_told(coded, staff, now):
    row = over(coded[0], staff, now, has_said_yes=True)
    actions.cancel_talk(talk=coded[0], now=now)
    row.refresh_from_db()
    assert row.ended_at == now


def test_with_an_account_nothing_is_told_without_a_release_and_it_ends_with_it(
    participant, staff, now
):
    talk, _code = first_talk(by=participant, now=now)
    actions.take_talk(talk=talk, by=staff, now=now)
    other = {"recipient": "Harbour House", "purpose": "A bed"}
    sign_release(person=participant, details=[Detail.ALIAS], now=now, **other)
    with pytest.raises(actions.NoYes):
        over(talk, staff, now, has_said_yes=True)
    release = sign_release(
        person=participant, details=[Detail.TALK], now=now, lasts=5 * DAY, **other
    )
    with pytest.raises(actions.NoYes):
        over(talk, staff, now, recipient="Somebody else")
    row = over(talk, staff, now, told="Everything")
    assert row.expires_at == release.expires_at
    assert row.told == str(Detail.TALK.label)
    assert not row.is_spoken
    assert actions.may_be_told(row=row, now=now)
    revoke(release=release, now=now)
    assert not actions.may_be_told(row=row, now=now)


def test_only_the_one_who_has_it_hands_over_and_for_a_year_at_most(
    coded, staff, another_staff, now
):
    with pytest.raises(actions.NotYours):
        over(coded[0], another_staff, now, has_said_yes=True)
    with pytest.raises(ReleaseTooLong):
        over(coded[0], staff, now, has_said_yes=True, lasts=367 * DAY)
    with pytest.raises(actions.NoYes):
        over(coded[0], staff, now, has_said_yes=True, purpose="  ")
