"""My path on its pages: order without a script, an activity beside a step, rest, paper."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from community.organisations.models import AvoidedOrganisation
from community.people import actions
from community.people.models import Aim, Milestone, Step
from opportunities.actions.path import (
    NotOpenNow,
    activities_to_choose,
    open_activities,
    put_beside,
    stones,
)
from opportunities.models import Opportunity, StepActivity
from tests.factories.opportunities import OpportunityFactory, SignUpFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db
PATH = "/plan/path/"


@pytest.fixture
def sam(participant):
    return participant


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def aim(sam, at):
    return actions.name_aim(by=sam, words="A quiet flat", tag="home", now=at)


@pytest.fixture
def step(aim, at):
    return actions.add_step(aim=aim, words="Look at bus times", today=timezone.localdate(at))


@pytest.fixture
def garden(sam):
    """An activity that is in the plan."""
    return SignUpFactory(
        person=sam, session__opportunity__title="Garden morning"
    ).session.opportunity


def hold(opportunity):
    Opportunity.objects.filter(pk=opportunity.pk).update(held_at=timezone.now())


def address(name, row):
    return reverse(f"opportunities:{name}", args=[row.public_id])


# -- rules ------------------------------------------------------------------------------------


def test_activity_stands_beside_a_step_and_saves_no_place(sam, step, garden, at):
    before = garden.sessions.get().places_taken
    put_beside(step=step, opportunity=garden, now=at)
    put_beside(step=step, opportunity=garden, now=at)
    assert open_activities(of=sam, now=at) == {step.pk: garden}
    assert garden.sessions.get().places_taken == before
    put_beside(step=step, opportunity=None, now=at)
    assert open_activities(of=sam, now=at) == {}
    assert not StepActivity.objects.exists()


def test_activity_that_is_stopped_is_neither_put_nor_shown(sam, step, garden, at):
    put_beside(step=step, opportunity=garden, now=at)
    hold(garden)
    assert open_activities(of=sam, now=at) == {}
    assert activities_to_choose(by=sam, now=at, of=step) == []
    other = OpportunityFactory(held_at=at)
    with pytest.raises(NotOpenNow):
        put_beside(step=step, opportunity=other, now=at)


def test_activity_that_somebody_keeps_away_is_not_shown_beside_a_step(sam, step, garden, at):
    put_beside(step=step, opportunity=garden, now=at)
    AvoidedOrganisation.objects.create(person=sam, organisation=garden.organisation, created_at=at)
    assert open_activities(of=sam, now=at) == {}
    StepActivity.objects.all().delete()
    with pytest.raises(NotOpenNow):
        put_beside(step=step, opportunity=garden, now=at)


def test_to_choose_from_is_what_is_planned_and_where_one_comes_from(
    sam, another_participant, garden, at
):
    elsewhere = OpportunityFactory(title="Another one")
    theirs = SignUpFactory(person=another_participant).session.opportunity
    assert activities_to_choose(by=sam, now=at) == [garden]
    chosen = activities_to_choose(by=sam, now=at, also=elsewhere.public_id)
    assert chosen == [garden, elsewhere]
    assert activities_to_choose(by=sam, now=at, also=garden.public_id) == [garden]
    assert activities_to_choose(by=sam, now=at, also=uuid.uuid4()) == [garden]
    assert theirs not in chosen


def test_stones_stand_around_the_first_step_that_is_ahead(sam, aim, at):
    today = timezone.localdate(at)
    for n in range(6):
        actions.add_step(aim=aim, words=f"{n}", today=today)
    assert [one.words for one in stones(sam)] == ["0", "1", "2", "3"]
    for one in Step.objects.all()[:4]:
        actions.finish_step(step=one, today=today)
    assert [one.words for one in stones(sam)] == ["2", "3", "4", "5"]
    actions.put_away_step(step=Step.objects.get(place=5), today=today)
    assert [one.words for one in stones(sam)] == ["1", "2", "3", "5"]
    actions.rest(by=sam)
    assert stones(sam) is None
    actions.come_back(by=sam)
    assert len(stones(sam)) == 4


def test_who_has_no_path_has_no_stones(sam, another_participant, step):
    assert stones(another_participant) == []
    assert stones(sam) == [step]


# -- pages ------------------------------------------------------------------------------------


def test_path_begins_with_one_question(as_person, sam):
    client = as_person(sam)
    page = client.get(PATH).content.decode()
    assert "<title>My path" in page
    assert "Where would you like to get to?" in page
    answer = client.post(PATH, {"words": "A quiet flat", "tag": "home"})
    aim = Aim.objects.get()
    assert answer["Location"] == f"{PATH}#at-{aim.public_id}"
    page = client.get(PATH).content.decode()
    assert f'id="at-{aim.public_id}"' in page
    assert "A quiet flat" in page
    assert ">Home</span>" in page


@pytest.mark.parametrize(
    "sent", [{}, {"words": ""}, {"words": "x" * 201}, {"words": "Fine", "tag": "wealth"}]
)
def test_path_keeps_what_was_typed_when_it_cannot_be_used(as_person, sam, sent):
    refused = as_person(sam).post(PATH, sent)
    assert refused.status_code == 400
    assert "<title>Error:" in refused.content.decode()
    assert sent.get("words", "") in refused.content.decode()
    assert not Aim.objects.exists()


def test_fourth_aim_is_refused_in_words_and_not_offered(as_person, sam, at):
    client = as_person(sam)
    for words in ("One", "Two", "Three"):
        client.post(PATH, {"words": words})
    assert "Something else" not in client.get(PATH).content.decode()
    refused = client.post(PATH, {"words": "Four"})
    assert refused.status_code == 400
    assert "Three at a time is enough" in refused.content.decode()


def test_order_changes_by_buttons(as_person, sam, aim, at):
    other = actions.name_aim(by=sam, words="A job", now=at)
    client = as_person(sam)
    client.post(address("aim", other), {"do": "up"})
    assert [one.words for one in Aim.objects.all()] == ["A job", "A quiet flat"]
    client.post(address("new_step", aim), {"words": "First"})
    client.post(address("new_step", aim), {"words": "Second"})
    second = Step.objects.get(aim=aim, place=2)
    client.post(address("step", second), {"do": "up"})
    assert [one.words for one in Step.objects.filter(aim=aim)] == ["Second", "First"]
    page = client.get(PATH).content.decode()
    assert page.index("A job") < page.index("A quiet flat")
    assert page.index("Second") < page.index("First")


@pytest.mark.parametrize("what", ["x", "", "off'--"])
def test_unknown_button_changes_nothing(as_person, sam, step, what):
    client = as_person(sam)
    before = Step.objects.values().get()
    assert client.post(address("step", step), {"do": what}).status_code == 302
    assert client.post(address("aim", step.aim), {"do": what}).status_code == 302
    assert Step.objects.values().get() == before


def test_step_is_done_put_off_put_away_and_taken_off(as_person, sam, step):
    client, where = as_person(sam), address("step", step)

    def after(what):
        client.post(where, {"do": what})
        return words_of(client.get(PATH))

    assert "Not today" in after("not_today")
    assert "Not done after all" in after("done")
    assert "Not done after all" not in after("not_done")
    assert "Steps that are put away" in after("away")
    assert "Steps that are put away" not in after("here")
    after("off")
    assert not Step.objects.exists()
    assert client.get(where).status_code == 404


def test_step_takes_an_activity_from_where_one_comes(as_person, sam, aim):
    elsewhere = OpportunityFactory(title="Mending circle")
    client = as_person(sam)
    came = f"{PATH}?with={elsewhere.public_id}"
    form = address("new_step", aim) + f"?with={elsewhere.public_id}"
    assert form in client.get(came).content.decode()
    chosen = rf'value="{elsewhere.public_id}" selected'
    assert re.search(chosen, client.get(form).content.decode())
    client.post(form, {"words": "Go once", "activity": elsewhere.public_id})
    assert StepActivity.objects.get().opportunity == elsewhere
    page = client.get(PATH).content.decode()
    assert reverse("opportunities:detail", args=[elsewhere.public_id]) in page
    step = Step.objects.get()
    assert re.search(chosen, client.get(address("step", step)).content.decode())
    client.post(address("step", step), {"words": "Go twice", "activity": ""})
    assert not StepActivity.objects.exists()
    assert Step.objects.get().words == "Go twice"


@pytest.mark.parametrize("given", ["x", "%00", str(uuid.uuid4()), ""])
def test_activity_that_is_none_is_no_mistake_of_ours(as_person, sam, aim, given):
    client = as_person(sam)
    assert client.get(f"{PATH}?with={given}").status_code in {200, 400}
    refused = client.post(
        address("new_step", aim), {"words": "Go once", "activity": given or "none"}
    )
    assert refused.status_code == 400
    assert not Step.objects.exists()


def test_path_at_rest_shows_nothing_and_goes_on_as_it_was(as_person, sam, step):
    client = as_person(sam)
    client.post(address("step", step), {"do": "not_today"})
    client.post(reverse("opportunities:rest"))
    for where in (PATH, "/plan/"):
        page = words_of(client.get(where))
        assert "Your path rests" in page
        assert step.words not in page
        assert not re.search(r"\b(day|week|month)s? (ago|since)\b|%|streak", page)
    client.post(reverse("opportunities:rest"), {"back": "1"})
    page = words_of(client.get(PATH))
    assert step.words in page
    assert "Not today" not in page.split("Up")[0].split(step.words)[0]


def test_plan_shows_the_steps_that_were_chosen(as_person, sam, step):
    page = as_person(sam).get("/plan/").content.decode()
    assert "Steps you chose" in page
    assert step.words in page
    assert "One small good thing" in page or "card--sun" in page


def test_paper_holds_no_name_of_the_site_and_nothing_that_is_put_away(as_person, sam, step, at):
    today = timezone.localdate(at)
    hidden = actions.add_step(aim=step.aim, words="Ring them", today=today)
    actions.put_away_step(step=hidden, today=today)
    actions.name_milestone(by=sam, words="My own key", day=today)
    page = as_person(sam).get(reverse("opportunities:path_paper")).content.decode()
    assert "<title>My path</title>" in page
    main = page[page.index("<main") : page.index("</main>")]
    for words in ("A quiet flat", step.words, "My own key"):
        assert words in main
    assert "Ring them" not in page
    assert "Onward" not in main


def test_milestones_are_named_and_taken_off(as_person, sam):
    client, where = as_person(sam), reverse("opportunities:milestones")
    assert client.post(where, {"words": "My own key", "day": "2024-02-29"})["Location"] == where
    assert "29 February 2024" in client.get(where).content.decode()
    assert "My own key" in client.get(PATH).content.decode()
    for wrong in ({}, {"words": "x"}, {"words": "x", "day": "2023-02-29"}, {"day": "2024-01-01"}):
        assert client.post(where, wrong).status_code == 400
    client.post(address("milestone", Milestone.objects.get()))
    assert not Milestone.objects.exists()


def test_pages_of_somebody_else_look_like_none(as_person, sam, another_participant, step, at):
    day = actions.name_milestone(by=sam, words="My own key", day=at.date())
    client = as_person(another_participant)
    rows = {"aim": step.aim, "new_step": step.aim, "step": step, "milestone": day}
    for name, row in rows.items():
        theirs = client.post(address(name, row), {"do": "off", "words": "x"})
        nowhere = client.post(reverse(f"opportunities:{name}", args=[uuid.uuid4()]))
        assert theirs.status_code == nowhere.status_code == 404
    assert "quiet flat" not in client.get(PATH).content.decode()
    assert (Aim.objects.count(), Step.objects.count(), Milestone.objects.count()) == (1, 1, 1)


def test_stranger_is_asked_to_sign_in(stranger):
    assert stranger.get(PATH)["Location"].startswith(reverse("account_login"))


def test_path_costs_the_same_however_long(as_person, sam, aim, at, django_assert_num_queries):
    client = as_person(sam)
    for n in range(3):
        step = actions.add_step(aim=aim, words=f"{n}", today=timezone.localdate(at))
        put_beside(step=step, opportunity=OpportunityFactory(), now=at)
        actions.name_milestone(by=sam, words=f"{n}", day=at.date() + dt.timedelta(days=n))
        client.get(PATH)
        # Session, person, whether it rests, aims, steps, activities, milestones, whether they have
        # a mentor, unread notes.
        with django_assert_num_queries(9):
            client.get(PATH)
