"""Telling everybody who has a place on a date one of a few things.

docs/decisions/0027-partners-with-much-to-say.md; safety.md #15, #23, T3, T12.
"""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from community.notifications.models import Message
from community.organisations.models import Organisation
from community.safety.actions.keeping import forget_what_is_over
from community.safety.models import Task
from opportunities.actions.announcing import (
    LineNeedsALook,
    NobodyToTell,
    NothingToSay,
    SaidEnough,
    announce,
    sayings_now,
)
from opportunities.actions.reminders import plan_reminders
from opportunities.actions.sessions import cancel_session, move_session
from opportunities.actions.signups import cancel_sign_up
from opportunities.models import Announcement, Opportunity, Said, SignUp
from opportunities.permissions import visible_announcements
from tests.factories.notifications import ContactPreferenceFactory
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
LATE, THANKS = Said.LATE, Said.THANKS


@pytest.fixture
def session(partner, now):
    organisation = partner.memberships.get().organisation
    return SessionFactory(
        opportunity=OpportunityFactory(organisation=organisation), starts_at=now + 3 * DAY
    )


@pytest.fixture
def sam(session, participant):
    ContactPreferenceFactory(person=participant)
    return SignUpFactory(session=session, person=participant)


def told(row):
    return Message.objects.filter(about=row.public_id, key__startswith="said:")


def say(session, partner, now, says=LATE, line=""):
    return announce(session=session, says=says, line=line, by=partner, now=now)


def test_everybody_with_a_place_is_told_and_nobody_else(session, sam, partner, now):
    came = SignUpFactory(session=session, state="attended", came_at=now)
    left_out = [
        SignUpFactory(session=session, state=state, **more)
        for state, more in (
            ("waiting", {}), ("asked", {}), ("declined", {}), ("cancelled", {}),
            ("offered", {"offer_ends_at": now + DAY}),
        )
    ]  # fmt: skip
    elsewhere = SignUpFactory(session__opportunity=session.opportunity)
    assert say(session, partner, now) == 2
    assert told(sam).count() == told(came).count() == 1
    assert not [row for row in (*left_out, elsewhere) if told(row)]


def test_message_holds_not_a_word_of_it_whatever_wording_was_chosen(session, sam, partner, now):
    for wording in ("private", "details"):
        sam.person.contact_preference.wording = wording
        sam.person.contact_preference.save()
        say(session, partner, now, line="The green door")
    for row in told(sam):
        assert "green" not in row.body + row.subject
        assert str(Said.LATE.label) not in row.body
    assert "There is something new about" in told(sam).first().body


@pytest.mark.parametrize("choice", [{"channel": "none"}, {"wording": "none"}])
def test_who_wants_no_messages_gets_none_and_reads_it_all_the_same(
    session, sam, partner, now, choice
):
    for name, value in choice.items():
        setattr(sam.person.contact_preference, name, value)
    sam.person.contact_preference.save()
    assert say(session, partner, now) == 1
    assert not told(sam).exists()
    assert visible_announcements(sam.person, now).get().says == LATE


def test_only_who_has_a_place_reads_it(session, sam, partner, now):
    say(session, partner, now)
    waits = SignUpFactory(session=session, state="waiting")
    later = SignUpFactory(session=session)
    assert not visible_announcements(waits.person, now).exists()
    assert not visible_announcements(UserFactory(), now).exists()
    assert visible_announcements(later.person, now).exists()
    cancel_sign_up(sign_up=sam, now=now)
    assert not visible_announcements(sam.person, now).exists()
    assert not told(sam).exists()  # taken back with the place


@pytest.mark.parametrize("what", ["held", "suspended", "off", "moved", "long over"])
def test_nobody_reads_it_once_the_date_is_another_or_stopped(session, sam, partner, now, what):
    say(session, partner, now)
    at = now + HOUR
    assert visible_announcements(sam.person, at).exists()
    posting = session.opportunity
    if what == "held":
        Opportunity.objects.filter(pk=posting.pk).update(held_at=at)
    elif what == "suspended":
        Organisation.objects.filter(pk=posting.organisation_id).update(standing="suspended")
    elif what == "off":
        cancel_session(session=session, now=at)
    elif what == "moved":
        move_session(
            session=session,
            starts_at=session.starts_at + DAY,
            ends_at=session.ends_at + DAY,
            now=at,
        )
    else:
        at = session.ends_at + 2 * DAY
    assert not visible_announcements(sam.person, at).exists()


def test_what_may_be_said_follows_the_clock(session, now):
    start, end = session.starts_at, session.ends_at
    assert THANKS not in sayings_now(session=session, now=start - HOUR)
    assert len(sayings_now(session=session, now=start - HOUR)) == 4
    assert len(sayings_now(session=session, now=start)) == 5
    assert sayings_now(session=session, now=end) == [THANKS]
    assert sayings_now(session=session, now=end + 2 * DAY) == []
    session.cancelled_at = now
    assert sayings_now(session=session, now=now) == []


def test_stopped_posting_tells_nobody(session, sam, partner, now):
    session.opportunity.held_at = now
    with pytest.raises(NothingToSay):
        say(session, partner, now)
    session.opportunity.held_at = None
    with pytest.raises(NothingToSay):
        say(session, partner, now, THANKS)
    assert not Announcement.objects.exists()


def test_date_that_was_called_off_meanwhile_is_seen_under_the_lock(session, sam, partner, now):
    type(session).objects.filter(pk=session.pk).update(cancelled_at=now)
    with pytest.raises(NothingToSay):
        say(session, partner, now)
    assert not told(sam).exists()


def test_three_a_day_and_date_and_no_more(session, sam, partner, now):
    for _ in range(3):
        say(session, partner, now)
    with pytest.raises(SaidEnough):
        say(session, partner, now + 23 * HOUR)
    other = SignUpFactory(session__opportunity=session.opportunity)
    say(other.session, partner, now)
    say(session, partner, now + 24 * HOUR)
    assert told(sam).count() == 4


def test_nobody_there_is_nobody_told(session, partner, now):
    SignUpFactory(session=session, state="waiting")
    with pytest.raises(NobodyToTell):
        say(session, partner, now)
    assert not Announcement.objects.exists()


def test_line_with_a_red_flag_reaches_staff_and_nobody_else(session, sam, partner, now):
    for _ in range(2):
        with pytest.raises(LineNeedsALook):
            say(session, partner, now, line="We have a free room, live-in job")
    assert not Announcement.objects.exists()
    assert not told(sam).exists()
    task = Task.objects.get()
    assert task.kind == "partner"
    assert "free room" in task.note


def test_message_is_written_anew_with_the_others_and_not_after_the_end(session, sam, partner, now):
    say(session, partner, now)
    plan_reminders(sign_ups=[sam], now=now)
    assert told(sam).get().expires_at == session.ends_at
    say(session, partner, session.starts_at, THANKS)
    thanks = Message.objects.get(key__startswith="thanks:")
    assert thanks.expires_at == session.ends_at + 2 * DAY


def test_it_is_gone_ninety_days_after_the_date(session, sam, partner, now):
    say(session, partner, now)
    forget_what_is_over(now=session.ends_at + 90 * DAY - HOUR)
    assert Announcement.objects.exists()
    forget_what_is_over(now=session.ends_at + 90 * DAY)
    assert not Announcement.objects.exists()


# -- the pages ----------------------------------------------------------------------------------


@pytest.fixture
def soon(partner):
    """Somebody has a place in three days, by the clock of the machine."""
    return SignUpFactory(session__opportunity__organisation=partner.memberships.get().organisation)


def tell(row):
    return reverse("opportunities:workplace_tell", args=[row.session.public_id])


def test_it_is_looked_at_before_it_is_sent(soon, partner, as_person):
    client = as_person(partner)
    date = reverse("opportunities:workplace_date", args=[soon.session.public_id])
    assert tell(soon) in client.get(date).content.decode()
    assert "It goes to 1 person" in client.get(tell(soon)).content.decode()
    typed = {"says": "entrance", "line": "The green door"}
    page = client.post(tell(soon), typed).content.decode()
    assert "Send to 1 person" in page
    assert "The green door" in page
    assert not Announcement.objects.exists()
    page = client.post(tell(soon), typed | {"change": "1"}).content.decode()
    assert 'value="The green door"' in page
    assert not Announcement.objects.exists()
    assert client.post(tell(soon), typed | {"send": "1"}).url == date
    assert Announcement.objects.get().by == partner
    assert "The green door" in client.get(tell(soon)).content.decode()


def test_it_stands_in_the_plan_and_on_the_page_of_the_date(soon, partner, as_person):
    announce(
        session=soon.session, says=LATE, line="About ten minutes", by=partner, now=timezone.now()
    )
    client = as_person(soon.person)
    for address in ("opportunities:plan", "opportunities:saved"):
        args = [soon.public_id] if address == "opportunities:saved" else []
        page = client.get(reverse(address, args=args)).content.decode()
        assert "About ten minutes" in page
    SignUp.objects.filter(pk=soon.pk).update(state="waiting")
    saved = reverse("opportunities:saved", args=[soon.public_id])
    assert "About ten minutes" not in client.get(saved).content.decode()


@pytest.mark.parametrize(
    ("reads", "writes", "mark", "words"),
    [("es", "en", ' lang="en"', "Solo en inglés"), ("en", "es", ' lang="es"', "Only in Spanish"),
     ("es", "es", "", ""), ("en", "en", "", "")],
)  # fmt: skip
def test_line_in_another_language_than_the_readers_says_so(
    soon, partner, as_person, reads, writes, mark, words
):
    """As the posting itself does: nobody tells a line in a second language."""
    posting = soon.session.opportunity
    posting.written_in = writes
    posting.write_in(reads, {name: f"x {name}" for name in posting.TOLD})
    posting.save()
    announce(session=soon.session, says=LATE, line="Diez", by=partner, now=timezone.now())
    soon.person.language = reads
    soon.person.save()
    client = as_person(soon.person)
    for address, args in (("plan", []), ("saved", [soon.public_id])):
        page = client.get(reverse(f"opportunities:{address}", args=args)).content.decode()
        assert f"<span{mark}>Diez</span>" in page
        assert page.count("Solo en") + page.count("Only in") == bool(words)
        assert words in page


def test_sentence_without_a_line_is_in_every_language(soon, partner, as_person):
    announce(session=soon.session, says=LATE, by=partner, now=timezone.now())
    soon.person.language = "es"
    soon.person.save()
    page = as_person(soon.person).get(reverse("opportunities:plan")).content.decode()
    notice = page[page.index("notice") :].partition("</div>")[0]
    assert "Solo en" not in notice


def test_who_writes_beside_a_posting_in_another_language_is_asked_for_that_one(
    soon, partner, as_person
):
    assert "as the posting is" not in as_person(partner).get(tell(soon)).content.decode()
    Opportunity.objects.filter(pk=soon.session.opportunity_id).update(written_in="es")
    assert "Write it in Spanish" in as_person(partner).get(tell(soon)).content.decode()


@pytest.mark.parametrize(
    "line", ["Call 212 555 0142", "sam@example.org", "www.example.org", "x" * 121]
)
def test_line_that_leads_elsewhere_is_refused_and_stays_in_the_form(soon, partner, as_person, line):
    answer = as_person(partner).post(tell(soon), {"says": "late", "line": line, "send": "1"})
    assert answer.status_code == 400
    assert line in answer.content.decode()
    assert not Announcement.objects.exists()


def test_refusal_stands_in_the_form(soon, partner, as_person):
    client, typed = as_person(partner), {"says": "late", "send": "1"}
    for _ in range(3):
        client.post(tell(soon), typed)
    answer = client.post(tell(soon), typed)
    assert answer.status_code == 400
    assert "three things within a day" in answer.content.decode()
    assert Announcement.objects.count() == 3


@pytest.mark.parametrize("duty", ["owner", "coordinator", "door"])
def test_who_writes_for_the_organisation_tells_and_the_door_does_not(soon, as_person, duty):
    organisation = soon.session.opportunity.organisation
    client = as_person(MembershipFactory(organisation=organisation, duty=duty).person)
    expected = 404 if duty == "door" else 200
    assert client.get(tell(soon)).status_code == expected
    assert client.post(tell(soon), {"says": "late"}).status_code == expected


def test_another_organisation_and_one_factor_find_nothing(
    soon, partner, another_partner, as_person
):
    send = {"says": "late", "send": "1"}
    assert as_person(another_partner).post(tell(soon), send).status_code == 404
    assert as_person(partner, second_factor=False).post(tell(soon), send).status_code == 302
    assert not Announcement.objects.exists()


def test_date_about_which_nothing_can_be_said_leads_back(soon, partner, as_person):
    type(soon.session).objects.filter(pk=soon.session.pk).update(cancelled_at=timezone.now())
    client = as_person(partner)
    date = reverse("opportunities:workplace_date", args=[soon.session.public_id])
    assert client.get(tell(soon)).url == date
    assert tell(soon) not in client.get(date).content.decode()
