"""What messages say, in private words and in details."""

import datetime as dt

import pytest
from django.utils import translation

from community.notifications.models import ContactPreference, Message
from opportunities import emails
from opportunities.actions.contact import choose_reminders
from opportunities.actions.reminders import tell_promoted
from opportunities.actions.signups import answer_request, cancel_sign_up, sign_up
from opportunities.models import Kind, Opportunity, Session, SignUp, State
from tests.factories.opportunities import SessionFactory, SignUpFactory
from tests.factories.people import UserFactory

DAY = dt.timedelta(days=1)


@pytest.fixture
def session(db, now):
    return SessionFactory(
        starts_at=now + 3 * DAY,
        opportunity__title="Garden morning at Sallow Lane",
        opportunity__organisation__name="The Sallow Lane Trust",
    )


def join(session, person, now):
    return sign_up(session=session, by=person, alias="Wren", now=now)


def choose(person, now, **changes):
    defaults = ContactPreference(person=person)
    fields = ["wording", "day_before", "two_hours_before", "quiet_from", "quiet_until"]
    chosen = {name: getattr(defaults, name) for name in fields} | changes
    return choose_reminders(by=person, now=now, **chosen)


def hidden_words(session):
    """What private words may never hold: title, place, organisation, people, site, links."""
    opportunity = session.opportunity
    return [
        opportunity.title,
        "Garden",
        "Sallow",
        opportunity.place,
        opportunity.ask_for,
        "Rosa",
        opportunity.organisation.name,
        "Wren",
        "Sam",
        "Onward",
        "http",
        "/",
        "@",
    ]


def every_message(session, person, now):
    """One of each kind that we send: reminders, a place came up, moved, called off."""
    holder = join(session, UserFactory(), now)
    row = SignUpFactory(session=session, person=person, alias="Wren", joined_at=now)
    tell_promoted(sign_ups=[row], now=now)
    cancel_sign_up(sign_up=holder, now=now)
    for make in (emails.session_moved, emails.session_cancelled):
        words = make(row, "private", now)
        yield f"{words.subject}\n{words.body}"
    for message in Message.objects.filter(recipient=person):
        yield f"{message.subject}\n{message.body}"


def test_private_words_name_nothing_and_nobody(session, participant, now):
    texts = list(every_message(session, participant, now))
    assert len(texts) == 5
    for words in texts:
        assert words.startswith("Thursday\n")
        for hidden in hidden_words(session):
            assert hidden not in words


def test_private_reminder_is_a_weekday_and_a_time(session, participant, now):
    join(session, participant, now)
    assert set(Message.objects.values_list("subject", "body")) == {
        ("Thursday", "Thu 12 noon. See you there.")
    }


def test_private_words_give_the_date_when_a_weekday_could_be_two_days(participant, now):
    row = SignUpFactory(session__starts_at=now + 9 * DAY, person=participant)
    assert emails.place_came_up(row, "private", now).body == (
        "A place came up: Wed 13 May, 12 noon."
    )


def test_details_are_given_to_who_chose_them(session, participant, now):
    choose(participant, now, wording="details")
    join(session, participant, now)
    words = Message.objects.first()
    assert words.subject == "Thursday"
    assert words.body == (
        "Thu 12 noon. See you there.\n\n"
        "Garden morning at Sallow Lane\n"
        "Thu 7 May, 12 noon to 2 pm\n"
        "Green gate, 12 Sallow Lane\n"
        "Ask for Rosa. She wears a yellow hat."
    )


def test_details_leave_out_what_the_posting_does_not_say(session, participant, now):
    Opportunity.objects.update(place="", ask_for="")
    session.refresh_from_db()
    choose(participant, now, wording="details")
    join(session, participant, now)
    assert Message.objects.first().body.endswith("12 noon to 2 pm")


def test_details_give_no_place_to_who_only_waits(session, participant, now):
    row = SignUpFactory(session=session, person=participant, state=State.WAITING)
    words = emails.session_moved(row, "details", now)
    assert "Garden morning" in words.body
    assert "Green gate" not in words.body
    assert "Rosa" not in words.body


def test_support_group_is_always_in_private_words(session, participant, now):
    Opportunity.objects.update(kind=Kind.GROUP)
    session = Session.objects.get(pk=session.pk)
    choose(participant, now, wording="details")
    join(session, participant, now)
    answer_request(sign_up=SignUp.objects.get(), says_yes=True, now=now)
    Message.objects.filter(body__startswith="A place came up").delete()
    assert set(Message.objects.values_list("body", flat=True)) == {"Thu 12 noon. See you there."}
    for make in (emails.place_came_up, emails.session_moved, emails.session_cancelled):
        assert "Garden" not in make(SignUp.objects.get(), "details", now).body


def test_words_are_in_the_language_of_the_recipient(session, participant, now):
    participant.language = "es"
    participant.save()
    with translation.override("en"):
        join(session, participant, now)
        assert translation.get_language() == "en"
    assert set(Message.objects.values_list("subject", flat=True)) == {"jueves"}


def test_time_is_that_of_the_clock_on_the_wall_of_the_place(session, participant, now):
    Session.objects.update(time_zone="America/Los_Angeles")
    participant.time_zone = "Europe/London"
    participant.save()
    join(session, participant, now)
    assert "Thu 9 am" in Message.objects.first().body
