"""Staff's screens of first talks: the queue, one talk, how to reach somebody, handing over."""

import pytest
from django.urls import reverse
from django.utils import timezone

from community.people.actions import give_role
from community.people.models import Role
from community.safety.models import AccessRecord, Saw, Task
from community.support.actions.talks import tell_of_late_talks
from community.support.models import HandOver, TalkState
from tests.factories.first_talks import SAID, first_talk

pytestmark = pytest.mark.django_db
QUEUE = "/cms/desk/talks/"
SECRETS = (SAID["reach"], SAID["code_word"], SAID["not_say"], SAID["times"], "Money basics")


@pytest.fixture
def desk(home, as_person, staff):
    return as_person(give_role(person=staff, role=Role.STAFF, now=timezone.now()), proved=True)


@pytest.fixture
def talk(db):
    return first_talk(now=timezone.now())[0]


def page(name, talk):
    return reverse(f"desk_first_talk{name}", args=[talk.public_id])


def step(desk, talk, what):
    assert desk.post(page("_step", talk), {"what": what}).status_code == 302
    talk.refresh_from_db()
    return talk


def opened(desk, talk):
    step(desk, talk, "take")
    why = {"reason": "contact", "words": "She asked for us"}
    assert desk.post(page("", talk), why)["Location"] == page("_reach", talk)


def test_queue_and_page_say_nothing_of_what_it_is_about(desk, talk):
    for address in (QUEUE, page("", talk)):
        text = desk.get(address).content.decode()
        assert "New" in text
        assert [secret for secret in SECRETS if secret in text] == []
    step(desk, talk, "take")
    text = desk.get(page("", talk)).content.decode()
    assert "How to reach them" in text
    assert [secret for secret in SECRETS if secret in text] == []


def test_rules_stand_before_the_number_and_each_look_is_written_down(desk, talk):
    assert desk.get(page("_reach", talk)).status_code == 404
    opened(desk, talk)
    text = desk.get(page("_reach", talk)).content.decode()
    order = [text.index(words) for words in (SAID["ask_for"], SAID["code_word"], SAID["reach"])]
    assert order == sorted(order)
    assert text.index("May we leave a message?") < order[-1]
    assert text.count(SAID["reach"]) == 1
    looks = AccessRecord.objects.filter(about=talk.public_id).order_by("pk")
    assert [row.what for row in looks] == [Saw.REFUSED, Saw.NOTE]


def test_colleague_finds_nothing_until_they_take_it_over(
    desk, talk, another_staff, as_person, home
):
    opened(desk, talk)
    colleague = as_person(
        give_role(person=another_staff, role=Role.STAFF, now=timezone.now()), proved=True
    )
    assert colleague.get(page("_reach", talk)).status_code == 404
    step(colleague, talk, "take")
    assert talk.taken_by.username == "amina"
    assert "A colleague has it." in colleague.get(page("", talk)).content.decode()
    step(colleague, talk, "over")
    assert talk.taken_by == another_staff
    assert colleague.get(page("_reach", talk)).status_code == 404
    assert desk.get(page("_reach", talk)).status_code == 404


def test_too_few_words_are_refused_and_stay(desk, talk):
    step(desk, talk, "take")
    answer = desk.post(page("", talk), {"reason": "contact", "words": "ring now"})
    assert "three words or more" in answer.content.decode()
    assert "ring now" in answer.content.decode()


@pytest.mark.parametrize(
    ("what", "state"), [("tried", "tried"), ("reached", "reached"), ("close", "closed")]
)
def test_one_button_each_and_a_second_tap_is_harmless(desk, talk, what, state):
    step(desk, talk, "take")
    assert step(desk, talk, what).state == state
    step(desk, talk, what)
    assert step(desk, talk, "nonsense").state == state


def test_finished_ones_leave_the_queue(desk, talk):
    step(desk, talk, "take")
    step(desk, talk, "close")
    assert "Nobody is waiting." in desk.get(QUEUE).content.decode()
    assert desk.get(page("", talk)).status_code == 200


def test_answer_is_kept_and_read_with_the_code(desk, stranger):
    talk, code = first_talk(once="9" * 32, now=timezone.now())
    opened(desk, talk)
    desk.post(page("_write", talk), {"reply": "Ring us at ten", "notes": "Friendly"})
    talk.refresh_from_db()
    assert talk.state == TalkState.REACHED
    text = stranger.post("/talk/code/", {"code": code}).content.decode()
    assert "Ring us at ten" in text
    assert "Friendly" not in text
    assert desk.post(page("_write", talk), {"reply": "x" * 1001}).status_code == 400


def test_handing_over_needs_a_yes_and_says_so(desk, talk):
    opened(desk, talk)
    said = {"recipient": "Harbour House", "told": "A name", "purpose": "A bed", "days": "30"}
    refused = desk.post(page("_over", talk), said)
    assert refused.status_code == 400
    assert "They have not said yes to this." in refused.content.decode()
    assert "Harbour House" in refused.content.decode()
    assert not HandOver.objects.exists()
    desk.post(page("_over", talk), said | {"has_said_yes": "on"})
    assert HandOver.objects.get().is_spoken
    assert "Harbour House" in desk.get(page("_reach", talk)).content.decode()


def test_task_of_a_promise_that_went_by_leads_to_the_talk(desk, talk):
    tell_of_late_talks(now=talk.answer_by + (talk.answer_by - talk.made_at))
    text = desk.get(reverse("desk_safe_task", args=[Task.objects.get().public_id])).content.decode()
    assert page("", talk) in text


@pytest.mark.parametrize("who", ["participant", "partner", "editor"])
def test_nobody_else_is_let_in(who, request, home, as_person, talk):
    person = request.getfixturevalue(who)
    client = as_person(give_role(person=person, role=person.role, now=timezone.now()), proved=True)
    for address in (QUEUE, page("", talk), page("_reach", talk)):
        assert client.get(address).status_code in {302, 404}
        assert SAID["reach"] not in client.get(address).content.decode()
    client.post(page("_step", talk), {"what": "take"})
    talk.refresh_from_db()
    assert talk.state == TalkState.NEW


def test_first_screen_counts_those_that_nobody_has_for_staff_alone(
    desk, talk, as_person, editor, now
):
    first = reverse("wagtailadmin_home")
    text = desk.get(first).content.decode()
    assert "1 first talk that nobody has taken up." in text
    assert f'href="{QUEUE}"' in text
    assert [secret for secret in SECRETS if secret in text] == []
    other = as_person(give_role(person=editor, role=Role.EDITOR, now=now))
    assert "first talk" not in other.get(first).content.decode()
    step(desk, talk, "take")
    assert "that nobody has taken up" not in desk.get(first).content.decode()
