"""What somebody asks staff about an offer: each question arrives, and a double click is one."""

import pytest

from community.mentorship.actions.answering import participant_asks
from community.mentorship.models import MentorshipState
from community.safety.models import Task, TaskKind
from tests.factories.walking import MentorshipFactory

pytestmark = pytest.mark.django_db


def test_each_question_arrives_and_a_double_click_is_one(participant, now):
    row = MentorshipFactory(person=participant, state=MentorshipState.OFFERED_PARTICIPANT)
    asked = Task.objects.filter(kind=TaskKind.MATCH)
    for words, count in (("Is she calm?", 1), ("Is she calm?", 1), ("Does she smoke?", 2)):
        participant_asks(mentorship=row, words=words, by=participant, now=now)
        assert asked.count() == count
    asked.update(done_at=now)
    participant_asks(mentorship=row, words="Is she calm?", by=participant, now=now)
    assert asked.count() == 3
