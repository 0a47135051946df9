"""Every block can be looked at before it is chosen: as readers will see it, and what it is for."""

import pytest
from django.urls import reverse

from cms import blocks
from cms.models import GuidePage, HomePage, SectionPage, SiteSettings, StandardPage, TeamPage
from cms.models import StoryPage as Story
from tests.factories.opportunities import SessionFactory
from tests.factories.support import PlaceFactory, ServiceFactory, ServicePlaceFactory

pytestmark = pytest.mark.django_db
WHERE = [
    (HomePage, "body"), (StandardPage, "body"), (SectionPage, "body"), (GuidePage, "body"),
    (Story, "body"), (TeamPage, "parts"), (SiteSettings, "navigation"), (SiteSettings, "footer"),
    (SiteSettings, "crisis_lines"), (SiteSettings, "elsewhere"),
]  # fmt: skip
CHOSEN = [
    (f"{model.__name__}.{field}.{name}", block)
    for model, field in WHERE
    for name, block in model._meta.get_field(field).stream_block.child_blocks.items()
]


def preview(client, block) -> str:
    answer = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_block_is_there_to_be_chosen():
    assert len(CHOSEN) >= 45
    names = set(blocks.BodyBlock().child_blocks)
    assert {"directory", "numbers", "story", "picture", "steps", "notice", "quote"} <= names


@pytest.mark.parametrize(
    "block", [block for _n, block in CHOSEN], ids=[name for name, _block in CHOSEN]
)
def test_every_block_has_a_preview_and_says_what_it_is_for(editors_desk, block):
    assert block.is_previewable
    assert str(block.get_description())
    shown = preview(editors_desk, block)
    assert "onward.css" in shown
    body = shown.split("<main")[1].split(">", 1)[1].split("</main>")[0]
    assert body.strip()
    assert "<dl>" not in body or block.name == "directory"  # Wagtail's own way to show a value


def test_preview_of_activities_and_of_services_shows_what_there_is(editors_desk):
    SessionFactory(opportunity__title="Seed swap")
    ServiceFactory(name="A first conversation")
    body = StandardPage.body.field.stream_block.child_blocks
    assert "Seed swap" in preview(editors_desk, body["activities"])
    assert "A first conversation" in preview(editors_desk, body["directory"])


@pytest.mark.parametrize("who", ["participant", "partner"])
def test_previews_are_for_editors(request, home, as_person, who):
    block = StandardPage.body.field.stream_block.child_blocks["text"]
    client = as_person(request.getfixturevalue(who))
    answer = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code in {302, 404}


def listed(**value):
    block = blocks.DirectoryBlock()
    return block.render(block.to_python({"heading": "Talk", "kind": "talk", "limit": 3} | value))


def test_services_stand_under_their_heading_with_the_way_to_all():
    ServiceFactory(name="Under it")
    ServiceFactory(name="Elsewhere", under=["stay"])
    ServiceFactory(name="Not on the site", is_live=False)
    shown = listed()
    assert "Under it" in shown
    assert "Elsewhere" not in shown
    assert "Not on the site" not in shown
    assert 'href="/help/?kind=' in shown


def test_no_more_services_are_listed_than_was_chosen():
    for name in ("Ann", "Bea", "Cat"):
        ServiceFactory(name=f"With {name}")
    shown = listed(limit=2)
    assert "With Ann" in shown
    assert "With Bea" in shown
    assert "With Cat" not in shown


def test_no_place_of_a_service_is_listed_and_a_secret_one_says_so():
    ServicePlaceFactory(
        service__name="Open one", place=PlaceFactory(street="77 Canary Lane", town="Canaryton")
    )
    ServiceFactory(name="Secret one", is_confidential=True)
    shown = listed()
    assert "Open one" in shown
    assert "Where it is stays secret" in shown
    assert "Canary" not in shown


def test_kind_of_help_that_is_gone_lists_nothing():
    ServiceFactory()
    shown = listed(kind="gone")
    assert "Nothing is listed here just now" in shown
    assert 'href="/help/"' in shown


def test_services_on_a_page_take_the_same_number_of_queries(django_assert_max_num_queries):
    for name in "abcdef":
        ServiceFactory(name=name)
    with django_assert_max_num_queries(4):
        listed(limit=6)
