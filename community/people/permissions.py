"""Who may know that somebody has an account, and what of it."""

from typing import TypedDict

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from community.people.models import Role, User
from community.safety.permissions import answers_for_safety


class SeenByStaff(TypedDict):
    """All that staff read of who somebody is, after they said why (safety.md #38)."""

    username: str
    email: str


def visible_participants(user: User | AnonymousUser) -> QuerySet[User]:
    """Participants, for programme staff; nobody, for anybody else.

    To fetch one by an exact name or id, never to list: no page shows more than one (T5).
    """
    participants = User.objects.filter(role=Role.PARTICIPANT, is_superuser=False)
    return participants if answers_for_safety(user) else participants.none()


def what_staff_see(person: User) -> SeenByStaff:
    """The one allow-list of a person's identity. Whoever calls it has written down who looks."""
    return {"username": person.username, "email": person.email}
