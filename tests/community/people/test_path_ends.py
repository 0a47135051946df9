"""Own words go along with their owner, and go with them (safety.md #33, #35)."""

import pytest

from community.people.models import (
    Aim,
    JournalEntry,
    Milestone,
    Path,
    SelfCheck,
    Step,
)
from community.safety.actions import erase, own_data
from opportunities.models import StepActivity, Suggestion
from tests.access.own_words import write_own_words
from tests.dump import whole_database
from tests.factories.opportunities import OpportunityFactory
from tests.factories.people import UserFactory

OWN = (Path, Aim, Step, StepActivity, Suggestion, Milestone, JournalEntry, SelfCheck)
WORDS = ("Canary aim", "Canary step", "Canary day", "Canary journal")
# The mentor's line is theirs: sealed, and in nobody's file.
SEALED = (*WORDS, "Canary thought")


@pytest.fixture
def written(participant, now):
    """A function that writes one of each for somebody."""
    posting = OpportunityFactory(title="Garden morning")
    return lambda person: write_own_words(person, posting, now)


def said(person):
    """Each answer of the file of somebody's details by part and field, in words."""
    return {
        (part.name, answer.name): answer.words
        for part in own_data(person=person)
        for row in part.rows
        for answer in row
    }


def test_file_of_ones_own_holds_path_and_journal_and_nobody_elses(
    participant, another_participant, written
):
    written(participant)
    mine, theirs = said(participant), said(another_participant)
    assert set(WORDS) <= set(mine.values())
    assert mine["people.step", "aim"] == "Canary aim"
    assert mine["opportunities.stepactivity", "step"] == "Canary step"
    assert mine["opportunities.stepactivity", "opportunity"] == "Garden morning"
    assert mine["people.aim", "tag"] == "Home"
    assert mine["people.selfcheck", "health"] == "3"
    assert not set(WORDS) & set(theirs.values())
    assert {part for part, _name in theirs} == {"people.user"}


def test_nothing_of_a_path_or_a_journal_is_left_when_its_owner_goes(
    participant, another_participant, written, now
):
    written(participant)
    written(another_participant)
    keys = [model.objects.order_by("pk").values_list("pk", flat=True)[0] for model in OWN]
    erase(person=participant, now=now)
    for model, key in zip(OWN, keys, strict=True):
        assert not model.objects.filter(pk=key).exists()
        assert model.objects.count() == 1


def test_no_own_words_can_be_read_in_a_dump(participant, written):
    """What is sealed stays sealed for whoever reads the database (T14)."""
    written(participant)
    written(UserFactory())
    text = whole_database()
    assert [words for words in SEALED if words in text] == []
