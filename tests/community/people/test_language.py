"""The language is chosen at the foot of any page, and the page stays the same."""

import pytest
from django.test import Client
from django.urls import reverse

from community.people.models import User
from tests.factories.people import form_opened

URL = "/language/"
SPANISH = '<button type="submit" name="language" value="es" lang="es">Español</button>'
ENGLISH = '<button type="submit" name="language" value="en" lang="en">English</button>'


def choose(client, language="es", **headers):
    return client.post(URL, {"language": language}, headers=headers)


def language_of(page) -> str:
    return page.content.decode().split('<html lang="', 1)[1][:2]


@pytest.mark.parametrize("path", ["/", "/safety/", "/opportunities/", "/accounts/login/", "/no/"])
def test_every_page_offers_the_other_language_and_keeps_to_it(home, stranger, path):
    page = stranger.get(path)
    assert SPANISH in page.content.decode()
    assert ENGLISH not in page.content.decode()
    choose(stranger)
    page = stranger.get(path)
    assert language_of(page) == "es"
    assert page["Content-Language"] == "es"
    assert ENGLISH in page.content.decode()
    assert SPANISH not in page.content.decode()


def test_nothing_is_stored_before_somebody_chooses(home, stranger):
    for path in ("/", "/opportunities/", "/safety/"):
        stranger.get(path)
        assert not stranger.cookies


def test_choice_is_forgotten_when_the_browser_is_closed_and_says_nothing_else(stranger, db):
    answer = choose(stranger)
    (cookie,) = answer.cookies.values()
    assert (cookie.key, cookie.value) == ("language", "es")
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_it_leads_back_to_the_page_with_what_was_asked_of_it(stranger, db):
    back = choose(stranger, Referer="http://testserver/opportunities/?kind=class&q=a+b")
    assert back.status_code == 303
    assert back["Location"] == "/opportunities/?kind=class&q=a+b"


@pytest.mark.parametrize(
    "came_from",
    ["", "http://elsewhere.example/a", "//elsewhere.example", "http://testserver", "javascript:x"],
)
def test_it_leads_to_no_other_site(stranger, db, came_from):
    assert choose(stranger, Referer=came_from)["Location"] == "/"


def test_two_slashes_lead_to_no_other_site(stranger, db):
    back = choose(stranger, Referer="http://testserver//elsewhere.example/a")
    assert back["Location"] == "/elsewhere.example/a"


@pytest.mark.parametrize("wrong", ["", "xx", "ar", "es-MX", "e" * 500, "es\r\nX: y"])
def test_language_that_is_not_offered_changes_nothing(as_person, participant, stranger, wrong):
    assert not choose(stranger, wrong).cookies
    assert choose(as_person(participant), wrong).status_code == 303
    participant.refresh_from_db()
    assert participant.language == "en"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://a.example"},
    ],
)
def test_another_site_chooses_for_nobody(as_person, participant, headers):
    person = as_person(participant)
    assert choose(person, **headers).status_code == 403
    participant.refresh_from_db()
    assert participant.language == "en"
    assert choose(person, **{"Sec-Fetch-Site": "same-origin"}).status_code == 303
    participant.refresh_from_db()
    assert participant.language == "es"


def test_looking_at_the_address_changes_nothing(stranger, db):
    assert stranger.get(URL).status_code == 405


def test_account_keeps_it_on_every_device_and_no_cookie_does(as_person, participant):
    assert "language" not in choose(as_person(participant)).cookies
    assert language_of(as_person(participant).get(reverse("people:settings"))) == "es"


def test_account_goes_before_what_the_browser_was_told(as_person, participant):
    person = as_person(participant)
    person.cookies["language"] = "es"
    assert language_of(person.get(reverse("people:settings"))) == "en"


def test_twice_is_once(as_person, participant):
    person = as_person(participant)
    choose(person)
    choose(person)
    participant.refresh_from_db()
    assert participant.language == "es"


def test_first_page_of_an_account_can_be_read_in_another_language(newcomer_client):
    choose(newcomer_client, Referer="http://testserver/account/first/")
    page = newcomer_client.get("/account/first/")
    assert language_of(page) == "es"
    assert "Antes de seguir" in page.content.decode()


@pytest.fixture
def newcomer_client(db):
    """Signed in for the very first time."""
    person = User(username="nell", alias="Nell")
    person.set_password("a long enough password")
    person.save()
    client = Client()
    client.post("/accounts/login/", {"login": "nell", "password": "a long enough password"})
    return client


def test_new_account_reads_what_was_read_while_signing_up(stranger, db):
    choose(stranger)
    data = {"username": "willow", "password1": "three stones across", "alias": "", "email": ""}
    stranger.post(reverse("account_signup"), data | form_opened())
    assert User.objects.get(username="willow").language == "es"


def test_validation_speaks_it(stranger, db):
    choose(stranger)
    page = stranger.post(reverse("account_login"), {"login": "", "password": "x"})
    text = page.content.decode()
    assert "necesita otra mirada" in text
    assert "This field" not in text
    assert "is required" not in text


def test_without_another_language_nothing_is_offered(stranger, db, settings):
    settings.LANGUAGES = [("en", "English")]
    from cms.templatetags.frame import draw_part

    draw_part.cache_clear()
    assert "footer__languages" not in stranger.get("/safety/").content.decode()
    draw_part.cache_clear()
