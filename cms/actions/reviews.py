"""Who reads what was written before it is public: the reviews that a new site has."""

from collections.abc import Collection
from typing import Final

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from cms.models import StoryIndexPage
from opportunities.models import Opportunity

REVIEW: Final = "Staff review"
SECOND: Final = "Second reader"
WAGTAILS_OWN: Final = "Moderators approval"


def ensure_staff_review(*, reader: str) -> None:
    """Without a workflow a partner's posting would silently stay a draft (safety.md T3).

    `reader`: the name of the group that reads.
    """
    kind = ContentType.objects.get_for_model(Opportunity)
    if WorkflowContentType.objects.filter(content_type=kind).exists():
        return
    workflow = _review(REVIEW, [reader])
    WorkflowContentType.objects.create(workflow=workflow, content_type=kind)


def ensure_second_reader(*, page_root: Page, readers: Collection[str]) -> None:
    """Every list of stories has a review, by somebody who wrote none of it (decision 0033).

    And what else is sent to be read goes to people who are there: Wagtail's own first review asks
    "Moderators", whom nobody is made, and keeps who sent it from writing on meanwhile.
    """
    lists = StoryIndexPage.objects.exclude(pk__in=WorkflowPage.objects.values("page"))
    nobodys = WorkflowPage.objects.filter(page=page_root, workflow__name=WAGTAILS_OWN).exclude(
        workflow__workflow_tasks__task__groupapprovaltask__groups__user__isnull=False
    )
    if not (lists.exists() or nobodys.exists()):
        return
    workflow = _review(SECOND, readers)
    for page in lists:
        WorkflowPage.objects.create(workflow=workflow, page=page)
    nobodys.update(workflow=workflow)


def _review(name: str, readers: Collection[str]) -> Workflow:
    """The review of this name, by these groups; who changed it finds it as they left it."""
    workflow, _new = Workflow.objects.get_or_create(name=name)
    task = GroupApprovalTask.objects.filter(name=name).first()
    if task is None:
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.set(Group.objects.filter(name__in=readers))
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    return workflow
