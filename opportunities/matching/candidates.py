"""What is compared, asked of the database in a fixed number of questions.

The four gates of safety are kept here (see `gates`): what they shut out is never read. Of the words
of an opportunity only those are read that the person's answers speak of.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache, reduce
from typing import Any, Final

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Value,
)

from community.organisations.models import site_day
from community.people.models import User
from community.people.points import FEWEST_POINTS
from community.written_down import LONG_AGO, NOBODY, Among, Keys, WrittenDown
from opportunities.models import (
    LocalPart,
    Opportunity,
    OpportunityQuerySet,
    Session,
    SignUp,
    slot,
)
from opportunities.models.vocabulary import ONLINE
from opportunities.permissions import not_avoided_by

from .factors import answered_points
from .terms import Answers, Candidate

MOST_CANDIDATES: Final = 2000  # those that begin soonest
AHEAD: Final = dt.timedelta(weeks=4)  # as far as dates are compared with somebody's times
DATES: Final = "dates"
HOURS: Final = 24

COLUMNS: Final = (
    *("pk", "organisation_id", "next_session_at", "kind", "commitment"),
    *("latitude", "longitude"),
)
# A field of an opportunity that answers speak of, and the column of its words.
FIELDS: Final = (
    ("goals", "goal"),
    ("interests", "interest"),
    ("needs", "practicalneed"),
    ("teaches", "skill"),
    ("uses", "skill"),
)


def candidates(
    *, person: User, answers: Answers, now: dt.datetime, among: Collection[int] | None = None
) -> list[Candidate]:
    """What may be suggested to somebody. Two queries, whatever there is; `among`: only of these.

    Public, with a date ahead, not kept away by them, and not in their plan already. Those that
    begin soonest; the newest, if too little is answered for a score.
    """
    is_scored = answered_points(answers) >= FEWEST_POINTS
    question = _open_question(is_scored, among is not None)
    days = {LONG_AGO: now, site_day(LONG_AGO): site_day(now)}
    rows = question.answer(days | {NOBODY: person.pk, (NOBODY,): tuple(among or ())})
    return _with_words(rows, answers, now)


def read(found: OpportunityQuerySet, answers: Answers, now: dt.datetime) -> list[Candidate]:
    """The first of these, with those of their words that the answers speak of. Two queries."""
    return _with_words(list(found.values_list(*COLUMNS)[:MOST_CANDIDATES]), answers, now)


def _with_words(rows: list[tuple[Any, ...]], answers: Answers, now: dt.datetime) -> list[Candidate]:
    ids = tuple(row[0] for row in rows)
    words: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    slots: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, opportunity, word, number in _said_of(ids, answers, now):
        if name == DATES:
            slots[opportunity][slot(*divmod(word, HOURS))] += number
        else:
            words[opportunity][name].add(word)
    return [_candidate(row, words.get(row[0], {}), slots.get(row[0], {})) for row in rows]


def _candidate(
    row: tuple[Any, ...], words: Mapping[str, Iterable[int]], slots: Mapping[str, int]
) -> Candidate:
    """`words`: by the fields of a candidate, and ONLINE. Most have few: nothing is set for none."""
    pk, organisation_id, starts_at, kind, commitment, latitude, longitude = row
    return Candidate(
        pk,
        organisation_id,
        starts_at,
        kind=kind,
        commitment=commitment,
        latitude=None if latitude is None else float(latitude),
        longitude=None if longitude is None else float(longitude),
        is_online=ONLINE in words,
        slots=slots,
        **{name: frozenset(keys) for name, keys in words.items() if name != ONLINE},
    )


@lru_cache(maxsize=4)
def _open_question(is_scored: bool, is_among: bool) -> WrittenDown:
    """The four gates, and that they have no place and no place in line there already.

    Whether they have one or only wait makes no difference: who is put in line because of somebody
    else sees what everybody in line sees (docs/decisions/0011-full-for-everybody.md).
    """
    nobody = User(pk=NOBODY)
    in_plan = SignUp.objects.ahead(LONG_AGO).filter(
        person=nobody, session__opportunity=OuterRef("pk")
    )
    found = Opportunity.objects.public(LONG_AGO).upcoming(LONG_AGO)
    found = found.filter(not_avoided_by(nobody)).exclude(Exists(in_plan))
    if is_among:
        found = found.filter(Among("pk", (NOBODY,)))
    found = found.order_by(*(("next_session_at", "pk") if is_scored else ("-pk",)))
    return WrittenDown.of(found.values_list(*COLUMNS)[:MOST_CANDIDATES])


def _said_of(ids: Keys, answers: Answers, now: dt.datetime) -> list[tuple[Any, ...]]:
    """What the answers speak of, as rows of (field, opportunity, word, number), in one question.

    What there is to know before is read whole: it is said to everybody.
    """
    wanted = {
        "goals": frozenset(answers.goals),
        "interests": answers.interests,
        "needs": answers.must_haves | answers.supports,
        "teaches": answers.learn,
        "uses": answers.use,
    }
    question = _question_of(tuple(bool(words) for words in wanted.values()), bool(answers.slots))
    meant = {_stand_in(place): words for place, words in enumerate(wanted.values())}
    days = {LONG_AGO: now, LONG_AGO + AHEAD: now + AHEAD}
    return question.answer({(NOBODY,): ids} | meant | days)


def _stand_in(place: int) -> Keys:
    """For the words that the field at this place of `FIELDS` is asked for."""
    return (-10 - place,)


@lru_cache(maxsize=64)
def _question_of(asked: tuple[bool, ...], with_dates: bool) -> WrittenDown:
    """`asked`: which of `FIELDS` are asked for any words."""
    online = _rows_of("needs").filter(practicalneed__slug=ONLINE)
    parts = [_named(ONLINE, online, "practicalneed_id")]
    for place, (name, column) in enumerate(FIELDS):
        if asked[place]:
            found = _rows_of(name).filter(Among(f"{column}_id", _stand_in(place)))
            parts.append(_named(name, found, f"{column}_id"))
    parts.append(_named("cautions", _rows_of("cautions"), "caution_id"))
    return WrittenDown.of(all_of([*parts, _dates_of()] if with_dates else parts))


def _rows_of(name: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = getattr(Opportunity, name).through.objects.all()
    return rows.filter(Among("opportunity_id", (NOBODY,)))


def _named(name: str, rows: QuerySet[Any], column: str) -> QuerySet[Any]:
    return rows.values_list(Value(name), "opportunity_id", column, Value(1))


def _dates_of() -> QuerySet[Any]:
    """How many dates ahead of each begin in which hour of the week, by the clock of the place.

    Full or not; of what begins later than four weeks from now the first date.
    """
    ahead = Session.objects.upcoming(LONG_AGO).filter(Among("opportunity_id", (NOBODY,)))
    # As a list of keys: a join would look up the posting of each date.
    first = Opportunity.objects.filter(Among("pk", (NOBODY,))).values("next_session_id")
    ahead = ahead.filter(Q(starts_at__lt=LONG_AGO + AHEAD) | Q(pk__in=first))
    hour = (LocalPart("weekday") - Value(1)) * Value(HOURS) + LocalPart("hour")
    return (
        ahead.annotate(what=Value(DATES), hour=hour)
        .order_by()
        .values("what", "opportunity_id", "hour")
        .annotate(number=Count("pk"))
        .values_list("what", "opportunity_id", "hour", "number")
    )


def all_of(parts: list[QuerySet[Any]]) -> QuerySet[Any]:
    """The rows of several questions in one."""
    return reduce(lambda one, other: one.union(other, all=True), parts)
