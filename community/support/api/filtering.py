"""Filters in an address: each narrows what the others leave."""

import datetime as dt
import uuid
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from community.support.matching import with_words
from community.support.models import FEATURES, PLACE_IS_SECRET, TOLD, Heading, Service, Term
from community.support.permissions import visible_services

from . import terms
from .answering import CannotRead


def filtered(request: HttpRequest) -> Any:
    """The services that an address asks for; each filter narrows what the others leave."""
    rows = with_words(visible_services(request.user), request.GET.get("search", ""))
    if id_ := request.GET.get("organization_id", ""):
        rows = rows.filter(provider__public_id=_uuid_or_none(id_))
    if id_ := request.GET.get("taxonomy_term_id", ""):
        rows = rows.filter(pk__in=_with_term(id_))
    if id_ := request.GET.get("taxonomy_id", ""):
        has_terms = {"kinds": Q(headings__isnull=False), "open-eligibility": Q(terms__isnull=False)}
        by_id = {terms.id_of("taxonomy", code): code for code in terms.TAXONOMIES}
        code = by_id.get(id_, "")
        if code != "good-to-know":
            some = Service.objects.filter(has_terms.get(code, Q(pk=None)))
            rows = rows.filter(pk__in=some.order_by().values("pk"))
        else:
            rows = rows.filter(_is_any_feature())
    if said := request.GET.get("modified_after", ""):
        rows = rows.filter(changed_at__gte=_moment(said))
    return rows


def _with_term(id_: str) -> Any:
    """Keys of the services that a term says something of."""
    for field, (_words, code) in FEATURES.items():
        if terms.id_of("good", code) == id_:
            return Service.objects.filter(**{field: True}).order_by().values("pk")
    if terms.id_of("good", PLACE_IS_SECRET) == id_:
        return Service.objects.filter(is_confidential=True).order_by().values("pk")
    for field, code in TOLD.items():
        if terms.id_of("good", code) == id_:
            return Service.objects.exclude(**{field: ""}).order_by().values("pk")
    wanted = _uuid_or_none(id_)
    if wanted is None:
        return []
    under = Q(headings__in=Heading.objects.filter(public_id=wanted).values("pk"))
    under |= Q(terms__in=Term.objects.filter(public_id=wanted).values("pk"))
    return Service.objects.filter(under).order_by().values("pk")


def _is_any_feature() -> Q:
    any_of = Q(is_confidential=True)
    for field in FEATURES:
        any_of |= Q(**{field: True})
    for field in TOLD:
        any_of |= ~Q(**{field: ""})
    return any_of


def uuid_of(said: str) -> uuid.UUID:
    """The id in an address. Raises Http404 for what is none."""
    try:
        return uuid.UUID(said)
    except ValueError:
        raise Http404 from None


def _uuid_or_none(said: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(said)
    except ValueError:
        return None


def _moment(said: str) -> dt.datetime:
    """A moment or the beginning of a day. A "+" in an address is a space: both are read."""
    try:
        moment = parse_datetime(said.replace(" ", "+"))
        day = None if moment else parse_date(said)
    except ValueError:
        moment = day = None
    if day:
        moment = dt.datetime.combine(day, dt.time())
    if moment is None:
        raise CannotRead("modified_after: for example 2026-05-04T16:00:00Z.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment, dt.UTC)
