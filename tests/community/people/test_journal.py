"""A journal and self-checks are read by nobody but who wrote them, and decide nothing."""

import ast
import datetime as dt
import uuid
from pathlib import Path as File

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from community.people import actions
from community.people.models import JournalEntry, SelfCheck
from community.people.permissions import own_journal, own_self_checks
from opportunities.actions.looking import keep_looking_for, suggest
from opportunities.models import Goal
from tests.dump import whole_database
from tests.factories.opportunities import SessionFactory

JOURNAL, CHECKS = "/account/journal/", "/account/self-checks/"
MINUTE = dt.timedelta(minutes=1)
RUNGS = {"health": "3", "home": "10", "purpose": "0", "community": ""}


@pytest.fixture
def sam(participant):
    return participant


def test_entry_is_kept_as_it_was_written_and_a_double_click_is_one(sam, now):
    words = "A good day.\n\nReally."
    first = actions.write_entry(by=sam, words=words, now=now)
    assert actions.write_entry(by=sam, words=words, now=now) == first
    assert own_journal(sam).get().words == words
    later = actions.write_entry(by=sam, words=words, now=now + MINUTE)
    assert list(own_journal(sam)) == [later, first]


def test_journal_refuses_nothing_and_too_much(sam, now, monkeypatch):
    with pytest.raises(actions.NothingWritten):
        actions.write_entry(by=sam, words=" \n ", now=now)
    monkeypatch.setattr("community.people.actions.journal.MOST_ENTRIES", 1)
    actions.write_entry(by=sam, words="One", now=now)
    with pytest.raises(actions.JournalFull):
        actions.write_entry(by=sam, words="Two", now=now)


def test_one_entry_and_all_of_it_go_for_good_and_nobody_elses(sam, another_participant, now):
    one, _two = (actions.write_entry(by=sam, words=words, now=now) for words in ("One", "Two"))
    actions.write_entry(by=another_participant, words="Theirs", now=now)
    actions.delete_entry(entry=one)
    actions.delete_entry(entry=one)
    assert [entry.words for entry in own_journal(sam)] == ["Two"]
    actions.delete_journal(by=sam)
    assert [entry.words for entry in JournalEntry.objects.all()] == ["Theirs"]


def test_prompt_of_a_week_stays_for_that_week():
    monday = dt.date(2026, 5, 4)
    start = monday - dt.timedelta(days=monday.toordinal() % 7)
    week = {str(actions.prompt_of(start + dt.timedelta(days=n))) for n in range(7)}
    assert len(week) == 1
    year = {str(actions.prompt_of(start + dt.timedelta(weeks=n))) for n in range(52)}
    assert len(year) == 6


def test_self_check_may_leave_any_ladder_open_but_not_all(sam, now):
    check = actions.keep_self_check(by=sam, rungs=RUNGS, now=now)
    assert actions.keep_self_check(by=sam, rungs=RUNGS, now=now) == check
    kept = own_self_checks(sam).get()
    assert (kept.health, kept.home, kept.purpose, kept.community) == ("3", "10", "0", "")
    for wrong in ({}, {"health": "11"}, {"health": "-1"}, {"health": "x", "home": "3"}):
        with pytest.raises(actions.NothingChosen):
            actions.keep_self_check(by=sam, rungs=wrong, now=now)
    actions.keep_self_check(by=sam, rungs=RUNGS, now=now + MINUTE)
    actions.delete_check(check=check)
    assert own_self_checks(sam).count() == 1
    actions.delete_checks(by=sam)
    assert not SelfCheck.objects.exists()


def test_own_words_and_checks_are_found_by_nobody_else(
    sam, another_participant, partner, editor, staff, now
):
    actions.write_entry(by=sam, words="Mine", now=now)
    actions.keep_self_check(by=sam, rungs=RUNGS, now=now)
    assert own_journal(sam).exists()
    assert own_self_checks(sam).exists()
    for other in (another_participant, partner, editor, staff):
        assert not own_journal(other).exists()
        assert not own_self_checks(other).exists()


def test_journal_and_checks_cannot_be_read_in_a_dump(sam, now):
    entry = actions.write_entry(by=sam, words="Canary journal", now=now)
    check = actions.keep_self_check(by=sam, rungs=RUNGS, now=now)
    text = whole_database()
    assert "Canary journal" not in text
    stored = SelfCheck.objects.filter(pk=check.pk).extra(select={"raw": "health"}).get()
    assert ":" in stored.raw
    assert entry.public_id.hex in text or str(entry.public_id) in text


def test_self_checks_change_nothing_that_is_suggested(home, sam):
    """The counterfactual: the same answers and other rungs give the same list (mentoring.md)."""
    now, goal = timezone.now(), Goal.objects.all()[0]
    for n in range(3):
        session = SessionFactory(starts_at=now + dt.timedelta(days=n + 1))
        session.opportunity.goals = [goal]
        session.opportunity.save()
    keep_looking_for(by=sam, now=now, first_goal=goal)
    before = suggest(to=sam, now=now)
    assert before.is_scored
    assert len(before.shown) == 3
    for n, rungs in enumerate(({"health": "0", "home": "0"}, {"health": "10", "purpose": "10"})):
        actions.keep_self_check(by=sam, rungs=rungs, now=now + n * MINUTE)
        assert suggest(to=sam, now=now) == before


def test_nothing_that_matches_or_reports_knows_of_journal_and_checks():
    """Only their own actions, page and permissions do, and the models that say what they are."""
    root = File(settings.BASE_DIR)
    allowed = ("community/people/", "tests/", "cms/demo/path.py")
    readers = set()
    for file in [*root.glob("community/**/*.py"), *root.glob("opportunities/**/*.py"),
                 *root.glob("cms/**/*.py")]:  # fmt: skip
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = {getattr(node, "id", "") or getattr(node, "name", "") for node in ast.walk(tree)}
        if names & {"JournalEntry", "SelfCheck", "own_journal", "own_self_checks"}:
            readers.add(str(file.relative_to(root)))
    assert readers
    assert {name for name in readers if not name.startswith(allowed)} == set()


# -- pages ------------------------------------------------------------------------------------


def test_page_keeps_an_entry_and_shows_ones_own_only(as_person, sam, another_participant, now):
    actions.write_entry(by=another_participant, words="Canary", now=now)
    client = as_person(sam)
    assert client.post(JOURNAL, {"words": "A word <b>"})["Location"] == JOURNAL
    page = client.get(JOURNAL).content.decode()
    assert reverse("people:journal") == JOURNAL
    assert "A word &lt;b&gt;" in page
    assert "Canary" not in page
    assert "Only you." in page


def test_page_goes_back_and_forth_through_a_long_journal(as_person, sam, now):
    for n in range(21):
        actions.write_entry(by=sam, words=f"Entry {n:02}", now=now + n * MINUTE)
    client = as_person(sam)
    first, second = (client.get(JOURNAL, {"page": n}).content.decode() for n in (1, 2))
    assert "Entry 20" in first
    assert "Entry 00" not in first
    assert 'href="?page=2"' in first
    assert "Entry 00" in second
    assert 'href="?page=1"' in second
    assert client.get(JOURNAL, {"page": "x"}).status_code == 200


def test_what_cannot_be_kept_stays_in_the_box(as_person, sam):
    client = as_person(sam)
    long = "x" * 8001
    refused = client.post(JOURNAL, {"words": long})
    assert refused.status_code == 400
    assert long in refused.content.decode()
    assert client.post(JOURNAL, {}).status_code == 400
    refused = client.post(CHECKS, {"health": "11", "home": "4"})
    assert refused.status_code == 400
    assert '<option value="4" selected>' in refused.content.decode()
    assert client.post(CHECKS, {}).status_code == 400
    assert not JournalEntry.objects.exists()
    assert not SelfCheck.objects.exists()


def test_pages_delete_one_and_all(as_person, sam, now):
    client = as_person(sam)
    for words in ("One", "Two", "Three"):
        client.post(JOURNAL, {"words": words})
    client.post(reverse("people:journal_entry", args=[own_journal(sam)[0].public_id]))
    assert own_journal(sam).count() == 2
    client.post(JOURNAL, {"all": "1"})
    assert not own_journal(sam).exists()
    for n in range(2):
        actions.keep_self_check(by=sam, rungs=RUNGS, now=now + n * MINUTE)
    client.post(reverse("people:self_check", args=[own_self_checks(sam)[0].public_id]))
    assert own_self_checks(sam).count() == 1
    client.post(CHECKS, {"all": "1"})
    assert not own_self_checks(sam).exists()


def test_entry_and_check_of_somebody_else_look_like_none(as_person, sam, another_participant, now):
    entry = actions.write_entry(by=sam, words="Mine", now=now)
    check = actions.keep_self_check(by=sam, rungs=RUNGS, now=now)
    client = as_person(another_participant)
    for name, row in (("journal_entry", entry), ("self_check", check)):
        theirs = client.post(reverse(f"people:{name}", args=[row.public_id]))
        nowhere = client.post(reverse(f"people:{name}", args=[uuid.uuid4()]))
        assert theirs.status_code == nowhere.status_code == 404
    assert own_journal(sam).exists()
    assert own_self_checks(sam).exists()


def test_page_draws_the_ladders_and_says_every_number(as_person, sam, now):
    actions.keep_self_check(by=sam, rungs=RUNGS, now=now)
    actions.keep_self_check(by=sam, rungs={"health": "7"}, now=now + MINUTE)
    page = as_person(sam).get(CHECKS).content.decode()
    assert page.count("<polyline") == 3  # nobody answered about community
    assert 'aria-label="Health: 7 of 10 the last time.' in page
    assert page.count("<circle") == 4
    assert ">10</td>" in page
    assert "–</td>" in page


@pytest.mark.parametrize(("address", "queries"), [(JOURNAL, 5), (CHECKS, 4)])
def test_pages_ask_as_often_for_three_as_for_one(
    as_person, sam, now, django_assert_num_queries, address, queries
):
    client = as_person(sam)
    client.get(address)
    for n in range(3):
        actions.write_entry(by=sam, words=f"{n}", now=now)
        actions.keep_self_check(by=sam, rungs=RUNGS, now=now + n * MINUTE)
        with django_assert_num_queries(queries):
            client.get(address)
