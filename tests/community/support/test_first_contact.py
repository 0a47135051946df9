"""Somebody would like to talk: asking, the code, taking it back, and that nothing else stays."""

import datetime as dt
import logging
from urllib.parse import quote

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from community.notifications.models import Message
from community.safety.actions import erase, forget_what_is_over
from community.safety.models import AccessRecord, Task
from community.support.actions import talks as actions
from community.support.actions.talks import (
    answer_promised_by,
    ask_for_talk,
    asking,
    cancel_talk,
    talk_behind,
)
from community.support.models import About, FirstContactRequest, TalkState, Way
from tests.dump import whole_database
from tests.factories.first_talks import SAID, first_talk, talk_form

pytestmark = pytest.mark.django_db
TALK, CODE, MINE = (reverse(f"support:{name}") for name in ("talk", "talk_code", "talk_mine"))
DAY = dt.timedelta(days=1)


def sent(client, **said):
    return client.post(TALK, talk_form(**said))


# -- what is kept ----------------------------------------------------------------------------


def test_drink_or_drugs_is_offered_and_never_stored(stranger):
    assert "drink" not in About.values
    page = stranger.get(TALK).content.decode()
    assert 'value="drink"' in page
    assert "we do not write that down" in page
    assert sent(stranger, about="drink").status_code == 200
    row = FirstContactRequest.objects.get()
    assert row.about == About.TALK
    assert "drink" not in whole_database().lower().replace("drinks", "")


@settings(max_examples=5)
@given(about=st.text(max_size=30).filter(lambda words: words not in About.values))
def test_whatever_else_it_is_about_is_kept_as_a_talk(about):
    with transaction.atomic():
        row, _code = first_talk(about=about)
        assert row.about == About.TALK
        transaction.set_rollback(True)


def test_everything_that_was_said_is_sealed(now):
    row, _code = first_talk(now=now)
    dump = whole_database()
    for name in ("reach", "times", "ask_for", "code_word", "not_say", "interpreter"):
        assert SAID[name] not in dump
        assert getattr(FirstContactRequest.objects.get(pk=row.pk), name) == SAID[name]


def test_no_way_is_no_contact_and_keeps_no_number(stranger):
    sent(stranger, way="")
    row = FirstContactRequest.objects.get()
    assert (row.way, row.reach) == (Way.HERE, "")


@pytest.mark.parametrize(
    ("way", "reach"), [("call", ""), ("text", "ring me"), ("email", "12"), ("call", "a@b.example")]
)
def test_a_way_without_its_number_is_refused_in_words_and_what_was_typed_stays(
    stranger, way, reach
):
    answer = sent(stranger, way=way, reach=reach)
    assert answer.status_code == 400
    assert "or choose another way." in answer.content.decode()
    assert SAID["not_say"] in answer.content.decode()
    assert not FirstContactRequest.objects.exists()


@pytest.mark.parametrize("wrong", [{"website": "x"}, {"opened": ""}, {"way": "drone"}])
def test_programs_and_nonsense_are_refused_without_a_mistake_of_ours(stranger, wrong):
    assert sent(stranger, **wrong).status_code == 400
    assert not FirstContactRequest.objects.exists()


def test_a_row_is_somebodys_or_has_a_code_and_an_account_has_one_at_a_time(participant, now):
    first_talk(by=participant, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        FirstContactRequest.objects.create(made_at=now, changed_at=now, answer_by=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        FirstContactRequest.objects.create(
            person=participant, made_at=now, changed_at=now, answer_by=now
        )


# -- the code --------------------------------------------------------------------------------


def code_on(answer):
    row = FirstContactRequest.objects.latest("pk")
    words = answer.content.decode().split("<strong>")[1:]
    codes = [one.split("<")[0] for one in words]
    return next(code for code in codes if talk_behind(code=code) == row)


def test_code_is_shown_once_stored_nowhere_and_stands_in_no_address(stranger):
    answer = sent(stranger)
    code = code_on(answer)
    assert len(code) == 11
    dump = whole_database()
    assert code not in dump
    assert code.replace("-", "") not in dump
    assert "sessionid" not in stranger.cookies
    assert code not in stranger.get(CODE).content.decode()
    assert talk_behind(code=code.lower().replace("-", " ")) is not None
    assert answer.headers["Cache-Control"].count("no-store")


def test_second_click_shows_the_same_code_and_a_correction_counts(stranger):
    first = code_on(sent(stranger))
    second = code_on(sent(stranger, reach="+12125550199"))
    assert first == second
    assert FirstContactRequest.objects.get().reach == "+12125550199"


def test_what_somebody_has_taken_is_not_changed_by_the_old_page(stranger, staff, now):
    sent(stranger)
    actions.take_talk(talk=FirstContactRequest.objects.get(), by=staff, now=now)
    answer = sent(stranger, reach="+12125550199")
    assert answer.status_code == 400
    assert FirstContactRequest.objects.get().reach == SAID["reach"]


def test_two_pages_have_two_codes(stranger):
    first = code_on(sent(stranger))
    second = code_on(sent(stranger, once="cd" * 16))
    assert first != second
    assert FirstContactRequest.objects.count() == 2


def test_page_gives_out_another_secret_each_time(stranger):
    pages = {stranger.get(TALK).content.decode().split('name="once" value="')[1][:32] for _ in "ab"}
    assert len(pages) == 2


def test_code_shows_where_it_stands_and_who_looked_and_nothing_that_was_said(stranger, staff, now):
    row, code = first_talk(now=now)
    actions.take_talk(talk=row, by=staff, now=now)
    row = actions.open_talk(talk=row, reason="contact", words="She asked for us", by=staff, now=now)
    actions.look_at_talk(talk=row, by=staff, now=now)
    actions.write_to_talk(talk=row, reply="Come at ten", notes="canary", by=staff, now=now)
    text = stranger.post(CODE, {"code": code}).content.decode()
    assert "Come at ten" in text
    assert "To get in touch with you" in text
    for secret in (SAID["reach"], SAID["code_word"], SAID["not_say"], "canary", "Amina"):
        assert secret not in text
    wrong = stranger.post(CODE, {"code": "AAAAA-AAAAA"})
    assert wrong.status_code == 404
    assert "Come at ten" not in wrong.content.decode()


@pytest.mark.parametrize("typed", ["", "\x00", "x" * 61, "💥"])
def test_any_code_may_be_typed(stranger, typed):
    assert stranger.post(CODE, {"code": typed}).status_code in {400, 404}


def test_taking_it_back_empties_it_at_once_and_twice_is_harmless(stranger, now):
    row, code = first_talk(now=now)
    for _click in "ab":
        assert stranger.post(CODE, {"code": code, "what": "cancel"}).status_code == 200
    row.refresh_from_db()
    assert row.state == TalkState.CANCELLED
    kept = {row.reach, row.times, row.ask_for, row.code_word, row.not_say, row.interpreter}
    assert kept == {""}
    assert (row.about, row.way) == (About.TALK, Way.HERE)


def test_without_the_code_nobody_takes_it_back(stranger, another_participant, as_person, now):
    row, _code = first_talk(now=now)
    for client in (stranger, as_person(another_participant)):
        client.post(CODE, {"code": "BBBBB-BBBBB", "what": "cancel"})
        client.post(MINE, {"what": "cancel"})
    row.refresh_from_db()
    assert row.state == TalkState.NEW


# -- with an account -------------------------------------------------------------------------


def test_with_an_account_it_stands_on_a_page_of_her_own(participant, as_person):
    client = as_person(participant)
    assert sent(client)["Location"] == MINE
    assert sent(client)["Location"] == MINE  # a double click
    assert client.get(TALK)["Location"] == MINE
    row = FirstContactRequest.objects.get()
    assert (row.person, row.digest) == (participant, None)
    assert "Waiting for somebody of our staff" in client.get(MINE).content.decode()
    client.post(MINE, {"what": "cancel"})
    row.refresh_from_db()
    assert row.state == TalkState.CANCELLED
    assert client.get(TALK).status_code == 200


def test_nobody_elses_talk_stands_there(participant, another_participant, as_person):
    row, _code = first_talk(by=participant)
    other = as_person(another_participant)
    assert "You have not asked for a talk." in other.get(MINE).content.decode()
    other.post(MINE, {"what": "cancel"})
    row.refresh_from_db()
    assert row.state == TalkState.NEW


def test_erasing_the_account_erases_the_talk(participant, now):
    first_talk(by=participant, now=now)
    first_talk(now=now)
    erase(person=participant, now=now)
    assert FirstContactRequest.objects.get().person is None


# -- the promise, how long, how many ---------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "promised"),
    [("2026-05-04", "2026-05-06"), ("2026-05-07", "2026-05-11"), ("2026-05-09", "2026-05-12")],
)
def test_promise_counts_working_days(asked, promised):
    at = dt.datetime.fromisoformat(f"{asked}T16:00:00+00:00")
    by = timezone.localtime(answer_promised_by(at), timezone.get_default_timezone())
    assert (str(by.date()), by.hour) == (promised, 17)


def test_page_promises_what_the_setting_says(stranger, settings):
    settings.FIRST_TALK_WORKING_DAYS = 3
    assert "within 3 working days" in stranger.get(TALK).content.decode()
    sent(stranger)
    row = FirstContactRequest.objects.get()
    assert row.answer_by == answer_promised_by(row.made_at)


def test_what_is_over_is_erased_after_thirty_days_and_not_before(now):
    row, _code = first_talk(now=now)
    cancel_talk(talk=row, now=now)
    forget_what_is_over(now=now + 29 * DAY)
    assert FirstContactRequest.objects.exists()
    forget_what_is_over(now=now + 30 * DAY)
    assert not FirstContactRequest.objects.exists()


def test_what_is_not_over_is_kept(now):
    first_talk(now=now)
    forget_what_is_over(now=now + 400 * DAY)
    assert FirstContactRequest.objects.exists()


def test_a_flood_of_strangers_is_refused_and_an_account_still_asks(participant, now, monkeypatch):
    monkeypatch.setattr(asking, "MOST_BY_STRANGERS", 2)
    for number in range(2):
        first_talk(once=f"{number}" * 32, now=now)
    with pytest.raises(actions.TooManyTalks):
        first_talk(once="c" * 32, now=now)
    first_talk(by=participant, now=now)
    first_talk(once="c" * 32, now=now + dt.timedelta(hours=1))


def test_while_redis_is_away_people_still_ask_and_take_back(stranger, settings):
    away = {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {name: cache | away for name, cache in settings.CACHES.items()}
    code = code_on(sent(stranger))
    assert stranger.post(CODE, {"code": code, "what": "cancel"}).status_code == 200


# -- nothing of it anywhere else -------------------------------------------------------------


def test_no_word_of_it_is_in_logs_messages_tasks_or_addresses(stranger, staff, caplog, now):
    with caplog.at_level(logging.DEBUG):
        code = code_on(sent(stranger))
        stranger.post(CODE, {"code": code})
        row = FirstContactRequest.objects.get()
        actions.take_talk(talk=row, by=staff, now=now)
        row = actions.open_talk(
            talk=row, reason="contact", words="She asked for us", by=staff, now=now
        )
        actions.look_at_talk(talk=row, by=staff, now=now)
        actions.tell_of_late_talks(now=now + 30 * DAY)
        stranger.post(CODE, {"code": code, "what": "cancel"})
    words = {*SAID.values(), code, quote(SAID["reach"])} - {"money", "call", "no", "Spanish"}
    elsewhere = caplog.text + "".join(
        str(list(rows.values())) for rows in (Message.objects, Task.objects, AccessRecord.objects)
    )
    assert [word for word in words if word in elsewhere] == []
    assert not Message.objects.exists()


def test_nothing_left_out_is_made_up():
    row, _code = ask_for_talk(said={}, by=None, once="d" * 32, now=timezone.now())
    assert (row.about, row.way, row.say_who, row.voicemail) == (About.TALK, Way.HERE, "", "")


# -- asking again ----------------------------------------------------------------------------


def test_account_asks_for_one_talk_at_a_time(participant, now):
    row, _code = first_talk(by=participant, now=now)
    with pytest.raises(asking.AskedAlready):
        first_talk(by=participant, now=now)
    cancel_talk(talk=row, now=now)
    first_talk(by=participant, now=now)
    assert FirstContactRequest.objects.filter(person=participant).not_over().count() == 1


def test_what_staff_have_is_not_written_over_from_the_same_page(staff, now):
    row, _code = first_talk(once="e" * 32, ask_for="Canary", now=now)
    again, _code = first_talk(once="e" * 32, ask_for="Other words", now=now)
    assert (again.pk, FirstContactRequest.objects.get().ask_for) == (row.pk, "Other words")
    actions.take_talk(talk=row, by=staff, now=now)
    with pytest.raises(asking.TakenUpAlready):
        first_talk(once="e" * 32, ask_for="Later words", now=now)
    assert FirstContactRequest.objects.get().ask_for == "Other words"
