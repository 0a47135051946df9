"""Nothing that shows beside a page gives anybody away (safety.md #10, T6).

All routes, titles, subjects, calendar files, file names and cookies; in each language where it is
translated. What is planted is found: the last tests are the positive control.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.template import Context, Template
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.utils import translation

from community.mentorship import emails as mentoring
from community.organisations import emails as work
from community.people import emails as account
from opportunities import emails as activities
from opportunities.feeds import by_address, lines, own
from opportunities.models import Motif
from tests.denied import gives_away

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "community" / "static"
APPS = [ROOT / app for app in ("community", "opportunities", "cms")]
TITLE = re.compile(r"{% block title(?:tag)? %}(.*?){% endblock %}", re.DOTALL)
WORDS = re.compile(r'{% (?:translate|trans) "([^"]*)"')
# allauth finds its views and templates under names of its own; neither is ever shown.
THEIR_NAMES = {"mfa_view_recovery_codes", "mfa_generate_recovery_codes"}
THEIR_FOLDERS = {"recovery_codes"}
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def routes(resolver: URLResolver, start: str = "") -> Iterator[str]:
    """Every address of a site, and every name of one."""
    for pattern in resolver.url_patterns:
        address = start + str(pattern.pattern)
        yield address
        if isinstance(pattern, URLPattern):
            yield pattern.name or ""
        else:
            yield pattern.namespace or ""
            yield from routes(pattern, address)


def titles(folder: Path) -> Iterator[str]:
    """Every title that a template of a folder gives, in each language."""
    for template in folder.rglob("*.html"):
        for title in TITLE.findall(template.read_text()):
            yield title
            for words in WORDS.findall(title):
                for language in LANGUAGES:
                    with translation.override(language):
                        yield translation.gettext(words)


def strings_of(module: Any) -> Iterator[str]:
    """Every text that stands in the source of a module, its comments aside, in each language."""
    tree = ast.parse(Path(module.__file__).read_text())
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            if id(node) in docstrings:
                continue
            for language in LANGUAGES:
                with translation.override(language):
                    yield translation.gettext(node.value)


def downloads(source: str) -> list[str]:
    """Names that a source gives to files which people download."""
    return re.findall(r"""filename="([^"{]+)"|["']([\w-]+\.(?:ics|zip|csv|pdf|json))["']""", source)


def names_of_files() -> Iterator[str]:
    """Every name of a file that we send or build a page from, and of those that are downloaded."""
    for folder in (TEMPLATES, STATIC):
        for file in folder.rglob("*"):
            if file.name not in THEIR_FOLDERS:
                yield file.name
    for app in APPS:
        for file in app.rglob("*.py"):
            for names in downloads(file.read_text()):
                yield "".join(names)


def cookies() -> Iterator[str]:
    """Every name of a cookie."""
    for name in dir(settings):
        if name.endswith("_COOKIE_NAME"):
            yield getattr(settings, name)


def calendar_words() -> Iterator[str]:
    """What a calendar file may call a date, and the file's own lines."""
    for module in (by_address, lines, own):
        yield from strings_of(module)
    for language in LANGUAGES:
        with translation.override(language):
            yield from (str(label) for _value, label in Motif.choices)


def subjects() -> Iterator[str]:
    """Every text that a message is made of, and those of templates for messages."""
    for module in (account, work, mentoring, activities):
        yield from strings_of(module)
    for template in TEMPLATES.rglob("*.txt"):
        yield template.read_text()


EVERYTHING: dict[str, tuple[Callable[[], Iterable[str]], int]] = {
    "routes": (lambda: set(routes(get_resolver("community.urls"))) - THEIR_NAMES, 100),
    "titles": (lambda: titles(TEMPLATES), 60),
    "subjects": (subjects, 30),
    "calendar files": (calendar_words, 20),
    "names of files": (names_of_files, 100),
    "cookies": (cookies, 3),
}


@pytest.mark.parametrize("what", EVERYTHING)
def test_nothing_beside_a_page_gives_anybody_away(what):
    look, at_least = EVERYTHING[what]
    found = [words for words in look() if words]
    assert len(found) >= at_least, len(found)
    assert [words for words in found if gives_away(words)] == []


def test_known_names_are_among_what_is_looked_at():
    """A positive control: the lists hold what they are meant to."""
    assert {"opportunities:plan".partition(":")[2], "account/code/", "cms/desk/safe/"} <= set(
        EVERYTHING["routes"][0]()
    )
    assert {"details.zip", "event.ics", "calendar.ics", "leave.js"} <= set(names_of_files())
    assert {"session", "csrf", "language"} <= set(cookies())
    assert "Your link" in set(subjects())
    assert "Stay safe online" in set(titles(TEMPLATES))


def test_planted_route_is_caught():
    def view(_request: Any) -> HttpResponse:
        return HttpResponse()

    planted = SimpleNamespace(
        url_patterns=[path("my/detox/", view, name="fine"), path("my/", view, name="rehab_plan")]
    )
    assert [words for words in routes(planted) if gives_away(words)] == ["my/detox/", "rehab_plan"]


@pytest.mark.parametrize("block", ["title", "titletag"])
def test_planted_title_is_caught(tmp_path, block):
    start, end = f"{{% block {block} %}}", "{% endblock %}"
    planted = "{% load i18n %}" + start + '{% translate "Survivor stories" %}' + end
    assert "Survivor" in Template(planted).render(Context())
    (tmp_path / "page.html").write_text(planted)
    assert any(gives_away(title) for title in titles(tmp_path))


def test_planted_subject_is_caught_and_a_docstring_is_none(tmp_path):
    module = tmp_path / "emails.py"
    module.write_text('"""Of survivors."""\ndef letter():\n    """Abuse."""\n    return "Hello"\n')
    look = SimpleNamespace(__file__=str(module))
    assert not any(gives_away(words) for words in strings_of(look))
    module.write_text('def letter():\n    return {"subject": f"Your therapy, {1}"}\n')
    assert any(gives_away(words) for words in strings_of(look))


def test_planted_name_of_a_file_or_cookie_is_caught(settings):
    sources = ("""'attachment; filename="abuse-report.zip"'""", '_file(request, "rehab.ics")')
    for source in sources:
        assert any(gives_away("".join(names)) for names in downloads(source))
    settings.SESSION_COOKIE_NAME = "survivor_session"
    assert any(gives_away(name) for name in cookies())


def test_the_list_holds_the_words_and_none_that_we_use():
    for word in (
        "Survivor", "detox", "Abuse", "abusive", "rehabilitation", "Sex work", "trafficking",
        "sexual", "recovery", "therapy", "víctima", "explotación", "prostitución",
    ):  # fmt: skip
        assert gives_away(f"a {word} here"), word
    for words in (
        "My plan", "Find something to do", "Stay safe online", "Get help", "Support group",
        "Tue 10 am. See you there.", "Where you are signed in",
    ):  # fmt: skip
        assert not gives_away(words), words
