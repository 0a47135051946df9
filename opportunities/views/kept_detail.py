"""The page of an opportunity as strangers see it, kept ready-made (see `kept_pages`).

Each visit asks the database for all that the page says of the opportunity, in one statement; the
page is rendered anew as soon as any of it has changed. So no stranger reads for another second
what staff have just held, and no full date looks free; only menus may be a minute old.
"""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from django.db import connection
from django.db.models import FilteredRelation, Q, TextField
from django.db.models.functions import MD5, Cast, Concat
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import get_language

from community.organisations.models import site_day
from community.safety import pace
from opportunities.models import Opportunity

from .kept_pages import KeptPages, is_plain
from .results import JoinedIds

# The exact place is not among them: no stranger's visit reads it (safety.md #17).
SAID = (
    *("kind", "joining", "title", "summary", "description", "rhythm", "who_comes", "bring", "cost"),
    *(
        "written_in",
        "in_others_in_short",
        "ask_for",
        "motif",
        "area__label",
        "needs_in_one",
        "languages_in_one",
    ),
    *("cautions_in_one", "asked_until", "course", "parts_in_one", "rules"),
    *("organisation__name", "organisation__about", "organisation__verified_note"),
    *("organisation__written_in", "organisation_in_others"),
)
SAID_OF_DATES = ("public_id", "starts_at", "ends_at", "time_zone", "capacity", "places_taken")
View = Callable[..., HttpResponse]


TOKEN, OPENED = b"csrfmiddlewaretoken", pace.FIELD.encode()
_kept = KeptPages(500, re.compile(rb'(?<=name=")(%b|%b)" value="[^"]+' % (TOKEN, OPENED)))


def kept_by_content(most_dates: int) -> Callable[[View], View]:
    """Keep a view's pages for strangers by all that stands on them.

    `most_dates`: how many dates the view asks for. The page with all of them is not kept.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
            if "dates" in request.GET or not is_plain(request):
                return view(request, public_id)
            key = _content(public_id, most_dates)
            if _says_more(key):
                return view(request, public_id)
            if page := _kept.fresh(key):
                return HttpResponse(page.filled(_own(request)) if page.has_gaps else page.parts[0])
            response = view(request, public_id)
            # Only what did not change while it was rendered is what the key says.
            if response.status_code == 200 and key == _content(public_id, most_dates):
                _kept.keep(key, response.content)
            return response

        return answer

    return decorate


def _own(request: HttpRequest) -> dict[bytes, bytes]:
    """This visitor's token and moment; without a form on the page they are given none."""
    own = {TOKEN: get_token(request), OPENED: pace.stamp()}
    return {name: name + b'" value="' + value.encode() for name, value in own.items()}


def _says_more(key: tuple[Any, ...]) -> bool:
    """All dates of a course are on its page, and what each part of a date has left: more than is
    asked for here, so it is not kept."""
    said = key[2]
    return bool(said and (said[SAID.index("course")] or said[SAID.index("parts_in_one")]))


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
            # By its mark only: who has a place reads more of it than a stranger does.
            in_others_in_short=Concat(
                MD5(Cast("in_other_languages", TextField())), Cast("card_words", TextField())
            ),
            organisation_in_others=Cast("organisation__in_other_languages", TextField()),
            needs_in_one=JoinedIds("needs"),
            languages_in_one=JoinedIds("languages"),
            cautions_in_one=JoinedIds("cautions"),
            parts_in_one=JoinedIds("parts"),
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
