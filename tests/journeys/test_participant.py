"""The main job, from a stranger's first look to the reminder, with a real mail server."""

import datetime as dt
import re
import zoneinfo

import pytest
import time_machine
from django.urls import reverse

from cms.actions import prepare_site
from community.notifications.actions import deliver_due, forget_old_notes
from community.people.models import User
from opportunities.models import SignUp
from tests.community.notifications.conftest import mail_server  # noqa: F401 - a fixture
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.factories.people import form_opened

pytestmark = pytest.mark.django_db
NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
TODAY = dt.datetime(2027, 5, 4, 12, 0, tzinfo=NEW_YORK)
TUESDAY = dt.datetime(2027, 5, 11, 10, 0, tzinfo=NEW_YORK)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def clock():
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def garden(clock):
    prepare_site()
    opportunity = OpportunityFactory(
        title="Sunflower morning",
        organisation__name="Canary Garden",
        place="Canary gate, 12 Sallow Lane",
    )
    return SessionFactory(
        opportunity=opportunity, starts_at=TUESDAY, ends_at=TUESDAY + 2 * HOUR, capacity=2
    )


def links(page, pattern):
    return re.findall(rf'href="({pattern})"', page)


def on_a_shared_device(client, back):
    """Answer the one page of a first sign-in; where it leads on."""
    once = client.get(back, follow=True)
    assert "Is this device yours alone?" in once.content.decode()
    answer = {"device": "shared", "next": once.context["onward"]}
    return client.post(reverse("people:first"), answer)["Location"]


def sweep(clock, moment):
    clock.move_to(moment)
    return deliver_due(now=moment)


def test_a_stranger_finds_something_signs_up_and_is_reminded(
    stranger,
    garden,
    clock,
    mail_server,  # noqa: F811
):
    home = stranger.get("/").content.decode()
    assert "Sunflower morning" in home
    found = stranger.get(reverse("opportunities:find"), {"q": "sunflower"}).content.decode()
    (detail,) = set(links(found, r"/opportunities/[0-9a-f-]{36}/"))
    page = stranger.get(detail).content.decode()
    assert "What Canary Garden will see" in page
    assert "Canary gate" not in page

    pressed = stranger.post(
        detail, {"session": [str(garden.public_id)], "name": "Bluebell", "note": "By bus"}
    )
    account = {"username": "wren", "password1": "a long enough password", "email": "w@example.org"}
    account |= form_opened()
    back = stranger.post(pressed["Location"], account)["Location"]
    form = stranger.get(on_a_shared_device(stranger, back)).content.decode()
    assert 'value="Bluebell"' in form
    saved = stranger.post(
        detail, {"session": [str(garden.public_id)], "name": "Bluebell", "note": "By bus"}
    )["Location"]
    assert "Canary gate, 12 Sallow Lane" in stranger.get(saved).content.decode()
    plan = stranger.get(reverse("opportunities:plan")).content.decode()
    assert "Sunflower morning" in plan
    assert "open the link in the mail we sent you" in plan

    assert sweep(clock, TODAY + HOUR) == 1
    ((to, letter),) = mail_server.mails
    (link,) = re.findall(r"http\S+", letter.get_payload(decode=True).decode())
    # An hour without use: on a shared phone the session is over.
    asked = stranger.post(link)["Location"]
    stranger.post(asked, {"login": "wren", "password": "a long enough password"})
    stranger.post(link)
    mail_server.mails.clear()
    day_before = TUESDAY - dt.timedelta(days=1)
    assert sweep(clock, day_before - HOUR) == 0
    assert sweep(clock, day_before) == 1
    assert sweep(clock, TUESDAY - 2 * HOUR) == 1
    assert sweep(clock, TUESDAY + HOUR) == 0
    assert len(mail_server.mails) == 2
    for to, mail in mail_server.mails:
        assert to == "w@example.org"
        assert mail["Subject"] == "Tuesday"
        assert mail.get_payload(decode=True).decode().strip() == "Tue 10 am. See you there."
        for telling in ("Canary", "Sunflower", "Bluebell", "wren", "Onward", "http"):
            assert telling not in mail.as_string()


def test_a_place_given_back_reaches_who_waits_and_silences_its_reminders(
    as_person,
    garden,
    clock,
    mail_server,  # noqa: F811
    participant,
    another_participant,
):
    garden.capacity = 1
    garden.save()
    detail = reverse("opportunities:detail", args=[garden.opportunity.public_id])
    for person in (participant, another_participant):
        as_person(person).post(detail, {"session": [str(garden.public_id)], "name": str(person)})
    first, second = SignUp.objects.order_by("id")
    assert (first.state, second.state) == ("confirmed", "waiting")

    as_person(participant).post(reverse("opportunities:cancel", args=[first.public_id]))
    sweep(clock, TODAY + HOUR)
    ((to, mail),) = mail_server.mails
    assert to == another_participant.email
    assert "A place is held for you" in mail.get_payload(decode=True).decode()
    as_person(another_participant).post(reverse("opportunities:take", args=[second.public_id]))
    sweep(clock, TUESDAY - dt.timedelta(days=1))
    assert [to for to, _mail in mail_server.mails] == [another_participant.email] * 2


def test_someone_without_an_address_signs_up_and_reads_reminders_by_signing_in(
    stranger,
    as_person,
    garden,
    clock,
    mail_server,  # noqa: F811
):
    stranger.post(
        reverse("account_signup"),
        {"username": "wren", "password1": "a long enough password", **form_opened()},
    )
    stranger.post(reverse("people:first"), {"device": "shared"})
    detail = reverse("opportunities:detail", args=[garden.opportunity.public_id])
    stranger.post(detail, {"session": [str(garden.public_id)], "name": "Bluebell"})
    assert SignUp.objects.get().person == User.objects.get(username="wren")
    sweep(clock, TUESDAY - dt.timedelta(days=1))
    sweep(clock, TUESDAY - 2 * HOUR)
    assert mail_server.mails == []
    wren = User.objects.get(username="wren")
    stranger = as_person(wren)  # the session of last week is over
    assert '<span class="count">2' in stranger.get(reverse("opportunities:plan")).content.decode()
    notes = stranger.get(reverse("notifications:notes")).content.decode()
    assert notes.count("Tue 10 am. See you there.") == 2
    assert "Sunflower" not in notes
    forget_old_notes(now=TUESDAY + dt.timedelta(days=15))
    assert "No notes now" in stranger.get(reverse("notifications:notes")).content.decode()


def test_someone_chooses_hours_then_says_stop_from_the_mail_itself(
    as_person,
    stranger,
    garden,
    clock,
    mail_server,  # noqa: F811
    participant,
):
    """Details by e-mail on Mondays from six; one click in the mail, and the rest stays here."""
    client = as_person(participant, proved=True)
    client.post(
        reverse("opportunities:contact"),
        {
            "channel": "email",
            "wording": "details",
            "day_0_from": "18:00",
            "day_0_until": "20:00",
            "day_1_from": "07:30",
            "day_1_until": "09:00",
        },
    )
    detail = reverse("opportunities:detail", args=[garden.opportunity.public_id])
    client.post(detail, {"session": [str(garden.public_id)], "name": "Sam"})
    day_before = TUESDAY - dt.timedelta(days=1)
    assert sweep(clock, day_before) == 0
    assert sweep(clock, day_before + 8 * HOUR) == 1
    ((_to, mail),) = mail_server.mails
    assert "Canary gate" in mail.get_payload(decode=True).decode()
    link = mail["List-Unsubscribe"].strip("<>")
    assert stranger.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert sweep(clock, TUESDAY - 2 * HOUR) == 0
    assert len(mail_server.mails) == 1
    later = as_person(participant)  # the session of last week is over
    assert "Sunflower morning" in later.get(reverse("notifications:notes")).content.decode()
