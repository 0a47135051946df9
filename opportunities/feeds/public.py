"""What everybody may read, for feed readers and calendars: what is public, and coarsely where.

No exact place, no number of places, and of a support group no part of town either (safety.md #13,
#17, T11). Kept for strangers by `KeptListMiddleware`, and dropped at once with what staff stop.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.safety.access import Who, open_to
from opportunities.models import Kind, Opportunity, Session, public_opportunity
from opportunities.permissions import not_avoided_by

from .lines import FOOT, HEAD, escaped, folded, utc

MOST_ENTRIES: Final = 50
MOST_DATES: Final = 200
AHEAD: Final = dt.timedelta(weeks=4)
WORDS: Final = (
    *("public_id", "title", "summary", "card_words", "kind", "area__label", "organisation__name"),
)


@open_to(Who.EVERYONE)
@require_safe
def public_feed(request: HttpRequest) -> HttpResponse:
    """The newest of what is public and has a date ahead, as Atom."""
    now = timezone.now()
    found = Opportunity.objects.public(now).upcoming(now).filter(not_avoided_by(request.user))
    rows = found.order_by("-created_at", "-pk").values_list(
        *WORDS, "created_at", "last_published_at"
    )
    feed = Atom1Feed(
        title=_("New things to do"),
        link=settings.SITE_URL + reverse("opportunities:find"),
        feed_url=settings.SITE_URL + reverse("opportunities:public_feed"),
        description="",
        language=get_language(),
        author_name=settings.WAGTAIL_SITE_NAME,
    )
    for *words, made_at, published_at in rows[:MOST_ENTRIES]:
        public_id, title, summary, kind, area, organisation = _told(*words)
        feed.add_item(
            title=title,
            link=_address(public_id),
            description=" · ".join(filter(None, (organisation, _where(kind, area), summary))),
            unique_id=f"urn:uuid:{public_id}",
            pubdate=made_at,
            updateddate=max(filter(None, (made_at, published_at))),
        )
    return _answer(feed.writeString("utf-8"), "application/atom+xml; charset=utf-8")


@open_to(Who.EVERYONE)
@require_safe
def public_dates(request: HttpRequest) -> HttpResponse:
    """The dates of the next four weeks as a calendar."""
    now = timezone.now()
    of_posting = "opportunity__"
    avoided = Opportunity.objects.filter(~not_avoided_by(request.user))
    found = (
        Session.objects.upcoming(now)
        .filter(public_opportunity(now, of_posting), starts_at__lt=now + AHEAD)
        .exclude(opportunity__in=avoided if request.user.is_authenticated else ())
        .order_by("starts_at", "pk")
        .values_list(
            *("public_id", "starts_at", "ends_at", "moved_at", "opportunity__created_at"),
            *(of_posting + name for name in WORDS),
        )
    )
    text = "".join((HEAD, *map(_event, found[:MOST_DATES]), FOOT))
    answer = _answer(text, "text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="dates.ics"'
    return answer


def _event(row: tuple[Any, ...]) -> str:
    uid, starts_at, ends_at, moved_at, made_at, *words = row
    public_id, title, summary, kind, area, organisation = _told(*words)
    changed = moved_at or made_at
    where = _where(kind, area)
    lines: Iterable[str] = (
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{utc(changed)}",
        f"SEQUENCE:{int((changed - made_at).total_seconds())}",
        f"DTSTART:{utc(starts_at)}",
        f"DTEND:{utc(ends_at)}",
        f"SUMMARY:{escaped(title)}",
        f"DESCRIPTION:{escaped(f'{organisation}. {summary}')}",
        *([f"LOCATION:{escaped(where)}"] if where else []),
        f"URL:{_address(public_id)}",
        "END:VEVENT",
    )
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _told(
    public_id: Any, title: str, summary: str, others: dict[str, dict[str, str]], *of_it: Any
) -> tuple[Any, ...]:
    """What stands in both, with title and summary in the language that is read."""
    told = others.get(get_language() or "", {})
    return public_id, told.get("title", title), told.get("summary", summary), *of_it


def _where(kind: str, area: str | None) -> str:
    """The part of town; of a support group nothing."""
    return "" if kind == Kind.GROUP else area or ""


def _address(public_id: Any) -> str:
    return settings.SITE_URL + reverse("opportunities:detail", args=[public_id])


def _answer(text: str, content_type: str) -> HttpResponse:
    """`no-cache`: whoever keeps it asks each time whether it still holds."""
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    return HttpResponse(text, content_type=content_type, headers=headers)
