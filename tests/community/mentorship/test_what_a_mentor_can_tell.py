"""By what is refused, by what is still there and by who looked a mentor finds out nothing (#50)."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from cms.wagtail_hooks.mentorships import who_may_know
from community.mentorship.actions import answering, resting
from community.mentorship.actions.looking_after import take_over
from community.mentorship.actions.moving import IllegalStep
from community.mentorship.actions.unsafe import say_unsafe
from community.mentorship.models import Mentorship, MoveReason
from community.mentorship.models import MentorshipState as S
from community.mentorship.permissions import (
    live_mentorships,
    visible_mentorships,
    visible_requests,
    walked_mentorships,
)
from community.mentorship.views.acts import ACTS
from community.notifications.models import Message
from community.safety.actions import NotForYou, keep_name_away, separate
from community.safety.models import Reason, Task, TaskKind
from tests.factories.walking import ActiveMentorFactory, MentorshipFactory, RequestFactory

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def pair(participant):
    """A function that puts Sam and a mentor into a state."""
    RequestFactory(person=participant)
    mentor = ActiveMentorFactory()

    def put(state, **more) -> Mentorship:
        return MentorshipFactory(person=participant, mentor=mentor, state=state, **more)

    return put


def heard(client, row, what: str) -> tuple:
    """Everything that comes back when a mentor presses something."""
    typed = {"what": what, "resume_on": str(timezone.localdate() + 3 * A_DAY),
             "ends_on": str(timezone.localdate() + 40 * A_DAY)}  # fmt: skip
    answer = client.post(reverse("mentorship:two", args=[row.public_id]), typed)
    # What was said before is still there: nobody opened a page to read it.
    said = [str(one) for one in get_messages(answer.wsgi_request)][-1:]
    words = answer.content.decode()
    # A csrf token is another one each time.
    words = words[words.index("<h1") :] if "<h1" in words else words
    return answer.status_code, answer.headers.get("Location", ""), said, len(words)


@pytest.mark.parametrize("what", sorted(set(ACTS) - {"unsafe"}))
def test_mentor_hears_the_same_of_a_break_and_of_somebody_unsafe(what, as_person, pair):
    row = pair(S.ACTIVE)
    now = timezone.now()
    resting.pause(mentorship=row, by=row.person, resume_on=None, now=now)
    client = as_person(row.mentor.person)
    after_a_break = heard(client, row, what)
    say_unsafe(mentorship=row, by=row.person, words="", now=now)
    assert heard(client, row, what) == after_a_break


def test_mentor_moves_no_day_of_a_break_that_the_other_one_took(pair):
    row, now = pair(S.ACTIVE), timezone.now()
    later = timezone.localdate() + 60 * A_DAY
    resting.pause(mentorship=row, by=row.person, resume_on=later, now=now)
    tomorrow = timezone.localdate() + A_DAY
    resting.pause(mentorship=row, by=row.mentor.person, resume_on=tomorrow, now=now)
    row.refresh_from_db()
    assert row.resume_on == later


def test_who_does_not_feel_safe_before_the_mentor_said_yes_is_read_no_more(as_person, pair):
    row, now = pair(S.OFFERED_MENTOR), timezone.now()
    mentor = row.mentor.person
    say_unsafe(mentorship=row, by=row.person, words="", now=now)
    client = as_person(mentor)
    assert client.get(reverse("mentorship:two", args=[row.public_id])).status_code == 404
    assert row.person.alias not in client.get(reverse("mentorship:together")).content.decode()
    assert not walked_mentorships(mentor, now).exists()
    with pytest.raises(IllegalStep):
        answering.mentor_says_yes(mentorship=row, by=mentor, now=now)
    row.refresh_from_db()
    assert row.state == S.OFFERED_MENTOR


def test_offer_that_somebody_did_not_feel_safe_with_is_asked_of_nobody(pair):
    row, now = pair(S.OFFERED_PARTICIPANT), timezone.now()
    say_unsafe(mentorship=row, by=row.person, words="", now=now)
    with pytest.raises(IllegalStep):
        answering.participant_says_yes(mentorship=row, by=row.person, now=now)
    assert not Message.objects.filter(recipient=row.mentor.person).exists()


@pytest.mark.parametrize("state", [S.OFFERED_MENTOR, S.PAUSED, S.CLOSED])
def test_mentor_reads_no_look_of_staff_whenever_somebody_did_not_feel_safe(pair, state):
    row = pair(state)
    say_unsafe(mentorship=row, by=row.person, words="", now=timezone.now())
    assert who_may_know(Mentorship.objects.get(pk=row.pk)) == [row.person]


def test_words_said_a_moment_later_reach_staff_too(pair):
    row, now = pair(S.ACTIVE), timezone.now()
    say_unsafe(mentorship=row, by=row.person, words="", now=now)
    say_unsafe(mentorship=row, by=row.person, words="He waits outside", now=now)
    said = [task.note for task in Task.objects.filter(kind=TaskKind.UNSAFE)]
    assert "He waits outside" in said


def test_two_whom_staff_keep_apart_write_to_each_other_no_more(pair, staff):
    row, now = pair(S.ACTIVE), timezone.now()
    separate(one=row.mentor.person, other=row.person, reason=Reason.ASKED, by=staff, now=now)
    for person in (row.person, row.mentor.person):
        assert not live_mentorships(person, now).exists()
    row.refresh_from_db()
    assert (row.state, row.paused_for) == (S.PAUSED, MoveReason.UNSAFE)
    assert not Message.objects.filter(recipient=row.mentor.person).exists()


def test_one_of_the_staff_who_is_kept_apart_from_her_opens_nothing_more(pair, staff, another_staff):
    row = pair(S.ACTIVE, coordinator=staff)
    row.person.mentorship_request.coordinator = staff
    row.person.mentorship_request.save()
    assert visible_mentorships(staff).exists()
    assert visible_requests(staff).exists()
    now = timezone.now()
    separate(one=row.person, other=staff, reason=Reason.ASKED, by=another_staff, now=now)
    assert not visible_mentorships(staff).exists()
    assert not visible_requests(staff).exists()


def test_name_that_she_typed_keeps_one_of_the_staff_away_too(pair, staff, another_staff):
    row, now = pair(S.ACTIVE, coordinator=another_staff), timezone.now()
    keep_name_away(name=staff.username, by=row.person, now=now)
    with pytest.raises(NotForYou):
        take_over(person=row.person, by=staff, reason="Because I say so", now=now)
