"""Side doors of Wagtail's admin that stay shut."""

from typing import Any

from django.contrib.auth import get_user_model
from django.forms import HiddenInput
from wagtail.models import TaskState, WorkflowState
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)
from wagtail_localize.views.update_translations import UpdateTranslationsForm


class OnlyTheOperator(ModelPermissionPolicy):
    """Accounts in the admin: for superusers only, whatever a group was given."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether this is an active superuser."""
        return user.is_active and user.is_superuser

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Whether this is an active superuser."""
        return user.is_active and user.is_superuser

    def users_with_any_permission(self, actions: Any) -> Any:
        """The active superusers."""
        return get_user_model().objects.filter(is_active=True, is_superuser=True)


def close_side_doors() -> None:
    """Keep people out of the admin's lists, and mail out of its hands.

    Wagtail's list of users would be a directory of everybody, participants included (safety.md,
    decision 1). wagtail-localize would publish a change of a page in another language before it is
    translated (decision 0039). Wagtail's mails about reviews name the site and the posting and
    leave in the middle of a request; all that leaves goes through the outbox (safety.md #23).
    """
    policy_registry.register(get_user_model(), OnlyTheOperator(get_user_model()))
    at_once = UpdateTranslationsForm.base_fields["publish_translations"]
    at_once.disabled, at_once.widget = True, HiddenInput()
    for signal, sender, name in (
        (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
        (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
        (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
        (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
    ):
        signal.disconnect(sender=sender, dispatch_uid=name)
