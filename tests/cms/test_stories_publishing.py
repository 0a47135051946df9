"""S1: no way to publish a story leads past its teller's consent to exactly it."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Workflow

from cms.actions import (
    say_yes,
)
from cms.models import NoConsent, StoryPage
from cms.models.exact_text import hash_of
from cms.models.gate import missing
from cms.tasks import publish_scheduled
from community.safety.models import Task, TaskKind
from tests.factories.stories import (
    A_DAY,
    agreed,
    asked,
    draft,
    form_of,
    fresh,
    published,
    story_list,
)

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the files of renditions to the garbage.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


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
