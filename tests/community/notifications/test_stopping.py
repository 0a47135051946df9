"""Stop, by a link: at once, once, and the same page for whatever is over (safety.md #26, T10)."""

import datetime as dt
import re

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.notifications.actions import (
    LinkOver,
    address_given,
    channel_of,
    deliver_due,
    link_to_stop,
    person_of,
    stop_by_link,
)
from community.notifications.models import Channel, ContactPreference, Message
from tests.factories.notifications import ContactPreferenceFactory, MessageFactory
from tests.factories.people import UserFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def path_to(person) -> str:
    return link_to_stop(person=person).split("://", 1)[1].partition("/")[2].join(["/", ""])


def token_of(person) -> str:
    return path_to(person).rstrip("/").rpartition("/")[2]


def without_tokens(answer) -> str:
    return re.sub(r'value="\w{64}"', "", answer.content.decode())


def test_looking_changes_nothing_and_shows_one_button(stranger, participant):
    answer = stranger.get(path_to(participant))
    page = words_of(answer)
    assert answer.status_code == 200
    main = page.partition("<main")[2].partition("</main>")[0]
    assert main.count('<button type="submit"') == 1
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert channel_of(participant, at=timezone.now()) == Channel.EMAIL
    assert "sam" not in page.lower().replace("same", "")
    assert participant.email not in page


def test_button_stops_at_once_and_sends_nothing_back(mail_server, participant, now):
    client = Client(enforce_csrf_checks=True)
    assert client.post(path_to(participant)).status_code == 200
    wish = ContactPreference.objects.get(person=participant)
    assert (wish.channel, wish.stopped_at is None) == (Channel.IN_APP, False)
    assert not Message.objects.exists()
    MessageFactory(recipient=participant, created_at=now)
    assert deliver_due(now=now) == 0
    assert mail_server.mails == []


def test_one_click_of_a_mail_program_stops_without_a_cookie(participant):
    """RFC 8058: a POST with this body, no cookie, no question."""
    answer = Client(enforce_csrf_checks=True).post(
        path_to(participant), "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
    assert ContactPreference.objects.get(person=participant).channel == Channel.IN_APP


def test_details_mail_carries_a_link_that_works_and_private_mail_none(
    mail_server, participant, now, stranger, settings
):
    settings.SITE_URL = "https://site.example"
    MessageFactory(recipient=participant, created_at=now, is_discreet=False)
    MessageFactory(recipient=participant, created_at=now)
    deliver_due(now=now)
    details, private = (mail for _to, mail in mail_server.mails)
    link = details["List-Unsubscribe"].strip("<>")
    assert link in details.get_payload()
    assert "://" not in private.as_string()
    assert "Unsubscribe" not in private.as_string()
    assert stranger.post(link.removeprefix("https://site.example")).status_code == 200
    assert ContactPreference.objects.get(person=participant).channel == Channel.IN_APP


@pytest.mark.parametrize("method", ["get", "post"])
def test_over_used_changed_and_made_up_are_the_same_page(stranger, participant, method):
    used = path_to(participant)
    stranger.post(used)
    again = UserFactory()
    with time_machine.travel(timezone.now() - 91 * DAY, tick=False):
        expired = path_to(again)
    fresh = path_to(again)
    tampered = fresh[:-6] + ("A" if fresh[-6] != "A" else "B") + fresh[-5:]
    foreign = reverse("notifications:stop", args=[signing.dumps("other", salt="other")])
    closed_account = UserFactory(is_active=False)
    gone = UserFactory()
    gone_path = path_to(gone)
    gone.delete()
    pages = set()
    for path in (used, expired, tampered, foreign, path_to(closed_account), gone_path,
                 "/messages/off/x/"):  # fmt: skip
        answer = getattr(stranger, method)(path)
        assert answer.status_code == 404
        pages.add(without_tokens(answer))
    assert len(pages) == 1
    assert not ContactPreference.objects.filter(person__in=[again, closed_account]).exists()
    assert getattr(stranger, method)(fresh).status_code == 200  # it could have worked


def test_link_stays_over_after_the_address_was_given_again(participant, now):
    token = token_of(participant)
    stop_by_link(token=token, now=now)
    address_given(person=participant, now=now)
    with pytest.raises(LinkOver):
        person_of(token)
    participant.refresh_from_db()
    assert person_of(token_of(participant)) == participant


def test_link_to_an_address_that_was_replaced_is_over(participant):
    token = token_of(participant)
    participant.email = "new@example.org"
    participant.save()
    with pytest.raises(LinkOver):
        person_of(token)


@pytest.mark.parametrize("channel", ["sms", "none", "in_app"])
def test_link_of_a_mail_leaves_another_choice_alone(now, channel):
    person = ContactPreferenceFactory(channel=channel).person
    stop_by_link(token=token_of(person), now=now)
    assert ContactPreference.objects.get(person=person).channel == channel


@pytest.mark.parametrize("token", ["", "a", "a:b:c", "%00", "é" * 50, "." * 500])
def test_odd_tokens_are_over(token):
    with pytest.raises(LinkOver):
        person_of(token)
