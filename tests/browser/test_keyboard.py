"""With a keyboard alone: every stop, in the order in which a page is read, seen and not covered."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cms.actions import prepare_site
from community.safety.pace import LEAST_SECONDS
from opportunities.models import SignUp
from tests.factories.first_talks import SAID
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.factories.stories import draft, published
from tests.factories.support import ServiceFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK = {"width": 360, "height": 640}, {"width": 1280, "height": 800}
MOST_STOPS = 200

# What can be used and seen, in the order of the document: of radio buttons one for each question.
USABLE = """() => {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')];
  const once = new Set();
  return all.filter(one => {
    if (one.disabled || one.type === 'hidden' || one.tabIndex < 0) return false;
    if (!one.checkVisibility({visibilityProperty: true})) return false;
    if (one.type !== 'radio') return true;
    const first = !once.has(one.name); once.add(one.name); return first;
  }).map(one => (one.dataset.stop = one.type === 'radio' ? one.name : all.indexOf(one) + ''));
}"""
# Where the focus is: which of these, whether one sees it, and whether anything lies over it.
STOP = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const seen = one.type === 'radio' || one.type === 'checkbox' ? one.closest('label') ?? one : one;
  const at = seen.getClientRects()[0] ?? box;
  const middle = Math.min(at.left + at.width / 2, innerWidth - 1);
  const free = [0.1, 0.5, 0.9].some(part => {
    const over = document.elementFromPoint(middle, at.top + at.height * part);
    return over && (seen.contains(over) || over.contains(seen));
  });
  return {
    name: one.type === 'radio' ? one.name : one.dataset.stop ?? '',
    words: (one.innerText || one.name || one.id || '').trim().slice(0, 40),
    ringed: [one, one.closest('.opp'), one.closest('label')].some(part => part &&
      ['', '::after'].some(of => { const drawn = getComputedStyle(part, of || null);
        return drawn.outlineStyle !== 'none' && parseFloat(drawn.outlineWidth) >= 2; })),
    free,
  };
}"""


@pytest.fixture
def places():
    """The four pages on which somebody finds, signs up, asks for a talk, and reads a story."""
    prepare_site()
    ServiceFactory(name="First talk")
    session = SessionFactory(opportunity=OpportunityFactory(title="Garden morning"), capacity=9)
    return {
        "find": reverse("opportunities:find"),
        "sign up": reverse("opportunities:detail", args=[session.opportunity.public_id]),
        "talk": reverse("support:talk"),
        "help": reverse("support:help"),
        "story": published(draft(title="Seven o’clock", themes="a hard winter")).url,
    }


def stops(page: Page) -> list[dict[str, object]]:
    """Each place that Tab leads to, from the first on, until it leaves the page."""
    found: list[dict[str, object]] = []
    for _time in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if not stop["name"]:
            return found
        if not found or stop["name"] != found[-1]["name"]:  # a date has a stop for each part
            found.append(stop)
    raise AssertionError("The keyboard never gets out of this page.")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("name", ["find", "sign up", "talk", "help", "story"])
def test_tab_leads_through_everything_in_the_order_of_reading(open_browser, places, name, size):
    page = open_browser(viewport=size, reduced_motion="reduce")
    page.goto(places[name])
    usable = page.evaluate(USABLE)
    found = stops(page)
    assert [stop["name"] for stop in found] == usable
    assert [stop["words"] for stop in found if not stop["ringed"]] == []
    assert [stop["words"] for stop in found if not stop["free"]] == []


def go_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what is called so."""
    for _time in range(MOST_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "() => { const one = document.activeElement;"
            " return one.name || (one.innerText || '').trim().split('\\n')[0]; }"
        )
        if here == name:
            return
    raise AssertionError(f"The keyboard does not get to “{name}”.")


def test_place_is_taken_without_a_mouse(open_browser, sign_in, places, participant):
    page = open_browser()
    sign_in(page, participant)
    page.goto(places["find"])
    go_to(page, "Garden morning")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Garden morning")
    go_to(page, "session")  # the only date is ticked
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    go_to(page, "Save my place")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your place is saved")
    assert SignUp.objects.get().person == participant


def test_talk_is_asked_for_without_a_mouse(open_browser, places):
    page = open_browser(viewport=PHONE)
    page.goto(places["talk"])
    for name in ("about", "way", "reach", "times", "say_who", "ask_for", "voicemail", "code_word"):
        page.locator("body").evaluate("() => document.activeElement.blur()")
        if name in {"about", "way", "say_who", "voicemail"}:
            go_to(page, name)
            page.keyboard.press("Space")
        else:
            go_to(page, name)
            page.keyboard.type(SAID[name])
    page.wait_for_timeout(1000 * LEAST_SECONDS)  # nobody fills in a form in less
    go_to(page, "Ask for a talk")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("We have it")


def test_story_behind_a_note_is_opened_without_a_mouse(open_browser, places):
    page = open_browser(viewport=PHONE)
    page.goto(places["story"])
    folded = page.locator("main details")
    expect(folded).not_to_have_attribute("open", "")
    folded.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(folded).to_have_attribute("open", "")
