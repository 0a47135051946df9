"""What happens after a workflow. Wagtail loads this while its models are, so ours come later."""

from typing import Any


def after_review(workflow_state: Any, user: Any = None) -> None:
    """Publish what was reviewed; for a story see `cms.actions.finish_review`."""
    from cms.actions import finish_review

    finish_review(workflow_state, user=user)
