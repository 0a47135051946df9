"""Pages in several languages: one address, whole or not at all, for the same people."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.translation import activate
from wagtail.models import Locale, Page, PageViewRestriction, WorkflowPage
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from cms.models import GuidePage, HomePage, SectionPage, StandardPage, StoryIndexPage
from cms.models.languages import Unfinished, is_unfinished
from community.people.actions import give_role
from community.people.models import User
from tests.factories.stories import story_list

pytestmark = pytest.mark.django_db
SPANISH = {"HTTP_ACCEPT_LANGUAGE": "es"}


@pytest.fixture(autouse=True)
def _english():
    """A request leaves its language behind, and a new site would be written in it."""
    yield
    activate("en")


@pytest.fixture
def spanish(home) -> Locale:
    return Locale.objects.get(language_code="es")


@pytest.fixture
def guide(home) -> GuidePage:
    section = home.add_child(instance=SectionPage(title="Ways", slug="ways"))
    page = section.add_child(
        instance=GuidePage(
            title="By bus",
            slug="by-bus",
            lead="Two lines go there.",
            body=[{"type": "text", "value": "<p>Take the nine.</p>"}],
        )
    )
    section.save_revision().publish()
    page.save_revision().publish()
    return GuidePage.objects.get()


@pytest.fixture
def desk(home, editor, as_person, now):
    return as_person(give_role(person=editor, role="editor", now=now))


WORDS = {
    "By bus": "En autobús",
    "Two lines go there.": "Dos líneas van allá.",
    "Take the nine.": "Toma la nueve.",
}


def begun(page, locale) -> Translation:
    """An editor chose to have a page translated."""
    translate_object(page, [locale])
    return Translation.objects.get(source__object_id=page.translation_key)


def write(translation: Translation, words: dict[str, str] = WORDS) -> None:
    """What an editor writes beside each sentence."""
    for segment in StringSegment.objects.filter(source=translation.source):
        if segment.string.data in words:
            StringTranslation.objects.create(
                translation_of=segment.string,
                context=segment.context,
                locale=translation.target_locale,
                data=words[segment.string.data],
            )


def in_spanish(page, locale) -> Page:
    translation = begun(page, locale)
    write(translation)
    translation.get_target_instance().get_latest_revision()
    translation.save_target(publish=False)
    target = translation.get_target_instance()
    target.get_latest_revision().publish()
    return translation.get_target_instance()


def read(client, path, **how) -> str:
    answer = client.get(path, **how)
    assert answer.status_code == 200
    return answer.content.decode()


# -- one address ---------------------------------------------------------------------------------


def test_address_gives_each_reader_their_language(guide, spanish, stranger):
    found = in_spanish(guide, spanish)
    assert found.url == guide.url == "/ways/by-bus/"
    english, theirs = read(stranger, guide.url), read(stranger, guide.url, **SPANISH)
    assert "Take the nine." in english
    assert "Toma la nueve." not in english
    assert "Toma la nueve." in theirs
    assert "Take the nine." not in theirs
    assert "Solo en" not in theirs
    assert '<html lang="es"' in theirs


def test_page_without_a_translation_says_in_which_language_it_is(guide, spanish, stranger):
    page = read(stranger, guide.url, **SPANISH)
    assert "Solo en inglés" in page
    assert '<h1 lang="en">By bus</h1>' in page
    assert "Only in" not in read(stranger, guide.url)


def test_draft_of_a_translation_changes_nothing(guide, spanish, stranger):
    before = read(stranger, guide.url, **SPANISH)
    write(begun(guide, spanish))
    assert "Take the nine." in before
    assert read(stranger, guide.url, **SPANISH) == before


def test_translation_that_is_taken_down_gives_the_original_again(guide, spanish, stranger):
    in_spanish(guide, spanish).unpublish()
    assert "Take the nine." in read(stranger, guide.url, **SPANISH)


def test_what_a_new_site_starts_with_is_said_and_not_marked_until_an_editor_writes(home, stranger):
    assert "Solo en" not in read(stranger, "/", **SPANISH)
    assert "Solo en" not in read(stranger, "/about/", **SPANISH)
    assert "Solo en" not in read(stranger, "/stories/", **SPANISH)
    about = StandardPage.objects.get(slug="about")
    about.title = "Who we are"
    about.save_revision().publish()
    assert "Solo en inglés" in read(stranger, "/about/", **SPANISH)


def test_pages_of_both_languages_stand_in_a_section_once(guide, spanish, stranger):
    section = SectionPage.objects.get()
    section.add_child(instance=GuidePage(title="On foot", slug="on-foot")).save_revision().publish()
    in_spanish(guide, spanish)
    page = read(stranger, section.url, **SPANISH)
    assert "En autobús" in page
    assert "By bus" not in page
    assert "On foot" in page
    assert page.count("/ways/by-bus/") == 1
    english = read(stranger, section.url)
    assert "By bus" in english
    assert "En autobús" not in english


def test_map_of_the_site_names_each_address_once(guide, spanish, stranger):
    in_spanish(guide, spanish)
    page = read(stranger, "/sitemap.xml")
    assert page.count("/ways/by-bus/") == 1
    assert page.count("<loc>") == len({*page.split("<loc>")[1:]})


def test_nothing_is_copied_before_an_editor_asks_for_it(guide, spanish):
    assert not Page.objects.filter(locale=spanish).exists()
    guide.save_revision().publish()
    assert not Page.objects.filter(locale=spanish).exists()


# -- whole or not at all -------------------------------------------------------------------------


def test_translation_begins_as_a_draft_although_its_original_is_published(guide, spanish):
    target = begun(guide, spanish).get_target_instance()
    assert guide.live
    assert not target.live


def test_half_a_translation_is_not_published(guide, spanish):
    translation = begun(guide, spanish)
    write(translation, {"By bus": "En autobús"})
    target = translation.get_target_instance()
    assert is_unfinished(target)
    with pytest.raises(Unfinished):
        target.get_latest_revision().publish()
    write(translation, {word: said for word, said in WORDS.items() if word != "By bus"})
    assert not is_unfinished(target)
    target.get_latest_revision().publish()
    assert translation.get_target_instance().live


def test_editor_hears_why_half_a_translation_is_not_published(guide, spanish, desk):
    translation = begun(guide, spanish)
    target = translation.get_target_instance()
    where = reverse("wagtailadmin_pages:edit", args=[target.pk])
    answer = desk.post(where, {"action": "publish"}, follow=True)
    assert "Not every sentence is translated yet" in answer.content.decode()
    assert not translation.get_target_instance().live


def test_editor_translates_and_publishes(guide, spanish, desk, django_capture_on_commit_callbacks):
    where = reverse("wagtail_localize:submit_page_translation", args=[guide.pk])
    assert desk.get(where).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(where, {"locales": [spanish.pk]})
    translation = Translation.objects.get()
    write(translation)
    target = translation.get_target_instance()
    assert desk.get(reverse("wagtailadmin_pages:edit", args=[target.pk])).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("wagtailadmin_pages:edit", args=[target.pk]), {"action": "publish"})
    assert translation.get_target_instance().live
    assert translation.get_target_instance().title == "En autobús"


def test_change_of_the_original_is_not_published_in_the_other_language(
    guide, spanish, desk, django_capture_on_commit_callbacks
):
    in_spanish(guide, spanish)
    guide.body = [{"type": "text", "value": "<p>Take the ten.</p>"}]
    guide.save_revision().publish()
    where = reverse(
        "wagtail_localize:update_translations", args=[TranslationSource.objects.get().pk]
    )
    assert "Publish immediately" not in desk.get(where).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(where, {"publish_translations": "on"}).status_code == 302
    assert "Toma la nueve" in str(GuidePage.objects.get(locale=spanish).body)
    assert is_unfinished(GuidePage.objects.get(locale=spanish))


def test_no_machine_translates(guide, spanish, desk):
    translation = begun(guide, spanish)
    where = reverse("wagtail_localize:machine_translate", args=[translation.pk])
    assert desk.post(where).status_code == 404


def test_block_with_an_empty_part_is_translated_with_its_page(home, spanish):
    """wagtail-localize by itself stops at it."""
    page = home.add_child(instance=StandardPage(title="Parts", slug="parts"))
    page.body = [{"type": "picture", "value": {"image": None, "motif": "pot"}}]
    page.save_revision().publish()
    assert begun(page, spanish).get_target_instance().body[0].value["motif"] == "pot"


def test_editors_see_what_is_translated_and_how_far(guide, spanish, desk):
    begun(guide, spanish)
    where = reverse("wagtail_localize:translations_report")
    assert "By bus" in read(desk, where)


# -- the same people -----------------------------------------------------------------------------


def only_for_editors(page) -> PageViewRestriction:
    row = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    row.groups.add(Group.objects.get(name="Editors"))
    return row


def test_page_that_is_made_private_is_so_in_each_language(guide, spanish, stranger, desk):
    found = in_spanish(guide, spanish)
    only_for_editors(guide)
    theirs = PageViewRestriction.objects.get(page=found)
    assert [group.name for group in theirs.groups.all()] == ["Editors"]
    assert [group.name for group in guide.view_restrictions.get().groups.all()] == ["Editors"]
    assert stranger.get(guide.url, **SPANISH).status_code == 302
    User.objects.update(language="es")
    assert "Toma la nueve" in read(desk, guide.url)


def test_translation_of_a_private_page_is_private_from_the_start(guide, spanish, stranger):
    only_for_editors(SectionPage.objects.get())
    found = in_spanish(guide, spanish)
    assert found.live
    assert stranger.get(guide.url, **SPANISH).status_code == 302
    assert "En autobús" not in read(stranger, "/", **SPANISH)
    section = SectionPage.objects.get(locale=spanish)
    assert [group.name for group in section.view_restrictions.get().groups.all()] == ["Editors"]


def test_who_may_not_read_a_page_of_the_section_is_not_told_its_title(guide, spanish, stranger):
    found = in_spanish(guide, spanish)
    only_for_editors(found)
    for how in ({}, SPANISH):
        page = read(stranger, "/ways/", **how)
        assert "By bus" not in page
        assert "En autobús" not in page


# -- what comes with it --------------------------------------------------------------------------


def test_list_of_stories_in_another_language_has_the_same_second_readers(home, spanish):
    original = story_list()
    theirs = original.copy_for_translation(spanish, copy_parents=True)
    found = WorkflowPage.objects.get(page=theirs.pk)
    assert found.workflow == WorkflowPage.objects.get(page=original.pk).workflow
    assert StoryIndexPage.objects.count() == 2


def test_front_page_in_spanish_is_the_front_page_of_spanish_readers(home, spanish, stranger):
    found = home.copy_for_translation(spanish)
    found.hero_heading = "Algo bueno que hacer"
    found.save_revision().publish()
    assert "Algo bueno que hacer" in read(stranger, "/", **SPANISH)
    assert "Algo bueno que hacer" not in read(stranger, "/")
    assert read(stranger, "/about/", **SPANISH)
    assert HomePage.objects.get(locale=spanish).url == "/"


def test_address_that_is_in_no_language_is_not_found(guide, spanish, stranger):
    in_spanish(guide, spanish)
    assert stranger.get("/ways/nothing/", **SPANISH).status_code == 404
