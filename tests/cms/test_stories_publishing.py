"""S1, S2, S5, S7: no way to publish a story leads past its teller's consent to exactly it."""

import datetime as dt
import gc
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Pillow
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Workflow

from cms.actions import (
    NotAnother,
    NoWords,
    allow_all_the_same,
    ask_teller,
    draft_of,
    say_yes,
    withdraw,
)
from cms.models import Image, Naming, NoConsent, Picture, StoryConsent, StoryPage
from cms.models.exact_text import hash_of
from cms.models.gate import missing
from cms.tasks import publish_scheduled
from community.people.actions import give_role
from community.safety.actions import NotForYou
from community.safety.models import Task, TaskKind
from tests.factories.people import UserFactory
from tests.factories.stories import A_DAY, agreed, asked, draft, published, story_list

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the files of renditions to the garbage.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def editors_desk(home, editor, as_person, now):
    return as_person(give_role(person=editor, role="editor", now=now))


@pytest.fixture
def photo(tmp_path, settings):
    """A function that makes a photo of a colour."""
    settings.MEDIA_ROOT = str(tmp_path)

    def make(colour: str = "green") -> Picture:
        data = io.BytesIO()
        Pillow.new("RGB", (40, 30), colour).save(data, "PNG")
        upload = SimpleUploadedFile("a.png", data.getvalue(), "image/png")
        return Picture.objects.create(title="Two cups", file=upload)

    yield make
    gc.collect()  # here, so that no other module gets the warning about a rendition's file


def fresh(page) -> StoryPage:
    return StoryPage.objects.get(pk=page.pk)


def form_of(page, **changed: str) -> dict[str, str]:
    """What the editor's form of a story sends."""
    return {
        "title": page.title, "lead": page.lead, "told_by": page.told_by, "themes": page.themes,
        "motif": page.motif, "picture": "", "picture_alt": "", "picture_caption": "",
        "interest": "", "search_description": "", "body-count": "1", "body-0-deleted": "",
        "body-0-order": "0", "body-0-type": "heading", "body-0-value-text": "A heading",
        "body-0-id": "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "",
    } | changed  # fmt: skip


def under_review(page, by) -> Workflow:
    """Start a review of a page, by editors."""
    workflow = page.get_workflow()
    assert workflow.name == "Second reader"  # of the list of stories, by `prepare_site`
    workflow.start(page, by)
    return workflow


def approve(client, page):
    state = page.current_workflow_task_state
    where = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(where, {}, follow=True)


# -- S1 ------------------------------------------------------------------------------------------


def test_s1_button_does_not_publish_without_consent_and_says_why(editors_desk):
    page = draft(title="Kept words")
    where = reverse("wagtailadmin_pages:edit", args=[page.pk])
    sent = form_of(page, **{"action-publish": "1", "lead": "A new lead"})
    answer = editors_desk.post(where, sent, follow=True).content.decode()
    assert "Nobody’s consent is written down for this story." in answer
    page = fresh(page)
    assert not page.live
    assert page.get_latest_revision_as_object().lead == "A new lead"  # nothing typed is lost


def test_s1_button_publishes_what_everybody_agreed_to(editors_desk, stranger):
    page = draft(body=[{"type": "heading", "value": {"text": "A heading"}}])
    agreed(page)
    where = reverse("wagtailadmin_pages:edit", args=[page.pk])
    editors_desk.post(where, form_of(page, **{"action-publish": "1"}))
    assert fresh(page).live
    assert stranger.get(fresh(page).url).status_code == 200
    assert fresh(page).consent.state == "published"


def test_s1_button_of_a_new_page_does_not_publish_it(editors_desk):
    where = reverse("wagtailadmin_pages:add", args=["cms", "storypage", story_list().pk])
    sent = form_of(StoryPage(title="At once"), **{"action-publish": "1"})
    answer = editors_desk.post(where, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    assert [page.live for page in StoryPage.objects.all()] == [False]


def test_s1_several_at_once_are_not_published(editors_desk):
    page = draft()
    where = f"/cms/bulk/wagtailcore/page/publish/?id={page.pk}"
    answer = editors_desk.post(where, {"include_descendants": ""}, follow=True)
    assert "Open each story by itself" in answer.content.decode()
    assert not fresh(page).live


def test_s1_review_does_not_publish_without_consent(editors_desk, another_staff):
    page = draft()
    under_review(page, page.owner)
    assert approve(editors_desk, page).status_code == 200
    assert not fresh(page).live
    assert fresh(page).current_workflow_state is not None  # it still waits


def test_s1_review_publishes_after_the_last_word_and_only_then(editors_desk):
    page = draft()
    consent = asked(page)
    say_yes(consent=consent, seen=hash_of(page), now=timezone.now())
    under_review(page, page.owner)
    approve(editors_desk, page)
    assert not fresh(page).live
    assert fresh(page).consent.state == "in_editorial"
    assert missing(fresh(page), timezone.now()) == ["The teller’s last word is missing."]

    other = draft(title="Second-hand wheels")
    agreed(other)
    under_review(other, other.owner)
    approve(editors_desk, other)
    assert fresh(other).live


def test_s1_nobody_reads_their_own_story_as_the_second(editors_desk, editor):
    page = draft(owner=editor)
    say_yes(consent=asked(page), seen=hash_of(page), now=timezone.now())
    under_review(page, editor)
    approve(editors_desk, page)
    assert fresh(page).consent.read_hash == ""
    assert fresh(page).current_workflow_state is not None


def test_s1_program_does_not_publish_without_consent(home):
    page = draft()
    with pytest.raises(NoConsent):
        page.save_revision().publish()
    with pytest.raises(NoConsent):
        PublishPageRevisionAction(page.get_latest_revision()).execute()
    with pytest.raises(NoConsent):
        page.publish(page.get_latest_revision())
    page.live = True
    with pytest.raises(NoConsent):
        page.save()
    with pytest.raises(NoConsent):
        page.save(update_fields=["live"])
    with pytest.raises(NoConsent):
        story_list().add_child(instance=StoryPage(title="Live from the start"))
    assert not StoryPage.objects.live().exists()


def test_s1_no_copy_and_no_alias_of_a_story_is_live(home):
    page = published()
    with pytest.raises(NoConsent):
        CopyPageAction(page, to=story_list(), update_attrs={"slug": "x"}).execute()
    with pytest.raises(NoConsent):
        CreatePageAliasAction(page, parent=story_list(), update_slug="x").execute()
    assert StoryPage.objects.live().get() == page


@pytest.mark.parametrize("of", ["story", "list", "front page"])
def test_s1_copy_is_refused_in_the_admin_with_a_reason(editors_desk, home, of):
    page = published()
    source = {"story": page, "list": story_list(), "front page": home}[of]
    where = reverse("wagtailadmin_pages:copy", args=[source.pk])
    answer = editors_desk.post(where, {"new_title": "x", "new_slug": "x"}, follow=True)
    assert "A story is not copied" in answer.content.decode()
    assert StoryPage.objects.count() == 1


def planned(page, in_days: int = 1) -> StoryPage:
    """It is to be published on a day, whoever allowed that."""
    page = fresh(page)
    page.go_live_at = timezone.now() + in_days * A_DAY
    revision = page.save_revision()
    revision.approved_go_live_at = page.go_live_at
    revision.save()
    return page


def let_time_pass(page) -> None:
    at = timezone.now() - A_DAY
    revision = page.get_latest_revision()
    revision.content["go_live_at"] = at.isoformat()
    revision.approved_go_live_at = at
    revision.save()


def test_s1_clock_does_not_publish_without_consent_and_goes_on_with_others(home):
    about = Page.objects.get(slug="about").specific
    about.title = "About all of us"
    about.save_revision(approved_go_live_at=timezone.now() - A_DAY)
    page = planned(draft())
    let_time_pass(page)
    publish_scheduled()
    assert not fresh(page).live
    assert Page.objects.get(slug="about").title == "About all of us"
    assert Task.objects.filter(kind=TaskKind.STORY, key__startswith="story:unplanned").count() == 1
    publish_scheduled()  # and does not ask again every minute
    assert Task.objects.filter(key__startswith="story:unplanned").count() == 1


def test_s1_command_does_not_publish_without_consent(home):
    page = planned(draft())
    let_time_pass(page)
    with pytest.raises(NoConsent):
        call_command("publish_scheduled", verbosity=0)
    assert not fresh(page).live


def test_clock_publishes_what_everybody_agreed_to(home):
    page = draft()
    agreed(page)
    let_time_pass(planned(page))
    publish_scheduled()
    assert fresh(page).live


def test_s1_hand_in_the_database_shows_nothing(home, stranger):
    page = draft()
    StoryPage.objects.filter(pk=page.pk).update(live=True)
    assert stranger.get(fresh(page).url).status_code == 404
    assert page.title not in stranger.get("/stories/").content.decode()


def test_nothing_is_planned_for_a_day_after_the_consent(home, editors_desk):
    page = draft(body=[{"type": "heading", "value": {"text": "A heading"}}])
    agreed(page, lasts=30 * A_DAY)
    late = timezone.now() + 31 * A_DAY
    page = fresh(page)
    page.go_live_at = late
    with pytest.raises(Exception, match="over by then"):
        page.save_revision()
    where = reverse("wagtailadmin_pages:edit", args=[page.pk])
    sent = form_of(page, go_live_at=f"{late:%Y-%m-%d %H:%M}")
    answer = editors_desk.post(where, sent | {"action-publish": "1"})
    assert "consent is over by then" in answer.content.decode()
    revision = fresh(page).get_latest_revision()
    revision.content["go_live_at"] = late.isoformat()
    revision.save()
    with pytest.raises(NoConsent):
        revision.publish()


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
