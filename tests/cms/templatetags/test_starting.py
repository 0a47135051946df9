"""What a new site says of itself is said in the language of whoever reads, and kept in its own."""

import pytest
from django.test import Client
from django.utils import translation

from cms.actions import prepare_site
from cms.templatetags.starting import said_within
from tests.cms.test_reading_age import paragraphs


@pytest.mark.django_db
def test_all_of_about_us_is_in_the_language_that_is_read(home):
    english, spanish = (paragraphs(Client(), "/about/", code) for code in ("en", "es"))
    both = {line for line in map(str.strip, english) if line} & set(map(str.strip, spanish))
    assert not both


@pytest.mark.django_db
def test_a_site_is_prepared_in_its_own_language_whatever_is_read_at_the_moment():
    with translation.override("es"):
        home = prepare_site()
        assert translation.get_language() == "es"
    assert home.hero_heading == "Find something good to do this week"


def test_what_an_editor_wrote_stays_as_it_was():
    written = '<p data-block-key="a1">Ours &amp; <b>yours</b>.</p><p>Only&nbsp;&lt;us&gt;.</p>'
    with translation.override("es"):
        assert said_within(written) == written
        said = said_within(
            "<p>You need a user name and a password. You choose the name that others see.</p>"
        )
        assert said.startswith("<p>")
        assert "You need" not in said
