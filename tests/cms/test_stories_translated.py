"""S1 to S9 for a story in another language: other words, another yes, nothing left of either."""

import gc
import json

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Locale, PageLogEntry, Revision
from wagtail_localize.models import (
    SegmentOverride,
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationLog,
    TranslationSource,
)
from wagtail_localize.operations import translate_object

from cms import actions
from cms.models import NoConsent, StoryConsent, StoryPage, TakenDown
from cms.models.exact_text import hash_of
from cms.models.gate import missing
from community.people.actions import give_role
from community.safety.actions import erase
from tests.dump import whole_database
from tests.factories.stories import A_DAY, agreed, draft, form_of, fresh, published

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the files of renditions to the garbage.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
TOKEN = "zanzibarquartz"  # a word that stands nowhere else
CUARZO = "cuarzozanzibar"  # and its translation
SPANISH = {"HTTP_ACCEPT_LANGUAGE": "es"}


@pytest.fixture(autouse=True)
def _english():
    """A request leaves its language behind, and a new site would be written in it."""
    yield
    translation.activate("en")


@pytest.fixture
def spanish(home) -> Locale:
    return Locale.objects.get(language_code="es")


@pytest.fixture
def desk(home, editor, as_person, now):
    return as_person(give_role(person=editor, role="editor", now=now))


@pytest.fixture
def story(home) -> StoryPage:
    page = draft(title=f"Title {TOKEN}", text=f"Body {TOKEN}.", lead=f"Lead {TOKEN}")
    return published(page)


def translated(page: StoryPage, locale: Locale) -> StoryPage:
    """An editor had it translated, and wrote it in the other language."""
    translate_object(page, [locale])
    found = StoryPage.objects.get(translation_key=page.translation_key, locale=locale)
    found.title, found.lead = f"Título {CUARZO}", f"Entrada {CUARZO}"
    found.body = [{"type": "text", "value": f"<p>Texto {CUARZO}.</p>"}]
    found.save_revision()
    return StoryPage.objects.get(pk=found.pk)


def begun(page: StoryPage, staff) -> StoryConsent:
    return actions.begin_story(page=page, by=staff, now=timezone.now())


def in_both(story: StoryPage, locale: Locale, staff) -> StoryPage:
    """Published in each of the languages, each with its yes."""
    page = translated(story, locale)
    begun(page, staff)
    return published(page)


# -- S1, S2: its own yes -------------------------------------------------------------------------


def test_s1_translation_of_a_story_is_a_draft_that_nobody_said_yes_to(story, spanish):
    page = translated(story, spanish)
    assert not page.live
    assert page.slug == story.slug
    assert missing(page, timezone.now()) == ["Nobody’s consent is written down for this story."]


def test_s1_translation_is_not_published_with_the_yes_to_the_original(story, spanish, staff):
    page = translated(story, spanish)
    with pytest.raises(NoConsent):
        page.get_latest_revision().publish()
    Translation.objects.get().save_target(publish=True)  # tells it after the transaction
    with pytest.raises(NoConsent):
        fresh(page).get_latest_revision().publish()
    page.live = True
    with pytest.raises(NoConsent):
        page.save()
    begun(page, staff)
    with pytest.raises(NoConsent, match="has not said yes"):
        fresh(page).get_latest_revision().publish()
    assert StoryPage.objects.live().get() == story


def test_s1_translation_is_not_published_by_any_button(story, spanish, desk):
    page = translated(story, spanish)
    where = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for pressed in ("action-publish", "localize-restart-translation", "localize-convert-to-alias"):
        assert desk.post(where, form_of(page, **{pressed: "1"})).status_code in {200, 302}
    assert not Translation.objects.get().enabled
    alias = reverse("wagtail_localize:convert_to_alias", args=[page.pk])
    assert desk.post(alias).status_code in {302, 403}
    assert fresh(page).alias_of_id is None
    assert StoryPage.objects.live().get() == story


def test_s1_translation_offers_nothing_that_it_is_refused(story, spanish, desk):
    page = translated(story, spanish)
    shown = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Nobody has begun with a teller" in shown
    assert "localize-restart-translation" not in shown
    assert "localize-convert-to-alias" not in shown


def test_s2_yes_is_to_the_exact_words_of_the_translation(story, spanish, staff):
    page = in_both(story, spanish, staff)
    assert page.live
    page.title = "Otro título"
    with pytest.raises(NoConsent, match="not exactly what the teller approved"):
        page.save_revision().publish()
    assert fresh(story).live


def test_translation_is_of_the_same_teller_and_what_was_talked_through_holds(story, spanish, staff):
    first = story.consent
    second = begun(translated(story, spanish), staff)
    assert second.teller == first.teller
    assert second.topics == first.topics
    assert second.risk_talk_on == first.risk_talk_on
    assert second.languages == ["es"]
    assert second.signed_at is None
    assert second.link_digest is None
    assert begun(fresh(second.page), staff) == second


def test_reason_to_tell_all_the_same_is_given_anew(home, spanish, staff, another_staff):
    page = draft()
    consent = begun(page, staff)
    actions.allow_all_the_same(consent=consent, by=another_staff, note="They asked for it")
    assert begun(translated(page, spanish), staff).override_note == ""


def test_yes_names_its_language(story, spanish, staff):
    page = in_both(story, spanish, staff)
    assert StoryConsent.objects.get(page=page).languages == ["es"]
    assert StoryConsent.objects.get(page=story).languages == ["en"]
    StoryConsent.objects.filter(page=page).update(languages=["en"])
    words = missing(fresh(page), timezone.now())
    assert words == ["The teller did not say yes to this language."]


# -- what readers get ----------------------------------------------------------------------------


def test_reader_is_given_the_story_in_their_language_once(story, spanish, staff, stranger):
    page = in_both(story, spanish, staff)
    assert page.url == story.url
    for how, theirs, other in (({}, TOKEN, CUARZO), (SPANISH, CUARZO, TOKEN)):
        for where in (story.url, "/stories/"):
            shown = stranger.get(where, **how).content.decode()
            assert theirs in shown
            assert other not in shown
            assert "Solo en" not in shown
            assert shown.count(f'href="{story.url}"') <= 1


def test_story_without_a_translation_says_in_which_language_it_is(story, stranger):
    for where in (story.url, "/stories/"):
        shown = stranger.get(where, **SPANISH).content.decode()
        assert TOKEN in shown
        assert "Solo en inglés" in shown


def test_s3_translation_whose_yes_is_over_gives_the_original(story, spanish, staff, stranger):
    page = in_both(story, spanish, staff)
    past = timezone.now() - A_DAY
    StoryConsent.objects.filter(page=page).update(expires_at=past, signed_at=past - A_DAY)
    shown = stranger.get(story.url, **SPANISH)
    assert shown.status_code == 200
    assert CUARZO not in shown.content.decode()
    assert TOKEN in shown.content.decode()
    actions.end_consents(now=timezone.now())
    assert not fresh(page).live
    assert fresh(story).live


def test_translation_for_people_with_an_account_is_not_told_to_strangers(
    story, spanish, staff, stranger, participant, as_person
):
    page = translated(story, spanish)
    begun(page, staff)
    published(page, audience="accounts")
    assert CUARZO not in stranger.get(story.url, **SPANISH).content.decode()
    assert CUARZO not in stranger.get("/stories/", **SPANISH).content.decode()
    participant.language = "es"
    participant.save()
    assert CUARZO in as_person(participant).get(story.url).content.decode()


def test_story_that_was_first_told_in_spanish_is_read_by_all(story, spanish, staff, stranger):
    page = in_both(story, spanish, staff)
    actions.purge_language(page=fresh(story), now=timezone.now())
    shown = stranger.get(page.url).content.decode()
    assert CUARZO in shown
    assert "Only in Spanish" in shown


# -- S4: nothing is left -------------------------------------------------------------------------


def localize_keeps() -> str:
    kinds = (TranslationSource, String, StringTranslation, SegmentOverride, TranslationLog)
    rows = [list(kind.objects.values()) for kind in kinds]
    return json.dumps(rows, default=str)


def kept_in_every_table(page: StoryPage, locale: Locale) -> None:
    """Put the words wherever wagtail-localize may have them, also such as nobody says any more."""
    source = TranslationSource.objects.get()
    page = fresh(page)
    page.live = False
    for segment in StringSegment.objects.filter(source=source):
        StringTranslation.objects.create(
            translation_of=segment.string, context=segment.context, locale=locale,
            data=f"De antes {CUARZO}",
        )  # fmt: skip
    context = StringSegment.objects.filter(source=source).first().context
    SegmentOverride.objects.create(
        locale=locale, context=context, data_json=json.dumps(f"Override {CUARZO}")
    )
    String.from_value(page.locale, StringSegment.objects.first().string.as_value())
    String.objects.create(locale=source.locale, data=f"Said once {TOKEN}")


@pytest.mark.parametrize("by", ["the original", "the translation"])
def test_s4_nothing_is_left_in_any_language(
    story, spanish, staff, stranger, by, django_capture_on_commit_callbacks
):
    page = in_both(story, spanish, staff)
    kept_in_every_table(story, spanish)
    page.lead = f"Otra {CUARZO}"
    page.save_revision(log_action=True)
    assert TOKEN in localize_keeps()
    assert CUARZO in localize_keeps()
    numbers, where = [story.pk, page.pk], story.url
    one = story if by == "the original" else page
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(consent=StoryConsent.objects.get(page=one), now=timezone.now())
    assert not StoryConsent.objects.filter(revoked_at=None).exists()
    for how in ({}, SPANISH):  # at once, before anything is purged
        assert stranger.get(where, **how).status_code == 410
        assert TOKEN not in stranger.get("/stories/", **how).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.purge_withdrawn(now=timezone.now()) == 1
    dump = whole_database()
    assert TOKEN not in dump
    assert CUARZO not in dump
    assert not TranslatableObject.objects.filter(translation_key=story.translation_key).exists()
    assert not Revision.objects.filter(object_id__in=map(str, numbers)).exists()
    entries = PageLogEntry.objects.filter(page_id__in=numbers)
    assert {entry.label for entry in entries} == {""}
    for how in ({}, SPANISH):
        assert stranger.get(where, **how).status_code == 410
    assert TakenDown.objects.count() == 1


def test_s4_draft_of_a_translation_goes_with_its_original(story, spanish):
    translated(story, spanish)
    actions.withdraw(consent=story.consent, now=timezone.now())
    actions.purge_withdrawn(now=timezone.now())
    dump = whole_database()
    assert TOKEN not in dump
    assert CUARZO not in dump


def test_s4_sentences_that_another_page_says_too_stay_there(story, spanish, home):
    about = home.get_children().get(slug="about").specific
    about.title = "Plain words"
    about.save_revision().publish()
    translate_object(about, [spanish])
    translated(story, spanish)
    actions.purge_story(page=fresh(story), now=timezone.now())
    assert String.objects.filter(data="Plain words").exists()
    assert TranslationSource.objects.get().object_id == about.translation_key
    assert TOKEN not in whole_database()


def test_account_that_is_erased_takes_each_language_along(story, spanish, staff):
    in_both(story, spanish, staff)
    erase(person=story.consent.teller, now=timezone.now())
    assert not StoryPage.objects.exists()
    dump = whole_database()
    assert TOKEN not in dump
    assert CUARZO not in dump


def test_translation_that_is_deleted_in_the_admin_leaves_the_original_alone(story, spanish, desk):
    page = translated(story, spanish)
    desk.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    desk.session.flush()
    assert StoryPage.objects.live().get() == story
    dump = whole_database()
    assert CUARZO not in dump
    assert TOKEN in dump
    assert not Translation.objects.exists()
    gc.collect()


# -- S8, S9 --------------------------------------------------------------------------------------


def test_s8_fresh_yes_to_one_language_is_none_to_the_other(story, spanish, staff):
    page = in_both(story, spanish, staff)
    second = StoryConsent.objects.get(page=page)
    end, now = second.expires_at, timezone.now()
    actions.renew(consent=story.consent, seen=hash_of(story), now=now + 9 * A_DAY)
    second.refresh_from_db()
    assert second.expires_at == end


def test_s9_no_to_a_translation_changes_nothing_of_the_original(story, spanish, staff, stranger):
    begun(translated(story, spanish), staff)
    assert stranger.get(story.url).status_code == 200
    assert agreed(fresh(story)).is_running(timezone.now())
