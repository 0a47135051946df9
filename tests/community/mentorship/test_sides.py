"""What only the two may do: nobody else, not even one of the staff, and nothing is changed."""

import datetime as dt

import pytest
from django.utils import timezone

from community.mentorship.actions import answering, beginning, closing, resting
from community.mentorship.actions.sides import NotYours, side_of
from community.mentorship.actions.unsafe import say_unsafe
from community.mentorship.models import Mentorship, Side
from community.mentorship.models import MentorshipState as S
from community.safety.actions import NotForYou
from tests.factories.people import UserFactory
from tests.factories.walking import MentorshipFactory

pytestmark = pytest.mark.django_db
SOON = dt.timedelta(days=30)

# Each with the state in which it would be right for whoever of the two it is.
OF_THE_TWO = {
    "participant says yes": (S.OFFERED_PARTICIPANT, answering.participant_says_yes, {}),
    "participant says no": (S.OFFERED_PARTICIPANT, answering.participant_says_no, {}),
    "participant asks": (S.OFFERED_PARTICIPANT, answering.participant_asks, {"words": "Who?"}),
    "mentor says yes": (S.OFFERED_MENTOR, answering.mentor_says_yes, {}),
    "mentor says no": (S.OFFERED_MENTOR, answering.mentor_says_no, {}),
    "agrees": (S.INTRO, beginning.agree, {"version": beginning.AGREEMENT}),
    "pauses": (S.ACTIVE, resting.pause, {"resume_on": None}),
    "feels unsafe": (S.ACTIVE, say_unsafe, {"words": "No"}),
    "leaves": (S.ACTIVE, closing.leave, {}),
    "says what changed": (S.CLOSING, closing.say_what_changed, {"words": "It", "rematch": "yes"}),
}


@pytest.mark.parametrize("what", OF_THE_TWO)
def test_nobody_else_does_what_the_two_do(what, another_participant, staff):
    state, act, said = OF_THE_TWO[what]
    row = MentorshipFactory(state=state, coordinator=staff)
    before = Mentorship.objects.values().get()
    for by in (another_participant, staff):
        with pytest.raises(NotYours):
            act(mentorship=row, by=by, now=timezone.now(), **said)
    assert Mentorship.objects.values().get() == before


def test_somebody_else_is_on_no_side():
    row = MentorshipFactory()
    assert side_of(row, row.person) == Side.PARTICIPANT
    assert side_of(row, row.mentor.person) == Side.MENTOR
    with pytest.raises(NotYours):
        side_of(row, UserFactory())


def test_staff_who_do_not_look_after_them_plan_no_end(staff):
    row = MentorshipFactory(state=S.ACTIVE)
    now = timezone.now()
    with pytest.raises(NotForYou):
        closing.start_closing(mentorship=row, by=staff, ends_on=(now + SOON).date(), now=now)
    by = row.coordinator
    closing.start_closing(mentorship=row, by=by, ends_on=(now + SOON).date(), now=now)
    assert Mentorship.objects.get().state == S.CLOSING
