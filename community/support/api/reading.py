"""The endpoints. What is public is asked of `permissions`, as for the pages."""

from typing import Any, Final

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse

from community.support.models import Provider, Service, ServicePlace
from community.support.permissions import (
    visible_providers,
    visible_service_places,
    visible_services,
)

from . import description, terms, writing
from .answering import MOST_IDS, Lines, answers, is_said, page_of
from .filtering import filtered, uuid_of
from .nearness import near
from .parts import VERSION

ALL_OF_IT: Final = (
    "phones",
    "weekly_hours",
    "other_hours",
    "languages",
    "papers",
    "headings",
    "terms",
    "at_places__place__provider",
    "at_places__service",
)


@answers
def about(request: HttpRequest) -> dict[str, Any]:
    """What this is."""
    return {
        "version": VERSION,
        "profile": f"{settings.SITE_URL}/hsds/",
        "openapi_url": settings.SITE_URL + reverse("support:data_described"),
    }


@answers
def openapi(request: HttpRequest) -> dict[str, Any]:
    """All of this, as OpenAPI describes it."""
    return description.whole()


@answers
def nothing(request: HttpRequest, rest: str) -> dict[str, Any]:
    """Any other address below this one, such as one with a slash too many."""
    raise Http404("There is nothing at this address. They end without a slash.")


@answers
def services(request: HttpRequest) -> dict[str, Any] | Lines:
    """Services; with `full=true` all that belongs to them, with `minimal=true` ids and dates."""
    rows = filtered(request).select_related("provider").order_by("name", "pk")
    if is_said(request, "minimal"):
        return page_of(request, rows, _minimal, usual=MOST_IDS, most=MOST_IDS)
    if not is_said(request, "full"):
        return page_of(request, rows, writing.service)
    above = terms.parents()
    rows = rows.prefetch_related(*ALL_OF_IT)
    return page_of(request, rows, lambda row: writing.whole_service(row, above))


@answers
def service(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """One service."""
    rows = visible_services(request.user).select_related("provider")
    row = _one(rows.prefetch_related(*ALL_OF_IT), public_id)
    return writing.whole_service(row, terms.parents())


@answers
def organizations(request: HttpRequest) -> dict[str, Any] | Lines:
    """Who offers the services."""
    rows = visible_providers(request.user).order_by("name", "pk")
    for word in request.GET.get("search", "").split()[:8]:
        rows = rows.filter(Q(name__icontains=word) | Q(about__icontains=word))
    if is_said(request, "full") or is_said(request, "full_service"):
        return page_of(request, rows, lambda row: _whole_organization(request, row))
    return page_of(request, rows, writing.organization)


@answers
def organization(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """One of them, with its services and the places that may be known."""
    return _whole_organization(request, _one(visible_providers(request.user), public_id))


@answers
def service_at_locations(request: HttpRequest) -> dict[str, Any] | Lines:
    """Services at places; one that stays secret is at a virtual one."""
    wanted = filtered(request)
    rows = visible_service_places(request.user).filter(service__in=wanted.order_by().values("pk"))
    secret = wanted.filter(is_confidential=True)
    if "postcode" in request.GET or "proximity" in request.GET:
        rows, secret = near(request, rows), secret.none()
    both = Both(_with_places(rows).order_by("pk"), _with_all(secret).order_by("pk"))
    is_full, above = is_said(request, "full"), terms.parents()
    return page_of(request, both, lambda one: _at(one, above if is_full else None))


@answers
def service_at_location(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """One service at one place."""
    above = terms.parents()
    row = _with_places(visible_service_places(request.user)).filter(public_id=uuid_of(public_id))
    if found := row.first():
        return _at(found, above)
    secret = visible_services(request.user).filter(is_confidential=True)
    for pk, id_ in secret.values_list("pk", "public_id"):
        if terms.id_of("at", str(id_)) == public_id:
            return _at(_with_all(secret).get(pk=pk), above)
    raise Http404


@answers
def taxonomies(request: HttpRequest) -> dict[str, Any] | Lines:
    """The three ways in which services are told apart here."""
    return page_of(request, _with_search(terms.taxonomies(), request), dict)


@answers
def taxonomy(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """One of them."""
    return _named(terms.taxonomies(), public_id)


@answers
def taxonomy_terms(request: HttpRequest) -> dict[str, Any] | Lines:
    """Every word by which services are told apart."""
    found = _with_search(terms.all_terms(), request)
    for name in ("taxonomy_id", "parent_id"):
        if wanted := request.GET.get(name, ""):
            found = [one for one in found if one.get(name) == wanted]
    if is_said(request, "top_only"):
        found = [one for one in found if "parent_id" not in one]
    return page_of(request, found, dict)


@answers
def taxonomy_term(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """One of them."""
    return _named(terms.all_terms(), public_id)


class Both:
    """Two querysets as one list: rows at places, then services whose place is not told."""

    def __init__(self, first: QuerySet[ServicePlace], second: QuerySet[Service]) -> None:
        self.first, self.second = first, second
        self.split = first.count()

    def count(self) -> int:
        """How many there are in both."""
        return self.split + self.second.count()

    def __getitem__(self, part: slice) -> list[ServicePlace | Service]:
        start, stop = part.start or 0, part.stop
        of_first = list(self.first[start:stop]) if start < self.split else []
        after = slice(max(0, start - self.split), max(0, stop - self.split))
        return [*of_first, *self.second[after]]


def _whole_organization(request: HttpRequest, row: Provider) -> dict[str, Any]:
    """An organization. A place stands here only if a service is there that may be known."""
    own = visible_services(request.user).filter(provider=row).order_by("name", "pk")
    at = visible_service_places(request.user).filter(service__in=own.order_by().values("pk"))
    places = {one.place_id: one.place for one in _with_places(at).order_by("pk")}
    if is_said(request, "full_service"):
        above = terms.parents()
        written = [writing.whole_service(one, above) for one in _with_all(own)]
    else:
        written = [{"id": str(one.public_id)} for one in own]
    return writing.organization(row) | writing.said(
        locations=[writing.whole_location(place) for place in places.values()], services=written
    )


def _at(one: ServicePlace | Service, above: dict[str, str] | None) -> dict[str, Any]:
    """A service at a place, with all of the service if `above` is given."""
    if isinstance(one, Service):
        row, (at, _place) = one, writing.at_places(one)[0]
        place = writing.secret_location(one)
    else:
        row, at = one.service, writing.service_at_location(one)
        place = writing.location(one.place) if above is None else writing.whole_location(one.place)
    if above is None:
        return at | {"location": place, "service": writing.service(row)}
    return at | {
        "location": place,
        "service": writing.whole_service(row, above),
        **writing.said(phones=writing.phones(row), schedules=writing.schedules(row)),
    }


def _with_places(rows: QuerySet[ServicePlace]) -> QuerySet[ServicePlace]:
    beside = [f"service__{name}" for name in ALL_OF_IT]
    related = ("place__provider", "service__provider")
    return rows.select_related(*related).prefetch_related(*beside)


def _with_all(rows: Any) -> Any:
    return rows.select_related("provider").prefetch_related(*ALL_OF_IT)


def _minimal(row: Service) -> dict[str, Any]:
    return {"id": str(row.public_id), "modified_date": row.changed_at.isoformat()}


def _one(rows: QuerySet[Any], public_id: str) -> Any:
    found = rows.filter(public_id=uuid_of(public_id)).first()
    if found is None:
        raise Http404
    return found


def _named(found: list[dict[str, Any]], id_: str) -> dict[str, Any]:
    for one in found:
        if one["id"] == id_:
            return one
    raise Http404


def _with_search(found: list[dict[str, Any]], request: HttpRequest) -> list[dict[str, Any]]:
    words = request.GET.get("search", "").casefold().split()
    return [
        one
        for one in found
        if all(word in f"{one['name']} {one['description']}".casefold() for word in words)
    ]
