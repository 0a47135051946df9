"""Nobody is given a page in another language than theirs, whoever came first."""

import datetime as dt

import pytest
import time_machine
from django.conf import settings
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import translation

from community.formats.times import clock_in_words, day_in_words
from community.notifications.models import Message
from opportunities.actions.signups import sign_up
from opportunities.actions.vocabulary import ensure_vocabulary
from opportunities.models import Kind, PracticalNeed
from tests.factories.opportunities import PracticalNeedFactory, SessionFactory

pytestmark = pytest.mark.django_db
FIND = "/opportunities/"
# What stands on these pages in each language, and never in the other.
SAID = {
    "en": ["In danger now?", "Your safety", "Leave this site", "Find something to do"],
    "es": ["¿En peligro ahora?", "Tu seguridad", "Salir de este sitio", "Encontrar algo que hacer"],
}
PATHS = ["home", FIND, f"{FIND}?kind=class", f"{FIND}?q=garden", f"{FIND}?near=abc", "detail"]
PATHS += ["/safety/", "/numbers/", "/accounts/login/", "/no/such/page/"]


def reader(language: str, how: str) -> Client:
    """A visitor who reads this language, as their browser says or as they chose."""
    if how == "browser":
        return Client(headers={"accept-language": f"{language},de;q=0.5"})
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def text_of(page) -> str:
    """The words of a page, without the parts that say "Leave" and "this site" one by one."""
    return page.content.decode().replace('<span class="leave__rest"> ', " ")


@pytest.fixture
def session(home):
    ensure_vocabulary()
    session = SessionFactory(opportunity__title="Garden table", opportunity__kind=Kind.CLASS)
    session.opportunity.needs.add(PracticalNeed.objects.get(slug="childcare"))
    return session


@pytest.mark.parametrize("how", ["browser", "cookie"])
@pytest.mark.parametrize("first", ["en", "es"])
@pytest.mark.parametrize("path", PATHS)
def test_each_reader_gets_their_own_language_whoever_came_first(session, path, first, how):
    path = "/" if path == "home" else path
    if path == "detail":
        path = reverse("opportunities:detail", args=[session.opportunity.public_id])
    second = {"en": "es", "es": "en"}[first]
    for language in (first, second, first, second):  # made, made, kept, kept
        page = reader(language, how).get(path)
        text, other = text_of(page), {"en": "es", "es": "en"}[language]
        assert f'<html lang="{language}" dir="ltr">' in text
        assert page["Content-Language"] == language
        assert {"Cookie", "Accept-Language"} <= set(page["Vary"].split(", "))
        assert any(words in text for words in SAID[language])
        assert not [words for words in SAID[other] if words in text]


def test_cards_filters_and_numbers_are_in_the_language_of_the_reader(session):
    for _time in range(2):
        spanish, english = (text_of(reader(code, "cookie").get(FIND)) for code in ("es", "en"))
        assert "1 actividad" in spanish
        assert "Cuidado de niños" in spanish
        assert "Clase" in spanish
        assert "Childcare" not in spanish
        assert "1 thing to do" in english
        assert "Childcare" in english
        assert "Cuidado" not in english


@pytest.mark.parametrize("name", ["opportunities:public_feed", "opportunities:public_dates"])
def test_feeds_differ_by_language(session, name):
    for _time in range(2):
        spanish, english = (reader(code, "browser").get(reverse(name)) for code in ("es", "en"))
        assert spanish["Content-Language"] == "es"
        assert english["Content-Language"] == "en"
        assert spanish["ETag"] != english["ETag"] or spanish.content == english.content


def test_page_of_somebody_who_is_signed_in_is_in_the_language_of_their_account(
    session, as_person, participant
):
    participant.language = "es"
    participant.save()
    for path in (FIND, "/account/", reverse("opportunities:plan")):
        text = text_of(as_person(participant).get(path))
        assert '<html lang="es"' in text
        assert not [words for words in SAID["en"] if words in text]


def test_word_that_an_editor_wrote_stays_as_it_is(session):
    PracticalNeedFactory(slug="soup", label="Soup of the day", absent_label="")
    assert "Soup of the day" in text_of(reader("es", "cookie").get(FIND))
    with translation.override("es"):
        assert PracticalNeed.objects.get(slug="soup").said_when_absent == ""
        assert PracticalNeed.objects.get(slug="childcare").said_when_absent.startswith("Cuidado")


def test_words_are_kept_in_one_language_whoever_prepares_the_site(db):
    with translation.override("es"):
        ensure_vocabulary()
    assert PracticalNeed.objects.get(slug="childcare").label == "Childcare"


def test_reminder_on_its_way_is_written_anew_when_another_language_is_chosen(
    as_person, participant, now
):
    with time_machine.travel(now, tick=False):
        person = as_person(participant)
        session = SessionFactory(starts_at=now + dt.timedelta(days=3))
        sign_up(session=session, by=participant, alias="Wren", now=now)
        bodies = Message.objects.filter(recipient=participant).values_list("body", flat=True)
        assert {"See you there" in body for body in bodies} == {True}
        person.post("/language/", {"language": "es"})
    assert {"nos vemos ahí" in body for body in bodies.all()} == {True}


def test_dates_and_numbers_are_written_as_in_spanish():
    moment = dt.datetime(2026, 5, 5, 9, 30)
    written = Template('{{ day|date:"j F Y" }} / {{ day|date:"l j F" }} / {{ number }}')
    context = Context({"day": moment, "number": 1.5})
    with translation.override("es"):
        assert (day_in_words(moment), clock_in_words(moment)) == ("mar 5 may", "9.30 a. m.")
        assert written.render(context) == "5 de mayo de 2026 / martes 5 de mayo / 1.5"
    with translation.override("en"):
        assert written.render(context) == "5 May 2026 / Tuesday 5 May / 1.5"
