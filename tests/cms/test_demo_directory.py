"""The demo town has a directory of help, with a secret place in it."""

import pytest
from django.urls import reverse

from cms.demo.directory import DIRECTORY, build_directory
from cms.demo.directory_spanish import SPANISH
from community.support.actions import ensure_headings
from community.support.models import Heading, Service
from tests.denied import gives_away

pytestmark = pytest.mark.django_db


def test_it_is_built_once_and_shown(stranger, now):
    ensure_headings()
    assert build_directory(now=now) == len(DIRECTORY) == 12
    assert build_directory(now=now) == 0
    assert set(Service.objects.on_the_site().values_list("headings__slug", flat=True)) == set(
        Heading.objects.values_list("slug", flat=True)
    )
    html = stranger.get(reverse("support:help")).content.decode()
    assert "Rooms at Lantern House" in html
    secret = Service.objects.filter(is_confidential=True)
    assert secret.exists()
    assert not secret.filter(at_places__isnull=False).exists()


def test_names_on_the_card_say_nothing():
    assert not any(gives_away(one.card) for one in DIRECTORY)


def test_most_of_it_is_there_in_spanish_and_whole(stranger, now):
    ensure_headings()
    build_directory(now=now)
    told = [one for one in Service.objects.all() if one.words_in("es")]
    assert {one.name for one in told} == set(SPANISH)
    assert len(told) * 2 > len(DIRECTORY)
    for one in told:
        for name, words in one.original.items():
            assert bool(words) == bool(one.words_in("es")[name]), (one, name)
            assert len(one.words_in("es")[name]) <= one._meta.get_field(name).max_length
    stranger.cookies["language"] = "es"
    html = stranger.get(reverse("support:help")).content.decode()
    assert "Una primera conversación" in html
    assert "Solo en inglés" in html
