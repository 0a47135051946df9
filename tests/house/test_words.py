"""The Spanish catalogue is whole, and what says so would see that it is not."""

import gettext
import io
import json

import pytest
from django.utils import translation

from infra import words
from infra.catalogue import Said, as_mo, as_po, faults, read
from infra.said import of_source, of_template, said_by_site

GARDEN = Said("Garden")
DATES = Said("%(n)s date", plural="%(n)s dates")
WHOLE = {GARDEN: ("Jardín",), DATES: ("%(n)s fecha", "%(n)s fechas")}


def test_every_word_of_the_site_is_there_in_spanish():
    """What is missing is named: `python -m infra.words missing` prints it to be filled in."""
    assert words.wrong() == []


def test_known_texts_are_among_what_is_read():
    said = said_by_site()
    assert len(said) > 1900
    assert "templates/components/topbar.html" in said[Said("Leave this site")]
    assert "community/people/models/person.py" in said[Said("user name")]
    assert "cms/blocks/bands.py" in said[Said("Ways on")]
    assert Said("Leave", context="this site") in said
    assert Said("%(number)s hour", plural="%(number)s hours") in said


def test_texts_are_found_in_the_source():
    source = """
_("One " "text")
ngettext("%(n)s date", "%(n)s dates", n)
pgettext("month", "May")
print("not this"); _(name); _("")
"""
    assert list(of_source(source)) == [Said("One text"), DATES, Said("May", context="month")]


def test_texts_are_found_in_a_template():
    page = (
        '{% load i18n %}<p>{% translate "It’s" %} {% translate "May" context "month" %} {# x #}'
        "{% blocktranslate %}A {{ b }} “c”{% endblocktranslate %}"
        "{% blocktranslate count n=k %}{{ n }} date{% plural %}{{ n }} dates{% endblocktranslate %}"
        "{% translate 'Two' as two %}"
    )
    found = {Said("It’s"), Said("May", context="month"), Said("A %(b)s “c”"), DATES, Said("Two")}
    assert set(of_template(page)) == found


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, None),
        ({GARDEN: ("",)}, "missing: 'Garden'"),
        ({Said("Old"): ("Viejo",)}, "no longer said: 'Old'"),
        ({DATES: ("%(n)s fecha", "")}, "a form is missing: '%(n)s date'"),
        ({DATES: ("%(n)s fecha", "%(m)s fechas")}, "what is filled in differs: '%(n)s date'"),
        ({DATES: ("una fecha", "%(n)s fechas")}, None),
        ({DATES: ("%(n)s fecha", "fechas")}, "what is filled in differs: '%(n)s date'"),
        ({GARDEN: ("<b>Jardín</b>",)}, "tags differ: 'Garden'"),
        ({GARDEN: ("Jardín ",)}, "white space at the edges differs: 'Garden'"),
        ({GARDEN: ("Jardín %s",)}, "what is filled in differs: 'Garden'"),
    ],
)
def test_each_fault_of_a_catalogue_is_named(change, fault):
    assert faults(dict.fromkeys((GARDEN, DATES)), WHOLE | change) == ([fault] if fault else [])


def test_what_is_fuzzy_counts_as_missing():
    text = as_po(WHOLE, "es").replace('msgid "Garden"', '#, fuzzy\nmsgid "Garden"')
    assert faults(dict.fromkeys((GARDEN, DATES)), read(text)) == ["missing: 'Garden'"]


def test_catalogue_is_read_as_it_was_written():
    odd = WHOLE | {Said('A "b"\n\\c\td', context="x"): ('La "b"\n\\c\td',)}
    assert read(as_po(odd, "es")) == odd


def test_python_reads_what_is_compiled():
    compiled = WHOLE | {Said("May", context="month"): ("mayo",)}
    catalogue = gettext.GNUTranslations(io.BytesIO(as_mo(compiled, "es")))
    assert catalogue.gettext("Garden") == "Jardín"
    assert catalogue.ngettext("%(n)s date", "%(n)s dates", 1) == "%(n)s fecha"
    assert catalogue.ngettext("%(n)s date", "%(n)s dates", 7) == "%(n)s fechas"
    assert catalogue.pgettext("month", "May") == "mayo"
    assert catalogue.gettext("May") == "May"


def test_django_speaks_it():
    with translation.override("es"):
        assert translation.gettext("My plan") == "Mi plan"
        assert translation.pgettext("this site", "Leave") == "Salir"
        hours = translation.ngettext("%(number)s hour", "%(number)s hours", 2)
    assert hours == "%(number)s horas"


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A catalogue of two texts in a folder of its own."""
    monkeypatch.setattr(words, "said_by_site", lambda: {GARDEN: {"a.py"}, DATES: {"b.html"}})
    for name, value in {
        "FOLDER": tmp_path,
        "PO": tmp_path / "a.po",
        "MO": tmp_path / "a.mo",
    }.items():
        monkeypatch.setattr(words, name, value)
    return tmp_path


def test_tool_prints_what_is_missing_and_takes_it_back(elsewhere, capsys):
    assert words.main([]) == 1
    assert "missing: 'Garden'" in capsys.readouterr().out
    assert words.main(["missing"]) == 0
    given = json.loads(capsys.readouterr().out)
    assert given == {"Garden": "", "%(n)s date": ["", ""]}
    given |= {"Garden": "Jardín", "%(n)s date": ["%(n)s fecha", "%(n)s fechas"]}
    (elsewhere / "given.json").write_text(json.dumps(given))
    assert words.main(["take", str(elsewhere / "given.json")]) == 0
    assert words.wrong() == []
    words.MO.write_bytes(b"old")
    assert "django.mo is not made from django.po" in words.wrong()[0]


def test_tool_tells_what_nobody_says_and_drops_it(elsewhere, capsys):
    (elsewhere / "given.json").write_text('{"Gardn": "Jardín", "Garden": "Jardín"}')
    assert words.main(["take", str(elsewhere / "given.json")]) == 1
    assert "not said by the site: 'Gardn'" in capsys.readouterr().out
    assert set(read(words.PO.read_text(encoding="utf-8"))) == {GARDEN}
