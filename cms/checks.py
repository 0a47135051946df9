"""What `manage.py check --database default` says about this site."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import DatabaseError

from opportunities.models import Opportunity


def opportunities_are_reviewed(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Warn if no workflow is assigned: a posting that is sent would stay a draft in silence.

    Asked only with `--database`, as every check that reads a database, and silent on one that is
    not migrated yet.
    """
    if not databases:
        return []
    try:
        reviewed = Opportunity.get_default_workflow() is not None
    except DatabaseError:
        return []
    if reviewed:
        return []
    return [
        Warning(
            "Nobody reviews opportunities: no workflow is assigned to them.",
            hint="Run `manage.py prepare_site`, or assign one under Settings, Workflows.",
            id="cms.W001",
        )
    ]
