"""An address under which a calendar reads somebody's dates: theirs to make, to turn, to end."""

import datetime as dt
import logging
import re

import icalendar
import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.notifications.models import Note
from community.people.models import Device, User
from community.safety.actions import erase
from community.safety.logs import AllowListFormatter
from opportunities.actions.calendar_address import (
    end_calendar_address,
    keep_calendar_address,
    make_calendar_address,
    tell_of_ending_addresses,
)
from opportunities.models import CalendarAddress, Level
from tests.factories.opportunities import SessionFactory, SignUpFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("opportunities:calendar_address")
OFF = reverse("opportunities:end_calendar")
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _nothing_counted():
    caches["limits"].clear()


@pytest.fixture
def place(participant):
    session = SessionFactory(
        opportunity__title="Canary title",
        opportunity__place="Canary place",
        opportunity__ask_for="Canary Rosa",
        opportunity__organisation__name="Canary Trust",
        opportunity__motif="garden",
    )
    return SignUpFactory(person=participant, session=session, alias="Canary Sam", note="Canary")


def made(person, level=Level.BUSY, now=None) -> str:
    now = now or timezone.now()
    return file_of(make_calendar_address(by=person, level=level, now=now))


def file_of(secret: str) -> str:
    return reverse("opportunities:calendar_file", args=[secret])


def read(address: str):
    answer = Client().get(address)
    assert answer.status_code == 200
    return icalendar.Calendar.from_ical(answer.getvalue()).events


# -- what it tells -------------------------------------------------------------------------------


def test_nobody_has_one_until_they_make_it(as_person, participant, place):
    as_person(participant).get(reverse("opportunities:plan"))
    assert not CalendarAddress.objects.exists()


def test_by_default_it_says_busy_and_no_more(participant, place):
    (event,) = read(made(participant))
    assert event["summary"] == "Busy"
    assert event.start == place.session.starts_at.replace(microsecond=0)
    assert event["uid"] == str(place.public_id)


@pytest.mark.parametrize(
    ("level", "kind", "said"),
    [
        (Level.BUSY, "volunteer", r"Busy"),
        (Level.NAME, "volunteer", r"Garden (morning|afternoon|evening)"),
        (Level.TITLE, "volunteer", r"Canary title"),
        (Level.TITLE, "group", r"Garden (morning|afternoon|evening)"),
    ],
)
def test_each_level_says_so_much_and_never_where_or_who(participant, place, level, kind, said):
    opportunity = place.session.opportunity
    opportunity.kind = kind
    opportunity.save()
    address = made(participant, level)
    (event,) = read(address)
    assert re.fullmatch(said, event["summary"])
    body = Client().get(address).getvalue().decode().replace("Canary title", "")
    for hidden in ("Canary", "LOCATION", "ORGANIZER", "ATTENDEE", "DESCRIPTION", "URL", "Sam"):
        assert hidden not in body


def test_long_title_is_folded(participant, place):
    opportunity = place.session.opportunity
    opportunity.title = "Ünder the plum trees, and beside them; " * 2
    opportunity.save()
    address = made(participant, Level.TITLE)
    lines = Client().get(address).getvalue().split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    (event,) = read(address)
    assert event["summary"] == opportunity.title.strip()


def test_words_are_in_the_language_of_its_owner(participant, place):
    participant.language = "es"
    participant.save()
    address = made(participant, Level.NAME)
    plain = Client().get(address).getvalue()
    other = Client().get(address, headers={"Accept-Language": "fr"}).getvalue()
    assert plain == other


def test_it_holds_nothing_of_anybody_else(participant, another_participant, place):
    SignUpFactory(person=another_participant, session=place.session)
    assert len(read(made(participant))) == 1


# -- as a program reads it -----------------------------------------------------------------------


def test_it_sets_no_cookie_and_is_kept_nowhere(participant, place):
    answer = Client().get(made(participant))
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store, private"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Content-Type"].startswith("text/calendar")


@pytest.mark.parametrize("number", [1, 4])
def test_it_costs_two_queries_however_long(participant, number, django_assert_num_queries):
    for _ in range(number):
        SignUpFactory(person=participant)
    address, client = made(participant), Client()
    with django_assert_num_queries(2):  # the address, the dates
        client.get(address).getvalue()


def test_unchanged_is_not_sent_again(participant, place):
    address, client = made(participant), Client()
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    place.session.ends_at += dt.timedelta(hours=1)
    place.session.save()
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_it_is_counted(participant):
    address, client = made(participant), Client()
    statuses = {client.get(address).status_code for _ in range(121)}
    assert statuses == {200, 429}


# -- what is over looks like what never was ------------------------------------------------------


def end_by_deactivating(person):
    User.objects.filter(pk=person.pk).update(is_active=False)


def end_by_expiry(_person):
    CalendarAddress.objects.update(expires_at=timezone.now(), made_at=timezone.now() - DAY)


ENDS = {
    "switched off": lambda person: end_calendar_address(by=person),
    "a new one": lambda person: made(person),
    "over": end_by_expiry,
    "account closed": end_by_deactivating,
    "account erased": lambda person: erase(person=person, now=timezone.now()),
}


@pytest.mark.parametrize("how", ENDS)
def test_address_that_is_over_looks_like_one_that_never_was(participant, place, how):
    address = made(participant)
    assert Client().get(address).status_code == 200
    ENDS[how](participant)
    gone, never = Client().get(address), Client().get(file_of("x" * 32))
    assert gone.status_code == never.status_code == 404
    assert gone.content == never.content
    assert gone.headers == never.headers


def test_unknown_costs_as_many_queries_as_over(participant):
    over = made(participant)
    end_by_expiry(participant)
    counts = []
    for address in (file_of("x"), over, file_of("nothing")):  # the first gets the menus, too
        with CaptureQueriesContext(connection) as asked:
            Client().get(address)
        counts.append(len([one for one in asked if "calendaraddress" in one["sql"]]))
    assert counts == [1, 1, 1]


def test_secret_is_stored_nowhere_and_in_no_line_of_the_log(participant, caplog):
    address = made(participant)
    secret = address.split("/")[-1].removesuffix(".ics")
    assert len(secret) >= 22  # 128 bits
    row = CalendarAddress.objects.get()
    assert secret not in str(vars(row))
    end_calendar_address(by=participant)
    with caplog.at_level(logging.DEBUG):
        assert Client().get(address).status_code == 404
    written = [AllowListFormatter().format(record) for record in caplog.records]
    assert written
    assert not any(secret in line for line in written if "django.db" not in line)


# -- the page ------------------------------------------------------------------------------------


def test_page_asks_who_it_is_first(as_person, participant):
    client = as_person(participant)
    assert reverse("account_reauthenticate") in client.get(PAGE)["Location"]
    client.post(PAGE, {"level": "busy", "new": "1"})
    assert not CalendarAddress.objects.exists()


def test_page_says_what_it_tells_then_shows_the_address_once(as_person, participant, place):
    client = as_person(participant, proved=True)
    before = client.get(PAGE).content.decode()
    assert "Whoever holds the address can read" in before
    assert "/calendar/" not in before.replace("/plan/calendar/", "")
    after = client.post(PAGE, {"level": "name", "new": "1"}).content.decode()
    (address,) = re.findall(r"<code[^>]*>https?://[^/]+(/calendar/[\w-]+\.ics)</code>", after)
    assert len(read(address)) == 1
    assert "An earlier address has ended" not in after
    another = client.post(PAGE, {"level": "name", "new": "1"}).content.decode()
    assert "An earlier address has ended" in another
    again = client.get(PAGE).content.decode()
    assert address not in again
    assert "Your address works until" in again


def test_owner_is_told_in_their_notes_that_one_was_made(participant):
    made(participant)
    made(participant)
    assert [note.words[:30] for note in Note.objects.filter(person=participant)] == [
        "A calendar address was made fo"
    ] * 2


def test_keeping_it_leaves_the_address_and_changes_what_it_says(as_person, participant, place):
    address = made(participant, now=timezone.now() - 170 * DAY)
    form = {"level": "title", "keep": "1"}
    answer = as_person(participant, proved=True).post(PAGE, form)
    assert answer["Location"] == PAGE
    assert read(address)[0]["summary"] == "Canary title"
    assert CalendarAddress.objects.get().expires_at > timezone.now() + 179 * DAY


def test_what_is_over_does_not_wake_up(participant):
    address = made(participant)
    end_by_expiry(participant)
    assert not keep_calendar_address(by=participant, level=Level.BUSY, now=timezone.now())
    assert Client().get(address).status_code == 404


def test_level_that_is_none_is_refused_and_makes_nothing(as_person, participant):
    answer = as_person(participant, proved=True).post(PAGE, {"level": "everything", "new": "1"})
    assert answer.status_code == 400
    assert not CalendarAddress.objects.exists()


def test_off_is_one_tap_and_asks_nothing(as_person, participant, another_participant):
    mine, theirs = made(participant), made(another_participant)
    answer = as_person(participant).post(OFF)
    assert answer["Location"] == reverse("opportunities:plan")
    assert Client().get(mine).status_code == 404
    assert Client().get(theirs).status_code == 200


# -- its end -------------------------------------------------------------------------------------


def test_it_ends_after_180_days(participant, now):
    address = made(participant, now=now)
    with time_machine.travel(now + 179 * DAY, tick=False):
        assert Client().get(address).status_code == 200
    with time_machine.travel(now + 180 * DAY, tick=False):
        assert Client().get(address).status_code == 404


def test_owner_is_told_once_before_it_ends(participant, another_participant, now):
    make_calendar_address(by=participant, level=Level.BUSY, now=now)
    make_calendar_address(by=another_participant, level=Level.BUSY, now=now + 30 * DAY)
    Note.objects.all().delete()
    assert tell_of_ending_addresses(now=now + 165 * DAY) == 0
    assert tell_of_ending_addresses(now=now + 167 * DAY) == 1
    assert tell_of_ending_addresses(now=now + 168 * DAY) == 0
    (note,) = Note.objects.all()
    assert note.person == participant
    assert note.words == "Your calendar address ends soon. You can keep it going in your plan."
    keep_calendar_address(by=participant, level=Level.BUSY, now=now + 168 * DAY)
    assert tell_of_ending_addresses(now=now + 340 * DAY) == 1


@pytest.mark.parametrize("how", ["new password", "signed out everywhere"])
def test_who_shuts_all_others_out_shuts_this_address_too(
    as_person, participant, another_participant, how
):
    """Somebody held her phone for a minute, made it, and would read it for months."""
    address, other = made(participant), made(another_participant)
    client = as_person(participant, proved=True)
    if how == "new password":
        sent = {"oldpassword": "a long enough password", "password1": "three stones across"}
        client.post(reverse("account_change_password"), sent)
    else:
        client.post(reverse("people:devices"))
    assert client.get(address).status_code == 404
    assert client.get(other).status_code == 200
    assert "ended" in participant.notes.latest("pk").words


def test_who_signs_one_device_out_or_has_none_reads_of_no_end(as_person, participant):
    client = as_person(participant, proved=True)
    client.post(reverse("people:devices"))
    assert not participant.notes.exists()
    address = made(participant)
    device = Device.objects.create(
        person=participant, session_key="x", name="A phone", since=timezone.now(),
        last_used_on=timezone.localdate(),
    )  # fmt: skip
    client.post(reverse("people:devices"), {"device": str(device.public_id)})
    assert client.get(address).status_code == 200
