"""A visitor chooses the country of the numbers to ring; nobody else sees a page for it (#62)."""

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.countries import KEY
from cms.models import SiteSettings
from community.people.devices import FIRST
from opportunities.views import kept_detail
from tests.factories.opportunities import SessionFactory

pytestmark = pytest.mark.django_db
URL = "/numbers/"
UK = "United Kingdom"


def line(name, number, country):
    value = {"name": name, "number": number, "country": country, "note": ""}
    return {"type": "line", "value": value | {"verified_on": "2026-05-04"}}


def emergency(country, number, note=""):
    return {"type": "country", "value": {"country": country, "number": number, "note": note}}


@pytest.fixture
def countries(home):
    """The site's own country, and two others, one of which has a line of its own."""
    settings = SiteSettings.objects.get()
    settings.country, settings.emergency_number = "United States", "911"
    settings.elsewhere = [
        emergency(UK, "999", "If you cannot speak, press 55."),
        emergency("Canada", "911"),
    ]
    settings.crisis_lines = [
        line("Lifeline", "988", "United States"),
        line("Samaritans", "116 123", UK),
    ]
    settings.full_clean()
    settings.save()
    cache.clear()
    return settings


@pytest.fixture
def session(countries):
    kept_detail._kept.clear()
    return SessionFactory()


def strip(page):
    """The numbers at the foot of a page."""
    text = page.content.decode()
    return text.split('<section class="crisis"', 1)[1].split("</section>", 1)[0]


def choose(client, country=UK, **headers):
    return client.post(URL, {"country": country}, headers=headers)


def test_page_shows_the_numbers_of_the_sites_country_and_a_way_to_the_others(countries, stranger):
    shown = strip(stranger.get("/"))
    assert 'href="tel:911"' in shown
    assert "Lifeline" in shown
    assert "Samaritans" not in shown
    assert 'href="tel:999"' not in shown
    assert f'<button type="submit" name="country" value="{UK}">' in shown
    assert f'href="{URL}"' in shown


@pytest.mark.parametrize("path", ["/", "/about/", "/safety/", "/opportunities/", "/nowhere/"])
def test_country_that_was_chosen_stands_on_every_page(countries, stranger, path):
    stranger.get(path)  # where there is a page for everybody, it is kept now
    choose(stranger)
    shown = strip(stranger.get(path))
    assert "Numbers for United Kingdom" in shown
    assert 'href="tel:999"' in shown
    assert "press 55" in shown
    assert 'href="tel:116123"' in shown
    assert "988" not in shown
    assert 'value="United States"' in shown


def test_country_without_a_line_has_its_emergency_number(countries, stranger):
    choose(stranger, "Canada")
    shown = strip(stranger.get("/"))
    assert "Numbers for Canada" in shown
    assert shown.count('href="tel:') == 1


@pytest.mark.parametrize("path", ["/", "/opportunities/", "detail"])
def test_nobody_reads_the_country_of_somebody_else(session, path):
    if path == "detail":
        path = reverse("opportunities:detail", args=[session.opportunity.public_id])
    chooser = Client()
    choose(chooser)
    for _ in range(2):  # first come, first kept: whoever it is
        assert "Samaritans" in strip(chooser.get(path))
        assert "Samaritans" not in strip(Client().get(path))
        assert "Lifeline" in strip(Client().get(path))
    kept = b"".join(part for page in kept_detail._kept.values() for part in page.parts)
    assert b"Samaritans" not in kept


def test_choice_is_in_the_session_and_nowhere_else(countries, stranger):
    answer = choose(stranger)
    assert set(answer.cookies) == {"session"}
    assert not answer.cookies["session"]["max-age"]  # gone with the window
    assert answer.cookies["session"]["httponly"]
    assert "nited" not in answer["Location"]
    assert Session.objects.get().get_decoded() == {KEY: UK}


def test_who_chose_nothing_has_no_session_and_costs_no_query(countries, stranger):
    stranger.get("/safety/")
    with CaptureQueriesContext(connection) as queries:
        page = stranger.get("/safety/")
        stranger.get("/opportunities/")
        before = len(queries)
        stranger.get("/opportunities/")
    assert not page.cookies
    assert len(queries) == before
    assert not [one for one in queries if "django_session" in one["sql"]]
    assert not Session.objects.exists()


def test_page_of_an_activity_is_still_one_query_for_who_chose_nothing(
    session, stranger, django_assert_num_queries
):
    path = reverse("opportunities:detail", args=[session.opportunity.public_id])
    stranger.get(path)
    with django_assert_num_queries(1):
        assert "Lifeline" in strip(Client().get(path))


def test_choosing_the_sites_own_country_ends_the_choice_and_the_session(countries, stranger):
    choose(stranger)
    answer = choose(stranger, "United States")
    assert not answer.cookies["session"].value
    assert not Session.objects.exists()
    assert "Lifeline" in strip(stranger.get("/"))


def test_choice_of_somebody_signed_in_is_in_their_session_only(countries, participant, as_person):
    client, elsewhere = as_person(participant), as_person(participant)
    choose(client)
    assert "Samaritans" in strip(client.get("/plan/"))
    assert "Samaritans" not in strip(elsewhere.get("/plan/"))
    choose(client, "United States")
    assert "Lifeline" in strip(client.get("/plan/"))  # and still signed in
    choose(client)
    client.post("/accounts/logout/")
    assert "Samaritans" not in strip(client.get("/"))


def test_leaving_forgets_the_choice(countries, stranger):
    choose(stranger)
    stranger.post("/leave/")
    assert "Samaritans" not in strip(stranger.get("/"))
    assert not Session.objects.exists()


@pytest.mark.parametrize("country", ["", "Nowhere", "united kingdom", "<b>", "x" * 5000])
def test_what_is_no_country_of_ours_changes_nothing(countries, stranger, country):
    assert choose(stranger, country).status_code == 303
    assert not Session.objects.exists()
    choose(stranger)
    choose(stranger, country)
    assert "Samaritans" in strip(stranger.get("/"))


def test_country_that_is_gone_from_the_settings_is_the_sites_own_again(countries, stranger):
    choose(stranger)
    countries.elsewhere = []
    countries.crisis_lines = [line("Lifeline", "988", "United States")]
    countries.save()
    cache.clear()
    assert "Lifeline" in strip(stranger.get("/"))


@pytest.mark.parametrize(
    ("came_from", "location"),
    [
        ("http://testserver/opportunities/?q=garden", "/opportunities/?q=garden#foot-now"),
        ("http://testserver/about/#x", "/about/#foot-now"),
        ("https://evil.example/", URL),
        ("//evil.example/", URL),
        ("javascript:alert(1)", URL),
        ("http://testserver//evil.example/", "/evil.example/#foot-now"),
        ("", URL),
    ],
)
def test_choice_leads_back_to_the_page_it_was_made_on(countries, stranger, came_from, location):
    answer = choose(stranger, referer=came_from)
    assert answer["Location"] == location


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://testserver"}, 303),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_another_site_chooses_for_nobody(countries, headers, status):
    client = Client(enforce_csrf_checks=True)
    assert choose(client, **headers).status_code == status
    assert Session.objects.exists() == (status == 303)


def test_reading_an_address_chooses_nothing(countries, stranger):
    page = stranger.get(URL, {"country": UK})
    assert page.status_code == 200
    assert not Session.objects.exists()


def test_page_of_all_numbers_has_every_country_and_says_which_one_stands_on_the_pages(
    countries, stranger
):
    for chosen, other in (("United States", UK), (UK, "United States")):
        choose(stranger, chosen)
        page = stranger.get(URL).content.decode().split("<main", 1)[1].split("</main>")[0]
        for number in ("911", "988", "999", "116123"):
            assert f'href="tel:{number}"' in page
        assert "Checked 4 May 2026" in page
        assert f"Show those for {other} on every page" in page
        assert f"Show those for {chosen} on every page" not in page


def test_site_with_one_country_offers_no_choice(home, stranger):
    shown = strip(stranger.get("/"))
    assert "<form" not in shown
    assert "Show those" not in stranger.get(URL).content.decode()


def test_numbers_from_before_there_were_countries_are_the_sites_own(home, stranger):
    settings = SiteSettings.objects.get()
    settings.country = ""
    value = {"name": "Warm line", "number": "555 0100", "note": "", "verified_on": "2026-05-04"}
    settings.crisis_lines = [{"type": "line", "value": value}, line("Lifeline", "988", "Here")]
    settings.save()
    cache.clear()
    shown = strip(stranger.get("/"))
    assert "Numbers for Here" in shown
    assert "Warm line" in shown
    assert "Lifeline" in shown
    assert "<form" not in shown


def test_choosing_is_not_kept_from_who_signs_in_for_the_first_time(
    countries, stranger, participant
):
    stranger.force_login(participant)
    session = stranger.session
    session[FIRST] = True
    session.save()
    assert stranger.get(URL).status_code == 200
    assert choose(stranger)["Location"] == URL


def refused(settings):
    with pytest.raises(ValidationError) as refusal:
        settings.full_clean()
    return refusal.value.message_dict


def test_country_without_an_emergency_number_is_refused(countries):
    countries.crisis_lines = [line("Samaritans", "116 123", "Great Britain")]
    assert "“Great Britain”" in refused(countries)["crisis_lines"][0]
    countries.crisis_lines = [line("Samaritans", "116 123", "united KINGDOM")]
    countries.full_clean()


def test_fifth_number_of_one_country_is_refused(countries):
    countries.crisis_lines = [line(f"L{n}", f"55{n}", UK) for n in range(4)]
    countries.full_clean()
    countries.crisis_lines = [line(f"L{n}", f"55{n}", UK) for n in range(5)]
    assert set(refused(countries)) == {"crisis_lines"}
