"""Who reads what tellers said about their stories."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from cms.models import StoryConsent
from community.safety.permissions import answers_for_safety

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.people.models import User


def visible_consents(user: "User | AnonymousUser") -> QuerySet[StoryConsent]:
    """Every one for programme staff, none for anybody else: editors see the page alone (S6)."""
    return StoryConsent.objects.all() if answers_for_safety(user) else StoryConsent.objects.none()


def own_consents(user: "User | AnonymousUser") -> QuerySet[StoryConsent]:
    """Those of this account, until they take one back. A stranger has a link instead."""
    if user.pk is None or not user.is_active:
        return StoryConsent.objects.none()
    return StoryConsent.objects.filter(teller=user.pk, revoked_at=None).exclude(topics=[])
