"""Wagtail's own checks beside a form look at what an editor writes, in our words."""

import json
import re

import pytest
from django.urls import reverse

from cms.models import StandardPage

pytestmark = pytest.mark.django_db


def configured(client) -> dict:
    about = StandardPage.objects.get(slug="about")
    page = client.get(reverse("wagtailadmin_pages:edit", args=[about.pk])).content.decode()
    found = re.search(r'id="checker-axe-configuration"[^>]*>(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1])


def test_checks_look_at_headings_pictures_and_links_of_the_page_alone(editors_desk):
    axe = configured(editors_desk)
    assert axe["context"]["include"] == ["main"]
    rules = set(axe["options"]["runOnly"])
    assert {"heading-order", "empty-heading", "image-alt", "alt-text-quality"} <= rules
    assert "empty-meta-description" not in rules
    assert rules == set(axe["messages"])  # each is said in our words


def test_name_of_a_file_is_known_in_a_browser_as_it_is_here(editors_desk):
    (check,) = configured(editors_desk)["spec"]["checks"]
    pattern = re.compile(check["options"]["pattern"], re.IGNORECASE)
    assert all(map(pattern.search, ["a.jpeg", "IMG 2031", "two_cups", "20240511"]))
    assert not pattern.search("Two cups on a table")


def test_preview_may_stand_in_the_editors_form_and_a_page_in_nothing(editors_desk):
    """Wagtail answers a preview as the page itself would be, with the policy of a page."""
    about = StandardPage.objects.get(slug="about")
    draft = editors_desk.get(reverse("wagtailadmin_pages:view_draft", args=[about.pk]))
    assert "frame-ancestors 'self'" in draft["Content-Security-Policy"]
    assert draft["X-Frame-Options"] == "SAMEORIGIN"
    page = editors_desk.get("/about/")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_neither_a_draft_nor_a_page_carries_the_bar_of_the_editors(editors_desk, home):
    about = StandardPage.objects.get(slug="about")
    at = reverse("wagtailadmin_pages:view_draft", args=[about.pk])
    assert "userbar" not in editors_desk.get(at).content.decode()
    assert "userbar" not in editors_desk.get("/about/").content.decode()
