"""No word that we write makes anybody small, and no drawing shows harm (safety.md #64, T16).

Every template, every text of the source that people read, the words a site starts with, the demo,
the scripts and the drawings. What is planted is found: the last tests are the control.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from opportunities.models import Motif
from tests.shaming import shames, shows_harm

ROOT = Path(settings.BASE_DIR)
TEMPLATES, STATIC = ROOT / "templates", ROOT / "community" / "static"
APPS = [ROOT / app for app in ("community", "opportunities", "cms")]
TRANSLATES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}
# All that stands in these is shown to people, translated or not.
SHOWN = [ROOT / "cms" / "demo", ROOT / "cms" / "content.py", *ROOT.glob("*/emails.py")]
SHOWN += [*ROOT.glob("community/*/emails.py")]
COMMENTS = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.DOTALL)
PICTURE_WORDS = re.compile(
    r"""(?:\balt|aria-label)=["'](?P<told>.*?)["'](?=[\s>/])|<(?:title|desc)>(?P<named>[^<]*)""",
    re.DOTALL,
)
TEXTS = re.compile(r"""'([^'\\\n]*)'|"([^"\\\n]*)"|`([^`]*)`""")
PO = re.compile(r'^(?:msgstr(?:\[\d\])?)? ?"(.*)"$', re.MULTILINE)


def of_templates(folder: Path) -> Iterator[tuple[str, str]]:
    """Where, and every word of a template but its comments: attributes and tags are read, too."""
    for file in sorted(folder.rglob("*")):
        if file.suffix in {".html", ".txt"}:
            yield file.name, COMMENTS.sub(" ", file.read_text(encoding="utf-8"))


def _strings(tree: ast.AST) -> Iterator[str]:
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in docstrings:
            yield node.value


def _translated(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in TRANSLATES:
                for argument in node.args:
                    yield from _strings(argument)


def of_source(folders: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Where, and every translatable text of the source; of what is only there to be shown, all."""
    for folder in folders:
        for file in sorted(folder.rglob("*.py") if folder.is_dir() else [folder]):
            is_shown = any(file == place or place in file.parents for place in SHOWN)
            tree = ast.parse(file.read_text(encoding="utf-8"))
            for text in _strings(tree) if is_shown else _translated(tree):
                yield file.name, text


def of_translations(folders: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Where, and every translated text."""
    for folder in folders:
        for file in folder.rglob("*.po"):
            for text in PO.findall(file.read_text(encoding="utf-8")):
                yield file.name, text


def of_scripts(folder: Path) -> Iterator[tuple[str, str]]:
    """Where, and every text of a script."""
    for file in folder.glob("*.js"):
        for texts in TEXTS.findall(file.read_text(encoding="utf-8")):
            yield file.name, "".join(texts)


def of_pictures(drawings: Path, templates: Path) -> Iterator[tuple[str, str]]:
    """Where, and what is drawn or stands for a drawing: names, labels, and words beside them."""
    text = drawings.read_text(encoding="utf-8")
    for name in re.findall(r'id="([\w-]+)"', text):
        yield drawings.name, name.replace("-", " ")
    yield from ((drawings.name, "".join(words)) for words in PICTURE_WORDS.findall(text))
    yield from (("Motif", str(label)) for _value, label in Motif.choices)
    for where, page in of_templates(templates):
        yield from ((where, "".join(words)) for words in PICTURE_WORDS.findall(page))


EVERYTHING: dict[str, tuple[Callable[[], Iterable[tuple[str, str]]], int]] = {
    "templates": (lambda: of_templates(TEMPLATES), 80),
    "source": (lambda: of_source(APPS), 1000),
    "translations": (lambda: of_translations(APPS), 1900),
    "scripts": (lambda: of_scripts(STATIC), 20),
    "drawings": (lambda: of_pictures(STATIC / "drawings.svg", TEMPLATES), 60),
}


def faults(look: Iterable[tuple[str, str]]) -> list[str]:
    """Each word that makes somebody small, and where."""
    return [f"{where}: {word}" for where, text in look if (word := shames(text))]


@pytest.mark.parametrize("what", EVERYTHING)
def test_no_word_that_we_write_makes_anybody_small(what):
    look, at_least = EVERYTHING[what]
    found = list(look())
    assert len(found) >= at_least, len(found)
    assert faults(found) == []


def test_no_drawing_and_no_words_for_one_show_harm():
    look = list(EVERYTHING["drawings"][0]())
    assert [f"{where}: {word}" for where, text in look if (word := shows_harm(text))] == []


# -- controls: what is planted is found ------------------------------------------------------


def test_known_words_are_among_what_is_read():
    texts = {
        what: " ".join(text for _where, text in look()) for what, (look, _n) in EVERYTHING.items()
    }
    assert "Who looked at my details" in texts["templates"]
    assert "One of them asked for it" in texts["source"]
    assert "It never counts against you" in texts["source"]
    assert "m garden" in texts["drawings"]


def test_planted_words_are_found_in_a_template_and_not_in_its_comment(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("{# For victims. #}<p>{% comment %}addict{% endcomment %}Hello</p>")
    assert faults(of_templates(tmp_path)) == []
    page.write_text('{% load i18n %}<img alt="A rescued girl">{% translate "For addicts" %}')
    assert faults(of_templates(tmp_path)) == ["page.html: rescued girl"]
    page.write_text('<p title="x">{% translate "For addicts" %}</p>')
    assert faults(of_templates(tmp_path)) == ["page.html: addicts"]


def test_planted_words_are_found_in_the_source_where_people_read_them(tmp_path):
    module = tmp_path / "words.py"
    module.write_text('"""Of victims."""\nBAD = "addict"\n')
    assert faults(of_source([tmp_path])) == []
    module.write_text('X = _("You missed it")\nY = ngettext("one no-show", "%d no-shows", 2)\n')
    assert faults(of_source([tmp_path])) == [
        "words.py: You missed",
        "words.py: no-show",
        "words.py: no-shows",
    ]


def test_planted_words_are_found_in_what_is_only_there_to_be_shown(tmp_path, monkeypatch):
    (tmp_path / "demo.py").write_text('TEXT = "She relapsed"\n')
    assert faults(of_source([tmp_path])) == []
    monkeypatch.setattr("tests.house.test_shaming_words.SHOWN", [tmp_path])
    assert faults(of_source([tmp_path])) == ["demo.py: relaps"]


def test_planted_words_are_found_in_translations_and_scripts(tmp_path):
    (tmp_path / "django.po").write_text('msgid "People"\nmsgstr "Las víctimas"\n')
    assert faults(of_translations([tmp_path])) == ["django.po: víctimas"]
    (tmp_path / "a.js").write_text("say('Keep your streak')\n")
    assert faults(of_scripts(tmp_path)) == ["a.js: your streak"]


def test_planted_drawing_of_harm_is_found(tmp_path):
    drawings = tmp_path / "drawings.svg"
    drawings.write_text('<symbol id="m-handcuffs"><title>A woman in chains</title></symbol>')
    (tmp_path / "page.html").write_text("""<img alt="{% translate "A bruise" %}" src="a.png">""")
    look = list(of_pictures(drawings, tmp_path))
    found = {word for _where, text in look if (word := shows_harm(text))}
    assert found == {"handcuff", "chains", "bruis"}


@pytest.mark.parametrize(
    "words",
    [
        "prostitutes", "She was rescued", "a sex slave", "for victims of violence", "an addict",
        "the homeless", "ex-convict", "substance abuse", "stay clean", "you failed", "dropped out",
        "a no-show", "suffers from", "damaged women", "las víctimas", "drogadictos", "mentally ill",
    ],
)  # fmt: skip
def test_list_holds_the_words(words):
    assert shames(words)


@pytest.mark.parametrize(
    "words",
    [
        "People who have no home", "Clean the kitchen", "Rescued bread goes to the kitchen",
        "Your plan", "That failed to load", "She used to drink", "A missed bus is no trouble",
        "Come back any time", "Somebody who was in prison", "Convince a friend",
    ],
)  # fmt: skip
def test_list_leaves_alone_what_makes_nobody_small(words):
    assert not shames(words)
