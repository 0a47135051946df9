"""Leaving private pages, at 400 %, and on paper (safety.md #4, #7, #72, #74)."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NEUTRAL
from tests.factories.notifications import NoteFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CANARY = "Canary words of a note"
PRIVATE = ["/messages/", "/account/", "/tell-us/"]


@pytest.fixture
def sam(participant):
    participant.alias = "Canary Sam"
    participant.save()
    NoteFactory(person=participant, words=CANARY)
    return participant


def leave(page: Page) -> None:
    page.locator("a.leave").click()
    page.wait_for_url(NEUTRAL)


@pytest.mark.parametrize("path", PRIVATE)
def test_back_after_leaving_shows_nothing_of_a_private_page(page, sign_in, sam, path):
    sign_in(page, sam)
    page.goto("/safety/")
    page.goto(path)
    if path == "/tell-us/":
        page.locator("textarea").first.fill(CANARY)
    shown = page.content() + page.evaluate(
        "[...document.querySelectorAll('input,textarea')].map(e => e.value).join()"
    )
    assert "Canary" in shown
    leave(page)
    for _ in range(2):
        page.evaluate("setTimeout(() => history.back(), 10)")
        page.wait_for_timeout(1000)
        assert "Canary" not in page.content()
        assert "Canary" not in page.evaluate(
            "[...document.querySelectorAll('input,textarea')].map(e => e.value).join()"
        )


@pytest.mark.parametrize("path", PRIVATE)
def test_at_400_percent_it_is_in_sight_and_can_be_pressed(open_browser, sign_in, sam, path):
    """A window of 1280 by 1024 at 400 % has 320 by 256 CSS pixels."""
    page = open_browser(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    sign_in(page, sam)
    page.goto(path)
    page.evaluate("scrollTo(0, 100000)")
    expect(page.locator("a.leave")).to_be_in_viewport(ratio=1)
    box = page.locator("a.leave").bounding_box()
    assert min(box["width"], box["height"]) >= 44
    leave(page)


def test_paper_holds_no_way_out_and_no_name_of_the_site(page, sign_in, sam):
    sign_in(page, sam)
    page.goto("/messages/")
    page.emulate_media(media="print")
    for hidden in ("a.leave", ".topbar", ".footer"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("main h1")).to_be_visible()


def test_presses_are_announced_and_so_is_leaving(page):
    page.goto("/safety/")
    status = page.locator("#leave-status")
    expect(status).to_have_attribute("role", "status")
    page.keyboard.press("Shift")
    expect(status).to_have_text("Shift. Press 2 more times to leave.")
