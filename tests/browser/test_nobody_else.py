"""No page of the editors' admin asks another host for anything (safety.md #28).

A browser goes through it as an operator does: every page that another leads to, one of each kind,
and the parts that load more by themselves; as staff and as an editor it goes through their menus.
A request that the page's policy stopped counts as one: the page wanted it. What everybody else sees
is gone through in test_pages.py.
"""

import re

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import Page, expect
from wagtail.documents.models import Document
from wagtail.models import Locale
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from cms.models import Picture, StandardPage
from community.people.actions import give_role
from community.people.models import User
from tests.browser.world import build_world
from tests.cms.papers import picture, plain, written
from tests.factories.people import UserFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    # Wagtail leaves files open that it reads.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
START = "/cms/"
ONE_OF_A_KIND = re.compile(r"\d+|[0-9a-f]{8}-[0-9a-f-]{27}")
# They want a choice, end the session, or fail on purpose.
NOT_ASKED = (
    "/cms/bulk/",
    "/cms/logout/",
    "/cms/login/",
    "/cms/sprite",
    "/cms/jsi18n",
    "/cms/test404",
)
MOST = 55  # pages: the machine that tests is not to wait for all of them
MOST_OF_A_ROLE = 36  # the parts of their menu, and some of what lies behind
ELSEWHERE = "https://elsewhere.example/"


class Watched:
    """A page of a browser, and what it wanted of other hosts."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self.origin = page, origin
        self.elsewhere: list[str] = []
        page.on("request", self._asked)
        page.on("console", self._said)

    def _asked(self, request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.elsewhere.append(f"{self.page.url} asked {request.url}")

    def _said(self, message) -> None:
        if "Content Security Policy" in message.text:
            self.elsewhere.append(f"{self.page.url} wanted: {message.text}")

    def see(self, path: str) -> list[str]:
        """Open a page; the addresses of this site that it leads to."""
        self.page.goto(path)
        return self.page.evaluate(
            """() => {
                const links = [...document.querySelectorAll("a[href]")].map(link => link.href);
                const menu = document.querySelector("#wagtail-sidebar-props");
                return [...links, menu ? menu.textContent : ""];
            }"""
        )


@pytest.fixture
def admin(partner, tmp_path, settings, live_server):
    """A site with some of everything in it, also what editors add."""
    settings.MAILBOX_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path
    build_world(partner, tmp_path)
    Picture.objects.create(title="The garden", file=ContentFile(picture(), "a.jpg"))
    Document.objects.create(title="Bus pass", file=ContentFile(written(plain()), "a.pdf"))


@pytest.fixture
def watched(open_browser, as_person, live_server):
    """A function from a person to a watched page on which they are signed in."""

    def open_for(person: User) -> Watched:
        page = open_browser()
        key = as_person(person, proved=True).cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}
        page.context.add_cookies([{**cookie, "httpOnly": True, "sameSite": "Lax"}])
        return Watched(page, live_server.url)

    return open_for


def kind_of(address: str) -> str:
    return ONE_OF_A_KIND.sub("#", address)


def addresses_in(found: list[str], origin: str) -> list[str]:
    """The pages of the admin among links and in what the menu is drawn from."""
    *links, menu = found
    if menu:
        links = re.findall(r'"url": ?"([^"]+)"', menu) + links
    paths = [link.removeprefix(origin).partition("#")[0].partition("?")[0] for link in links]
    return [path for path in paths if path.startswith(START) and not path.startswith(NOT_ASKED)]


def crawl(watched: Watched, *starts: str, most: int = MOST) -> list[str]:
    """One page of each kind: all of the menu first, then those that lie behind."""
    waiting, kinds, seen = list(starts), {kind_of(start) for start in starts}, []
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        seen.append(path)
        for address in addresses_in(watched.see(path), watched.origin):
            if kind_of(address) not in kinds:
                kinds.add(kind_of(address))
                waiting.append(address)
    watched.page.wait_for_load_state("networkidle")
    return seen


def test_admin_asks_nobody_else(admin, watched):
    operator = watched(UserFactory(username="olu", is_superuser=True, role="editor"))
    seen = crawl(operator, START, "/cms/users/", "/cms/groups/")
    assert operator.elsewhere == []
    assert len(seen) == MOST, seen
    parts = {path.removeprefix(START).partition("/")[0] for path in seen}
    assert parts >= {
        "account", "desk", "documents", "groups", "images", "pages", "reports", "settings",
        "snippets", "users", "workflows",
    }  # fmt: skip


def test_what_staff_and_editors_are_shown_asks_nobody_else(admin, watched):
    """They have a menu and lists of their own."""
    parts = {}
    for role in ("staff", "editor"):
        person = give_role(person=UserFactory(username=role), role=role, now=timezone.now())
        one = watched(person)
        seen = crawl(one, START, most=MOST_OF_A_ROLE)
        assert one.elsewhere == []
        parts[role] = {path.removeprefix(START).partition("/")[0] for path in seen}
    assert parts["staff"] >= {"desk", "images", "pages", "reports", "snippets"}
    assert parts["editor"] >= {"images", "pages", "reports", "snippets"}


def test_editor_and_what_it_loads_by_itself_asks_nobody_else(admin, watched):
    """Rich text, a chooser of pictures with its results, and the preview."""
    operator = watched(UserFactory(username="olu", is_superuser=True, role="editor"))
    page = operator.page
    about = StandardPage.objects.get(slug="parts")
    page.goto(f"/cms/pages/{about.pk}/edit/")
    expect(page.locator(".Draftail-Editor").first).to_be_visible()
    page.locator("[data-chooser-action-choose]:visible").first.click()
    expect(page.locator(".modal-body")).to_contain_text("The garden")
    page.wait_for_load_state("networkidle")
    assert operator.elsewhere == []


def test_translating_asks_nobody_else(admin, watched):
    """Sentence beside sentence, in an editor of its own; and what leads there."""
    translate_object(
        StandardPage.objects.get(slug="parts"), [Locale.objects.get(language_code="es")]
    )
    translation = Translation.objects.get()
    editor = give_role(person=UserFactory(username="edda"), role="editor", now=timezone.now())
    one = watched(editor)
    target = translation.get_target_instance()
    for path in (
        "/cms/reports/",
        "/cms/localize/reports/translations/",
        f"/cms/localize/update/{translation.source_id}/",
        f"/cms/localize/submit/page/{target.get_parent().pk}/",
        f"/cms/pages/{target.pk}/edit/",
    ):
        one.see(path)
    expect(one.page.get_by_text("Translated").first).to_be_visible()
    one.page.wait_for_load_state("networkidle")
    assert one.elsewhere == []


# -- controls ----------------------------------------------------------------------------------


def test_control_page_that_asks_elsewhere_is_caught(admin, watched):
    operator = watched(UserFactory(username="olu", is_superuser=True, role="editor"))
    operator.page.route(
        "**/cms/planted/",
        lambda route: route.fulfill(body=f'<img src="{ELSEWHERE}a.png">', content_type="text/html"),
    )
    operator.see("/cms/planted/")
    assert [fault for fault in operator.elsewhere if ELSEWHERE in fault]


def test_control_request_that_the_policy_stopped_is_caught(admin, watched):
    operator = watched(UserFactory(username="olu", is_superuser=True, role="editor"))
    operator.see(START)
    assert operator.elsewhere == []
    operator.page.evaluate(
        """address => new Promise(done => {
            const image = new Image();
            image.onerror = image.onload = done;
            image.src = address;
        })""",
        f"{ELSEWHERE}a.png",
    )
    assert [fault for fault in operator.elsewhere if "wanted" in fault and ELSEWHERE in fault]
