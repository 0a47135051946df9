"""Who reads what was written before it is public: the reviews that a new site has."""

from collections.abc import Collection
from typing import Final

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import (
    GroupApprovalTask,
    Page,
    TaskState,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowState,
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
    nobodys = Workflow.objects.filter(name=WAGTAILS_OWN).exclude(
        workflow_tasks__task__groupapprovaltask__groups__user__isnull=False
    )
    to_nobody = WorkflowPage.objects.filter(page=page_root, workflow__in=nobodys)
    stuck = WorkflowState.objects.active().filter(workflow__in=nobodys)
    if not (lists.exists() or to_nobody.exists() or stuck.exists()):
        return
    workflow = _review(SECOND, readers)
    for page in lists:
        WorkflowPage.objects.create(workflow=workflow, page=page)
    to_nobody.update(workflow=workflow)
    _ask_others(stuck, workflow)


def _ask_others(stuck: QuerySet[WorkflowState], workflow: Workflow) -> None:
    """What was sent to nobody waits for these readers now, as it was sent and since then."""
    task = workflow.workflow_tasks.first().task
    TaskState.objects.filter(workflowstate__in=stuck).update(task=task)
    stuck.update(workflow=workflow)


def _review(name: str, readers: Collection[str]) -> Workflow:
    """The review of this name, by these groups; who changed it finds it as they left it."""
    workflow, _new = Workflow.objects.get_or_create(name=name)
    task = GroupApprovalTask.objects.filter(name=name).first()
    if task is None:
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.set(Group.objects.filter(name__in=readers))
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    return workflow
