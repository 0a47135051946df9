"""The pictures of the editors' handbook, made from a running site so that they stay true.

`HANDBOOK=1` writes them to docs/pictures; without it, it is only seen that they can be made.
"""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, expect

from cms.actions import prepare_site
from cms.blocks import examples
from cms.models import GuidePage, HomePage, SiteSettings, StandardPage
from community.people.actions import give_role
from community.support.models import Phone
from tests.factories.people import UserFactory
from tests.factories.stories import asked, draft
from tests.factories.support import ServiceFactory
from tests.house.test_handbook import PICTURES, named

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = (
    "<h3>What to bring</h3><p>Bring one paper with your name on it. "
    'The list is <a href="/opportunities/">here</a>.</p>'
)


@pytest.fixture
def desk(open_browser, sign_in, now) -> Page:
    prepare_site()
    home = HomePage.objects.get()
    guide = GuidePage(title="A bus pass", slug="bus", lead="How to get one.", live=False)
    guide.body = [{"type": "text", "value": TEXT}]
    home.add_child(instance=guide)
    guide.save_revision()
    asked(draft(title="The good knives", lead="Mel came to wash up."))
    desk = ServiceFactory(name="A first conversation", card_name="Desk")
    Phone.objects.create(service=desk, number="(212) 555-0100")
    settings = SiteSettings.objects.get()
    settings.crisis_lines = [{"type": "line", "value": examples.line() | {"card_name": "Night"}}]
    settings.save()
    editor = give_role(person=UserFactory(role="editor"), role="editor", now=now)
    page = open_browser(viewport={"width": 1200, "height": 760}, color_scheme="light")
    sign_in(page, editor)
    return page


def what_waits(page: Page) -> None:
    page.goto(reverse("wagtailadmin_home"))
    expect(page.get_by_role("heading", name="What waits")).to_be_visible()


def blocks(page: Page) -> None:
    about = StandardPage.objects.get(slug="about")
    page.goto(reverse("wagtailadmin_pages:edit", args=[about.pk]))
    page.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("listbox").get_by_role("button", name="Preview").nth(5).click()
    expect(page.get_by_text("What happens next, in the order")).to_be_visible()
    frame = page.frame_locator(".w-combobox-preview__iframe")
    expect(frame.get_by_text("Have a cup of tea")).to_be_visible()
    page.wait_for_load_state("networkidle")


def before_you_publish(page: Page) -> None:
    _edit_guide(page)
    expect(page.get_by_text("skips a level").first).to_be_visible()


def checks(page: Page) -> None:
    _edit_guide(page)
    page.get_by_role("button", name="Toggle checks").click()
    expect(page.get_by_text("A heading skips a level")).to_be_visible(timeout=15000)


def pocket_card(page: Page) -> None:
    page.goto(reverse("support:card"))
    expect(page.get_by_role("heading", name="Useful numbers")).to_be_visible()


def _edit_guide(page: Page) -> None:
    guide = GuidePage.objects.get(slug="bus")
    page.goto(reverse("wagtailadmin_pages:edit", args=[guide.pk]))


TAKEN: dict[str, Callable[[Page], None]] = {
    "what-waits": what_waits,
    "blocks": blocks,
    "before-you-publish": before_you_publish,
    "checks": checks,
    "pocket-card": pocket_card,
}


def test_every_picture_of_the_handbook_is_taken_here():
    assert set(TAKEN) == named()


@pytest.mark.parametrize("name", TAKEN)
def test_picture_of_the_handbook_can_be_made_again(desk, tmp_path, name):
    TAKEN[name](desk)
    folder = PICTURES if os.environ.get("HANDBOOK") else tmp_path
    taken = folder / f"{name}.webp"
    with Image.open(io.BytesIO(desk.screenshot())) as picture:
        picture.convert("RGB").resize((1000, 633)).save(taken, "WEBP", quality=72)
    assert taken.stat().st_size > 4000  # no empty page
    assert Path(django_settings.BASE_DIR) in PICTURES.parents
