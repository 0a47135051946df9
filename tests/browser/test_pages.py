"""Every page of the site: nothing for axe, for the console or the Nu Html Checker to find."""

import gzip
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import transaction
from django.template.loader import get_template
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from cms.templatetags.frame import draw_part
from tests.browser.markup import checker, validate_html
from tests.browser.pages import Shown, every_page
from tests.browser.world import World, build_world
from tests.factories.organisations import MembershipFactory

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.browser.urls")]

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
# The heaviest page is of 138,000 bytes; performance.md allows 200,000.
MOST_REQUESTS, MOST_BYTES, MOST_HTML = 12, 150_000, 50_000
NARROW, WIDE = ViewportSize(width=320, height=800), ViewportSize(width=1280, height=800)
AXE = Axe().axe_script
FONTS = """document.fonts.ready.then(() => [
    document.querySelectorAll("link[rel=preload][as=font]").length,
    [...document.fonts].filter(font => font.status === "loaded").length,
])"""
EVERYTHING = {"resultTypes": ["violations"]}
# What hangs on colours, and on how wide a page is.
APPEARANCE = {
    **EVERYTHING,
    "runOnly": [
        "color-contrast",
        "link-in-text-block",
        "scrollable-region-focusable",
        "target-size",
    ],
    "rules": {"target-size": {"enabled": True}},
}
# Shown in the editors' admin, which is Wagtail's own page, or built by the parts page only.
NOT_PAGES = {  # parts of Wagtail's admin, which is tested in tests/cms
    "cms/blocks/previews/column.html",
    "cms/blocks/previews/elsewhere.html",
    "cms/blocks/previews/line.html",
    "cms/blocks/previews/link.html",
    "cms/blocks/previews/part.html",
    "wagtailcore/shared/block_preview.html",
    "cms/admin/advice.html",
    "cms/admin/application.html",
    "cms/admin/application_form.html",
    "cms/admin/applications.html",
    "cms/admin/ask.html",
    "cms/admin/date.html",
    "cms/admin/date_seen.html",
    "cms/admin/dates_panel.html",
    "cms/admin/directory_file.html",
    "cms/admin/directory_files.html",
    "cms/admin/first_talk.html",
    "cms/admin/first_talk_reach.html",
    "cms/admin/first_talk_state.html",
    "cms/admin/first_talks.html",
    "cms/admin/in_another_language.html",
    "cms/admin/keep_apart.html",
    "cms/admin/keep_apart_end.html",
    "cms/admin/looking_after.html",
    "cms/admin/mentor.html",
    "cms/admin/mentor/found.html",
    "cms/admin/mentor/said.html",
    "cms/admin/mentor_drop_ins.html",
    "cms/admin/mentor_places.html",
    "cms/admin/mentor_reported.html",
    "cms/admin/mentor_training.html",
    "cms/admin/mentors.html",
    "cms/admin/mentorship_act.html",
    "cms/admin/mentorship_answers.html",
    "cms/admin/mentorship_compare.html",
    "cms/admin/mentorship_rows.html",
    "cms/admin/mentorship_two.html",
    "cms/admin/mentorships.html",
    "cms/admin/parked.html",
    "cms/admin/person.html",
    "cms/admin/person_details.html",
    "cms/admin/person_find.html",
    "cms/admin/red_flags.html",
    "cms/admin/red_flags_list.html",
    "cms/admin/red_flags_panel.html",
    "cms/admin/safeguarding.html",
    "cms/admin/safeguarding_one.html",
    "cms/admin/safeguarding_shut.html",
    "cms/admin/safeguarding_task.html",
    "cms/admin/several.html",
    "cms/admin/stories.html",
    "cms/admin/story.html",
    "cms/admin/story_panel.html",
    "cms/admin/waiting.html",
    "cms/admin/waiting_list.html",
    "cms/admin/wanted.html",
    "cms/admin/why.html",
    "cms/blocks/story_preview.html",
    "cms/settings_sender.html",
    "mfa/webauthn/reauthenticate.html",  # asks a phone: test_passkey.py shows it
}
PARTS = Shown("parts", "/try/parts/")


@pytest.fixture
def world(partner, tmp_path, settings) -> World:
    settings.MAILBOX_DIR = tmp_path
    return build_world(partner, tmp_path)


class Visit:
    """A browser for one person, and what is wrong with the pages it saw."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self.origin = origin
        self.faults: list[str] = []
        self.context: BrowserContext = browser.new_context(base_url=origin, viewport=NARROW)
        self.context.add_init_script(AXE)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self._fault(f"script: {error}"))
        self.page.on("requestfinished", self._asked)
        self.name, self.expected, self.requests, self.bytes = "", 200, 0, 0
        self.seen = 0
        self.sizes: dict[str, int] = {}  # of styles, scripts, fonts and pictures, by their address

    def _fault(self, words: str) -> None:
        self.faults.append(f"{self.name}: {words}")

    def _said(self, message) -> None:
        # Chromium itself reports every page whose status is 400 or more; and a font that was not
        # drawn with for some seconds, which tells of the machine: `_open` looks at what is used.
        is_expected = self.expected >= 400 and f"status of {self.expected}" in message.text
        is_late = "was preloaded using link preload but not used within" in message.text
        if message.type in {"error", "warning"} and not (is_expected or is_late):
            self._fault(f"console: {message.text}")

    def _asked(self, request) -> None:
        if not request.url.startswith((self.origin, "data:")):
            self._fault(f"asked {request.url}")
        self.requests += 1
        if request.resource_type == "document":  # counted by `_open`, which reads it anyway
            return
        if request.url not in self.sizes:
            # As WhiteNoise sends it from a real site, once for each of its files.
            self.sizes[request.url] = len(gzip.compress(request.response().body()))
        self.bytes += self.sizes[request.url]

    def sign_in(self, key: str) -> None:
        cookie = {"name": django_settings.SESSION_COOKIE_NAME, "value": key, "url": self.origin}
        self.context.add_cookies([{**cookie, "httpOnly": True, "sameSite": "Lax"}])

    def see(self, shown: Shown) -> None:
        """Open a page and look at it narrow and wide, light and dark.

        Colours are those of the whole site, and so is what stands around a page: every second page
        is looked at narrow when light, with every rule, and wide when dark, with those of its
        appearance; the others the other way round.
        """
        self.seen += 1
        self.name, self.expected, self.requests, self.bytes = shown.name, shown.status, 0, 0
        light, dark = (NARROW, WIDE) if self.seen % 2 else (WIDE, NARROW)
        self._be(light, "light")
        self._measure(shown, self._open(shown))
        self._look(f"light, {light['width']}", EVERYTHING)
        self._be(dark, "dark")
        self._look(f"dark, {dark['width']}", APPEARANCE)

    def _be(self, size: ViewportSize, colours: Literal["light", "dark"]) -> None:
        """A screen of this size and these colours, for somebody who wants little to move."""
        self.page.set_viewport_size(size)
        self.page.emulate_media(color_scheme=colours, reduced_motion="reduce")

    def _open(self, shown: Shown) -> bytes:
        if shown.data is None:
            answer = self.page.goto(shown.path)
        else:  # what Django answers to the form, as if it had been sent by hand
            sent = shown.answer()
            headers = {name: value for name, value in sent.headers.items() if name != "Set-Cookie"}
            self.page.route(
                f"**{shown.path}",
                lambda route: route.fulfill(
                    status=sent.status_code, headers=headers, body=sent.content
                ),
            )
            answer = self.page.goto(shown.path)
            self.page.unroute(f"**{shown.path}")
        assert answer
        preloaded, used = self.page.evaluate(FONTS)
        if preloaded > used:
            self._fault(f"{preloaded} fonts are preloaded, {used} used")
        if answer.status != shown.status:
            self._fault(f"status {answer.status}")
        html = answer.body()
        self.bytes += len(html)
        return html

    def _measure(self, shown: Shown, html: bytes) -> None:
        if self.requests > MOST_REQUESTS:
            self._fault(f"{self.requests} requests")
        if self.bytes > MOST_BYTES:
            self._fault(f"{self.bytes} bytes")
        if not shown.who and len(html) > MOST_HTML:
            self._fault(f"{len(html)} bytes of HTML")

    def _look(self, how: str, rules: dict[str, object]) -> None:
        wider = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wider:
            self._fault(f"{how}: {wider} pixels too wide")
        found = self.page.evaluate("options => axe.run(options)", rules)
        for fault in found["violations"]:
            self._fault(f"{how}: {fault['id']}: {fault['nodes'][0]['html'][:160]}")


@pytest.fixture
def visits(browser, live_server, as_person, neutral_site) -> Iterator:
    """A function from a person (or None) to their own browser."""
    open_visits: dict[object, Visit] = {}

    def visit(who) -> Visit:
        key = who.pk if who else None
        if key not in open_visits:
            open_visits[key] = Visit(browser, live_server.url)
            if who:
                session = (
                    as_person(who, proved=True).cookies[django_settings.SESSION_COOKIE_NAME].value
                )
                open_visits[key].sign_in(session)
        return open_visits[key]

    visit.all = open_visits.values
    yield visit
    for one in open_visits.values():
        one.context.close()


@pytest.mark.django_db(transaction=True)
def test_no_page_has_a_fault(world, visits):
    for shown in every_page(world):
        visits(shown.who).see(shown)
    faults = [fault for visit in visits.all() for fault in visit.faults]
    assert not faults, "\n".join(faults)


class Given(NamedTuple):
    """What Django gave for a page, and the templates that it took."""

    html: str
    templates: set[str]


@pytest.fixture(scope="module")
def given(django_db_setup, django_db_blocker, tmp_path_factory) -> dict[str, Given]:
    """Every page by its name, asked for once: what looks at them looks at the same answers."""
    mailbox, found = tmp_path_factory.mktemp("mailbox"), {}
    ours = override_settings(MAILBOX_DIR=mailbox, ROOT_URLCONF="tests.browser.urls")
    with django_db_blocker.unblock(), transaction.atomic(), ours:
        draw_part.cache_clear()
        cache.clear()
        rosa = MembershipFactory(person__username="rosa", person__alias="Rosa").person
        pages = [*every_page(build_world(rosa, mailbox)), PARTS]
        for shown in pages:
            answer = shown.answer()
            names = {template.name for template in answer.templates if template.name}
            found[shown.name] = Given(answer.content.decode(), names)
        transaction.set_rollback(True)
    assert len(found) == len(pages)  # two of one name would be one
    return found


@pytest.mark.django_db
@pytest.mark.skipif(
    checker() is None and not os.environ.get("CI"), reason="no vnu.jar here, or no Java"
)
def test_markup_of_every_page_is_as_the_standard_has_it(given):
    found = validate_html({name: page.html for name, page in given.items()})
    assert not found, "\n".join(found)


@pytest.mark.django_db
def test_every_template_is_among_the_pages(given):
    """So that a new template is looked at, too."""
    shown = {name for page in given.values() for name in page.templates}
    there = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    assert there - shown - NOT_PAGES == set()
    for name in NOT_PAGES:
        get_template(name)


@pytest.mark.django_db
def test_every_form_that_changes_something_carries_its_token(given):
    """A form in a part that is included with `only` has none unless it is handed on.

    The choices of a country and of a language have none: they stand on pages that are kept for
    everybody, and look at where they were sent from instead (cms/views.py,
    community/people/views/language.py). What is wrong with an entry of the directory has
    none: a token is a cookie, and that part sets none (community/support/views/wrong.py).
    """
    bare = []
    for name, page in given.items():
        for form in re.findall(r'<form[^>]*method="post".*?</form>', page.html, re.DOTALL):
            has_none = re.search(r'action="(/numbers/|/language/|/help/[\w-]+/wrong/)"', form)
            if 'name="csrfmiddlewaretoken"' not in form and not has_none:
                bare.append(f"{name}: {form[:120]}")
    assert not bare, "\n".join(bare)
