"""Blocks of a page: what each refuses, and what each shows of what it was given."""

import datetime as dt
import gc
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import Page

from cms import blocks
from cms.models import Picture, StandardPage
from opportunities.models import Kind, Motif
from tests.factories.opportunities import (
    AreaFactory,
    InterestFactory,
    OpportunityFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(data, "PNG")
    upload = SimpleUploadedFile("beds.png", data.getvalue(), "image/png")
    yield Picture.objects.create(title="Beds", file=upload)
    gc.collect()  # here, so that no other module gets the warning about a rendition's file


def cleaned(block, **value):
    return block.clean(block.to_python(value))


def refused(block, **value) -> set[str]:
    """The fields that a block finds fault with."""
    with pytest.raises(ValidationError) as refusal:
        cleaned(block, **value)
    return set(refusal.value.block_errors)


@pytest.mark.parametrize(
    "address",
    ["/opportunities/", "/opportunities/?kind=class&area=north", "/about/#people", "/", "/a.b/c-d"],
)
def test_link_leads_to_a_path_of_this_site(address):
    assert cleaned(blocks.LinkBlock(), text="Go", address=address).url == address


@pytest.mark.parametrize(
    "address",
    [
        "//elsewhere.org/",
        "https://elsewhere.org/",
        "javascript:alert(1)",
        "opportunities/",
        "/a b/",
        "/\\elsewhere.org",
        "/<b>",
        "\t//elsewhere.org",
    ],
)
def test_link_never_leads_to_another_site(address):
    assert refused(blocks.LinkBlock(), text="Go", address=address) == {"address"}


def test_link_leads_to_a_page_wherever_that_moves(home):
    about = StandardPage.objects.get(slug="about")
    link = cleaned(blocks.LinkBlock(), text="About", page=about.pk)
    assert link.url == "/about/"


def test_link_to_a_page_that_is_gone_or_nowhere_is_empty(home):
    gone = blocks.LinkBlock().to_python({"text": "About", "page": 999_999, "address": ""})
    assert gone.url == ""
    nowhere = blocks.LinkBlock().to_python({"text": "Root", "page": Page.get_first_root_node().pk})
    assert nowhere.url == ""


def test_link_has_one_target(home):
    assert refused(blocks.LinkBlock(), text="Go") == {"page"}
    both = {"text": "Go", "page": home.pk, "address": "/about/"}
    assert refused(blocks.LinkBlock(), **both) == {"page"}


def test_link_needs_words():
    assert refused(blocks.LinkBlock(), text="", address="/") == {"text"}


def test_picture_is_an_upload_or_a_drawing_never_both_nor_none(picture):
    assert refused(blocks.PictureBlock(), alt="x") == {"image"}
    both = {"image": picture.pk, "alt": "Beds", "motif": "pot"}
    assert refused(blocks.PictureBlock(), **both) == {"image"}
    assert cleaned(blocks.PictureBlock(), motif="pot")["motif"] == "pot"


@pytest.mark.parametrize("alt", ["", "   "])
def test_picture_needs_words_for_who_cannot_see_it(picture, alt):
    assert refused(blocks.PictureBlock(), image=picture.pk, alt=alt) == {"alt"}


# Wagtail 8.0 leaves the temporary file of each rendition for the garbage collector to close.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_picture_is_shown_small_and_with_its_words(picture):
    block = blocks.PictureBlock()
    value = cleaned(block, image=picture.pk, alt='Six "beds"', caption="In <May>")
    shown = block.render(value)
    assert 'alt="Six &quot;beds&quot;"' in shown
    assert ".webp" in shown
    assert 'loading="lazy"' in shown
    assert "In &lt;May&gt;" in shown
    assert "beds.png" not in shown  # a file name may hold a name


def test_drawing_has_no_words_for_it(picture):
    shown = blocks.PictureBlock().render(cleaned(blocks.PictureBlock(), motif="dog"))
    assert "#m-dog" in shown
    assert "<img" not in shown
    assert "figcaption" not in shown


@pytest.mark.parametrize("motif", Motif.values)
def test_every_drawing_can_be_chosen_and_shown(motif):
    block = blocks.QuoteBlock()
    assert f"#m-{motif}" in block.render(cleaned(block, words="I came.", motif=motif))


@pytest.mark.parametrize("icon", [name for name, _label in blocks.ICONS])
def test_every_icon_can_be_chosen_and_shown(icon):
    block = blocks.PromisesBlock()
    point = {"icon": icon, "title": "See", "text": "All of it"}
    assert f"#i-{icon}" in block.render(cleaned(block, heading="Yours", points=[point] * 2))


@pytest.mark.parametrize(
    ("tone", "look", "drawing"),
    [("info", '"notice"', "#i-info"), ("good", "notice--good", "#i-info"),
     ("warn", "notice--warn", "#i-alert")],
)  # fmt: skip
def test_notice_looks_like_what_it_is(tone, look, drawing):
    block = blocks.NoticeBlock()
    shown = block.render(cleaned(block, tone=tone, title="Closed <b>", text=""))
    assert look in shown
    assert drawing in shown
    assert "Closed &lt;b&gt;" in shown
    assert shown.count("<p>") == 1


def test_quote_without_speaker_or_drawing_shows_only_words():
    block = blocks.QuoteBlock()
    shown = block.render(cleaned(block, words="One.\nTwo."))
    assert "One.<br>Two." in shown
    assert "muted" not in shown
    assert "<svg" not in shown


def words(title: str = "One") -> dict[str, str]:
    return {"title": title, "text": "a"}


@pytest.mark.parametrize(("number", "fits"), [(1, False), (2, True), (5, True), (6, False)])
def test_steps_are_two_to_five(number, fits):
    block, steps = blocks.StepsBlock(), [words()] * number
    if fits:
        assert block.render(cleaned(block, heading="How", steps=steps)).count("<li>") == number
    else:
        assert refused(block, heading="How", steps=steps) == {"steps"}


@pytest.mark.parametrize(("number", "fits"), [(1, False), (2, True), (4, True), (5, False)])
def test_promises_are_two_to_four(number, fits):
    block, points = blocks.PromisesBlock(), [words() | {"icon": "eye"}] * number
    if fits:
        assert block.render(cleaned(block, heading="Yours", points=points)).count("<h3>") == number
    else:
        assert refused(block, heading="Yours", points=points) == {"points"}


def door(address: str = "/safety/", tint: str = "class") -> dict[str, object]:
    link = {"text": "Go", "page": None, "address": address}
    return {"motif": "desk", "tint": tint, "title": "In", "text": "x", "link": link}


@pytest.mark.parametrize("tint", Kind.values)
def test_door_has_the_ground_of_its_kind(tint):
    block = blocks.DoorsBlock()
    shown = block.render(cleaned(block, heading="On", doors=[door(tint=tint)]))
    assert 'href="/safety/"' in shown
    assert (f"tile--{tint}" in shown) == (tint != "volunteer")


def test_door_that_leads_to_another_site_is_refused():
    assert refused(blocks.DoorsBlock(), heading="On", doors=[door("//evil.example/")]) == {"doors"}


@pytest.mark.parametrize("number", ["988", "+1 (555) 010-0100", "116 123"])
def test_crisis_line_is_a_number_that_can_be_rung(number):
    value = cleaned(blocks.CrisisLineBlock(), name="Line", number=number, country="Here")
    assert value["number"] == number
    assert value["verified_on"] is None


@pytest.mark.parametrize("number", ["", "9", "call us", "988;rm", "tel:988", "9" * 25])
def test_crisis_line_refuses_what_no_telephone_rings(number):
    assert refused(blocks.CrisisLineBlock(), name="Line", number=number, country="Here") == {
        "number"
    }


def activities(**value) -> list[dict[str, object]]:
    block = blocks.ActivitiesBlock()
    whole = {"heading": "Soon", "kind": "", "interest": "", "limit": 3, "more": ""} | value
    return block.get_context(block.to_python(whole))["cards"]


def test_activities_are_none_of_the_past(now):
    past = timezone.now() - dt.timedelta(hours=1)
    opportunity = OpportunityFactory(title="Over")
    SessionFactory(opportunity=opportunity, starts_at=past)
    opportunity.next_session_at = past
    opportunity.save(update_fields=["next_session_at"])
    assert activities() == []


def test_activities_show_a_card_as_a_stranger_may_see_it():
    session = SessionFactory(
        opportunity__kind="class", opportunity__area=AreaFactory(label="Riverside"), capacity=9
    )
    (card,) = activities()
    assert card["where"] == "Riverside"
    assert card["places"] == "open"
    assert card["date"] == session.day
    assert session.opportunity.place not in str(card)
    assert "9" not in str(card["places"])


@pytest.mark.parametrize(
    ("capacity", "taken", "shown"),
    [(None, 40, "unlimited"), (9, 0, "open"), (9, 6, "few"), (9, 8, "few"), (9, 9, "full")],
)
def test_places_of_a_card_are_a_word(capacity, taken, shown):
    SessionFactory(capacity=capacity, places_taken=taken)
    assert [card["places"] for card in activities()] == [shown]


def test_activities_without_an_area_say_nothing_of_where():
    SessionFactory(opportunity__area=None)
    assert [card["where"] for card in activities()] == [""]


@pytest.mark.parametrize("limit", [0, 13])
def test_activities_are_one_to_twelve(limit):
    block = blocks.ActivitiesBlock()
    assert refused(block, heading="Soon", limit=limit, more="") == {"limit"}


def test_activities_offer_the_interests_there_are():
    InterestFactory(slug="bees", label="Bees")
    assert ("bees", "Bees") in blocks.interest_choices()
    assert cleaned(blocks.ActivitiesBlock(), heading="x", interest="bees", limit=1)
    assert refused(blocks.ActivitiesBlock(), heading="x", interest="wasps", limit=1) == {"interest"}


def test_way_to_all_activities_is_there_only_with_words():
    block = blocks.ActivitiesBlock()
    assert "/opportunities/" not in block.render(cleaned(block, heading="Soon", limit=3, more=""))
    shown = block.render(cleaned(block, heading="Soon", limit=3, kind="group", more="All"))
    assert 'href="/opportunities/?kind=group"' in shown


@pytest.mark.parametrize("name", ["image", "embed", "document-link", "h1", "hr", "code"])
def test_text_offers_nothing_beyond_the_design(name):
    text = blocks.BodyBlock().child_blocks["text"]
    assert name not in text.features
    assert {"h2", "bold", "link"} <= set(text.features)


def test_every_block_of_a_page_has_a_template_and_a_name():
    for name, block in blocks.BodyBlock().child_blocks.items():
        assert block.meta.template == f"cms/blocks/{name}.html"
        assert str(block.label)


def test_preview_of_a_story_says_what_will_stand_there(editors_desk):
    story = blocks.BodyBlock().child_blocks["story"]
    address = reverse("wagtailadmin_block_preview")
    shown = editors_desk.get(address, {"id": story.definition_prefix})
    assert "The title, the lead and the drawing of the story." in shown.content.decode()
