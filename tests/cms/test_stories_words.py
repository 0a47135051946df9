"""S2, S5, S7: the yes is to exact words and pictures, of somebody who may give it."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Pillow

from cms.actions import (
    NotAnother,
    NoWords,
    allow_all_the_same,
    ask_teller,
    draft_of,
    say_yes,
    withdraw,
)
from cms.models import Image, Naming, NoConsent, Picture, StoryConsent
from cms.models.exact_text import hash_of
from cms.models.gate import missing
from community.safety.actions import NotForYou
from tests.factories.people import UserFactory
from tests.factories.stories import (
    agreed,
    asked,
    draft,
    form_of,
    fresh,
    published,
)

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the files of renditions to the garbage.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


# -- S2 ------------------------------------------------------------------------------------------

EDITS = {
    "title": {"title": "Other words"},
    "lead": {"lead": "Other words"},
    "name": {"told_by": "Mel"},
    "themes": {"themes": "loss"},
    "drawing": {"motif": "bike"},
    "caption": {"picture_caption": "Other words"},
    "tab": {"seo_title": "Other words"},
    "search": {"search_description": "Other words"},
    "body": {"body": [{"type": "text", "value": "<p>I came on a Monday.</p>"}]},
}


@pytest.mark.parametrize("what", EDITS)
def test_s2_any_edit_after_the_yes_stops_publishing_and_goes_back_to_the_teller(home, what):
    page = draft()
    agreed(page)
    page = fresh(page)
    for name, value in EDITS[what].items():
        setattr(page, name, value)
    revision = page.save_revision()
    assert fresh(page).consent.state == "teller_review"
    with pytest.raises(NoConsent, match="not exactly what the teller approved"):
        revision.publish()


def test_s2_story_that_is_public_stays_as_it_was_approved_until_the_new_words_are(home, stranger):
    page = published()
    page.lead = "Newer words"
    page.save_revision()
    shown = stranger.get(page.url)
    assert shown.status_code == 200
    assert "Newer words" not in shown.content.decode()
    agreed(fresh(page))
    assert stranger.get(page.url).status_code == 200  # the old words, until the button is pressed
    fresh(page).get_latest_revision().publish()
    assert "Newer words" in stranger.get(page.url).content.decode()


def test_s2_picture_with_the_same_number_and_other_pixels_is_another_picture(home, stranger, photo):
    picture = photo()
    page = draft(picture=picture, picture_alt="Two cups on a table")
    page = published(page, image=Image.THING)
    assert stranger.get(page.url).status_code == 200
    picture.file = photo("red").file
    Picture.objects.filter(pk=picture.pk).update(file_hash="f" * 40)
    assert stranger.get(page.url).status_code == 404


def test_s2_picture_in_the_body_counts_too(home, photo):
    block = {"image": photo().pk, "alt": "Cups", "motif": "", "caption": ""}
    page = draft(body=[{"type": "picture", "value": block}])
    before = hash_of(page)
    page.body = [{"type": "picture", "value": block | {"image": photo("red").pk}}]
    assert hash_of(page) != before


def test_saving_without_a_change_is_no_edit(editors_desk):
    page = draft(body=[{"type": "heading", "value": {"text": "A heading"}}])
    agreed(page)
    before = hash_of(page)
    editors_desk.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page))
    assert hash_of(draft_of(fresh(page))) == before
    assert fresh(page).consent.state == "final_ok"


# -- S5 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "may"), [(0, False), (364, False), (365, True), (900, True)])
def test_s5_nobody_tells_within_a_year_of_taking_part(home, days, may):
    page = draft()
    asked(page, days_since=days)
    agreed(page)
    assert (missing(fresh(page), timezone.now()) == []) is may


def test_s5_who_takes_part_now_does_not_tell(home):
    page = draft()
    asked(page)
    StoryConsent.objects.update(left_on=None)
    agreed(page)
    with pytest.raises(NoConsent, match="takes part now"):
        fresh(page).get_latest_revision().publish()


def test_s5_second_one_of_the_staff_may_allow_it_with_a_reason(home, staff, another_staff, editor):
    page = draft()
    consent = asked(page, days_since=10, staff=staff)
    why = "She asked three times."
    with pytest.raises(NotAnother):
        allow_all_the_same(consent=consent, by=staff, note=why)
    with pytest.raises(NoWords):
        allow_all_the_same(consent=consent, by=another_staff, note="Fine")
    with pytest.raises(NotForYou):
        allow_all_the_same(consent=consent, by=editor, note=why)
    agreed(page)
    assert missing(fresh(page), timezone.now())
    allow_all_the_same(consent=consent, by=another_staff, note=why)
    assert missing(fresh(page), timezone.now()) == []


# -- S7 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("image", "second_yes", "may"),
    [
        (Image.DRAWN, True, False),
        (Image.THING, False, True),
        (Image.UNKNOWN, False, True),
        (Image.KNOWN, False, False),
        (Image.KNOWN, True, True),
    ],
)
def test_s7_photo_needs_its_own_yes_and_one_that_shows_somebody_a_second(
    home, photo, image, second_yes, may
):
    page = draft(picture=photo(), picture_alt="Somebody at a stove")
    agreed(page, image=image, is_recognised=second_yes)
    assert (missing(fresh(page), timezone.now()) == []) is may


def test_s7_photo_of_a_story_tells_nothing_of_where_it_was_taken(home, tmp_path, photo):
    data, secret = io.BytesIO(), "Canary Lane"
    exif = Pillow.Exif()
    exif[0x010E] = secret
    Pillow.new("RGB", (40, 30), "green").save(data, "JPEG", exif=exif)
    assert secret.encode() in data.getvalue()
    upload = SimpleUploadedFile("canary.jpg", data.getvalue(), "image/jpeg")
    picture = Picture.objects.create(title="A stove", file=upload)
    page = draft(picture=picture, picture_alt="A stove")
    published(page, image=Image.THING)
    picture.get_rendition("width-20").file.close()
    picture.file.close()
    for file in tmp_path.rglob("*.*"):
        assert secret.encode() not in file.read_bytes()
        assert "canary" not in file.name


# -- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("naming", "alias", "told_by", "may"),
    [
        (Naming.NONE, "", "", True),
        (Naming.NONE, "", "Mel", False),
        (Naming.ALIAS, "Mel", "Mel", True),
        (Naming.ALIAS, "Mel", "Melanie", False),
        (Naming.ALIAS, "Mel", "", False),
    ],
)
def test_name_on_the_page_is_the_one_that_the_teller_chose(home, naming, alias, told_by, may):
    page = draft(told_by=told_by)
    agreed(page, naming=naming, alias=alias)
    assert (missing(fresh(page), timezone.now()) == []) is may


def test_one_language_is_no_yes_to_another(home):
    page = draft()
    agreed(page)
    StoryConsent.objects.update(languages=["es"])
    assert missing(fresh(page), timezone.now()) == ["The teller did not say yes to this language."]


def test_what_is_taken_back_is_never_published_again(home):
    page = published()
    withdraw(consent=page.consent, now=timezone.now())
    with pytest.raises(NoConsent, match="taken this story back"):
        fresh(page).get_latest_revision().publish()


def test_address_and_titles_of_a_story_are_neutral(home):
    page = draft(title="The good knives")
    assert len(page.slug) == 10
    assert int(page.slug, 16) >= 0
    with pytest.raises(Exception, match="history of everybody"):
        draft(title="A survivor at the stove")


def test_teller_hears_in_their_safe_way_that_there_is_something_to_read(home, staff):
    from community.notifications.models import Message

    teller = UserFactory()
    consent = asked(draft(), teller=teller)
    ask_teller(consent=consent, by=UserFactory(role="staff"), now=timezone.now())
    message = Message.objects.get(recipient=teller)
    assert "Sign in to read it" in message.body
    assert "good knives" not in message.body + message.subject


def test_difficult_themes_stand_before_a_folded_story(home, stranger):
    page = published(draft(text="It was a cold winter.", themes="loss and illness"))
    html = stranger.get(page.url).content.decode()
    places = [
        html.index(words)
        for words in (
            "This story speaks of loss",
            "<summary>Read the story",
            "It was a cold winter.",
        )
    ]
    assert places == sorted(places)
    assert "</details>" not in html[places[1] : places[2]]
    plain = published(draft(title="Seven o’clock"))
    assert "<summary>Read the story" not in stranger.get(plain.url).content.decode()


def test_story_for_people_with_an_account_is_no_page_for_a_stranger(
    home, stranger, participant, as_person
):
    page = published(audience="accounts")
    assert stranger.get(page.url).status_code == 404
    assert page.title not in stranger.get("/stories/").content.decode()
    theirs = as_person(participant)
    assert theirs.get(page.url).status_code == 200
    assert page.title in theirs.get("/stories/").content.decode()


def test_longest_consent_is_three_years(home):
    consent = asked(draft())
    seen = hash_of(draft_of(consent.page))
    with pytest.raises(Exception, match="within three years"):
        say_yes(consent=consent, seen=seen, now=timezone.now(), lasts=dt.timedelta(days=1096))
