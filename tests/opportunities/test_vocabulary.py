import pytest
from django.utils import translation

from opportunities.actions.vocabulary import ensure_vocabulary, words_of
from opportunities.models import Interest, Language, PracticalNeed

pytestmark = pytest.mark.django_db

NEEDS = {
    "no-id",
    "no-background-check",
    "childcare",
    "travel-paid",
    "online",
    "step-free",
    "women-only",
    "bring-someone",
    "interpreter",
    "no-phone",
    "training-given",
    "first-day-buddy",
    "just-listen",
    "women-led",
}


def test_vocabulary_is_complete_after_the_first_call():
    assert ensure_vocabulary() > 0

    assert set(PracticalNeed.objects.values_list("slug", flat=True)) == NEEDS
    assert Interest.objects.first().slug == "growing"
    assert Language.objects.get(slug="es").label == "Español"
    assert PracticalNeed.objects.get(slug="childcare").absent_label == "Childcare: not said"


def test_vocabulary_adds_nothing_the_second_time():
    ensure_vocabulary()
    before = [model.objects.count() for model in (Interest, PracticalNeed, Language)]

    assert ensure_vocabulary() == 0

    assert [model.objects.count() for model in (Interest, PracticalNeed, Language)] == before


def test_vocabulary_keeps_what_an_editor_changed():
    ensure_vocabulary()
    PracticalNeed.objects.filter(slug="no-id").update(label="No papers asked", order=500)

    ensure_vocabulary()

    need = PracticalNeed.objects.get(slug="no-id")
    assert (need.label, need.order) == ("No papers asked", 500)


def test_vocabulary_brings_back_only_what_is_missing():
    ensure_vocabulary()
    Interest.objects.filter(slug="music").delete()

    assert ensure_vocabulary() == 1


def test_words_that_mentors_choose_from_are_said_in_the_readers_language():
    ensure_vocabulary()
    with translation.override("es"):
        assert ("food", "Comida y cocina") in words_of(Interest)
    assert ("food", "Food and cooking") in words_of(Interest)
