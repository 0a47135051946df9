"""A plan that two see: nothing until it is shown, nothing once it is taken back."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from community.mentorship.actions.closing import leave
from community.mentorship.actions.meeting import NotTheirs
from community.mentorship.actions.plan_of_two import (
    AimFirst,
    keep_part,
    plan_as_shown,
    show_part,
)
from community.mentorship.actions.unsafe import say_unsafe
from community.mentorship.models import LIVE, Mentor, Mentorship, MentorshipState, ShownPart
from community.people import actions as path
from community.people.models import JournalEntry, Milestone, SelfCheck, Step
from community.safety.actions import erase, forget_what_is_over
from community.safety.actions.exporting import own_data
from tests.factories.people import UserFactory
from tests.factories.walking import ActiveMentorFactory, MentorshipFactory

pytestmark = pytest.mark.django_db
S = MentorshipState


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now()


@pytest.fixture
def sam(participant):
    return participant


@pytest.fixture
def two(sam, another_participant) -> Mentorship:
    return MentorshipFactory(person=sam, mentor=ActiveMentorFactory(person=another_participant))


@pytest.fixture
def mentor(two):
    return two.mentor.person


@pytest.fixture
def aim(sam, now):
    return path.name_aim(by=sam, words="Canary aim", tag="home", now=now)


@pytest.fixture
def step(aim, now):
    return path.add_step(aim=aim, words="Canary step", today=timezone.localdate(now))


@pytest.fixture
def shown(two, sam, aim, step, now):
    """Both are shown."""
    for part in (aim, step):
        show_part(part=part, by=sam, now=now)
    return two


def page(two) -> str:
    return reverse("mentorship:plan", args=[two.public_id])


def words_for(client, two) -> str:
    return client.get(page(two)).content.decode()


def test_nothing_is_shown_before_somebody_shows_it(two, aim, step, mentor, as_person):
    assert plan_as_shown(two) == []
    assert "Canary" not in words_for(as_person(mentor), two)


def test_mentor_reads_words_and_whether_it_is_done_and_nothing_else(
    shown, sam, aim, step, mentor, now, as_person
):
    today = timezone.localdate(now)
    other = path.add_step(aim=aim, words="Canary kept", today=today)
    path.put_off_step(step=step, today=today)
    Milestone.objects.create(person=sam, words="Canary day", day=today)
    JournalEntry.objects.create(person=sam, words="Canary journal", written_at=now)
    SelfCheck.objects.create(person=sam, made_at=now, health="3")
    client = as_person(mentor)
    before = words_for(client, shown)
    assert "Canary aim" in before
    assert "Canary step" in before
    assert "Done" not in before
    for kept in ("Canary kept", "Canary day", "Canary journal", "Not today", "Home</span>"):
        assert kept not in before
    path.finish_step(step=step, today=today)
    path.finish_step(step=other, today=today)
    assert words_for(client, shown).count("Done") == 1


def test_one_who_shows_reads_the_same_and_that_the_rest_is_theirs(shown, sam, aim, now, as_person):
    path.add_step(aim=aim, words="Canary kept", today=timezone.localdate(now))
    html = words_for(as_person(sam), shown)
    assert html.count("Your mentor sees this") == 2
    assert html.count("Only you see this") == 1


def test_each_is_taken_back_at_once(shown, sam, aim, step, mentor, as_person):
    client, reader = as_person(sam), as_person(mentor)
    sent = client.post(page(shown), {"keep": str(step.public_id)})
    assert sent.url.endswith(f"#at-{step.public_id}")
    html = words_for(reader, shown)
    assert "Canary aim" in html
    assert "Canary step" not in html
    client.post(page(shown), {"keep": str(aim.public_id)})
    assert "Canary" not in words_for(reader, shown)


def test_aim_that_comes_back_comes_without_its_steps(shown, sam, aim, now):
    keep_part(part=aim, by=sam)
    show_part(part=aim, by=sam, now=now)
    (stretch,) = plan_as_shown(shown)
    assert stretch.steps == []


def test_step_in_other_words_is_shown_anew_only_by_its_owner(
    shown, sam, step, mentor, now, as_person
):
    """An abuser who is a mentor reads no word that was not shown to them (decision 35)."""
    at = reverse("opportunities:step", args=[step.public_id])
    client = as_person(sam)
    assert "Your mentor reads this." in client.get(at).content.decode()
    client.post(at, {"words": " Canary  step ", "activity": ""})  # the same words
    assert "Canary step" in words_for(as_person(mentor), shown)
    client.post(at, {"words": "Canary: Tuesday, by the bus", "activity": ""})
    html = words_for(as_person(mentor), shown)
    assert "Canary aim" in html
    assert "Tuesday" not in html
    assert "Your mentor reads this." not in client.get(at).content.decode()
    show_part(part=step, by=sam, now=now)
    assert "Tuesday" in words_for(as_person(mentor), shown)


def test_aim_in_other_words_takes_its_steps_along(shown, sam, aim, mentor, now, as_person):
    at = reverse("opportunities:aim", args=[aim.public_id])
    client = as_person(sam)
    assert "Your mentor reads this." in client.get(at).content.decode()
    client.post(at, {"words": "Canary aim", "tag": ""})  # what it is about is not read anyway
    assert "Canary step" in words_for(as_person(mentor), shown)
    client.post(at, {"words": "Canary flat", "tag": "home"})
    assert "Canary" not in words_for(as_person(mentor), shown)
    show_part(part=aim, by=sam, now=now)
    html = words_for(as_person(mentor), shown)
    assert "Canary flat" in html
    assert "Canary step" not in html


def test_buttons_pressed_twice_change_nothing(two, sam, aim, as_person):
    client = as_person(sam)
    for _twice in range(2):
        assert client.post(page(two), {"show": str(aim.public_id)}).status_code == 302
    assert ShownPart.objects.count() == 1
    for _twice in range(2):
        assert client.post(page(two), {"keep": str(aim.public_id)}).status_code == 302
    assert not ShownPart.objects.exists()


def test_step_is_shown_after_what_it_leads_to(two, sam, step, now, as_person):
    with pytest.raises(AimFirst):
        show_part(part=step, by=sam, now=now)
    said = as_person(sam).post(page(two), {"show": str(step.public_id)}, follow=True)
    assert "Show what it leads to first." in said.content.decode()
    assert not ShownPart.objects.exists()


@pytest.mark.parametrize("typed", ["", "x", "\0", str(uuid.UUID(int=7))])
def test_what_is_no_part_of_ones_path_is_refused(two, sam, aim, as_person, typed):
    client = as_person(sam)
    assert client.post(page(two), {"show": typed}).status_code == 400
    assert client.post(page(two), {"other": str(aim.public_id)}).status_code == 400
    assert not ShownPart.objects.exists()


def test_what_is_put_away_or_taken_off_is_not_read(shown, step, mentor, now, as_person):
    client = as_person(mentor)
    path.put_away_step(step=step, today=timezone.localdate(now))
    assert "Canary step" not in words_for(client, shown)
    path.take_off_step(step=step)
    assert not ShownPart.objects.filter(aim=None).exists()
    assert "Canary aim" in words_for(client, shown)


def test_path_that_rests_is_read_by_nobody(shown, sam, mentor, as_person):
    path.rest(by=sam)
    client = as_person(mentor)
    assert "Nothing at the moment" in words_for(client, shown)
    path.come_back(by=sam)
    assert "Canary aim" in words_for(client, shown)


@pytest.mark.parametrize("state", sorted(S))
def test_mentor_reads_it_only_while_the_two_may_write_to_each_other(
    sam, aim, mentor, two, now, as_person, state
):
    show_part(part=aim, by=sam, now=now)
    ended = now if state in {"closed", "declined_p", "declined_m", "withdrawn"} else None
    ended = now if state == "ended_safety" else ended
    Mentorship.objects.update(state=state, ended_at=ended, paused_from="active")
    two.refresh_from_db()
    answer = as_person(mentor).get(page(two))
    if state in LIVE:
        assert "Canary aim" in answer.content.decode()
    else:
        assert answer.status_code == 404
        assert plan_as_shown(two) == []


def test_locked_match_is_read_by_nobody_and_cannot_be_shown_to(
    two, sam, aim, mentor, now, as_person
):
    show_part(part=aim, by=sam, now=now)
    Mentorship.objects.update(locked_at=now)
    two.refresh_from_db()
    assert as_person(mentor).get(page(two)).status_code == 404
    assert plan_as_shown(two) == []
    with pytest.raises(NotTheirs):
        show_part(part=aim, by=sam, now=now)
    as_person(sam).post(page(two), {"keep": str(aim.public_id)})
    assert not ShownPart.objects.exists()


def test_who_does_not_feel_safe_shows_nothing_from_then_on(shown, sam, mentor, now, as_person):
    say_unsafe(mentorship=shown, by=sam, words="", now=now)
    assert not ShownPart.objects.exists()
    Mentorship.objects.update(state="active", locked_at=None, paused_from="")  # staff looked at it
    assert "Canary" not in words_for(as_person(mentor), shown)


def test_two_who_are_kept_apart_the_mentor_reads_a_page_like_any(
    shown, sam, mentor, now, as_person, block
):
    client = as_person(mentor)
    block(sam, mentor, now)
    html = words_for(client, shown)
    assert "Nothing at the moment" in html
    assert "Canary" not in html


def test_mentor_who_is_not_active_or_is_another_ones_reads_nothing(
    shown, mentor, as_person, stranger
):
    another = MentorshipFactory()
    assert as_person(another.mentor.person).get(page(shown)).status_code == 404
    assert as_person(another.person).get(page(shown)).status_code == 404
    assert as_person(mentor).get(page(another)).status_code == 404
    assert stranger.get(page(shown)).status_code == 302
    Mentor.objects.filter(pk=shown.mentor_id).update(state="paused")
    assert as_person(mentor).get(page(shown)).status_code == 404


def test_nobody_shows_what_is_not_theirs(two, aim, step, mentor, now, as_person):
    """Not the mentor, and not somebody who walks with another mentor."""
    other = MentorshipFactory().person
    for by in (mentor, other):
        with pytest.raises(NotTheirs):
            show_part(part=aim, by=by, now=now)
    keep_part(part=aim, by=mentor)
    assert as_person(mentor).post(page(two), {"show": str(aim.public_id)}).status_code == 404
    theirs = MentorshipFactory(person=UserFactory())
    assert (
        as_person(theirs.person).post(page(theirs), {"show": str(aim.public_id)}).status_code == 400
    )
    assert not ShownPart.objects.exists()


def test_nobody_takes_back_what_another_one_shows(shown, aim, mentor):
    keep_part(part=aim, by=mentor)
    assert ShownPart.objects.count() == 2


def test_next_mentor_sees_nothing_of_what_the_last_one_saw(shown, sam, now, as_person):
    leave(mentorship=shown, by=sam, now=now)
    later = MentorshipFactory(person=sam)
    assert "Canary" not in words_for(as_person(later.mentor.person), later)
    assert plan_as_shown(later) == []


def test_rows_are_forgotten_a_week_after_the_end(shown, sam, now):
    leave(mentorship=shown, by=sam, now=now)
    forget_what_is_over(now=now + dt.timedelta(days=6))
    assert ShownPart.objects.count() == 2
    forget_what_is_over(now=now + dt.timedelta(days=8))
    assert not ShownPart.objects.exists()


def test_it_is_in_the_file_of_its_owner_and_goes_with_them(shown, sam, mentor, now):
    def names(person):
        return {part.name for part in own_data(person=person)}

    assert "mentorship.shownpart" in names(sam)
    assert "mentorship.shownpart" not in names(mentor)
    erase(person=sam, now=now)
    assert not ShownPart.objects.exists()
    assert not Step.objects.exists()


def test_my_path_says_what_a_mentor_sees(shown, sam, aim, now, as_person):
    path.add_step(aim=aim, words="Canary kept", today=timezone.localdate(now))
    html = as_person(sam).get(reverse("opportunities:path")).content.decode()
    assert html.count("Your mentor sees this") == 2
    assert page(shown) in html
    alone = UserFactory()
    path.name_aim(by=alone, words="A garden", now=now)
    html = as_person(alone).get(reverse("opportunities:path")).content.decode()
    assert "Your mentor sees this" not in html
    assert "Only you see this" not in html
