"""A path is its owner's: three aims at most, small steps, rest, and no trace of either."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from community.people import actions
from community.people.models import Aim, Milestone, Path, Step
from community.people.permissions import own_aims, own_milestones, own_path, own_steps
from tests.dump import whole_database

DAY = dt.timedelta(days=1)


@pytest.fixture
def sam(participant):
    return participant


@pytest.fixture
def aim(sam, now):
    return actions.name_aim(by=sam, words="A quiet flat", tag="home", now=now)


@pytest.fixture
def today(now):
    return now.date()


def words_of(rows):
    return [row.words for row in rows]


def aims_of(person):
    return [(aim.place, aim.words) for aim in Aim.objects.filter(person=person)]


def test_three_aims_are_enough_and_a_double_click_is_one(sam, now):
    for words in ("One", "Two", " Two ", "Three"):
        actions.name_aim(by=sam, words=words, now=now)
    assert aims_of(sam) == [(1, "One"), (2, "Two"), (3, "Three")]
    with pytest.raises(actions.EnoughAims):
        actions.name_aim(by=sam, words="Four", now=now)
    assert actions.name_aim(by=sam, words="Three", now=now).place == 3


@pytest.mark.parametrize("words", ["", "  ", "\n\t"])
def test_nothing_said_is_put_nowhere(sam, aim, now, today, words):
    with pytest.raises(actions.NothingSaid):
        actions.name_aim(by=sam, words=words, now=now)
    with pytest.raises(actions.NothingSaid):
        actions.add_step(aim=aim, words=words, today=today)
    with pytest.raises(actions.NothingSaid):
        actions.name_milestone(by=sam, words=words, day=today)
    with pytest.raises(actions.NothingSaid):
        actions.reword_aim(aim=aim, words=words)
    assert aims_of(sam) == [(1, "A quiet flat")]
    assert not Step.objects.exists()
    assert not Milestone.objects.exists()


def test_database_refuses_a_fourth_aim_and_two_in_one_place(sam, aim, now):
    for place in (1, 4):
        with pytest.raises(IntegrityError), transaction.atomic():
            Aim.objects.create(person=sam, words="x", place=place, made_at=now)


def test_aims_change_places_and_stay_at_the_ends(sam, now):
    one, two, three = (actions.name_aim(by=sam, words=w, now=now) for w in ("One", "Two", "Three"))
    actions.move_aim(aim=three, up=True)
    assert aims_of(sam) == [(1, "One"), (2, "Three"), (3, "Two")]
    actions.move_aim(aim=one, up=False)
    assert aims_of(sam) == [(1, "Three"), (2, "One"), (3, "Two")]
    for aim, up in ((three, True), (two, False)):
        actions.move_aim(aim=aim, up=up)
    assert aims_of(sam) == [(1, "Three"), (2, "One"), (3, "Two")]


def test_aim_that_is_taken_off_takes_its_steps_and_leaves_no_gap(sam, now, today):
    one, two = (actions.name_aim(by=sam, words=words, now=now) for words in ("One", "Two"))
    actions.add_step(aim=one, words="A step", today=today)
    actions.take_off_aim(aim=one)
    actions.take_off_aim(aim=one)  # twice is harmless
    assert aims_of(sam) == [(1, "Two")]
    assert not Step.objects.exists()
    actions.move_aim(aim=one, up=True)  # a tap that came late
    assert aims_of(sam) == [(1, "Two")]
    assert two.pk == Aim.objects.get().pk


def test_steps_follow_each_other_and_one_that_is_done_can_be_taken_again(aim, today):
    first = actions.add_step(aim=aim, words="Go once", today=today)
    assert actions.add_step(aim=aim, words="Go once", today=today) == first
    actions.finish_step(step=first, today=today)
    again = actions.add_step(aim=aim, words="Go once", today=today)
    assert again != first
    actions.move_step(step=again, up=True, today=today)
    assert list(Step.objects.filter(aim=aim)) == [again, first]
    actions.move_step(step=again, up=True, today=today)
    assert list(Step.objects.filter(aim=aim)) == [again, first]
    actions.finish_step(step=first, today=today, is_done=False)
    first.refresh_from_db()
    assert not first.is_done


def test_step_passes_over_those_that_are_put_away(aim, today):
    one, two, three = (
        actions.add_step(aim=aim, words=words, today=today) for words in ("One", "Two", "Three")
    )
    actions.put_away_step(step=two, today=today)
    actions.move_step(step=three, up=True, today=today)
    seen = Step.objects.filter(aim=aim, is_hidden=False)
    assert words_of(seen) == ["Three", "One"]
    actions.move_step(step=two, up=True, today=today)  # it is not among them
    assert words_of(seen.all()) == ["Three", "One"]
    assert one.aim == aim


def test_steps_of_an_aim_have_an_end(aim, today, monkeypatch):
    monkeypatch.setattr("community.people.actions.path.MOST_STEPS", 2)
    for words in ("One", "Two"):
        actions.add_step(aim=aim, words=words, today=today)
    with pytest.raises(actions.EnoughSteps):
        actions.add_step(aim=aim, words="Three", today=today)


def test_not_today_is_over_by_itself(aim, today):
    step = actions.add_step(aim=aim, words="Ring them", today=today)
    actions.put_off_step(step=step, today=today)
    step.refresh_from_db()
    assert step.not_today == today
    other = actions.add_step(aim=aim, words="Another", today=today + DAY)
    step.refresh_from_db()
    assert step.not_today is None
    actions.put_off_step(step=other, today=today)
    actions.finish_step(step=other, today=today)
    actions.put_off_step(step=other, today=today)  # done is done
    other.refresh_from_db()
    assert (other.is_done, other.not_today) == (True, None)


def test_path_keeps_no_trace_of_a_rest_or_of_days_that_were_put_off(sam, aim, today):
    """Rows of who rested and put off are the same as of who did not (decision 30)."""

    def rows():
        Path.objects.get_or_create(person=sam)
        return [list(model.objects.values()) for model in (Path, Aim, Step)]

    step = actions.add_step(aim=aim, words="Ring them", today=today)
    actions.come_back(by=sam)
    before = rows()
    for n in range(5):
        actions.put_off_step(step=step, today=today + n * DAY)
    actions.rest(by=sam)
    actions.rest(by=sam)
    assert own_path(sam).get().is_resting
    assert rows() != before
    actions.come_back(by=sam)
    assert rows() == before


def test_no_model_of_a_path_counts_or_dates_what_was_not_done():
    said = {field.name for model in (Path, Aim, Step) for field in model._meta.get_fields()}
    kinds = {
        field.get_internal_type(): (model.__name__, field.name)
        for model in (Path, Step)
        for field in model._meta.local_fields
    }
    assert "DateTimeField" not in kinds
    assert kinds["DateField"] == ("Step", "not_today")
    assert not {"streak", "missed", "count", "percent", "score", "done_on"} & said


def test_milestones_are_hers_to_name(sam, now, today):
    first = actions.name_milestone(by=sam, words="My own key", day=today - 400 * DAY)
    assert actions.name_milestone(by=sam, words="My own key", day=today - 400 * DAY) == first
    actions.name_milestone(by=sam, words="A party", day=today + 9 * DAY)
    assert words_of(own_milestones(sam)) == ["A party", "My own key"]
    actions.take_off_milestone(milestone=first)
    actions.take_off_milestone(milestone=first)
    assert words_of(own_milestones(sam)) == ["A party"]


def test_milestones_have_an_end(sam, today, monkeypatch):
    monkeypatch.setattr("community.people.actions.path.MOST_MILESTONES", 1)
    actions.name_milestone(by=sam, words="One", day=today)
    with pytest.raises(actions.EnoughMilestones):
        actions.name_milestone(by=sam, words="Two", day=today)


def test_own_words_are_found_by_their_owner_and_by_nobody_else(
    sam, another_participant, partner, editor, staff, aim, today
):
    actions.add_step(aim=aim, words="Ring them", today=today)
    actions.name_milestone(by=sam, words="My own key", day=today)
    actions.rest(by=sam)
    finders = (own_path, own_aims, own_steps, own_milestones)
    assert [find(sam).count() for find in finders] == [1, 1, 1, 1]
    for other in (another_participant, partner, editor, staff):
        assert [find(other).count() for find in finders] == [0, 0, 0, 0]
    sam.is_active = False
    assert [find(sam).count() for find in finders] == [0, 0, 0, 0]


def test_words_of_a_path_cannot_be_read_in_a_dump(sam, aim, today):
    actions.add_step(aim=aim, words="Ring the clinic", today=today)
    actions.name_milestone(by=sam, words="My own key", day=today)
    text = whole_database()
    assert aim.public_id.hex in text or str(aim.public_id) in text
    for words in ("quiet flat", "clinic", "own key"):
        assert words not in text


def test_rows_name_themselves_without_their_words(sam, aim, today):
    step = actions.add_step(aim=aim, words="Ring the clinic", today=today)
    day = actions.name_milestone(by=sam, words="My own key", day=today)
    rows: list[Model] = [aim, step, day, Path(person=sam)]
    assert not any(word in str(row) for row in rows for word in ("flat", "clinic", "key"))
