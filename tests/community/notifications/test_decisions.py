"""What is to happen to one message: rules without a database, a server or a clock."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.notifications.actions.decisions import (
    LONGEST_PAUSE,
    MOST_ATTEMPTS,
    Letter,
    after,
    prepare,
)
from community.notifications.actions.smtp import Answer, Fate
from community.notifications.models import Message, Outcome

NOON = dt.datetime(2026, 5, 5, 16, 0, tzinfo=dt.UTC)


def message(**values) -> Message:
    """A letter to an address, due now; nobody's quiet hours count for it."""
    return Message(
        **{
            "key": "k", "public_id": uuid.UUID(int=7), "address": "sam@example.org",
            "subject": "Tuesday", "body": "See you there.", "due_at": NOON, "created_at": NOON,
            "minds_quiet_hours": False, "attempts": 1,
        } | values
    )  # fmt: skip


@given(attempts=st.integers(1, MOST_ATTEMPTS - 1))
def test_pause_grows_with_every_try_to_an_hour_at_most(attempts):
    pauses = [
        after(message(attempts=number), Answer(Fate.LATER, 451), at=NOON)["lease_until"] - NOON
        for number in (attempts, attempts + 1)
        if number < MOST_ATTEMPTS
    ]
    assert dt.timedelta(minutes=1) <= pauses[0] <= pauses[-1] <= LONGEST_PAUSE


def test_all_pauses_together_are_about_two_days():
    whole = dt.timedelta()
    for number in range(1, MOST_ATTEMPTS):
        changes = after(message(attempts=number), Answer(Fate.LOST), at=NOON)
        whole += changes["lease_until"] - NOON
    assert dt.timedelta(days=1, hours=12) < whole < dt.timedelta(days=2, hours=12)


@pytest.mark.parametrize("fate", [Fate.LATER, Fate.LOST])
def test_message_that_is_never_taken_is_given_up_at_last(fate):
    changes = after(message(attempts=MOST_ATTEMPTS), Answer(fate, 451), at=NOON)
    assert changes["outcome"] == Outcome.PARKED
    assert changes["reason"].startswith("gave-up")


@given(attempts=st.integers(1, 100), unclear=st.integers(0, 5))
def test_message_that_was_taken_is_over_and_its_words_are_gone(attempts, unclear):
    changes = after(message(attempts=attempts, unclear=unclear), Answer(Fate.TAKEN, 250), at=NOON)
    assert (changes["outcome"], changes["ended_at"]) == (Outcome.SENT, NOON)
    assert changes["subject"] == changes["body"] == ""


@given(attempts=st.integers(1, 100), code=st.integers(500, 599))
def test_message_that_was_refused_for_good_is_never_tried_again(attempts, code):
    changes = after(message(attempts=attempts), Answer(Fate.REFUSED, code), at=NOON)
    assert (changes["outcome"], changes["reason"]) == (Outcome.PARKED, f"refused-{code}")
    assert "subject" not in changes  # staff may release it


def test_message_that_may_have_arrived_is_sent_again_once():
    first = after(message(), Answer(Fate.UNCLEAR), at=NOON)
    assert first["unclear"] == 1
    assert "outcome" not in first
    again = after(message(attempts=2, unclear=1), Answer(Fate.UNCLEAR), at=NOON)
    assert (again["outcome"], again["reason"]) == (Outcome.PARKED, "unclear")


def test_message_that_is_due_becomes_a_letter():
    letter = prepare(message(), at=NOON)
    assert isinstance(letter, Letter)
    assert letter.address == "sam@example.org"
    assert b"See you there." in letter.data


@pytest.mark.parametrize(
    ("values", "outcome", "reason"),
    [
        ({"address": ""}, Outcome.DROPPED, "no-address"),
        ({"expires_at": NOON}, Outcome.DROPPED, "expired"),
        ({"expires_at": NOON - dt.timedelta(days=1)}, Outcome.DROPPED, "expired"),
        ({"address": "no address"}, Outcome.PARKED, "bad-address"),
        ({"address": "a@b.org\nBcc: c@d.org"}, Outcome.PARKED, "bad-address"),
        ({"attempting_at": NOON, "unclear": 1}, Outcome.PARKED, "unclear"),
    ],
)
def test_message_that_may_not_leave_says_why(values, outcome, reason):
    changes = prepare(message(**values), at=NOON)
    assert not isinstance(changes, Letter)
    assert (changes["outcome"], changes["reason"]) == (outcome, reason)


def test_message_that_expires_in_a_second_still_leaves():
    assert isinstance(prepare(message(expires_at=NOON + dt.timedelta(seconds=1)), at=NOON), Letter)


@given(st.text(max_size=80), st.text(max_size=200))
def test_no_words_make_the_sweep_stumble(subject, body):
    found = prepare(message(subject=subject, body=body), at=NOON)
    assert isinstance(found, Letter) or found["outcome"] == Outcome.PARKED
    if isinstance(found, Letter):
        head = found.data.split(b"\n\n", 1)[0].split(b"\r\n\r\n", 1)[0].lower()
        assert b"\nbcc:" not in head
