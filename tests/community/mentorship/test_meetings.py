"""When two meet: either proposes, the other accepts; nobody else, and not after the end."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from community.mentorship import actions
from community.mentorship.actions.moving import move
from community.mentorship.models import (
    OVER,
    ApprovedPlace,
    Meeting,
    MeetingState,
    Mentorship,
    MentorshipState,
    MoveReason,
    Side,
)
from community.mentorship.permissions import live_mentorships
from community.notifications.models import Message
from tests.factories.people import UserFactory
from tests.factories.walking import ActiveMentorFactory, MentorshipFactory

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
A_DAY = dt.timedelta(days=1)
LIVE_ONES = {"trial", "active", "closing"}


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def two(participant, another_participant) -> Mentorship:
    """Sam walks with Kim, who is the mentor."""
    return MentorshipFactory(
        person=participant, mentor=ActiveMentorFactory(person=another_participant)
    )


@pytest.fixture
def mentor(two):
    return two.mentor.person


@pytest.fixture
def place(db) -> ApprovedPlace:
    return ApprovedPlace.objects.create(name="Library", where="5 Canary Street")


def at(now, days=3, **changes):
    when = {"starts_at": now + days * A_DAY, "ends_at": now + days * A_DAY + HOUR, "place": None}
    return when | changes


def proposed(two, by, now, **changes) -> Meeting:
    return actions.propose(mentorship=two, by=by, now=now, **at(now, **changes))


def reminders() -> list[Message]:
    return list(Message.objects.filter(key__contains=":soon:"))


def test_other_one_accepts_and_both_are_reminded_without_names(
    two, participant, mentor, now, place
):
    meeting = proposed(two, participant, now, place=place)
    assert Message.objects.get().recipient == mentor
    with pytest.raises(actions.NotTheirs):
        actions.accept(meeting=meeting, by=participant, now=now)
    for _again in range(2):
        actions.accept(meeting=meeting, by=mentor, now=now)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence) == (MeetingState.ACCEPTED, 1)
    assert {row.recipient for row in reminders()} == {participant, mentor}
    for row in reminders():
        assert row.due_at == meeting.starts_at - A_DAY
        for hidden in ("Sam", "Kim", "Library", "Canary"):
            assert hidden not in row.subject + row.body


def test_double_click_proposes_once(two, participant, now):
    assert proposed(two, participant, now) == proposed(two, participant, now)
    assert Meeting.objects.count() == 1


def test_moved_is_proposed_anew_and_reminders_are_taken_back(two, participant, mentor, now):
    meeting = proposed(two, participant, now)
    actions.accept(meeting=meeting, by=mentor, now=now)
    moved = actions.move_meeting(meeting=meeting, by=mentor, now=now, **at(now, days=4))
    assert (moved.state, moved.proposed_by, moved.sequence) == ("proposed", mentor, 2)
    assert reminders() == []
    with pytest.raises(actions.NotTheirs):
        actions.accept(meeting=moved, by=mentor, now=now)
    assert actions.accept(meeting=moved, by=participant, now=now).state == "accepted"
    same = actions.move_meeting(meeting=moved, by=mentor, now=now, **at(now, days=4))
    assert same.state == "accepted"  # nothing is different


def test_called_off_by_either_without_a_reason(two, participant, mentor, now):
    meeting = proposed(two, participant, now)
    actions.accept(meeting=meeting, by=mentor, now=now)
    for _again in range(2):
        assert actions.call_off(meeting=meeting, by=mentor, now=now).state == "cancelled"
    assert reminders() == []
    told = Message.objects.filter(recipient=participant, key__endswith=":off")
    assert told.count() == 1
    with pytest.raises(actions.NotTheirs):
        actions.accept(meeting=meeting, by=participant, now=now)
    with pytest.raises(actions.NotTheirs):
        actions.move_meeting(meeting=meeting, by=mentor, now=now, **at(now, days=5))


@pytest.mark.parametrize(
    ("days", "length"), [(-1, HOUR), (91, HOUR), (3, dt.timedelta(minutes=5)), (3, 5 * HOUR)]
)
def test_time_is_ahead_not_far_and_of_some_length(days, length, two, participant, now):
    starts_at = now + days * A_DAY
    with pytest.raises(actions.WrongTime):
        proposed(two, participant, now, starts_at=starts_at, ends_at=starts_at + length)


def test_place_is_one_of_those_that_are_open(two, participant, now, place):
    place.is_open = False
    place.save()
    with pytest.raises(actions.WrongPlace):
        proposed(two, participant, now, place=place)


def test_ten_are_enough(two, participant, now):
    for day in range(1, 11):
        proposed(two, participant, now, days=day)
    with pytest.raises(actions.TooManyOpen):
        proposed(two, participant, now, days=11)


@pytest.mark.parametrize("state", MentorshipState)
def test_nothing_of_it_but_between_the_two_of_a_live_match(state, now, as_person):
    two = MentorshipFactory(
        state=state, locked_at=None, ends_on=timezone.localdate(), ended_at=now if state in OVER
        else None,
    )  # fmt: skip
    is_live = state in LIVE_ONES
    for person in (two.person, two.mentor.person):
        assert live_mentorships(person, now).filter(pk=two.pk).exists() is is_live
        page = as_person(person).get(reverse("mentorship:meetings", args=[two.public_id]))
        assert page.status_code == (200 if is_live else 404)
        if not is_live:
            with pytest.raises(actions.NotTheirs):
                proposed(two, person, now)


@pytest.mark.parametrize("end", ["locked", "mentor held", "mentor lapsed"])
def test_nothing_of_it_once_it_is_locked_or_the_mentor_is_not_active(end, two, now, participant):
    if end == "locked":
        Mentorship.objects.update(locked_at=now)
    else:
        two.mentor.state = "paused" if end == "mentor held" else "active"
        two.mentor.check_expires_on = timezone.localdate() - 3 * A_DAY
        two.mentor.save()
    with pytest.raises(actions.NotTheirs):
        proposed(two, two.mentor.person, now)
    if end == "locked":
        with pytest.raises(actions.NotTheirs):
            proposed(two, participant, now)


def test_nobody_else_has_a_part_in_it(two, participant, now, staff):
    meeting = proposed(two, participant, now)
    other = MentorshipFactory()
    for person in (staff, other.person, other.mentor.person, UserFactory()):
        assert not live_mentorships(person, now).filter(pk=two.pk).exists()
        for do in (actions.accept, actions.call_off):
            with pytest.raises(actions.NotTheirs):
                do(meeting=meeting, by=person, now=now)
        with pytest.raises(actions.NotTheirs):
            proposed(two, person, now)


def test_two_who_stop_meet_no_more(two, participant, mentor, now):
    meeting = proposed(two, participant, now)
    actions.accept(meeting=meeting, by=mentor, now=now)
    move(
        mentorship=two, to=MentorshipState.PAUSED, by=participant, side=Side.PARTICIPANT, now=now,
        reason=MoveReason.ASKED, paused_for=MoveReason.ASKED,
    )  # fmt: skip
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CANCELLED
    assert reminders() == []


# -- the pages ---------------------------------------------------------------------------------


def test_whole_way_on_the_pages(two, participant, mentor, as_person, place):
    where = reverse("mentorship:meetings", args=[two.public_id])
    day = timezone.localdate() + 5 * A_DAY
    sam, kim = as_person(participant), as_person(mentor)
    form = {"what": "propose", "date": day, "starts": "10:00", "minutes": "60"}
    assert sam.post(where, form | {"place": place.public_id}).url == where
    meeting = Meeting.objects.get()
    assert meeting.starts_at.astimezone(participant.zone).hour == 10
    page = kim.get(where).content.decode()
    assert "Library, 5 Canary Street" in page
    assert 'value="accept"' in page
    assert 'value="accept"' not in sam.get(where).content.decode()
    assert kim.post(where, {"what": "accept", "meeting": meeting.public_id}).url == where
    assert "instead of" in kim.get(where, {"move": meeting.public_id}).content.decode()
    again = form | {"what": "move", "starts": "11:00", "meeting": meeting.public_id}
    assert kim.post(where, again).url == where
    assert sam.post(where, {"what": "off", "meeting": meeting.public_id}).url == where
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence) == (MeetingState.CANCELLED, 3)


def test_file_for_a_calendar_says_when_and_nothing_else(
    two, participant, mentor, as_person, now, place
):
    meeting = proposed(two, participant, now, place=place)
    actions.accept(meeting=meeting, by=mentor, now=now)
    where = reverse("mentorship:event", args=[meeting.public_id])
    answer = as_person(mentor).get(where)
    body = answer.content.decode()
    assert f"UID:{meeting.public_id}" in body
    assert "SEQUENCE:1\r\n" in body
    assert "SUMMARY:Busy\r\n" in body
    for hidden in ("Sam", "Kim", "Library", "LOCATION", "ORGANIZER", "DESCRIPTION"):
        assert hidden not in body
    assert answer["Content-Disposition"] == 'attachment; filename="event.ics"'
    actions.call_off(meeting=meeting, by=mentor, now=now)
    body = as_person(participant).get(where).content.decode()
    assert "STATUS:CANCELLED" in body
    assert "SEQUENCE:2\r\n" in body
    assert as_person(UserFactory()).get(where).status_code == 404


@pytest.mark.parametrize(
    "form",
    [
        {"what": "propose"},
        {"what": "propose", "date": "x", "starts": "x", "minutes": "x", "place": "x"},
        {"what": "nonsense"},
        {"what": "move", "meeting": "x"},
        {},
    ],
)
def test_bad_input_is_refused_in_words(form, two, participant, as_person):
    where = reverse("mentorship:meetings", args=[two.public_id])
    assert as_person(participant).post(where, form).status_code == 400
    assert not Meeting.objects.exists()


def test_meeting_of_others_is_not_there(two, participant, as_person, now):
    other = MentorshipFactory()
    meeting = proposed(other, other.person, now)
    where = reverse("mentorship:meetings", args=[two.public_id])
    sam = as_person(participant)
    for what in ("accept", "off"):
        form = {"what": what, "meeting": meeting.public_id}
        assert sam.post(where, form).status_code == 404
        assert sam.post(where, form | {"meeting": "x"}).status_code == 404
    assert sam.get(reverse("mentorship:meetings", args=[other.public_id])).status_code == 404
