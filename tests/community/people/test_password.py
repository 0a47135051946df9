"""A new password: by a letter's link, or by the old one."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.urls import reverse

from community.notifications.models import Message
from community.people import emails
from tests.denied import gives_away
from tests.factories.people import UserFactory

OLD = "a long enough password"
NEW = "four stones across"


@pytest.fixture
def sam(db):
    return UserFactory(username="sam", alias="Sam", email="sam@example.org")


def ask(client, email="sam@example.org"):
    return client.post(reverse("account_reset_password"), {"email": email})


def link_in_letter():
    return re.search(r"http://testserver(\S+)", Message.objects.latest("pk").body)[1]


def open_link(client, link):
    """Follow the link as a browser does: the key leaves the address bar first."""
    return client.get(link, follow=True)


def test_reset_writes_one_neutral_letter_to_the_person(stranger, sam):
    assert ask(stranger, "SAM@example.org")["Location"] == reverse("account_reset_password_done")
    message = Message.objects.get()
    assert message.recipient == sam
    assert message.address == ""
    assert message.minds_quiet_hours is False
    assert message.subject == "Your link"
    words = message.subject + message.body.replace(link_in_letter(), "")
    assert not gives_away(words)
    assert "onward" not in words.lower()
    assert "sam" not in words.lower().replace("same", "")
    assert "password" not in link_in_letter()


def test_reset_link_works_once(stranger, sam):
    ask(stranger)
    link = link_in_letter()
    page = open_link(stranger, link)
    assert 'autocomplete="new-password"' in page.content.decode()
    assert "referrer" not in page.request["PATH_INFO"]
    response = stranger.post(page.request["PATH_INFO"], {"password1": NEW})
    assert response["Location"] == reverse("account_reset_password_from_key_done")
    assert authenticate(None, username="sam", password=NEW) == sam
    assert "_auth_user_id" not in stranger.session
    again = open_link(stranger.__class__(), link)
    assert "does not work any more" in again.content.decode()
    assert stranger.get(response["Location"]).status_code == 200


def test_reset_page_says_what_is_wrong_with_a_password(stranger, sam):
    ask(stranger)
    page = open_link(stranger, link_in_letter())
    page = stranger.post(page.request["PATH_INFO"], {"password1": "short"})
    assert "<title>Error:" in page.content.decode()
    assert authenticate(None, username="sam", password=OLD) == sam


def test_reset_link_dies_when_the_address_changes(stranger, sam):
    """Else who read the old mailbox would still hold a key (safety.md T7)."""
    ask(stranger)
    link = link_in_letter()
    sam.email = "other@example.org"
    sam.save()
    assert "does not work any more" in open_link(stranger, link).content.decode()


def test_reset_knows_only_the_address_in_use(stranger, sam):
    """allauth's own table of addresses stays empty: it would remember replaced ones."""
    ask(stranger)
    page = open_link(stranger, link_in_letter())
    stranger.post(page.request["PATH_INFO"], {"password1": NEW})
    stranger.post(reverse("account_login"), {"login": "sam@example.org", "password": NEW})
    assert "_auth_user_id" in stranger.session
    assert not EmailAddress.objects.exists()


def test_reset_ends_all_sessions(stranger, as_person, sam):
    elsewhere = as_person(sam)
    ask(stranger)
    page = open_link(stranger, link_in_letter())
    stranger.post(page.request["PATH_INFO"], {"password1": NEW})
    assert elsewhere.get(reverse("people:settings")).status_code == 302


def test_reset_lets_in_at_once_after_too_many_tries(stranger, sam):
    login = {"login": "sam", "password": "wrong"}
    for _try in range(6):
        page = stranger.post(reverse("account_login"), login)
    assert "Too many tries" in page.content.decode()
    ask(stranger)
    page = open_link(stranger, link_in_letter())
    stranger.post(page.request["PATH_INFO"], {"password1": NEW})
    response = stranger.post(reverse("account_login"), login | {"password": NEW})
    assert response.status_code == 302


@pytest.mark.parametrize(
    "link",
    [
        "/accounts/link/1-abc/",
        "/accounts/link/zzzzzzzzzzzzz-abc/",
        "/accounts/link/1-set-password/",
        "/accounts/link/0-%s/" % ("a" * 100),
    ],
)
def test_reset_with_a_made_up_link_is_the_page_of_a_used_one(stranger, sam, link):
    page = open_link(stranger, link)
    assert page.status_code == 200
    assert "does not work any more" in page.content.decode()


def test_reset_link_beyond_all_measure_leads_nowhere(stranger, db):
    assert stranger.get("/accounts/link/%s-abc/" % ("1" * 200)).status_code == 404


@pytest.mark.parametrize("email", ["", "no address", "a" * 250 + "@example.org"])
def test_reset_says_what_to_type(stranger, db, email):
    page = ask(stranger, email)
    assert page.status_code == 200
    assert "error-summary" in page.content.decode()


def test_change_asks_for_the_old_password_and_ends_other_sessions(as_person, sam):
    here, elsewhere = as_person(sam), as_person(sam)
    url = reverse("account_change_password")
    page = here.post(url, {"oldpassword": "wrong", "password1": NEW})
    assert "That is not your password now" in page.content.decode()
    response = here.post(url, {"oldpassword": OLD, "password1": NEW})
    assert response["Location"] == reverse("people:settings")
    page = here.get(reverse("people:settings"))
    assert "Your new password works" in page.content.decode()
    assert elsewhere.get(reverse("people:settings")).status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_account_without_a_password_asks_for_a_link_instead(db, as_person, method):
    """Such as one that `createsuperuser --no-input` made."""
    person = UserFactory()
    person.set_unusable_password()
    person.save()
    answer = getattr(as_person(person), method)(reverse("account_change_password"))
    assert answer["Location"] == reverse("account_reset_password")


def test_change_is_for_someone_signed_in(stranger, db):
    response = stranger.get(reverse("account_change_password"))
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "letter",
    [emails.new_password("LINK"), emails.confirm_address("LINK"), emails.address_replaced()],
    ids=["new password", "confirm", "replaced"],
)
def test_letters_name_nothing_and_nobody(letter):
    assert not gives_away(letter.subject + letter.body)
    assert "onward" not in (letter.subject + letter.body).lower()
    assert len(letter.subject) < 20


def test_letters_of_allauth_are_never_sent(stranger, db, caplog, mailoutbox):
    from community.people.adapter import AccountAdapter

    AccountAdapter().send_mail("account/email/unknown_account", "a@example.org", {})
    assert not mailoutbox
    assert not Message.objects.exists()
    assert "a@example.org" not in caplog.text
