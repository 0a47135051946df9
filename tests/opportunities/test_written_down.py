"""A question that is written down says what the ORM says, in the types that the ORM gives."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from opportunities.models import Opportunity
from opportunities.models.written_down import LONG_AGO, NOBODY, Among, WrittenDown
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
