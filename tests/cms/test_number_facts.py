"""All that safety.md wants to be known of a number to ring, and only what is said."""

import pytest
from django.core.cache import cache

from cms.models import SiteSettings

pytestmark = pytest.mark.django_db
FACTS = {
    "who_for": "Anybody who wants to talk",
    "text": "Send HOME to 741741",
    "chat": "https://line.example/chat",
    "relay": "Relay on 711",
    "hours": "Day and night",
    "languages": "English, Spanish",
    "cost": "Free",
    "confidential": "Everything but danger to life",
    "police": "Only if you ask them to",
    "bill": "Texts do not show",
}
FOR_COLLEAGUES = {"verified_by": "canary-amina", "source": "https://line.example/canary"}


def line(**more):
    value = {
        "name": "Line",
        "number": "555 0100",
        "country": "United States",
        "note": "",
        "verified_on": "2026-05-04",
    } | more
    settings = SiteSettings.objects.get()
    settings.crisis_lines = [{"type": "line", "value": value}]
    settings.save()
    cache.clear()


def test_page_of_numbers_says_all_that_is_known_and_the_foot_of_a_page_stays_short(home, stranger):
    line(**FACTS, **FOR_COLLEAGUES)
    page = stranger.get("/numbers/").content.decode()
    assert [words for words in FACTS.values() if words not in page] == []
    assert "canary" not in page
    foot = stranger.get("/safety/").content.decode()
    assert "555 0100" in foot
    assert FACTS["who_for"] not in foot


def test_what_is_not_known_is_not_said(home, stranger):
    line()
    page = stranger.get("/numbers/").content.decode()
    assert "555 0100" in page
    assert "When they tell the police" not in page
    assert "None" not in page.split("<main")[1].split("</main>")[0]


def test_line_that_is_off_stays_with_staff_and_is_shown_nowhere(home, stranger):
    line(is_off=True)
    assert "555 0100" not in stranger.get("/numbers/").content.decode()
    assert SiteSettings.objects.get().crisis_lines[0].value["number"] == "555 0100"


def test_pocket_card_has_the_numbers_that_were_given_a_name_for_it(home, stranger):
    line(name="A telling name", card_name="Night")
    page = stranger.get("/help/card/").content.decode()
    card = page.split('class="pocket"')[1].split("</section>")[0]
    assert "Night" in card
    assert "555 0100" in card
    assert "911" in card
    assert "A telling name" not in card
    line()
    card = stranger.get("/help/card/").content.decode().split('class="pocket"')[1]
    assert "555 0100" not in card.split("</section>")[0]


@pytest.mark.parametrize("at", ["/help/card/", "/help/paper/"])
def test_title_that_a_browser_prints_on_the_paper_does_not_name_the_site(home, stranger, at):
    page = stranger.get(at).content.decode()
    assert page.split("<title>")[1].split("</title>")[0].strip() == "Useful numbers"


def test_numbers_lead_to_the_card(home, stranger):
    assert 'href="/help/card/"' in stranger.get("/numbers/").content.decode()
