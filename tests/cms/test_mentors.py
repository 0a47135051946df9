"""Staff's desk: mentors, from the first question to two who say yes."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.mentorship.models import DropIn, Mentor, MentorFlag, MentorState, TrainingModule
from community.people.actions import give_role
from tests.factories.mentorship import TALK, MentorFactory, answer_for_both, apply_for

pytestmark = pytest.mark.django_db
LIST = "/cms/desk/walk/"


@pytest.fixture
def desk(home, staff, as_person, now):
    return as_person(give_role(person=staff, role="staff", now=now))


@pytest.fixture
def another_desk(home, another_staff, as_person, now):
    return as_person(give_role(person=another_staff, role="staff", now=now))


@pytest.fixture
def applied(participant):
    return apply_for(participant, timezone.now())


def text_of(response, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


def page_of(row: Mentor) -> str:
    return reverse("desk_mentor", args=[row.public_id])


def test_whole_way_at_the_desk(desk, another_desk, applied, staff, participant):
    today = timezone.localdate()
    module = TrainingModule.objects.create(title="Boundaries")
    where = page_of(applied)
    said = {"outcome": "suited"}
    for form in (
        {"what": "begin"},
        {"what": "ask"},
        {"what": "interview", **TALK, **said},
        {"what": "check", "made_on": today, "note": "Nothing that matters here.", **said},
    ):
        assert desk.post(where, form).url == where, form
    text_of(desk.post(where, {"what": "train"}))  # nobody has answered yet
    applied.references.update(digest_ends_at=None)
    answer_for_both(applied, staff, timezone.now())
    for form in (
        {"what": "train"},
        {"what": "passed", "module": module.public_id, "passed_on": today},
        {"what": "support", "supervisor": staff.public_id},
    ):
        assert desk.post(where, form).url == where, form
    until = {"what": "approve", "until": today + dt.timedelta(days=200)}
    for _again in range(2):
        assert desk.post(where, until).url == where
    assert Mentor.objects.get().state == MentorState.TRAINING
    assert "A second one of the staff" in text_of(another_desk.get(where))
    assert another_desk.post(where, until).url == where
    assert Mentor.objects.get().state == MentorState.ACTIVE
    page = text_of(desk.get(where))
    for words in ("A good answer.", "Nothing that matters", "Boundaries", "From work, nine years"):
        assert words in page
    for hidden in (participant.username + "<", "jo@example.org", participant.email):
        assert hidden not in page


def test_list_says_how_far_they_are_and_leaves_out_who_is_at_an_end(desk, applied):
    gone = MentorFactory(person__alias="Vanished", state="declined", ended_at=timezone.now())
    page = text_of(desk.get(LIST))
    assert page_of(applied) in page
    assert page_of(gone) not in page
    assert page_of(gone) in text_of(desk.get(LIST, {"state": "declined"}))
    assert page_of(applied) in text_of(desk.get(LIST, {"state": "nonsense"}))
    assert LIST in text_of(desk.get(reverse("wagtailadmin_home")))


def test_list_costs_the_same_with_more_rows(desk, applied):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.get(LIST)
        return len(asked)

    cost()
    one = cost()
    for _more in range(5):
        MentorFactory()
    assert cost() == one <= 20


def test_red_flag_is_noted_and_settled(desk, applied):
    where = page_of(applied)
    desk.post(where, {"what": "flag", "kind": "details", "note": "Asked where people live."})
    flag = MentorFlag.objects.get()
    assert "A red flag to settle" in text_of(desk.get(where))
    answer = desk.post(where, {"what": "settle", "flag": flag.public_id, "note": "Talked."})
    assert answer.url == where
    flag.refresh_from_db()
    assert flag.settled_at is not None


def test_flag_of_another_mentor_is_not_settled_here(desk, applied, staff):
    other = MentorFactory()
    flag = MentorFlag.objects.create(mentor=other, kind="other", note="x", at=timezone.now())
    form = {"what": "settle", "flag": flag.public_id, "note": "Talked."}
    text_of(desk.post(page_of(applied), form), 404)


def test_holding_and_letting_back_and_removing(desk, participant):
    row = MentorFactory(person=participant)
    where = page_of(row)
    assert desk.post(where, {"what": "hold", "note": "Something was said."}).url == where
    row.refresh_from_db()
    assert (row.state, row.is_held) == (MentorState.PAUSED, True)
    assert desk.post(where, {"what": "back"}).url == where
    assert desk.post(where, {"what": "remove", "note": "It was true."}).url == where
    row.refresh_from_db()
    assert row.state == MentorState.REMOVED_SAFETY
    text_of(desk.post(where, {"what": "back"}))
    row.refresh_from_db()
    assert row.state == MentorState.REMOVED_SAFETY


@pytest.mark.parametrize(
    "form",
    [
        {"what": "approve", "until": "never"},
        {"what": "check", "made_on": "2020-01-01", "outcome": "suited", "note": "x"},
        {"what": "passed", "module": "x", "passed_on": "x"},
        {"what": "support", "supervisor": "x"},
        {"what": "interview", "motives": "only this"},
        {"what": "begin", "x": "twice"},
        {"what": "nonsense"},
    ],
)
def test_bad_input_changes_nothing_and_keeps_what_was_typed(form, desk, participant):
    row = MentorFactory(person=participant, state="training")
    page = text_of(desk.post(page_of(row), form))
    if form["what"] == "interview":
        assert "only this" in page
    row.refresh_from_db()
    assert row.state == MentorState.TRAINING


def test_parts_of_the_training_are_added_and_get_a_new_version(desk):
    where = reverse("desk_training")
    assert desk.post(where, {"title": "Boundaries", "version": 1, "order": 1}).url == where
    row = TrainingModule.objects.get()
    desk.post(where, {"title": "Boundaries", "version": 2, "order": 1, "module": row.public_id})
    assert TrainingModule.objects.get().version == 2
    text_of(desk.post(where, {"title": "", "module": "nonsense"}))
    assert "Boundaries" in text_of(desk.get(where, {"module": row.public_id}))


def test_hours_to_drop_in_are_added_and_taken_off(desk):
    where = reverse("desk_drop_ins")
    form = {"what": "add", "starts_at": "2099-05-04 10:00", "ends_at": "2099-05-04 11:00"}
    for _twice in range(2):
        assert desk.post(where, form | {"where": "Room 2"}).url == where
    row = DropIn.objects.get()
    assert "Room 2" in text_of(desk.get(where))
    text_of(desk.post(where, form | {"where": "x", "ends_at": "2099-05-04 09:00"}))
    text_of(desk.post(where, {"what": "off", "drop_in": "x"}), 404)
    assert desk.post(where, {"what": "off", "drop_in": row.public_id}).url == where
    assert not DropIn.objects.exists()


@pytest.mark.parametrize("role", ["participant", "partner", "editor"])
def test_nobody_else_comes_in(role, home, as_person, participant, request):
    row = MentorFactory(person__alias="Somebody")
    client = as_person(request.getfixturevalue(role))
    for where in (LIST, page_of(row), reverse("desk_training"), reverse("desk_drop_ins")):
        for answer in (client.get(where), client.post(where, {"what": "remove", "note": "x"})):
            assert answer.status_code in {302, 404}
    row.refresh_from_db()
    assert row.state == MentorState.ACTIVE
