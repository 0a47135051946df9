"""An address or a number that refuses: never a forward, and the person hears of it here (#27)."""

import datetime as dt

import pytest
from django.urls import reverse

from community.notifications.actions import address_given, deliver_due, release
from community.notifications.models import Channel, ContactPreference, Message, Outcome
from tests.factories.notifications import ContactPreferenceFactory, MessageFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def refused(mail_server, participant, now):
    """The participant's address refused a note."""
    mail_server.at_rcpt[participant.email] = "550 no such user"
    message = MessageFactory(recipient=participant, created_at=now)
    assert deliver_due(now=now) == 0
    message.refresh_from_db()
    return message


def test_refused_address_is_not_used_again(mail_server, refused, participant, now):
    wish = ContactPreference.objects.get(person=participant)
    assert wish.channel == Channel.IN_APP
    assert now <= wish.refused_at < now + HOUR
    assert (refused.outcome, refused.reason) == (Outcome.PARKED, "refused-550")
    mail_server.at_rcpt.clear()
    MessageFactory(recipient=participant, created_at=now)
    assert deliver_due(now=now + HOUR) == 0
    assert mail_server.mails == []
    assert mail_server.tried == [participant.email]


def test_refused_note_waits_here_with_the_news(refused, participant):
    words = list(participant.notes.order_by("pk").values_list("words", flat=True))
    assert words[0] == "Tue 10 am. See you there."
    assert words[1].startswith("The last note we sent you did not arrive")
    assert participant.email not in "".join(words)


def test_the_person_reads_of_it_at_the_next_visit(as_person, refused, participant):
    client = as_person(participant, proved=True)
    assert '<span class="count">2' in client.get(reverse("opportunities:plan")).content.decode()
    assert "did not arrive" in client.get(reverse("opportunities:contact")).content.decode()


def test_release_does_not_go_to_the_address_that_refused(mail_server, refused, participant, now):
    mail_server.at_rcpt.clear()
    release(message=refused, now=now + HOUR)
    assert deliver_due(now=now + HOUR) == 0
    assert mail_server.mails == []
    assert participant.notes.count() == 2  # its words are there already


def test_address_that_was_proved_anew_is_used(mail_server, refused, participant, now):
    participant.email = "new@example.org"
    participant.save()
    wish = address_given(person=participant, now=now)
    assert (wish.channel, wish.refused_at) == (Channel.EMAIL, None)
    MessageFactory(recipient=participant, created_at=now)
    assert deliver_due(now=now) == 1
    assert mail_server.recipients == ["new@example.org"]


@pytest.mark.parametrize("answer", ["552 full", "554 unwanted", "451 later", "421 busy"])
def test_trouble_that_is_not_of_the_address_changes_no_choice(mail_server, now, answer):
    message = MessageFactory(created_at=now)
    mail_server.at_rcpt[message.recipient.email] = answer
    deliver_due(now=now)
    assert not ContactPreference.objects.exists()
    assert message.recipient.notes.count() == 0


def test_address_that_cannot_be_one_counts_as_refused(mail_server, now):
    message = MessageFactory(created_at=now, recipient__email="nobody at all")
    deliver_due(now=now)
    assert ContactPreference.objects.get(person=message.recipient).channel == Channel.IN_APP


def test_account_mail_that_is_refused_is_not_copied_here(mail_server, participant, now):
    """It holds a link that opens the account."""
    mail_server.at_rcpt[participant.email] = "550 no"
    MessageFactory(
        recipient=participant, created_at=now, minds_quiet_hours=False, body="link to a password"
    )
    deliver_due(now=now)
    assert "link to a password" not in participant.notes.get().words
    assert ContactPreference.objects.get(person=participant).channel == Channel.IN_APP


def test_account_mail_to_an_address_not_yet_theirs_says_nothing_of_the_one_in_use(
    mail_server, participant, now
):
    mail_server.at_rcpt["typo@example.org"] = "550 no"
    MessageFactory(
        recipient=participant, address="typo@example.org", created_at=now, minds_quiet_hours=False
    )
    deliver_due(now=now)
    assert not ContactPreference.objects.exists()
    assert participant.notes.count() == 0


@pytest.mark.parametrize("channel", ["sms", "none"])
def test_refused_account_mail_leaves_another_choice_alone(mail_server, now, channel):
    person = ContactPreferenceFactory(channel=channel).person
    mail_server.at_rcpt[person.email] = "550 no"
    MessageFactory(recipient=person, created_at=now, minds_quiet_hours=False)
    deliver_due(now=now)
    assert ContactPreference.objects.get(person=person).channel == channel


def test_news_of_it_are_in_the_persons_language_and_touch_nobody_else(mail_server, now):
    person, other = UserFactory(language="es"), UserFactory()
    mail_server.at_rcpt[person.email] = "550 no"
    MessageFactory(recipient=person, created_at=now)
    MessageFactory(recipient=other, created_at=now)
    assert deliver_due(now=now) == 1
    assert other.notes.count() == 0
    assert not ContactPreference.objects.filter(person=other).exists()
    assert Message.objects.get(recipient=other).outcome == Outcome.SENT
