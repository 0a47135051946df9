"""Leaving the site in a real browser (safety.md #1 to #9)."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from tests.browser.conftest import NEUTRAL

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.browser.urls"),
]

PUBLIC = "/safety/"
BUSY = "/try/busy/"
FIRST, SECOND = "/try/private/1/", "/try/private/2/"


def leave(page: Page) -> None:
    page.locator("a.leave").click()
    page.wait_for_url(NEUTRAL)


def go_back(page: Page) -> None:
    """Back, as the button does it, and whatever follows from it."""
    page.evaluate("setTimeout(() => history.back(), 10)")
    page.wait_for_timeout(1500)


def press_shift(page: Page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")


def test_leaving_ends_the_session_and_says_nothing_of_where_it_came_from(
    page, sign_in, participant, neutral_site
):
    sign_in(page, participant)
    page.goto(FIRST)
    leave(page)
    assert Session.objects.count() == 0
    assert page.context.cookies() == []
    assert len(neutral_site.asked) == 1
    assert "Referer" not in neutral_site.asked[0]
    assert len(page.context.pages) == 1


def test_leaving_without_script_ends_the_session_too(
    open_browser, sign_in, participant, neutral_site
):
    page = open_browser(java_script_enabled=False)
    sign_in(page, participant)
    page.goto(FIRST)
    leave(page)
    assert Session.objects.count() == 0
    assert page.context.cookies() == []
    assert "Referer" not in neutral_site.asked[0]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_back_after_leaving_shows_nothing_private(open_browser, sign_in, participant, script):
    page = open_browser(java_script_enabled=script)
    sign_in(page, participant)
    page.goto(FIRST)
    page.goto(SECOND)
    assert "Private words of Sam" in page.content()
    leave(page)
    for _ in range(3):
        if script:
            go_back(page)
        else:
            page.go_back()
        assert "Private words" not in page.content()
        assert "Sam" not in page.title()


def test_a_replayed_session_is_worth_nothing(page, sign_in, participant, live_server):
    key = sign_in(page, participant)
    page.goto(FIRST)
    leave(page)
    page.context.add_cookies([{"name": "session", "value": key, "url": live_server.url}])
    page.goto(FIRST)
    assert "Private words" not in page.content()
    assert "/accounts/login/" in page.url


def test_back_to_a_public_page_leaves_again(page):
    page.goto(PUBLIC)
    page.goto(BUSY)
    leave(page)
    go_back(page)
    expect(page).to_have_url(NEUTRAL)
    go_back(page)
    expect(page).to_have_url("about:blank")


def test_the_site_works_again_for_who_types_its_address(page):
    page.goto(PUBLIC)
    leave(page)
    page.goto(PUBLIC)
    expect(page.locator("h1")).to_be_visible()
    page.goto(BUSY)
    go_back(page)
    expect(page).to_have_title("Stay safe online – Onward")


def test_the_page_is_covered_before_the_next_one_loads(page):
    page.goto(BUSY)
    seen = page.evaluate(
        """() => {
            document.querySelector("a.leave").click();
            const cover = document.querySelector(".leave-cover").getBoundingClientRect();
            return [cover.width, cover.height, document.title, document.body.innerText.trim()];
        }"""
    )
    assert seen == [1280, 800, "Loading", "Loading"]


def test_a_server_that_does_not_answer_keeps_nobody(page, neutral_site):
    page.goto(BUSY)
    page.route("**/leave/", lambda route: None)
    page.locator("a.leave").click(no_wait_after=True)
    page.wait_for_url(NEUTRAL, timeout=8000)
    assert "Referer" not in neutral_site.asked[0]


def test_the_way_out_replaces_the_page(page):
    page.goto(PUBLIC)
    page.goto(BUSY)
    before = page.evaluate("history.length")
    leave(page)
    assert page.evaluate("history.length") == before


@pytest.mark.parametrize("focus", ["body", "#note", "a.brand", "summary"])
def test_shift_three_times_leaves_from_anywhere(page, focus):
    page.set_viewport_size({"width": 800, "height": 800})
    page.goto(BUSY)
    if focus != "body":
        page.locator(focus).first.focus()
    press_shift(page, 3)
    page.wait_for_url(NEUTRAL)


def test_shift_is_counted_aloud_and_in_dots_and_forgotten_after_five_seconds(page):
    page.clock.install()
    page.goto(BUSY)
    press_shift(page, 1)
    status = page.locator("#leave-status")
    expect(status).to_have_text("Shift. Press 2 more times to leave.")
    expect(page.locator(".leave__dots .on")).to_have_count(1)
    press_shift(page, 1)
    expect(status).to_have_text("Shift. Press 1 more time to leave.")
    expect(page.locator(".leave__dots .on")).to_have_count(2)
    page.clock.run_for(5001)
    expect(status).to_have_text("")
    expect(page.locator(".leave__dots")).to_have_count(0)
    press_shift(page, 2)
    page.wait_for_timeout(300)
    assert page.url.endswith(BUSY)


def test_typing_capital_letters_never_leaves(page):
    page.goto(BUSY)
    page.locator("#note").focus()
    for letter in "SAM AND KIM WENT OUT":
        page.keyboard.press(f"Shift+{letter}" if letter != " " else "Space")
    for _ in range(4):
        page.keyboard.press("Shift+Tab")
    page.wait_for_timeout(300)
    assert page.url.endswith(BUSY)
    assert page.locator("#note").input_value() == "SAM AND KIM WENT OUT"


def test_two_presses_with_a_letter_between_do_not_add_up(page):
    page.goto(BUSY)
    page.locator("#note").focus()
    press_shift(page, 2)
    page.keyboard.press("a")
    press_shift(page, 2)
    page.wait_for_timeout(300)
    assert page.url.endswith(BUSY)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_way_out_is_within_three_stops_of_the_keyboard(open_browser, script):
    page = open_browser(java_script_enabled=script)
    page.goto(BUSY)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Leave this site")
    page.keyboard.press("Enter")
    page.wait_for_url(NEUTRAL)


@pytest.mark.parametrize("size", [(320, 640), (320, 256), (1280, 800)], ids=str)
def test_the_way_out_is_never_covered_and_never_scrolls_away(open_browser, size):
    """320 by 256 is a window of 1280 by 1024 at 400 % (WCAG 1.4.10)."""
    page = open_browser(viewport={"width": size[0], "height": size[1]})
    page.goto(BUSY)
    if size[0] < 960:
        page.locator(".menu > summary").click()
    for position in (0, 400, 100_000):
        page.evaluate(f"scrollTo(0, {position})")
        page.wait_for_timeout(100)
        box = page.locator("a.leave").bounding_box()
        assert box["height"] >= 44
        assert box["width"] >= 44
        assert box["y"] >= 0
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]
        for x, y in [(3, box["height"] / 2), (box["width"] - 3, box["height"] / 2)]:
            on_top = page.evaluate(
                "([x, y]) => document.elementFromPoint(x, y).closest('a.leave') !== null",
                [box["x"] + x, box["y"] + y],
            )
            assert on_top


def test_a_private_page_that_is_kept_for_back_is_asked_for_anew(page, sign_in, participant):
    sign_in(page, participant)
    page.goto(FIRST)
    page.goto(SECOND)
    Session.objects.all().delete()  # signed out on another device
    go_back(page)
    assert "Private words" not in page.content()
    assert "/accounts/login/" in page.url


def test_a_page_shown_from_the_cache_for_back_reloads(page, sign_in, participant):
    """`pageshow` with `persisted`, as browsers send it that keep no-store pages (safety.md #9)."""
    sign_in(page, participant)
    page.goto(FIRST)
    Session.objects.all().delete()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    page.wait_for_url("**/accounts/login/**")


def test_signing_out_then_back_shows_nothing_private(page, sign_in, participant):
    sign_in(page, participant)
    page.goto(FIRST)
    page.locator("header form button:visible").click()
    page.wait_for_url(lambda url: "/try/" not in url)
    go_back(page)
    assert "Private words" not in page.content()


def test_work_pages_have_no_way_out_and_shift_does_nothing(page, sign_in, partner):
    sign_in(page, partner)
    page.goto("/try/work/")
    expect(page.locator("a[href='/leave/']")).to_have_count(0)
    press_shift(page, 4)
    page.wait_for_timeout(300)
    assert page.url.endswith("/try/work/")
