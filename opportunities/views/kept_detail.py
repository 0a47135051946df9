"""The page of an opportunity as strangers see it, kept ready-made in this process.

Each visit asks the database for all that the page says of the opportunity, in one statement; the
page is rendered anew as soon as any of it has changed. So no stranger reads for another second
what staff have just held, and no full date looks free; only menus may be a minute old. A page with
a person in it is never kept, nor is anybody's token, nor when their form was given out: a kept
page has gaps in their places.
"""

import datetime as dt
import re
import time
import uuid
from collections.abc import Callable
from functools import lru_cache, wraps
from itertools import cycle
from typing import Any, NamedTuple

from django.contrib.messages import get_messages
from django.db import connection
from django.db.models import FilteredRelation, Q
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import get_language

from community.organisations.models import site_day
from community.safety import pace
from opportunities.models import Opportunity

from .results import JoinedIds

# The exact place is not among them: no stranger's visit reads it (safety.md #17).
SAID = (
    *("kind", "joining", "title", "summary", "description", "rhythm", "who_comes", "bring", "cost"),
    *("ask_for", "motif", "area__label", "needs_in_one", "languages_in_one"),
    *("cautions_in_one", "asked_until", "course"),
    *("organisation__name", "organisation__about", "organisation__verified_note"),
)
SAID_OF_DATES = ("public_id", "starts_at", "ends_at", "time_zone", "capacity", "places_taken")
SECONDS = 60
AT_MOST = 500
TOKEN, OPENED = b"csrfmiddlewaretoken", pace.FIELD.encode()
GAP = re.compile(rb'(?<=name=")(%b|%b)" value="[^"]+' % (TOKEN, OPENED))

View = Callable[..., HttpResponse]


class KeptPage(NamedTuple):
    """A page cut at its gaps, each followed by its name, and when it is to be made anew."""

    until: float
    parts: list[bytes]


_kept: dict[tuple[Any, ...], KeptPage] = {}


def kept_by_content(most_dates: int) -> Callable[[View], View]:
    """Keep a view's pages for strangers by all that stands on them.

    `most_dates`: how many dates the view asks for. The page with all of them is not kept.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
            if not _is_plain(request):
                return view(request, public_id)
            key = _content(public_id, most_dates)
            if _is_of_a_course(key):
                return view(request, public_id)
            page = _kept.get(key)
            if page and page.until > time.time():
                return HttpResponse(_filled(page.parts, request))
            response = view(request, public_id)
            # Only what did not change while it was rendered is what the key says.
            if response.status_code == 200 and key == _content(public_id, most_dates):
                _keep(key, response.content)
            return response

        return answer

    return decorate


def _is_plain(request: HttpRequest) -> bool:
    """A visit by nobody in particular: not signed in, no message waits to be shown, and nothing
    is noted in their session, as the country whose numbers they chose is."""
    if request.method != "GET" or "dates" in request.GET or request.user.is_authenticated:
        return False
    return not request.session.keys() and not len(get_messages(request))


def _is_of_a_course(key: tuple[Any, ...]) -> bool:
    """All dates of a course are on its page, more than are asked for here: it is not kept."""
    said = key[2]
    return bool(said and said[SAID.index("course")])


def _keep(key: tuple[Any, ...], content: bytes) -> None:
    """Cut what is somebody's own out of the page and keep the rest."""
    if len(_kept) >= AT_MOST:
        _kept.clear()
    _kept[key] = KeptPage(time.time() + SECONDS, GAP.split(content))


def _filled(parts: list[bytes], request: HttpRequest) -> bytes:
    """The page with this visitor's own token; without a form on it they are given none."""
    if len(parts) == 1:
        return parts[0]
    own = {TOKEN: get_token(request).encode(), OPENED: pace.stamp().encode()}
    return b"".join(
        part + b'" value="' + own[part] if is_gap else part
        for part, is_gap in zip(parts, cycle((False, True)), strict=False)
    )


def _content(public_id: uuid.UUID, most_dates: int) -> tuple[Any, ...]:
    """All that the page says, as the database writes it: a row for each date, none if hidden."""
    now = timezone.now()
    sql, params = _statement(most_dates)
    stand_ins = _stand_ins(NOBODYS_ID, LONG_AGO)
    real = dict(zip(stand_ins, _stand_ins(public_id, now), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(sql, [real.get(param, param) for param in params])
        rows = cursor.fetchall()
    # What is said of the opportunity stands in every row: one is enough.
    dates = tuple(row[len(SAID) :] for row in rows)
    return get_language(), public_id, rows[0][: len(SAID)] if rows else None, dates


NOBODYS_ID = uuid.UUID(int=0)
LONG_AGO = dt.datetime(1970, 2, 3, 11, 5, tzinfo=dt.UTC)


@lru_cache(maxsize=1)
def _statement(most_dates: int) -> tuple[str, tuple[Any, ...]]:
    """The query in SQL, with stand-ins for its id and moment: Django takes longer to write it
    down than the database to answer it."""
    found = (
        Opportunity.objects.public(LONG_AGO)
        .filter(public_id=NOBODYS_ID)
        .annotate(
            needs_in_one=JoinedIds("needs"),
            languages_in_one=JoinedIds("languages"),
            cautions_in_one=JoinedIds("cautions"),
            date=FilteredRelation(
                "sessions",
                condition=Q(sessions__starts_at__gt=LONG_AGO, sessions__cancelled_at=None),
            ),
        )
        .order_by("date__starts_at", "date__id")
        .values_list(*SAID, *[f"date__{column}" for column in SAID_OF_DATES])
    )
    sql, params = found[:most_dates].query.sql_with_params()
    return sql, params


def _stand_ins(public_id: uuid.UUID, now: dt.datetime) -> tuple[Any, ...]:
    """An id, a moment and its day as this database is given them."""
    key = Opportunity._meta.get_field("public_id").get_db_prep_value(public_id, connection)
    ops = connection.ops
    return key, ops.adapt_datetimefield_value(now), ops.adapt_datefield_value(site_day(now))
