"""What there is to do in Ashcombe, by kind."""

from .classes import CLASSES
from .groups import GROUPS
from .postings import Activity, State
from .projects import PROJECTS
from .spanish import in_spanish
from .volunteering import VOLUNTEERING

ACTIVITIES = (*VOLUNTEERING, *PROJECTS, *CLASSES, *GROUPS)

__all__ = ["ACTIVITIES", "Activity", "State", "in_spanish"]
