"""A question that is written down says what the ORM says, in the types that the ORM gives."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.written_down import LONG_AGO, NOBODY, Among, WrittenDown, rows_of
from opportunities.models import Opportunity
from tests.factories.opportunities import OpportunityFactory, SessionFactory

pytestmark = pytest.mark.django_db
COLUMNS = ("pk", "public_id", "live", "next_session_at", "latitude", "organisation__verified_until")


@pytest.fixture
def now():
    """Postings know of dates that are ahead by the clock."""
    return timezone.now() + dt.timedelta(days=1)


@pytest.fixture
def four(now):
    for number in range(4):
        opportunity = OpportunityFactory(latitude=Decimal("40.71"), live=number != 2)
        SessionFactory(opportunity=opportunity, starts_at=now + dt.timedelta(hours=number))
    return list(Opportunity.objects.order_by("pk"))


def asked(moment, keys):
    found = Opportunity.objects.filter(Among("pk", keys), next_session_at__gt=moment)
    return found.order_by("pk").values_list(*COLUMNS)


def test_answer_is_what_the_orm_gives_with_its_types(four, now):
    question = WrittenDown.of(asked(LONG_AGO, (NOBODY,)))
    for hours, chosen in ((-1, four), (1, four), (0, four[1:3]), (0, []), (99, four)):
        moment, keys = now + dt.timedelta(hours=hours), tuple(one.pk for one in chosen)
        rows = question.answer({LONG_AGO: moment, (NOBODY,): keys})
        assert len(rows) == {-1: 4, 1: 2, 0: len(keys), 99: 0}[hours]
        assert rows == list(asked(moment, keys))
        assert [[type(value) for value in row] for row in rows] == [
            [type(value) for value in row] for row in asked(moment, keys)
        ]


def test_words_that_look_like_a_stand_in_of_another_type_stay(four, now):
    """1 is True and 1.0 for Python's own dictionaries."""
    question = WrittenDown.of(Opportunity.objects.filter(live=True, pk__gt=1).values_list("pk"))
    answer = question.answer({1: four[0].pk})
    assert answer == [(one.pk,) for one in four[1:] if one.live]


def test_keys_may_be_a_set_and_none_at_all(four):
    question = WrittenDown.of(asked(LONG_AGO, (NOBODY,)))
    some = frozenset({four[0].pk, four[3].pk})
    assert {row[0] for row in question.answer({(NOBODY,): some})} == some
    assert question.answer({(NOBODY,): frozenset()}) == []
    assert question.answer({}) == []


def plans():
    """How often our question was planned anew on this connection, and how often by a kept plan."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(custom_plans), sum(generic_plans) FROM pg_prepared_statements "
            "WHERE statement LIKE '%%opportunities_opportunity%%'"
        )
        return cursor.fetchone()


def mode():
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        return cursor.fetchone()[0]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_is_planned_once_is_answered_alike_and_nothing_else_is_planned_so(four, now):
    question = WrittenDown.of(asked(LONG_AGO, (NOBODY,)))
    meant = {LONG_AGO: now - dt.timedelta(hours=1), (NOBODY,): tuple(one.pk for one in four)}
    for planned_once in (True, False):
        connection.close()  # plans of before go with it
        answers = [question.answer(meant, planned_once=planned_once) for _time in range(12)]
        anew, kept = plans()
        assert (anew == 0 and kept >= 5) if planned_once else anew >= 5
        assert answers == 12 * [list(asked(*meant.values()))]
    assert mode() == "auto"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_goes_wrong_is_an_error_of_django_and_leaves_the_connection_well():
    with pytest.raises(DataError):
        rows_of("SELECT 1 / %s::int", [0], planned_once=True)
    assert rows_of("SELECT %s::int", [5], planned_once=True) == [(5,)]
    assert mode() == "auto"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_within_a_transaction_the_planner_is_told_nothing():
    with transaction.atomic():
        assert rows_of("SELECT %s::int", [5], planned_once=True) == [(5,)]
        assert mode() == "auto"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_behind_a_pooler_the_planner_is_told_nothing(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {})
    with CaptureQueriesContext(connection) as asked_for:
        assert rows_of("SELECT %s::int", [5], planned_once=True) == [(5,)]
    assert len(asked_for) == 1
