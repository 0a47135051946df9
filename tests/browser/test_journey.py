"""The main job in a real browser: on a phone without script, and the list with it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from cms.actions import prepare_site
from community.safety.pace import LEAST_SECONDS
from opportunities.models import PracticalNeed, SignUp, State
from tests.browser.conftest import NEUTRAL
from tests.factories.opportunities import OpportunityFactory, SessionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 740}
STORED = "JSON.stringify([{...sessionStorage}, {...localStorage}])"


@pytest.fixture
def town():
    """Three things to do, one of which has childcare."""
    prepare_site()
    for title, kind in (("Garden morning", "volunteer"), ("Bread class", "class")):
        SessionFactory(opportunity=OpportunityFactory(title=title, kind=kind), capacity=9)
    childcare = PracticalNeed.objects.get(slug="childcare")
    choir = OpportunityFactory(title="Open choir", kind="class", needs=[childcare])
    return SessionFactory(
        opportunity=choir, starts_at=timezone.now() + dt.timedelta(days=5), capacity=9
    )


def titles(page: Page) -> list[str]:
    return page.locator("#results .opp__title").all_inner_texts()


@pytest.fixture
def find(open_browser, town) -> Page:
    """The list on a wide screen, with script."""
    page = open_browser()
    page.goto(reverse("opportunities:find"))
    return page


def choose(page: Page, label: str) -> None:
    """Tick a filter and wait for the list to be another one."""
    with page.expect_response(lambda answer: "/opportunities/?" in answer.url):
        page.locator(".filters--wide").get_by_label(label).check()


def test_a_phone_without_script_gets_from_the_list_to_a_place_and_off_again(open_browser, town):
    page = open_browser(viewport=PHONE, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="See all things to do").click()
    page.locator(".filters--phone > summary").click()
    page.locator(".filters--phone").get_by_label("Childcare").check()
    page.locator(".filters--phone").get_by_role("button", name="Show results").click()
    assert titles(page) == ["Open choir"]
    page.get_by_role("link", name="Open choir").click()
    page.get_by_role("link", name="Choose a date").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Name for the day").fill("Robin")
    page.get_by_role("button", name="Save my place").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("User name").fill("willow")
    page.get_by_label("Password").fill("four stones across")
    page.wait_for_timeout(1000 * LEAST_SECONDS)  # nobody fills in a form in less
    page.get_by_role("button", name="Make my account").click()
    expect(page).to_have_title("Before you go on – Onward")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("checkbox").first).to_be_checked()
    expect(page.get_by_label("Name for the day")).to_have_value("Robin")
    page.get_by_role("button", name="Save my place").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your place is saved, Robin")
    page.get_by_role("link", name="Go to my plan").click()
    expect(page.get_by_role("heading", name="Open choir")).to_be_visible()
    page.get_by_role("button", name="I can’t make it").click()
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("taken off your plan")
    assert SignUp.objects.get().state == State.CANCELLED


def test_ticking_a_filter_changes_the_list_the_address_and_what_is_said(find):
    assert set(titles(find)) == {"Garden morning", "Bread class", "Open choir"}
    choose(find, "Childcare")
    expect(find.locator("#results .opp__title")).to_have_text(["Open choir"])
    assert "need=childcare" in find.url
    expect(find.get_by_role("status").filter(has_text="1 thing")).to_be_visible()


def test_focus_stays_on_the_filter_that_was_ticked(find):
    choose(find, "Childcare")
    expect(find.locator("#results .opp__title")).to_have_count(1)
    expect(find.locator(":focus")).to_have_attribute("id", "d-need-childcare")


def test_back_shows_the_list_as_it_was(find):
    choose(find, "Childcare")
    expect(find.locator("#results .opp__title")).to_have_count(1)
    find.evaluate("setTimeout(() => history.back(), 10)")
    expect(find.locator("#results .opp__title")).to_have_count(3)
    assert find.url.endswith(reverse("opportunities:find"))
    expect(find.locator("#d-need-childcare")).not_to_be_checked()


def test_the_list_keeps_no_page_in_the_browsers_storage(find):
    choose(find, "Childcare")
    expect(find.locator("#results .opp__title")).to_have_count(1)
    stored = find.evaluate(STORED)
    for words in ("Open choir", "<", "history-cache"):
        assert words not in stored


def test_leaving_empties_the_storage_but_for_having_left(find, live_server):
    choose(find, "Childcare")
    expect(find.locator("#results .opp__title")).to_have_count(1)
    assert "childcare" in find.evaluate(STORED), "htmx keeps the address of the list"
    find.locator("a.leave").click()
    find.wait_for_url(NEUTRAL)
    # A page of our origin that runs no script of ours shows what is left behind.
    find.goto(f"{live_server.url}/static/favicon.svg")
    assert find.evaluate(STORED) == '[{"left":"1"},{}]'


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "without the script"])
def test_back_after_leaving_leads_away_again_because_of_the_guard(open_browser, town, guarded):
    """Without leave.js the same steps end on the site: so the guard is what this test sees."""
    page = open_browser()
    if not guarded:
        page.route("**/leave.js", lambda route: route.abort())
    page.goto("/safety/")
    page.goto(reverse("opportunities:find"))
    page.locator("a.leave").click()
    page.wait_for_url(NEUTRAL)
    page.evaluate("setTimeout(() => history.back(), 10)")
    page.wait_for_timeout(1500)
    assert (page.url == NEUTRAL) is guarded
