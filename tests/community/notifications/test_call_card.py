"""What to know before a call, in the order in which it is needed (safety.md #24)."""

import itertools

import pytest

from community.notifications.permissions import call_card
from tests.factories.notifications import PhoneContactFactory

pytestmark = pytest.mark.django_db


def test_rules_come_in_order_and_the_number_last(participant):
    PhoneContactFactory(
        person=participant,
        calls="yes",
        say_who="no",
        voicemail="yes",
        ask_for="Bo",
        code_word="marmalade",
    )
    card = call_card(person=participant)
    assert [tuple(rule) for rule in card.rules] == [
        ("May we call?", "Yes"),
        ("May we say who we are?", "No"),
        ("May we leave a message?", "Yes"),
        ("Ask for", "Bo"),
        ("Say first", "marmalade"),
    ]
    assert (card.may_call, card.number) == (True, "+12125550142")
    assert card._fields[-1] == "number"


@pytest.mark.parametrize("calls", ["", "no"])
def test_without_a_yes_there_is_no_number_and_no_code_word(participant, calls):
    PhoneContactFactory(person=participant, calls=calls, voicemail="yes", code_word="marmalade")
    card = call_card(person=participant)
    assert [tuple(rule) for rule in card.rules] == [("May we call?", "No")]
    assert (card.may_call, card.number) == (False, "")


def test_what_was_not_answered_counts_as_no(participant):
    PhoneContactFactory(person=participant, calls="yes")
    holds = [rule.holds for rule in call_card(person=participant).rules]
    assert holds == ["Yes", "No", "No", "Nobody by name", "No code word"]


@pytest.mark.parametrize(
    ("say_who", "voicemail"), [*itertools.product(["yes", "no", ""], repeat=2)]
)
def test_each_answer_stands_for_itself(participant, say_who, voicemail):
    PhoneContactFactory(person=participant, calls="yes", say_who=say_who, voicemail=voicemail)
    rules = call_card(person=participant).rules
    assert [rule.holds == "Yes" for rule in rules[1:3]] == [say_who == "yes", voicemail == "yes"]


def test_a_yes_without_a_number_is_no_call(participant):
    PhoneContactFactory(person=participant, number="", calls="yes")
    assert not call_card(person=participant).may_call
    assert call_card(person=participant).rules[0].holds == "No"


def test_who_said_nothing_is_not_called_and_nobody_elses_number_shows(
    participant, another_participant
):
    PhoneContactFactory(person=another_participant, calls="yes")
    card = call_card(person=participant)
    assert (card.may_call, card.number) == (False, "")
