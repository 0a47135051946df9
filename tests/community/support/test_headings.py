"""The kinds of help a site starts with."""

import pytest
from django.utils import translation

from cms.templatetags.starting import said
from community.support.actions import ensure_headings
from community.support.actions.headings import HEADINGS, TERMS
from community.support.models import Heading
from tests.denied import gives_away

pytestmark = pytest.mark.django_db


def test_they_are_made_once():
    assert ensure_headings() == len(HEADINGS) + sum(len(terms) for terms in TERMS.values())
    assert ensure_headings() == 0
    assert set(TERMS) == {slug for _number, slug, *_rest in HEADINGS}


def test_what_editors_changed_stays():
    ensure_headings()
    Heading.objects.filter(slug="talk").update(label="A first talk")
    ensure_headings()
    assert Heading.objects.get(slug="talk").label == "A first talk"


def test_a_number_that_an_editor_gave_away_is_not_taken_back():
    Heading.objects.create(number=3, slug="ours", label="Ours")
    ensure_headings()
    assert Heading.objects.get(number=3).slug == "ours"
    assert not Heading.objects.filter(slug="drink").exists()


def test_only_places_to_stay_are_about_staying():
    ensure_headings()
    assert [one.slug for one in Heading.objects.filter(is_about_staying=True)] == ["stay"]


def test_no_heading_gives_anybody_away_in_an_address():
    """The number stands there; its slug is neutral as well."""
    assert not any(gives_away(slug) for _number, slug, *_rest in HEADINGS)


@pytest.mark.parametrize("words", [words for _n, _s, *both, _i in HEADINGS for words in both])
def test_each_kind_that_a_site_starts_with_is_said_in_spanish(words):
    with translation.override("es"):
        assert said(words) != words
