"""A page that is sent to be read is read by somebody who is there."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page, Workflow, WorkflowPage

from cms.actions import prepare_site
from cms.models import StandardPage
from community.people.actions import give_role
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home) -> StandardPage:
    return home.add_child(instance=StandardPage(title="Soup", slug="soup", live=False))


def send(client, page):
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    values = {"title": "Soup", "slug": "soup", "body-count": "0", "action-submit": "1"}
    return client.post(edit, values)


def approve(client, page):
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(address)


def test_what_an_editor_sends_another_one_reads_and_it_is_published(
    editors_desk, page, as_person, now
):
    assert send(editors_desk, page).status_code == 302
    assert not Page.objects.get(pk=page.pk).live
    colleague = as_person(give_role(person=UserFactory(role="editor"), role="editor", now=now))
    first = colleague.get(reverse("wagtailadmin_home")).content.decode()
    assert "Awaiting your review" in first
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in first
    approve(colleague, page)
    assert Page.objects.get(pk=page.pk).live


def test_who_sent_it_may_go_on_writing(editors_desk, page):
    send(editors_desk, page)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    values = {"title": "Soup and bread", "slug": "soup", "body-count": "0"}
    assert editors_desk.post(edit, values).status_code == 302
    fresh = StandardPage.objects.get(pk=page.pk)
    assert fresh.get_latest_revision_as_object().title == "Soup and bread"


def test_who_sent_it_does_not_approve_it(editors_desk, page, as_person, now):
    send(editors_desk, page)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    buttons = editors_desk.get(edit).content.decode()
    assert 'data-workflow-action-name="approve"' not in buttons
    assert "Request changes" in buttons  # she may take it back herself
    approve(editors_desk, page)
    values = {"title": "Broth", "slug": "soup", "body-count": "0", "action-workflow-action": "1"}
    said = editors_desk.post(edit, values | {"workflow-action-name": "approve"}, follow=True)
    assert "somebody else approves it" in said.content.decode()
    still = StandardPage.objects.get(pk=page.pk)
    assert not still.live
    assert still.get_latest_revision_as_object().title == "Soup"
    colleague = as_person(give_role(person=UserFactory(role="editor"), role="editor", now=now))
    assert 'data-workflow-action-name="approve"' in colleague.get(edit).content.decode()
    approve(colleague, page)
    assert Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize("was", ["in_progress", "needs_changes"])
def test_what_waits_for_nobody_is_read_after_an_update(was, home, page, as_person, now):
    """It was sent to Wagtail's "Moderators" before there were readers here."""
    author = give_role(person=UserFactory(role="editor"), role="editor", now=now)
    page.save_revision(user=author)
    state = Workflow.objects.get(name="Moderators approval").start(page, author)
    if was == "needs_changes":
        state.current_task_state.reject(user=author)
    prepare_site()
    page = StandardPage.objects.get(pk=page.pk)
    assert page.current_workflow_state.workflow.name == "Second reader"
    assert page.current_workflow_state.status == was
    if was == "needs_changes":
        page.current_workflow_state.resume(user=author)
    reader = as_person(give_role(person=UserFactory(role="editor"), role="editor", now=now))
    approve(reader, page)
    assert Page.objects.get(pk=page.pk).live


def review_of(page) -> str:
    return Page.objects.get(pk=page.pk).get_workflow().name


def test_review_that_somebody_is_in_is_left_alone(page):
    WorkflowPage.objects.filter(page=Page.get_first_root_node()).update(
        workflow=Workflow.objects.get(name="Moderators approval")
    )
    Group.objects.get(name="Moderators").user_set.add(UserFactory(role="editor"))
    prepare_site()
    assert review_of(page) == "Moderators approval"
    Group.objects.get(name="Moderators").user_set.clear()
    prepare_site()
    assert review_of(page) == "Second reader"


def test_review_that_was_taken_away_stays_away(page):
    WorkflowPage.objects.filter(page=Page.get_first_root_node()).delete()
    prepare_site()
    assert Page.objects.get(pk=page.pk).get_workflow() is None
