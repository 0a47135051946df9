"""What is told in another language: only while it says what the original says."""

import pytest
from django.utils.translation import override

from community.support.models import Service

SPANISH = {"name": "Comedor", "summary": "Comida caliente.", "description": "Ven sin cita."}


@pytest.fixture
def service() -> Service:
    made = Service(name="Kitchen", summary="A warm meal.", written_in="en")
    made.write_in("es", SPANISH)
    return made


def test_each_reader_reads_her_own_language(service):
    with override("es"):
        assert service.told["name"] == "Comedor"
        assert service.another_language is None
    with override("en"):
        assert service.told["name"] == "Kitchen"
        assert service.another_language is None


def test_what_is_not_told_in_it_is_the_original_and_marked(service):
    service.write_in("es", {})
    with override("es"):
        assert service.told["name"] == "Kitchen"
        assert service.another_language.code == "en"
    assert service.in_other_languages == {}


def test_what_the_original_leaves_empty_is_empty_in_every_language(service):
    with override("es"):
        assert service.told["description"] == ""


def test_words_beside_an_original_that_has_changed_are_kept_and_not_shown(service):
    service.summary = "A warm meal on Mondays only."
    with override("es"):
        assert service.told["summary"] == "A warm meal on Mondays only."
        assert service.another_language.code == "en"
    assert service.in_other_languages["es"]["summary"] == "Comida caliente."
    service.write_in("es", SPANISH | {"summary": "Comida caliente los lunes."})
    with override("es"):
        assert service.told["summary"] == "Comida caliente los lunes."


def test_original_is_never_told_from_a_translation_into_its_own_language(service):
    service.written_in = "es"
    assert service.words_in("es") is None


def test_words_it_has_no_name_for_are_left_out(service):
    service.write_in("es", SPANISH | {"public_id": "x"})
    assert "public_id" not in service.words_in("es")


def test_lines_that_a_browser_ends_in_its_own_way_say_the_same():
    service = Service(name="Kitchen", summary="A warm\nmeal.", written_in="en")
    service.write_in("es", {"name": "Comedor", "summary": "Comida."})
    service.summary = "A warm\r\nmeal."
    assert service.words_in("es")
    service.summary = "A warmer meal."
    assert not service.words_in("es")
