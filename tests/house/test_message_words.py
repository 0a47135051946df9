"""Every message we can write, on every way it can take, against the words that may not be in it.

A function of an `emails.py` that is not in the table fails, so that nobody adds one that is not
looked at (safety.md #23, DESIGN.md 8 and 9).
"""

import datetime as dt
import email
import email.policy
import inspect
import re

import pytest
from django.conf import settings as site
from django.utils import translation

from cms import emails as stories
from community.mentorship import emails as mentoring
from community.notifications import emails as shape
from community.notifications.actions import choose_way, deliver_due, queue, unread_notes
from community.notifications.actions.texts import BASIC, DOUBLE, septets, text_of
from community.notifications.models import Message
from community.organisations import emails as work
from community.people import emails as account
from opportunities import emails as activities
from opportunities.models import Kind, SignUp
from tests.community.notifications.conftest import mail_server  # noqa: F401 - a fixture
from tests.denied import gives_away
from tests.factories.notifications import ContactPreferenceFactory, MessageFactory
from tests.factories.opportunities import SignUpFactory

pytestmark = pytest.mark.django_db
SHAMING = re.compile(r"missed|badge|streak|!", re.IGNORECASE)
LINK = "https://site.example/account/link/abc/"
NOW = dt.datetime(2026, 5, 4, 16, 0, tzinfo=dt.UTC)

# What each function is called with, beside the sign-up and the wording.
ACTIVITIES = {
    "reminder": (),
    "place_came_up": (NOW,),
    "place_offered": (NOW,),
    "request_answered": (NOW,),
    "place_passed_on": (NOW,),
    "place_still_yours": (NOW,),
    "something_said": (NOW,),
    "session_moved": (NOW,),
    "sessions_moved": (NOW,),
    "where_changed": (NOW,),
    "session_added": (NOW,),
    "sessions_added": (NOW,),
    "session_kept": (NOW,),
    "sessions_kept": (NOW,),
    "session_cancelled": (NOW,),
    "sessions_cancelled": (NOW,),
    "session_stopped": (NOW,),
    "session_on_again": (NOW,),
}
NEWS = {"something_opened": ("en",)}  # to a person, about no date of theirs
STORIES = {"please_read": (), "yes_ends_soon": (30,)}
WORK = {
    "confirm_work_address": (LINK,),
    "invitation": (LINK,),
    "something_new": (),
    "place_given_back": ("Tue 5 May, 10 am",),
    "few_so_far": ("Tue 5 May, 10 am",),
    "ends_soon": (7,),
    "has_ended": (),
}
# To mentors and who knows them; to two who walk together, or may, and to who answers for safety.
MENTORS = {
    "asked_about_somebody": (LINK,),
    "renew_soon": (7,),
    "renew_now": (),
    "meeting_reminder": (NOW,),
    "something_new": (),
    "a_few_questions": (),
    "please_look": (),
}
ACCOUNT = {
    "new_password": (LINK,),
    "confirm_address": (LINK,),
    "address_replaced": (),
    "login_code": ("ABCD-1234",),
}


def is_denied(said: str) -> bool:
    """Whether a message says why somebody is here, or puts them to shame (safety.md T16)."""
    return gives_away(said) or bool(SHAMING.search(said))


def public_functions(module) -> set[str]:
    return {
        name
        for name, found in vars(module).items()
        if inspect.isfunction(found) and found.__module__ == module.__name__ and name[0] != "_"
    }


@pytest.fixture
def sign_up(participant) -> SignUp:
    """A place in something whose every word can be told from ours."""
    return SignUpFactory(
        person=participant,
        alias="Canary Alias",
        note="Canary note",
        session__starts_at=NOW + dt.timedelta(days=3),
        session__opportunity__title="Canary morning",
        session__opportunity__place="12 Canary Lane",
        session__opportunity__ask_for="Canary Rosa",
        session__opportunity__organisation__name="Canary Trust",
    )


def hidden_in_private_words(sign_up: SignUp) -> list[str]:
    person = sign_up.person
    names = [person.username, person.alias, person.email.partition("@")[0]]
    return ["canary", "://", "www.", site.WAGTAIL_SITE_NAME.lower(), *(n.lower() for n in names)]


def words_of(sign_up: SignUp, name: str, wording: str):
    return getattr(activities, name)(sign_up, wording, *ACTIVITIES[name])


def parts_of(words, *, link: str = "") -> dict[str, str]:
    """A message as each way carries it: mail (headers and body), text, note."""
    data = shape.mail(
        Message(subject=words.subject, body=words.body),
        address="somebody@else.example", at=NOW, link_to_stop=link,
    )  # fmt: skip
    mail = email.message_from_bytes(data, policy=email.policy.default)
    return {
        "subject": str(mail["Subject"]),
        "mail": "\n".join(f"{k}: {v}" for k, v in mail.items()) + "\n" + mail.get_content(),
        "text": text_of(words.body),
        "note": words.body,
    }


def test_every_message_is_in_the_table():
    assert public_functions(activities) == {*ACTIVITIES, *NEWS}
    assert public_functions(account) == set(ACCOUNT)
    assert public_functions(work) == set(WORK)
    assert public_functions(stories) == set(STORIES)
    assert public_functions(mentoring) == set(MENTORS)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize("name", ACTIVITIES)
def test_private_words_say_nothing_on_any_way(sign_up, name, kind, language):
    sign_up.session.opportunity.kind = kind
    sign_up.person.language = language
    words = words_of(sign_up, name, "private")
    assert words.is_discreet
    for way, said in parts_of(words).items():
        assert not is_denied(said), way
        for hidden in hidden_in_private_words(sign_up):
            assert hidden not in said.lower(), (way, hidden)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ACTIVITIES)
def test_details_hold_no_denied_word_and_a_text_no_link(sign_up, name, language):
    sign_up.person.language = language
    words = words_of(sign_up, name, "details")
    parts = parts_of(words, link="https://site.example/messages/off/abc/")
    assert not words.is_discreet
    assert "Canary morning" in parts["note"]  # a positive control: details are there
    for way, said in parts.items():
        assert not is_denied(said), way
    assert "canary" not in parts["subject"].lower()
    assert "://" not in parts["text"] + parts["note"]


@pytest.mark.parametrize("name", ACTIVITIES)
@pytest.mark.parametrize("wording", ["private", "details"])
def test_every_text_is_one_segment_of_plain_letters(sign_up, name, wording):
    for language in ("en", "es"):
        sign_up.person.language = language
        text = text_of(words_of(sign_up, name, wording).body)
        assert text
        assert septets(text) <= 160
        assert set(text) <= BASIC | DOUBLE


@pytest.mark.parametrize("name", ACTIVITIES)
def test_support_group_is_in_private_words_whatever_was_chosen(sign_up, name):
    sign_up.session.opportunity.kind = Kind.GROUP
    words = words_of(sign_up, name, "details")
    assert words.is_discreet
    assert "Canary" not in words.body


@pytest.mark.parametrize("language", ["en", "es"])
def test_news_say_nothing_on_any_way(sign_up, language):
    words = activities.something_opened(language)
    assert words.is_discreet
    for way, said in parts_of(words).items():
        assert not is_denied(said), way
        for hidden in hidden_in_private_words(sign_up):
            assert hidden not in said.lower(), (way, hidden)
    text = text_of(words.body)
    assert septets(text) <= 160
    assert set(text) <= BASIC | DOUBLE


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("module", "table", "name"),
    [
        (module, table, name)
        for module, table in (
            (account, ACCOUNT),
            (work, WORK),
            (mentoring, MENTORS),
            (stories, STORIES),
        )
        for name in table
    ],
)
def test_account_mail_says_nothing_but_its_link(participant, module, table, name, language):
    with translation.override(language):
        words = getattr(module, name)(*table[name])
    said = parts_of(words)["mail"].replace(LINK, "")
    assert not is_denied(said)
    for hidden in ("://", site.WAGTAIL_SITE_NAME.lower(), participant.alias.lower() + ","):
        assert hidden not in said.lower()


def test_what_stays_here_is_what_would_have_left(sign_up, mail_server):  # noqa: F811
    """In-app holds details only where they were chosen."""
    person = ContactPreferenceFactory(person=sign_up.person, channel="in_app").person
    words = words_of(sign_up, "reminder", "private")
    queue([MessageFactory.build(recipient=person, subject="x", body=words.body, created_at=NOW)])
    deliver_due(now=NOW)
    assert unread_notes(person=person) == 1
    assert person.notes.get().words == "Thu 12 noon. See you there."


@pytest.mark.parametrize("language", ["en", "es"])
def test_our_own_notes_hold_no_denied_word(
    participant,
    mail_server,  # noqa: F811
    now,
    language,
):
    """That an address refused, and that a choice was changed."""
    participant.language = language
    participant.save()
    mail_server.at_rcpt[participant.email] = "550 no"
    MessageFactory(recipient=participant, created_at=now)
    deliver_due(now=now)
    choose_way(
        person=participant, channel="sms", wording="private", windows=[],
        phone={"number": "+12125550142"}, now=now,
    )  # fmt: skip
    words = [note.words for note in participant.notes.all()]
    assert len(words) == 3
    for said in words:
        assert not is_denied(said)
        assert "@" not in said
        assert "+1" not in said


def test_the_list_itself_would_notice():
    for word in ("Survivor", "abuse", "rehabilitation", "Sex work", "trafficking", "you missed"):
        assert is_denied(f"a {word} here")
    assert not is_denied("Tue 10 am. See you there.")
