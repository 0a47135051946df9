"""The page "How we may reach you": every question may stay empty, and nothing typed is lost."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from community.notifications.actions import channel_of
from community.notifications.models import (
    Channel,
    ContactPreference,
    Message,
    PhoneContact,
    SafeHours,
)
from opportunities.actions.signups import sign_up
from opportunities.forms.contact import ContactForm
from tests.factories.notifications import (
    ContactPreferenceFactory,
    NoteFactory,
    PhoneContactFactory,
    SafeHoursFactory,
)
from tests.factories.opportunities import SessionFactory

pytestmark = pytest.mark.django_db
PAGE, STILL = reverse("opportunities:contact"), reverse("opportunities:still_safe")
PLAN = reverse("opportunities:plan")
DAY = dt.timedelta(days=1)
EVERYTHING = {
    "channel": "sms",
    "wording": "details",
    "number": "+1 (212) 555-0142",
    "calls": "yes",
    "say_who": "no",
    "voicemail": "yes",
    "ask_for": "Bo",
    "code_word": "marmalade",
    "day_0_from": "09:00",
    "day_0_until": "17:30",
    "day_6_from": "20:00",
    "day_6_until": "00:00",
}


def stored(person) -> dict[str, object]:
    """Everything that is kept of how somebody is reached, in the words of the form."""
    wish = ContactPreference.objects.get(person=person)
    contact = PhoneContact.objects.get(person=person)
    names = ("number", "calls", "say_who", "voicemail", "ask_for", "code_word")
    hours = wish.safe_hours.values_list("weekday", "safe_from", "safe_until")
    return {
        "channel": wish.channel,
        "wording": wish.wording,
        "hours": [(day, f"{start:%H:%M}", f"{end:%H:%M}") for day, start, end in hours],
        **{name: getattr(contact, name) for name in names},
    }


def test_page_keeps_every_answer_and_shows_it_again_but_for_the_code_word(as_person, participant):
    client = as_person(participant, proved=True)
    assert client.post(PAGE, EVERYTHING)["Location"] == PAGE
    assert stored(participant) == {
        "channel": "sms",
        "wording": "details",
        "hours": [(0, "09:00", "17:30"), (6, "20:00", "00:00")],
        "number": "+12125550142",
        "calls": "yes",
        "say_who": "no",
        "voicemail": "yes",
        "ask_for": "Bo",
        "code_word": "marmalade",
    }
    page = client.get(PAGE).content.decode()
    for words in ('value="+12125550142"', 'value="Bo"', 'value="09:00"', 'value="17:30"'):
        assert words in page
    assert page.count(" checked") == 5
    assert "marmalade" not in page
    assert "You have a code word" in page


def test_nothing_has_to_be_answered(as_person, participant):
    assert as_person(participant, proved=True).post(PAGE, {}).status_code == 302
    answers = stored(participant)
    assert (answers.pop("wording"), answers.pop("hours")) == ("private", [])
    assert set(answers.values()) == {""}
    assert not any(field.required for field in ContactForm(texts_are_offered=True).fields.values())


@pytest.mark.parametrize("question", sorted(EVERYTHING))
def test_any_one_question_may_be_left_out(as_person, participant, question):
    """But a time alone is half an answer."""
    answers = {key: value for key, value in EVERYTHING.items() if key != question}
    status = as_person(participant, proved=True).post(PAGE, answers).status_code
    assert status == (400 if question.startswith("day") else 302)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"number": "0212 555 0142"}, "with a plus and the code of the country"),
        ({"number": "+1 call me"}, "with a plus and the code of the country"),
        ({"number": "+1" * 30}, "40 letters are the most"),
        ({"day_2_from": "09:00"}, "Write both times, or none for this day."),
        ({"day_2_until": "09:00"}, "Write both times, or none for this day."),
        ({"day_2_from": "12:00", "day_2_until": "09:00"}, "This time comes first."),
        ({"day_2_from": "12:00", "day_2_until": "12:00"}, "This time comes first."),
        ({"day_2_from": "noon", "day_2_until": "25:00"}, "Write a time, for example 9:00."),
        ({"channel": "pigeon"}, "That is not on the list"),
        ({"calls": "perhaps"}, "That is not on the list"),
        ({"ask_for": "x" * 61}, "60 letters are the most"),
    ],
)
def test_what_needs_another_look_is_said_and_nothing_typed_is_lost(
    as_person, participant, wrong, words
):
    answer = as_person(participant, proved=True).post(PAGE, EVERYTHING | wrong)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in page
    assert "<title>Error:" in page
    typed = {key: value for key, value in (EVERYTHING | wrong).items() if key[0] in "dna"}
    for name, value in typed.items():
        assert re.search(rf'name="{name}" value="{re.escape(value)}"', page), name
    assert not PhoneContact.objects.exists()
    assert not ContactPreference.objects.exists()


def test_empty_code_word_keeps_it_and_a_tick_forgets_it(as_person, participant):
    PhoneContactFactory(person=participant, code_word="marmalade")
    client = as_person(participant, proved=True)
    client.post(PAGE, {"code_word": ""})
    assert PhoneContact.objects.get().code_word == "marmalade"
    client.post(PAGE, {"code_word": "teapot"})
    assert PhoneContact.objects.get().code_word == "teapot"
    client.post(PAGE, {"forget_code_word": "on"})
    assert PhoneContact.objects.get().code_word == ""


def test_number_and_words_are_sealed_in_the_database(as_person, participant):
    as_person(participant, proved=True).post(PAGE, EVERYTHING)
    with connection.cursor() as cursor:
        cursor.execute("select number, ask_for, code_word from notifications_phonecontact")
        row = cursor.fetchone()
    assert all(re.fullmatch(r"[0-9a-f]{8}:[\w+/=]+", text) for text in row)


def test_texts_are_not_offered_where_nobody_carries_them(as_person, participant, settings):
    client = as_person(participant, proved=True)
    assert "Text message" in client.get(PAGE).content.decode()
    settings.MAILBOX_DIR = None
    assert "Text message" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"channel": "sms"}).status_code == 400


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ("email", "Notes go to"),
        ("sms", "Answer STOP to any of them"),
        ("in_app", "Notes stay on this site now"),
        ("none", "You get no notes now"),
    ],
)
def test_page_says_where_notes_go_as_things_stand(as_person, participant, channel, words):
    as_person(participant, proved=True).post(PAGE, {"channel": channel})
    assert words in as_person(participant, proved=True).get(PAGE).content.decode()


def test_page_says_beside_every_question_who_sees_the_answer(as_person, participant):
    page = as_person(participant, proved=True).get(PAGE).content.decode()
    assert page.count("Who can see this:") == 9  # channel, words, hours, and six of the telephone


def test_page_is_private_and_for_its_owner_only(stranger, as_person, participant, staff):
    assert stranger.get(PAGE)["Location"].startswith(reverse("account_login"))
    as_person(participant, proved=True).post(PAGE, EVERYTHING)
    answer = as_person(participant, proved=True).get(PAGE)
    assert answer["Cache-Control"] == "no-store, private"
    page = as_person(staff, proved=True).get(PAGE).content.decode()
    assert "+12125550142" not in page
    assert "Bo" not in re.findall(r'value="([^"]*)"', page)


# -- what follows ----------------------------------------------------------------------------
def test_what_is_on_its_way_follows_the_choice(as_person, participant):
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    session = SessionFactory(starts_at=now + 9 * DAY, opportunity__title="Garden morning")
    sign_up(session=session, by=participant, alias="Sam", now=now)
    client = as_person(participant, proved=True)
    client.post(PAGE, {"channel": "email", "wording": "details"})
    assert all("Garden morning" in m.body and not m.is_discreet for m in Message.objects.all())
    client.post(PAGE, {"channel": "email", "wording": "private"})
    assert all("Garden" not in m.body and m.is_discreet for m in Message.objects.all())
    start = session.local_start
    safe = {f"day_{(start - 2 * DAY).weekday()}_{end}": f"{hour}:00" for end, hour in
            [("from", "10"), ("until", "11")]}  # fmt: skip
    client.post(PAGE, {"channel": "email"} | safe)
    # No safe hour is left between a day before and the start: both wait here, at their time.
    assert Message.objects.count() == 2
    client.post(PAGE, {"channel": "none"})
    assert not Message.objects.exists()
    client.post(PAGE, {"channel": "in_app"})
    assert sorted(Message.objects.values_list("due_at", flat=True))[-1] == (
        session.starts_at - dt.timedelta(hours=2)
    )


def test_reminders_are_planned_into_safe_hours(participant, now):
    """Thursday noon; the day before is a Wednesday, and Wednesday is safe from six."""
    SafeHoursFactory(
        preference__person=participant, weekday=2, safe_from=dt.time(18), safe_until=dt.time(20)
    )
    session = SessionFactory(starts_at=now + 3 * DAY)
    sign_up(session=session, by=participant, alias="Sam", now=now)
    assert sorted(Message.objects.values_list("due_at", flat=True)) == [
        session.starts_at - DAY + dt.timedelta(hours=6),
        session.starts_at - dt.timedelta(hours=2),  # stays here
    ]


def test_choosing_again_replaces_the_hours(as_person, participant):
    client = as_person(participant, proved=True)
    client.post(PAGE, EVERYTHING)
    client.post(PAGE, {"day_3_from": "10:00", "day_3_until": "11:00"})
    assert list(SafeHours.objects.values_list("weekday", flat=True)) == [3]


def test_choosing_says_that_it_is_safe_and_ends_what_was_refused(as_person, participant):
    old = timezone.now() - 200 * DAY
    ContactPreferenceFactory(person=participant, channel="in_app", checked_at=old, refused_at=old)
    as_person(participant, proved=True).post(PAGE, {"channel": "email"})
    wish = ContactPreference.objects.get(person=participant)
    assert wish.refused_at is None
    assert wish.checked_at > old + 199 * DAY
    assert channel_of(wish.person, at=timezone.now()) == Channel.EMAIL


@pytest.mark.parametrize(
    ("answers", "notes"),
    [
        ({"channel": "sms"}, 1),
        ({"channel": "email", "number": "+12125550142"}, 1),
        ({"channel": "email", "ask_for": "Bo", "day_0_from": "9:00", "day_0_until": "10:00"}, 0),
    ],
)
def test_owner_reads_here_of_a_change_of_way_or_number(as_person, participant, answers, notes):
    """Who holds an open phone cannot change it unseen (safety.md T7)."""
    ContactPreferenceFactory(person=participant, channel="email")
    as_person(participant, proved=True).post(PAGE, answers)
    assert participant.notes.count() == notes
    assert all("+1212" not in note.words for note in participant.notes.all())


def test_reminders_page_still_keeps_quiet_hours_and_leads_here(as_person, participant):
    client = as_person(participant, proved=True)
    client.post(PAGE, EVERYTHING)
    page = client.get(reverse("opportunities:reminders")).content.decode()
    assert PAGE in page
    client.post(
        reverse("opportunities:reminders"),
        {"wording": "private", "quiet_from": "20:00", "quiet_until": "9:00"},
    )
    answers = stored(participant)
    assert (answers["channel"], len(answers["hours"])) == ("sms", 2)
    assert ContactPreference.objects.get().quiet_from == dt.time(20)


# -- asked again (safety.md #25) -------------------------------------------------------------
def test_after_ninety_days_the_next_visit_asks_and_one_tap_answers(as_person, participant):
    wish = ContactPreferenceFactory(
        person=participant, channel="email", checked_at=timezone.now() - 91 * DAY
    )
    client = as_person(participant, proved=True)
    for path in (PLAN, PAGE, reverse("notifications:notes")):
        assert "Is the way we reach you still safe?" in client.get(path).content.decode()
    assert client.get(STILL).status_code == 405
    assert client.post(STILL)["Location"] == PLAN
    wish.refresh_from_db()
    assert timezone.now() - wish.checked_at < DAY
    for path in (PLAN, PAGE, reverse("notifications:notes")):
        assert "still safe?" not in client.get(path).content.decode()


def test_nobody_is_asked_before(as_person, participant):
    ContactPreferenceFactory(
        person=participant, channel="email", checked_at=timezone.now() - 89 * DAY
    )
    assert "still safe?" not in as_person(participant, proved=True).get(PLAN).content.decode()


def test_plan_says_where_reminders_go(as_person, participant):
    client = as_person(participant, proved=True)
    for answers, words in [
        ({"channel": "email"}, "By e-mail, in private words."),
        ({"channel": "email", "wording": "details"}, "By e-mail, with the details."),
        ({"channel": "sms"}, "By text, in private words."),
        ({"channel": "in_app"}, "They stay here, under “Your notes”."),
        ({"channel": "none"}, "You chose none."),
    ]:
        client.post(PAGE, answers)
        assert words in client.get(PLAN).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_however_much_was_chosen(
    as_person, participant, django_assert_num_queries, number
):
    wish = ContactPreferenceFactory(person=participant, channel="email")
    for day in range(number):
        SafeHoursFactory(preference=wish, weekday=day)
        NoteFactory(person=participant)
    client = as_person(participant, proved=True)
    client.get(PAGE)
    with django_assert_num_queries(6):  # session, person, telephone, wish, hours, unread
        client.get(PAGE)


def test_page_asks_first_who_it_is(as_person, participant):
    """Whoever holds the phone turns no note to themselves and reads no number (safety.md T7)."""
    as_person(participant, proved=True).post(PAGE, EVERYTHING)
    before = PhoneContact.objects.get(person=participant).number
    client = as_person(participant)
    for answer in (
        client.get(PAGE),
        client.post(PAGE, {"channel": "email", "number": "+15550100"}),
    ):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/again/?next=")
    assert PhoneContact.objects.get(person=participant).number == before
