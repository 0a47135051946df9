"""A reader of another language reads an activity in it, if it is told in it and still holds."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from opportunities.actions.calendar_address import make_calendar_address
from opportunities.emails import reminder
from opportunities.models import Level, Opportunity
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory

pytestmark = pytest.mark.django_db
ONLY = "Solo en inglés"
ORIGINAL = {
    "title": "Garden morning",
    "summary": "We water the beds.",
    "description": "All of it together.",
    "rhythm": "Whenever it rains",
    "who_comes": "Neighbours",
    "bring": "Old shoes",
    "cost": "A smile",
    "ask_for": "Rosa, in a yellow hat",
    "getting_there": "Bus nine",
    "arrival": "Ring twice.",
    "rules": "Nobody hurries.",
}
SPANISH = {
    "title": "Mañana en el huerto",
    "summary": "Regamos los canteros.",
    "description": "Todo se hace en compañía.",
    "rhythm": "Cuando llueve",
    "who_comes": "Gente del barrio",
    "bring": "Zapatos viejos",
    "cost": "Una sonrisa",
    "ask_for": "Rosa, con sombrero amarillo",
    "getting_there": "Autobús nueve",
    "arrival": "Toca dos veces.",
    "rules": "Nadie tiene prisa.",
}
WITH_A_PLACE = {"getting_there", "arrival"}


def told(**words) -> Opportunity:
    says = ORIGINAL | {"written_in": "en", "organisation__about": ""} | words
    row = OpportunityFactory(**says)
    row.write_in("es", SPANISH)
    row.save()
    SessionFactory(opportunity=row)
    return Opportunity.objects.get(pk=row.pk)


def text_of(path, language, client=None) -> str:
    asked = (client or Client()).get(path, headers={"accept-language": language})
    return asked.content.decode()


def detail(row) -> str:
    return reverse("opportunities:detail", args=[row.public_id])


LISTS = ["/", "/opportunities/", "/search/?q=huerto", "/opportunities/new.atom"]


def test_lists_and_feeds_are_in_the_language_that_is_read(home):
    told()
    for path in [*LISTS, "/opportunities/dates.ics", "/opportunities/?q=canteros"]:
        spanish, english = text_of(path, "es"), text_of(path, "en")
        assert SPANISH["title"] in spanish, path
        assert ORIGINAL["title"] not in spanish, path
        assert ONLY not in spanish, path
        assert ORIGINAL["title"] in english, path
        assert SPANISH["title"] not in english, path


def test_page_says_everything_in_the_language_that_is_read(home):
    row = told()
    spanish, english = text_of(detail(row), "es"), text_of(detail(row), "en")
    for name in SPANISH.keys() - WITH_A_PLACE:
        assert SPANISH[name] in spanish, name
        assert ORIGINAL[name] not in spanish, name
        assert ORIGINAL[name] in english, name
        assert SPANISH[name] not in english, name
    assert ONLY not in spanish
    assert 'lang="en">Garden' not in spanish


def test_what_only_who_has_a_place_reads_is_no_strangers_in_any_language(home):
    row = told()
    for language in ("es", "en"):
        for name in WITH_A_PLACE:
            page = text_of(detail(row), language)
            assert SPANISH[name] not in page
            assert ORIGINAL[name] not in page


def test_plan_and_the_page_of_a_place_are_in_the_language_that_is_read(
    home, participant, as_person
):
    place = SignUpFactory(session=told().sessions.get(), person=participant)
    participant.language = "es"
    participant.save()
    client = as_person(participant)
    for path in (reverse("opportunities:plan"), f"/plan/{place.public_id}/"):
        page = text_of(path, "es", client)
        assert SPANISH["title"] in page
        assert SPANISH["getting_there"] in page
        assert SPANISH["ask_for"] in page
        assert not any(said in page for said in ORIGINAL.values()), path
    assert SPANISH["arrival"] in page


def test_words_beside_an_original_that_has_changed_are_shown_to_nobody(home):
    row = told()
    assert SPANISH["title"] in text_of(detail(row), "es")
    row.getting_there = "Bus ten"
    row.save()
    for path in [detail(row), "/", "/opportunities/", "/opportunities/new.atom"]:
        page = text_of(path, "es")
        assert ORIGINAL["title"] in page, path
        assert not any(said in page for said in SPANISH.values()), path
    assert ONLY in text_of(detail(row), "es")
    assert ONLY in text_of("/opportunities/", "es")
    assert ORIGINAL["title"] not in text_of("/search/?q=canteros", "es")
    assert row.in_other_languages["es"]["title"] == SPANISH["title"]


def test_column_that_lists_read_follows_words_that_are_saved_by_name():
    row = told()
    row.title = "Evening in the garden"
    row.save(update_fields=["title"])
    assert Opportunity.objects.get(pk=row.pk).card_words == {}


def test_message_with_details_is_in_the_language_of_who_gets_it():
    place = SignUpFactory(session=told().sessions.get(), person__language="es")
    body = reminder(place, "details").body
    assert SPANISH["title"] in body
    assert SPANISH["ask_for"] in body
    place.person.language = "en"
    assert ORIGINAL["title"] in reminder(place, "details").body


def test_calendar_by_address_is_in_the_language_of_its_owner(participant):
    SignUpFactory(session=told().sessions.get(), person=participant)
    participant.language = "es"
    participant.save()
    secret = make_calendar_address(by=participant, level=Level.TITLE, now=timezone.now())
    calendar = b"".join(Client().get(f"/calendar/{secret}.ics")).decode()
    assert SPANISH["title"] in calendar
    assert ORIGINAL["title"] not in calendar


def test_reading_it_in_another_language_asks_nothing_more(home):
    row = told()
    counts = []
    for language in ("en", "es", "en", "es"):  # the first of each fills what is kept
        with CaptureQueriesContext(connection) as asked:
            text_of(detail(row), language)
            text_of("/opportunities/?q=garden", language)
        counts.append(len(asked))
    assert counts[2] == counts[3] <= 7
