"""Editors write a service in another language: all of it or nothing, and never where it is."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from community.people.actions import give_role
from community.support.models import Service
from tests.cms.test_directory import form, said_of
from tests.dump import whole_database
from tests.factories.support import ServiceFactory

pytestmark = pytest.mark.django_db
SPANISH = {"name__es": "Primera charla", "summary__es": "Alguien te escucha."}


@pytest.fixture
def editing(home, as_person, editor, now):
    return as_person(give_role(person=editor, role=editor.role, now=now))


@pytest.fixture
def service() -> Service:
    return ServiceFactory(name="First talk", summary="Somebody listens.")


def page_of(client, service) -> str:
    address = reverse("wagtailsnippets_support_service:edit", args=[service.pk])
    return client.get(address).content.decode()


def save(client, service, **fields):
    """Send the form of a service as it is, but for these fields."""
    address = reverse("wagtailsnippets_support_service:edit", args=[service.pk])
    same = {"name": service.name, "summary": service.summary, "written_in": service.written_in}
    return client.post(address, form(**same | fields))


def in_spanish(service) -> dict[str, str] | None:
    service.refresh_from_db()
    return service.words_in("es")


def test_an_editor_writes_it_in_spanish(editing, service):
    answer = save(editing, service, **SPANISH)
    assert answer.status_code == 302, said_of(answer)
    assert in_spanish(service)["name"] == "Primera charla"
    assert in_spanish(service)["summary"] == "Alguien te escucha."
    html = page_of(editing, service)
    assert "Alguien te escucha." in html
    assert "is not shown" not in html


def test_each_original_stands_beside_it_and_what_is_empty_is_not_asked(editing, service):
    html = page_of(editing, service)
    assert '<blockquote id="summary__es-original" lang="en">Somebody listens.' in html
    assert 'name="summary__es"' in html
    assert 'lang="es"' in html
    assert 'name="police__es"' not in html
    assert 'name="summary__en"' not in html


def test_of_one_written_in_spanish_the_other_language_is_english(editing, service):
    service.written_in = "es"
    service.save()
    html = page_of(editing, service)
    assert 'name="summary__en"' in html
    assert 'name="summary__es"' not in html
    save(editing, service, name__en="First talk", summary__en="Somebody listens.")
    service.refresh_from_db()
    assert service.words_in("en")["name"] == "First talk"


def test_a_new_one_is_saved_first(editing):
    html = editing.get(reverse("wagtailsnippets_support_service:add")).content.decode()
    assert "Save it first" in html
    assert "summary__es" not in html


@pytest.mark.parametrize("missing", SPANISH)
def test_all_of_it_or_nothing(editing, service, missing):
    answer = save(editing, service, **SPANISH | {missing: ""})
    assert answer.status_code == 200
    assert "Write this in Spanish too" in answer.content.decode()
    assert in_spanish(service) is None
    kept = next(words for name, words in SPANISH.items() if name != missing)
    assert kept in answer.content.decode()


def test_it_is_as_long_as_the_original_may_be(editing, service):
    assert save(editing, service, **SPANISH | {"name__es": "x" * 121}).status_code == 200
    assert in_spanish(service) is None
    assert save(editing, service, **SPANISH | {"name__es": "x" * 120}).status_code == 302


def test_it_is_taken_away(editing, service):
    save(editing, service, **SPANISH)
    save(editing, service, **dict.fromkeys(SPANISH, ""))
    assert in_spanish(service) is None
    assert service.in_other_languages == {}


def test_what_is_not_in_the_form_of_a_page_that_was_open_longer_is_asked(editing, service):
    """The original says more now, and nobody was asked for it in Spanish yet."""
    answer = save(editing, service, police="Never.", **SPANISH)
    assert answer.status_code == 200
    assert 'name="police__es"' in answer.content.decode()
    said = SPANISH | {"police__es": "Nunca."}
    assert save(editing, service, police="Never.", **said).status_code == 302
    assert in_spanish(service)["police"] == "Nunca."


@pytest.fixture
def changed(editing, service) -> Service:
    """The original was changed, and the Spanish was not looked at."""
    save(editing, service, **SPANISH)
    answer = save(editing, service, summary="Somebody listens, on Mondays.", **SPANISH)
    assert answer.status_code == 302, said_of(answer)
    service.refresh_from_db()
    return service


def test_after_a_change_of_the_original_it_is_kept_and_not_shown(editing, changed):
    assert in_spanish(changed) is None
    html = page_of(editing, changed)
    assert "is not shown until you look at it again" in html  # said when it was saved
    assert "What is written in Spanish is not shown" in html
    assert "Alguien te escucha." in html


def test_saving_something_else_does_not_look_at_it(editing, changed):
    save(editing, changed, wait="None", **SPANISH)
    assert in_spanish(changed) is None


def test_an_editor_says_that_it_still_holds(editing, changed):
    save(editing, changed, still_holds__es="on", **SPANISH)
    assert in_spanish(changed)["summary"] == "Alguien te escucha."


def test_who_changes_it_has_looked_at_it(editing, changed):
    save(editing, changed, **SPANISH | {"summary__es": "Los lunes alguien te escucha."})
    assert in_spanish(changed)["summary"] == "Los lunes alguien te escucha."


def test_it_does_not_hold_by_a_word_and_a_gap(editing, changed):
    answer = save(editing, changed, still_holds__es="on", police="Never.", **SPANISH)
    assert answer.status_code == 200
    assert in_spanish(changed) is None


def test_it_waits_for_editors_until_somebody_looked(editing, changed):
    ServiceFactory(name="Another one")
    first = editing.get(reverse("wagtailadmin_home")).content.decode()
    assert "1 service: the original has changed since." in first
    address = reverse("wagtailsnippets_support_service:list")
    html = editing.get(address, {"again": "on"}).content.decode()
    assert "First talk" in html
    assert "Another one" not in html
    save(editing, changed, still_holds__es="on", **SPANISH)
    first = editing.get(reverse("wagtailadmin_home")).content.decode()
    assert "the original has changed since" not in first


@pytest.mark.parametrize("where", ["7 Canary Street", "Calle Canario 7", "esquina con Canario"])
def test_a_secret_place_is_told_in_no_language(editing, service, where):
    said = SPANISH | {"summary__es": where}
    answer = save(editing, service, is_confidential="on", **said)
    assert answer.status_code == 200
    assert "stays secret" in answer.content.decode()
    assert "anar" not in whole_database()
    assert save(editing, service, **said).status_code == 302  # of a place that everybody may know


def test_one_that_becomes_secret_is_looked_at_in_every_language(editing, service):
    said = SPANISH | {"summary__es": "Calle Canario 7"}
    assert save(editing, service, **said).status_code == 302
    assert save(editing, service, is_confidential="on", **said).status_code == 200
    assert not Service.objects.get().is_confidential
    assert save(editing, service, is_confidential="on", **SPANISH).status_code == 302
    assert Service.objects.get().is_confidential
    assert "anar" not in whole_database()


def test_what_is_kept_and_not_asked_for_any_more_tells_it_neither(editing, service):
    said = SPANISH | {"police__es": "Calle Canario 7"}
    assert save(editing, service, police="12 Plum Lane", **said).status_code == 302
    answer = save(editing, service, is_confidential="on", **SPANISH)
    assert answer.status_code == 200
    assert not Service.objects.get().is_confidential


def test_the_language_of_the_original_changes(editing, service):
    save(editing, service, **SPANISH)
    assert save(editing, service, written_in="es", **SPANISH).status_code == 302
    service.refresh_from_db()
    with override("es"):
        assert service.told["name"] == "First talk"


def test_markup_in_an_original_is_text(editing, service):
    Service.objects.update(summary="<b>Somebody</b>")
    assert "<b>Somebody" not in page_of(editing, service)


def test_long_line_is_shown_whole_and_kept_on_one_line(editing, service):
    """One row of a screen cut it: nobody can compare two languages of which half is hidden."""
    html = page_of(editing, service)
    for name in ("summary", "summary__es"):
        start = html.index(f'name="{name}"')
        assert html.rindex("<textarea", 0, start) > html.rindex("</", 0, start)
        assert 'maxlength="300"' in html[html.rindex("<", 0, start) : html.index(">", start)]
    assert '<input type="text" name="name__es"' in html
    save(editing, service, **SPANISH | {"summary__es": "Alguien te\r\nescucha. "})
    assert in_spanish(service)["summary"] == "Alguien te escucha."
    save(editing, service, summary="Somebody\r\nlistens, and asks nothing.")
    service.refresh_from_db()
    assert service.summary == "Somebody listens, and asks nothing."
