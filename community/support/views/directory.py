"""The directory of help: used without an account, and nothing of it is written down.

No cookie is set, no search is kept; a number stands in the address where a word would say why
somebody is here.
"""

import uuid
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from community.safety.access import Who, open_to
from community.safety.limits import limited
from community.support.forms import HelpFilterForm
from community.support.matching import BESIDE, matching
from community.support.models import Heading, Service, ServiceQuerySet
from community.support.permissions import visible_service_places, visible_services

from .shown import shown, shown_alone

ON_A_PAGE: Final = 20
OF_EACH: Final = 3  # of each kind of help, before anybody chose one
ON_PAPER: Final = 100


def is_search(request: HttpRequest) -> bool:
    """Whether words are looked for: that is counted, for it costs more than a list."""
    return bool(request.GET.get("q"))


@open_to(Who.EVERYONE)
@require_safe
@limited("search", when=is_search)
def help_list(request: HttpRequest) -> HttpResponse:
    """Kinds of help and services; or those of one kind, with filters."""
    form = HelpFilterForm(request.GET)
    wanted, now = form.wanted, timezone.now()
    headings = list(Heading.objects.all())
    context: dict[str, Any] = {"form": form, "headings": headings, "wanted": wanted}
    if wanted.heading is None and not wanted.is_narrow:
        groups = _by_heading(visible_services(request.user), headings)
        context["groups"] = [(one, shown(rows, now), more) for one, rows, more in groups]
    else:
        found = matching(visible_services(request.user), wanted, now)
        page, following = _page(found, request.GET.get("after", ""))
        context |= {"found": shown(page, now), "count": found.count()}
        context["next"] = _address(request, following) if following else ""
        context["first"] = _address(request, None) if "after" in request.GET else ""
    context["query"] = _kept(request).urlencode()
    return render(request, "support/help.html", context)


@open_to(Who.EVERYONE)
@require_safe
def service(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One service: what happens when somebody calls, when it is open, what to bring."""
    rows = _with_all(visible_services(request.user)).prefetch_related("papers")
    row = get_object_or_404(rows, public_id=public_id)
    places = visible_service_places(request.user).filter(service=row).select_related("place")
    one = shown_alone(row, places, timezone.now())
    return render(request, "support/service.html", {"one": one, "service": row})


@open_to(Who.EVERYONE)
@require_safe
@limited("search", when=is_search)
def on_paper(request: HttpRequest) -> HttpResponse:
    """The same list, short, to be printed. What is printed says neither who printed it nor why."""
    wanted, now = HelpFilterForm(request.GET).wanted, timezone.now()
    found = _with_all(matching(visible_services(request.user), wanted, now))[:ON_PAPER]
    context = {"found": shown(found, now), "query": _kept(request).urlencode()}
    return render(request, "support/paper.html", context)


@open_to(Who.EVERYONE)
@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """Numbers on a card for a pocket, under names that say nothing to who finds it."""
    rows = visible_services(request.user).exclude(card_name="").filter(phones__isnull=False)
    rows = _with_all(rows.distinct()).order_by("card_name", "pk")
    return render(request, "support/card.html", {"found": shown(rows[:8], timezone.now())})


def _with_all(rows: ServiceQuerySet) -> ServiceQuerySet:
    return rows.select_related("provider").prefetch_related(*BESIDE)


def _by_heading(
    rows: ServiceQuerySet, headings: list[Heading]
) -> list[tuple[Heading, list[Service], bool]]:
    """A few services of each kind of help, and whether there are more; kinds with none left out."""
    of_each: dict[int, list[int]] = {one.pk: [] for one in headings}
    pairs = rows.order_by("name", "pk").values_list("headings", "pk")
    for heading, pk in pairs:
        if heading in of_each:
            of_each[heading].append(pk)
    first = {heading: found[:OF_EACH] for heading, found in of_each.items()}
    wanted = {pk for found in first.values() for pk in found}
    services = _with_all(rows.filter(pk__in=wanted)).in_bulk()
    return [
        (one, [services[pk] for pk in first[one.pk]], len(of_each[one.pk]) > OF_EACH)
        for one in headings
        if first[one.pk]
    ]


def _page(found: ServiceQuerySet, after: str) -> tuple[list[Service], Service | None]:
    """A page of a list, by key; and the last row of it if there are more."""
    try:
        before = Service.objects.filter(public_id=uuid.UUID(after)).first() if after else None
    except ValueError:
        before = None
    if before is not None:
        same = found.filter(name=before.name, pk__gt=before.pk)
        found = found.filter(name__gt=before.name) | same
    rows = list(_with_all(found)[: ON_A_PAGE + 1])
    return rows[:ON_A_PAGE], rows[ON_A_PAGE - 1] if len(rows) > ON_A_PAGE else None


def _kept(request: HttpRequest) -> Any:
    """What is chosen, without the place in the list and without what is empty."""
    kept = request.GET.copy()
    kept.pop("after", None)
    for name in list(kept):
        kept.setlist(name, [value for value in kept.getlist(name) if value])
        if not kept.getlist(name):
            del kept[name]
    return kept


def _address(request: HttpRequest, last: Service | None) -> str:
    """The same list, after a row or from its beginning."""
    query = _kept(request)
    if last is not None:
        query["after"] = str(last.public_id)
    return f"{request.path}?{query.urlencode()}"
