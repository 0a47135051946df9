"""Who sees what of the directory: everybody what is on the site, editors and staff all of it."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from community.people.models import Role, User
from community.support.models import (
    Provider,
    ProviderQuerySet,
    Service,
    ServicePlace,
    ServiceQuerySet,
)

Visitor = User | AnonymousUser


def keeps_the_directory(user: Visitor) -> bool:
    """Whether this person looks after the directory: editors and programme staff."""
    return isinstance(user, User) and user.is_active and user.role in {Role.EDITOR, Role.STAFF}


def visible_services(user: Visitor) -> ServiceQuerySet:
    """Services on the site. Who looks after them sees the others in Wagtail, not here."""
    return Service.objects.on_the_site()


def visible_providers(user: Visitor) -> ProviderQuerySet:
    """Those of services that are on the site."""
    return Provider.objects.on_the_site()


def visible_service_places(user: Visitor) -> QuerySet[ServicePlace]:
    """Where services on the site are. Of one that stays secret there is nothing (safety.md #20)."""
    return ServicePlace.objects.filter(
        service__in=visible_services(user).order_by().values("pk"), service__is_confidential=False
    )
