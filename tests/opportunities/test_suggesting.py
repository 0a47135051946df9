"""A mentor thinks of an activity: it is found, answered or left, and nothing is told back."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from community.mentorship.actions import NotTheirs
from community.mentorship.actions.closing import leave
from community.mentorship.models import LIVE, Mentor, Mentorship, MentorshipState
from community.notifications.models import Message, Note
from community.organisations.models import AvoidedOrganisation
from community.people import actions as path
from community.people.models import Step
from community.safety.actions import erase, forget_what_is_over
from community.safety.actions.exporting import own_data
from opportunities.actions.path import open_activities
from opportunities.actions.suggesting import (
    MOST_A_DAY,
    EnoughToday,
    LeadsOut,
    NotOnTheList,
    answer_suggestion,
    think_of,
)
from opportunities.models import Answered, AvoidedArea, Opportunity, SignUp, Suggestion
from opportunities.permissions import open_suggestions
from tests.factories.opportunities import (
    AreaFactory,
    OpportunityFactory,
    SessionFactory,
    SignUpFactory,
)
from tests.factories.walking import ActiveMentorFactory, MentorshipFactory

pytestmark = pytest.mark.django_db
KEPT = "It is kept for them."


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


def coming(title="Canary kitchen", **more) -> Opportunity:
    return SessionFactory(opportunity=OpportunityFactory(title=title, **more)).opportunity


@pytest.fixture
def kitchen(db) -> Opportunity:
    return coming()


@pytest.fixture
def thought(two, mentor, kitchen, now) -> Suggestion:
    words = "You miss cooking."
    return think_of(mentorship=two, opportunity=kitchen, by=mentor, words=words, now=now)


def think_page(two) -> str:
    return reverse("opportunities:think", args=[two.public_id])


def page(row) -> str:
    return reverse("opportunities:thought", args=[row.public_id])


def sent(client, two, activity, words="", q="Canary"):
    typed = {"q": q, "activity": str(activity.public_id), "words": words}
    return client.post(think_page(two), typed, follow=True)


def html_of(client, where) -> str:
    text = client.get(where).content.decode()
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text)


# -- the mentor thinks of it --------------------------------------------------------------------


def test_mentor_finds_it_on_the_list_and_it_waits_for_the_other_one(
    two, sam, mentor, kitchen, as_person
):
    client = as_person(mentor)
    found = client.get(think_page(two), {"q": "kitchen"}).content.decode()
    assert f'value="{kitchen.public_id}"' in found
    assert KEPT in sent(client, two, kitchen, "You miss <b>cooking").content.decode()
    row = Suggestion.objects.get()
    for where in (reverse("opportunities:plan"), reverse("opportunities:path"), page(row)):
        html = as_person(sam).get(where).content.decode()
        assert "Your mentor thought of this" in html
        assert "Canary kitchen" in html
        assert "You miss &lt;b&gt;cooking" in html
    assert not Message.objects.exists()
    assert not Note.objects.exists()


def test_line_is_stored_sealed(thought):
    with connection.cursor() as cursor:
        cursor.execute("select words from opportunities_suggestion")
        assert "cooking" not in cursor.fetchone()[0]


@pytest.mark.parametrize("words", ["See https://x.example", "Ring 555 0100 123", "me@x.example"])
def test_line_that_leads_out_is_refused_and_what_was_typed_stays(
    two, mentor, kitchen, now, as_person, words
):
    answer = sent(as_person(mentor), two, kitchen, words)
    assert answer.status_code == 400
    html = answer.content.decode()
    assert f'value="{words}"' in html
    assert "checked" in html
    assert "Leave out links" in html
    with pytest.raises(LeadsOut):
        think_of(mentorship=two, opportunity=kitchen, by=mentor, words=words, now=now)
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("typed", ["", "x", "\0", "00000000-0000-0000-0000-000000000007"])
def test_what_is_not_on_the_list_is_refused(two, mentor, kitchen, as_person, typed):
    client = as_person(mentor)
    answer = client.post(think_page(two), {"q": "Canary\0", "activity": typed, "words": "x" * 900})
    assert answer.status_code == 400
    assert client.post(think_page(two), {}).status_code == 400
    assert client.get(think_page(two), {"q": "'%"}).status_code == 200
    assert not Suggestion.objects.exists()


def test_activity_that_is_not_public_cannot_be_thought_of(two, mentor, kitchen, now, as_person):
    Opportunity.objects.filter(pk=kitchen.pk).update(held_at=now)
    with pytest.raises(NotOnTheList):
        think_of(mentorship=two, opportunity=kitchen, by=mentor, words="", now=now)
    assert sent(as_person(mentor), two, kitchen).status_code == 400


def test_same_one_again_is_a_double_click(two, mentor, kitchen, now, as_person):
    client = as_person(mentor)
    for _twice in range(2):
        assert KEPT in sent(client, two, kitchen).content.decode()
    assert Suggestion.objects.count() == 1


def test_few_a_day_whatever_was_said_to_them(two, sam, mentor, now):
    for n in range(MOST_A_DAY):
        row = think_of(
            mentorship=two, opportunity=coming(f"Number {n}"), by=mentor, words="", now=now
        )
        answer_suggestion(suggestion=row, by=sam, answer=Answered.NO, now=now)
    more = coming("One more")
    with pytest.raises(EnoughToday):
        think_of(mentorship=two, opportunity=more, by=mentor, words="", now=now)
    tomorrow = now + dt.timedelta(days=1, seconds=1)
    assert think_of(mentorship=two, opportunity=more, by=mentor, words="", now=tomorrow)


@pytest.mark.parametrize("state", sorted(MentorshipState))
def test_only_while_the_two_may_write_to_each_other(
    two, sam, mentor, thought, kitchen, now, as_person, state
):
    over = {"closed", "declined_p", "declined_m", "withdrawn", "ended_safety"}
    ended = now if state in over else None
    Mentorship.objects.update(state=state, ended_at=ended, paused_from="active")
    if state in LIVE:
        assert as_person(mentor).get(think_page(two)).status_code == 200
        assert list(open_suggestions(sam, now)) == [thought]
        return
    assert as_person(mentor).get(think_page(two)).status_code == 404
    assert as_person(sam).get(page(thought)).status_code == 404
    assert not open_suggestions(sam, now).exists()
    with pytest.raises(NotTheirs):
        think_of(mentorship=two, opportunity=kitchen, by=mentor, words="", now=now)
    with pytest.raises(NotTheirs):
        answer_suggestion(suggestion=thought, by=sam, answer=Answered.YES, now=now)


def test_locked_it_is_neither_thought_of_nor_seen(two, sam, mentor, thought, now, as_person):
    Mentorship.objects.update(locked_at=now)
    assert as_person(mentor).get(think_page(two)).status_code == 404
    assert "thought of this" not in html_of(as_person(sam), reverse("opportunities:plan"))


def test_only_their_own_mentor_and_only_an_active_one(two, sam, mentor, kitchen, now, as_person):
    other = MentorshipFactory()
    for person in (sam, other.mentor.person, other.person):
        assert as_person(person).get(think_page(two)).status_code == 404
        with pytest.raises(NotTheirs):
            think_of(mentorship=two, opportunity=kitchen, by=person, words="", now=now)
    Mentor.objects.filter(pk=two.mentor_id).update(state="paused")
    assert as_person(mentor).get(think_page(two)).status_code == 404


# -- what is not seen, and what is not told -----------------------------------------------------


@pytest.mark.parametrize("what", ["organisation", "area"])
def test_what_somebody_keeps_away_is_not_seen_and_the_mentor_reads_the_same(
    two, sam, mentor, now, as_person, what
):
    away, open_one = coming("Canary away", area=AreaFactory()), coming("Canary open")
    own = {"person": sam, "created_at": now}
    if what == "organisation":
        AvoidedOrganisation.objects.create(organisation=away.organisation, **own)
    else:
        AvoidedArea.objects.create(area=away.area, **own)
    client = as_person(mentor)
    assert str(away.public_id) in client.get(think_page(two), {"q": "away"}).content.decode()
    first, second = (sent(client, two, one) for one in (away, open_one))
    assert (first.status_code, second.status_code) == (200, 200)
    assert KEPT in first.content.decode()
    assert KEPT in second.content.decode()
    kept = Suggestion.objects.get(opportunity=away)
    assert "Canary away" not in html_of(as_person(sam), reverse("opportunities:plan"))
    assert as_person(sam).get(page(kept)).status_code == 404
    assert [row.opportunity for row in open_suggestions(sam, now)] == [open_one]


def test_mentor_reads_the_same_whatever_is_answered_or_seen(
    two, sam, mentor, thought, kitchen, now, as_person
):
    client = as_person(mentor)
    before = html_of(client, think_page(two))
    assert "Canary kitchen" in before
    AvoidedOrganisation.objects.create(
        person=sam, organisation=kitchen.organisation, created_at=now
    )
    assert html_of(client, think_page(two)) == before
    AvoidedOrganisation.objects.all().delete()
    for answer in Answered:
        Suggestion.objects.update(answer="")
        answer_suggestion(suggestion=thought, by=sam, answer=answer, now=now)
        assert html_of(client, think_page(two)) == before


def test_nothing_is_missing_because_of_who_else_goes_there(two, sam, thought, kitchen, now, block):
    """By what is missing somebody could find out where the one is whom they must not meet."""
    other = SignUpFactory(session=kitchen.sessions.get()).person
    block(sam, other, now)
    assert list(open_suggestions(sam, now)) == [thought]


def test_two_who_are_kept_apart_nothing_is_seen_and_the_mentor_reads_the_same(
    two, sam, mentor, thought, now, as_person, block
):
    client = as_person(mentor)
    before = html_of(client, think_page(two))
    block(sam, mentor, now)
    assert not open_suggestions(sam, now).exists()
    assert html_of(client, think_page(two)) == before
    assert KEPT in sent(client, two, coming("Canary new")).content.decode()
    assert not open_suggestions(sam, now).exists()


def test_activity_that_is_stopped_is_not_seen(sam, thought, kitchen, now, as_person):
    Opportunity.objects.filter(pk=kitchen.pk).update(held_at=now)
    assert not open_suggestions(sam, now).exists()
    assert as_person(sam).get(page(thought)).status_code == 404


# -- the answer ---------------------------------------------------------------------------------


def test_yes_makes_a_step_towards_the_aim_that_is_chosen_and_saves_no_place(
    sam, thought, kitchen, now, as_person
):
    path.name_aim(by=sam, words="A quiet flat", now=now)
    aim = path.name_aim(by=sam, words="Cook again", now=now)
    client = as_person(sam)
    for _twice in range(2):
        done = client.post(page(thought), {"aim": str(aim.public_id)})
        assert done.status_code == 302
    step = Step.objects.get()
    assert (step.aim, step.words) == (aim, "Canary kitchen")
    assert open_activities(of=sam, now=now) == {step.pk: kitchen}
    assert not SignUp.objects.exists()
    thought.refresh_from_db()
    assert (thought.answer, thought.words) == ("yes", "")
    assert "thought of this" not in html_of(client, reverse("opportunities:plan"))


def test_yes_without_a_step_leads_to_the_activity(sam, thought, kitchen, as_person):
    done = as_person(sam).post(page(thought), {"aim": ""})
    assert done.url == reverse("opportunities:detail", args=[kitchen.public_id])
    assert not Step.objects.exists()


def test_not_for_me_takes_it_away_and_asks_no_reason(sam, thought, as_person):
    client = as_person(sam)
    for _twice in range(2):
        assert client.post(page(thought), {"no": "1"}).url == reverse("opportunities:plan")
    thought.refresh_from_db()
    assert (thought.answer, thought.words) == ("no", "")
    client.post(page(thought), {"aim": ""})
    thought.refresh_from_db()
    assert thought.answer == "no"  # the first one counts
    assert "thought of this" not in html_of(client, reverse("opportunities:path"))


def test_full_aim_says_so_and_nothing_is_answered(sam, thought, now, as_person):
    aim = path.name_aim(by=sam, words="Cook again", now=now)
    for n in range(path.MOST_STEPS):
        path.add_step(aim=aim, words=f"Step {n}", today=timezone.localdate(now))
    answer = as_person(sam).post(page(thought), {"aim": str(aim.public_id)})
    assert answer.status_code == 400
    assert "many steps here already" in answer.content.decode()
    thought.refresh_from_db()
    assert (thought.answer, thought.words) == ("", "You miss cooking.")


@pytest.mark.parametrize("typed", ["x", "\0", "00000000-0000-0000-0000-000000000007"])
def test_aim_that_is_not_theirs_is_refused(sam, mentor, thought, now, as_person, typed):
    theirs = path.name_aim(by=mentor, words="Mine", now=now)
    for aim in (typed, str(theirs.public_id)):
        assert as_person(sam).post(page(thought), {"aim": aim}).status_code == 400
    with pytest.raises(NotTheirs):
        answer_suggestion(suggestion=thought, by=sam, answer=Answered.YES, aim=theirs, now=now)
    assert not Suggestion.objects.exclude(answer="").exists()


def test_nobody_else_answers_or_sees_it(thought, mentor, now, as_person, stranger):
    for person in (mentor, MentorshipFactory().person):
        assert as_person(person).get(page(thought)).status_code == 404
        assert as_person(person).post(page(thought), {"no": "1"}).status_code == 404
        with pytest.raises(NotTheirs):
            answer_suggestion(suggestion=thought, by=person, answer=Answered.NO, now=now)
    assert stranger.get(page(thought)).status_code == 302


def test_path_that_rests_offers_no_step(sam, thought, now, as_person):
    path.name_aim(by=sam, words="Cook again", now=now)
    path.rest(by=sam)
    assert "Cook again" not in html_of(as_person(sam), page(thought))


# -- how long -----------------------------------------------------------------------------------


def test_it_ends_with_the_match_and_is_forgotten_a_week_later(two, sam, thought, now):
    leave(mentorship=two, by=sam, now=now)
    MentorshipFactory(person=sam)
    assert not open_suggestions(sam, now).exists()
    forget_what_is_over(now=now + dt.timedelta(days=6))
    assert Suggestion.objects.exists()
    forget_what_is_over(now=now + dt.timedelta(days=8))
    assert not Suggestion.objects.exists()


def test_file_of_ones_own_holds_the_answer_and_not_the_mentors_line(sam, mentor, thought, now):
    def said(person):
        return {
            answer.name: answer.words
            for part in own_data(person=person)
            if part.name == "opportunities.suggestion"
            for row in part.rows
            for answer in row
        }

    assert said(sam)["opportunity"] == "Canary kitchen"
    assert "words" not in said(sam)
    assert said(mentor) == {}
    erase(person=sam, now=now)
    assert not Suggestion.objects.exists()
