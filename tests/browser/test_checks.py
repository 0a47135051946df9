"""The checks beside the editors' form, in a browser: they look at the preview as it is written."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cms.actions import prepare_site
from cms.models import StandardPage
from community.people.actions import give_role
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(open_browser, sign_in, now):
    prepare_site()
    editor = give_role(person=UserFactory(role="editor"), role="editor", now=now)
    page = open_browser(viewport={"width": 1280, "height": 900})
    sign_in(page, editor)
    return page


def test_heading_that_skips_a_level_is_said_beside_the_form(desk):
    about = StandardPage.objects.get(slug="about")
    about.body = [{"type": "text", "value": "<h3>Cups</h3><p>Bring one.</p>"}]
    about.save_revision()
    desk.goto(reverse("wagtailadmin_pages:edit", args=[about.pk]))
    desk.get_by_role("button", name="Toggle checks").click()
    expect(desk.get_by_text("A heading skips a level")).to_be_visible(timeout=15000)


def test_page_of_an_editor_carries_no_bar_of_the_editors(desk):
    desk.goto("/about/")
    assert desk.locator("wagtail-userbar").count() == 0
