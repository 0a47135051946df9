"""Who of the staff looks after somebody: taking up and over, handing over, and the board."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.mentorship.actions.looking_after import coordinator_of, hand_to, take_over
from community.mentorship.actions.proposing import suggest
from community.mentorship.actions.requesting import keep_request, take_request_back
from community.mentorship.actions.unsafe import say_unsafe
from community.mentorship.models import CheckIn, CoordinatorChange, Mentorship, MentorshipRequest
from community.mentorship.models import MentorshipState as S
from community.notifications.models import Message
from community.people.actions import give_role
from community.safety.actions import NoReasonGiven, NotForYou
from community.safety.models import AccessRecord, Task
from tests.factories.people import UserFactory, sign_in
from tests.factories.walking import ActiveMentorFactory, MentorshipFactory, RequestFactory

pytestmark = pytest.mark.django_db
WHY = "Ines is away"


@pytest.fixture
def desk(home, staff):
    give_role(person=staff, role="staff", now=timezone.now())
    return sign_in(Client(), staff, proved=True)


@pytest.fixture
def two(participant, another_staff):
    """Another of the staff looks after them."""
    RequestFactory(person=participant, coordinator=another_staff)
    return MentorshipFactory(
        person=participant, state=S.ACTIVE, coordinator=another_staff,
        mentor__person__alias="Canary mentor",
    )  # fmt: skip


def who(row) -> str:
    return reverse("desk_look_after", args=[row.public_id])


def test_request_that_nobody_has_is_taken_up_without_a_reason_and_opens(desk, participant, staff):
    row = RequestFactory(person=participant, first_goal="Canary wish")
    page = reverse("desk_compare", args=[row.public_id])
    assert desk.get(page).status_code == 404
    assert "Canary wish" not in desk.get(who(row)).content.decode()
    assert desk.post(who(row), {"what": "take"}).url == page
    assert "Canary wish" in desk.get(page).content.decode()
    desk.post(who(row), {"what": "take"})  # a double click
    change = CoordinatorChange.objects.get()
    assert (change.came_from, change.went_to, change.by) == (None, staff, staff)
    made = suggest(
        request=MentorshipRequest.objects.get(), mentor=ActiveMentorFactory(), by=staff,
        now=timezone.now(),
    )  # fmt: skip
    assert made.coordinator == staff


def test_taking_over_from_somebody_needs_a_reason_and_they_are_told(
    desk, two, staff, another_staff
):
    page = reverse("desk_two", args=[two.public_id])
    answer = desk.post(who(two), {"what": "take", "reason": "Just so"})
    assert "Say why, in three words or more." in answer.content.decode()
    assert 'value="Just so"' in answer.content.decode()
    assert not CoordinatorChange.objects.exists()
    assert desk.get(page).status_code == 404
    assert desk.post(who(two), {"what": "take", "reason": WHY}).url == page
    assert desk.get(page).status_code == 200
    change = CoordinatorChange.objects.get()
    assert (change.came_from, change.went_to, change.reason) == (another_staff, staff, WHY)
    assert MentorshipRequest.objects.get().coordinator == staff
    assert Message.objects.get().recipient == another_staff
    other = sign_in(Client(), another_staff, proved=True)
    assert other.get(page).status_code == 404


def test_who_looks_after_it_hands_it_over_and_reads_nothing_more(desk, two, staff, another_staff):
    take_over(person=two.person, by=staff, reason=WHY, now=timezone.now())
    hand = {"what": "hand", "to": str(another_staff.public_id), "reason": "I am on leave"}
    assert desk.post(who(two), hand | {"to": str(two.person.public_id)}).status_code == 200
    assert desk.post(who(two), hand | {"reason": "Leave"}).status_code == 200
    assert coordinator_of(two.person) == staff
    assert desk.post(who(two), hand).url == reverse("desk_together")
    assert coordinator_of(two.person) == another_staff
    assert desk.get(reverse("desk_two", args=[two.public_id])).status_code == 404
    words = desk.get(who(two)).content.decode()
    assert "I am on leave" not in words
    assert "Hand it over" not in words
    assert desk.post(who(two), hand).status_code == 200  # it is not theirs to give any more
    assert coordinator_of(two.person) == another_staff


@pytest.mark.parametrize(
    "typed", [{}, {"what": "x"}, {"what": "hand"}, {"what": "hand", "to": "x"}]
)
def test_bad_input_is_no_mistake_of_ours(desk, two, typed):
    assert desk.post(who(two), typed).status_code == 200
    assert not CoordinatorChange.objects.exists()


def test_rules_hold_below_the_pages(two, staff, another_staff, participant):
    now = timezone.now()
    for by in (participant, two.mentor.person, UserFactory(role="partner")):
        with pytest.raises(NotForYou):
            take_over(person=two.person, by=by, reason=WHY, now=now)
    with pytest.raises(NotForYou):
        hand_to(person=two.person, to=staff, by=staff, reason=WHY, now=now)
    with pytest.raises(NoReasonGiven):
        take_over(person=two.person, by=staff, reason="", now=now)
    assert coordinator_of(two.person) == another_staff


def test_board_names_nobody_whom_another_looks_after(desk, two, participant, staff, another_staff):
    asked = RequestFactory(person__alias="Canary waits", coordinator=another_staff)
    today = timezone.localdate()
    CheckIn.objects.create(
        mentorship=two, person=participant, side="participant",
        due_on=today - timezone.timedelta(days=9),
    )  # fmt: skip
    board = reverse("desk_together")
    words = desk.get(board).content.decode()
    rows = words[: words.index("Checks that end soon")]  # mentors are looked after by all of them
    assert participant.alias not in rows
    assert "Canary" not in rows
    assert "Walking together (1)" in rows
    assert rows.count(who(two)) == 2  # as one of the two, and as late
    assert str(another_staff) in rows
    for person in (participant, asked.person):
        take_over(person=person, by=staff, reason=WHY, now=timezone.now())
    words = desk.get(board).content.decode()
    assert {"Canary waits", "Canary mentor", participant.alias} <= {
        name for name in ("Canary waits", "Canary mentor", participant.alias) if name in words
    }


def test_task_about_two_is_shut_to_who_does_not_look_after_them(desk, two, participant, staff):
    now = timezone.now()
    task = Task.objects.create(
        key="t", kind="unsafe", about=two.public_id, person=participant, note="Canary note",
        created_at=now, due_at=now,
    )  # fmt: skip
    where = reverse("desk_safe_task", args=[task.public_id])
    assert participant.alias not in desk.get(reverse("desk_safe")).content.decode()
    words = desk.get(where).content.decode()
    assert "Canary note" not in words
    assert participant.alias not in words
    assert who(two) in words
    assert desk.post(where, {"what": "answer", "answer": "I rang her"}).status_code == 200
    assert Task.objects.get().done_at is None
    take_over(person=participant, by=staff, reason=WHY, now=now)
    assert "Canary note" in desk.get(where).content.decode()
    assert participant.alias in desk.get(reverse("desk_safe")).content.decode()


def test_who_asks_again_while_they_walk_stays_with_who_looks_after_them(two, another_staff):
    now = timezone.now()
    take_request_back(by=two.person, now=now)
    assert keep_request(by=two.person, now=now).coordinator == another_staff
    Mentorship.objects.update(state=S.CLOSED, ended_at=now)
    take_request_back(by=two.person, now=now)
    assert keep_request(by=two.person, now=now).coordinator is None


def test_only_who_did_not_feel_safe_reads_that_staff_looked(desk, two, participant, staff):
    now, page = timezone.now(), reverse("desk_two", args=[two.public_id])
    take_over(person=participant, by=staff, reason=WHY, now=now)
    say_unsafe(mentorship=two, by=participant, words="", now=now)
    assert "Only who did not feel safe" in desk.get(page).content.decode()
    looked = AccessRecord.objects.filter(who=staff.public_id)
    assert [record.about for record in looked] == [participant.public_id]
