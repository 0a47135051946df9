"""The register on a phone: one thumb, one row; and what happens when the session is over."""

import datetime as dt
import time

import pytest
from django.contrib.sessions.models import Session as BrowserSession
from django.urls import reverse
from django.utils import timezone

from opportunities.actions.door_code import code_of, seconds_left
from opportunities.models import SignUp, State
from tests.factories.opportunities import SessionFactory, SignUpFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def row(partner) -> SignUp:
    session = SessionFactory(
        opportunity__organisation=partner.memberships.get().organisation,
        starts_at=timezone.now() + dt.timedelta(minutes=30),
    )
    SignUpFactory(session=session, alias="Ama")
    return SignUpFactory(session=session, alias="Wren", note="Needs a seat")


@pytest.fixture
def phone(open_browser, sign_in, partner, row):
    page = open_browser(viewport={"width": 360, "height": 740})
    sign_in(page, partner)
    page.goto(reverse("opportunities:workplace_register", args=[row.session.public_id]))
    return page


def test_one_press_changes_the_row_alone_and_one_more_takes_it_back(phone, row):
    phone.evaluate("window.stayed = true")
    mine = phone.locator(f"#row-{row.public_id}")
    mine.get_by_role("button", name="Here").click()
    mine.get_by_role("button", name="Undo").wait_for()
    assert SignUp.objects.get(pk=row.pk).state == State.ATTENDED
    phone.wait_for_function("document.activeElement.textContent.startsWith('Here')")
    assert phone.locator("li.person").count() == 2
    mine.get_by_role("button", name="Undo").click()
    mine.get_by_role("button", name="Here").wait_for()
    assert SignUp.objects.get(pk=row.pk).state == State.CONFIRMED
    assert phone.evaluate("window.stayed")


def test_second_thumb_on_the_same_spot_does_not_take_it_back(phone, row):
    button = phone.locator(f"#row-{row.public_id}").get_by_role("button", name="Here")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    phone.mouse.click(x, y)
    phone.locator(f"#row-{row.public_id}").get_by_role("button", name="Undo").wait_for()
    phone.mouse.click(x, y)
    phone.wait_for_timeout(300)
    assert SignUp.objects.get(pk=row.pk).state == State.ATTENDED


def test_whose_session_is_over_is_shown_where_to_sign_in(phone, row):
    BrowserSession.objects.all().delete()
    phone.locator(f"#row-{row.public_id}").get_by_role("button", name="Here").click()
    phone.get_by_label("User name").first.wait_for()
    assert SignUp.objects.get(pk=row.pk).state == State.CONFIRMED


def test_it_works_without_scripts(open_browser, sign_in, partner, row):
    page = open_browser(java_script_enabled=False)
    sign_in(page, partner)
    page.goto(reverse("opportunities:workplace_register", args=[row.session.public_id]))
    page.locator(f"#row-{row.public_id}").get_by_role("button", name="Here").click()
    page.locator(f"#row-{row.public_id}").get_by_role("button", name="Undo").wait_for()
    assert SignUp.objects.get(pk=row.pk).state == State.ATTENDED


def test_paper_has_the_names_and_no_buttons(phone):
    phone.emulate_media(media="print")
    assert phone.get_by_text("Wren").first.is_visible()
    assert not phone.locator("header.topbar").is_visible()
    assert not phone.get_by_role("button", name="Here").first.is_visible()
    assert not phone.get_by_label("How many came").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_code_on_the_screen_fits_a_small_one_and_is_well_made(
    scheme, open_browser, sign_in, partner, row, accessibility_faults, sideways
):
    """Not among the pages of test_pages.py: it comes anew by itself, in the middle of a look."""
    while seconds_left(timezone.now()) < 20:
        time.sleep(1)
    page = open_browser(viewport={"width": 320, "height": 800}, color_scheme=scheme)
    sign_in(page, partner)
    page.goto(reverse("opportunities:workplace_code", args=[row.session.public_id]))
    assert page.get_by_text(code_of(row.session, timezone.now())).is_visible()
    assert page.locator(".qr svg").bounding_box()["width"] > 200
    assert sideways(page) == 0
    assert accessibility_faults(page) == []
