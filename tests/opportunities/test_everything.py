"""The list without filters asks a question that was written down once: it must say the same."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from opportunities.actions.publishing import hold_reported
from opportunities.forms.filters import NEWEST, SOONEST, Criteria, Cursor
from opportunities.views import everything, results
from opportunities.views.everything import page_of_everything
from opportunities.views.facets import facets
from opportunities.views.narrowing import listed
from tests.factories.opportunities import OpportunityFactory, PracticalNeedFactory, SessionFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    """Enough for three pages, and some of what must not be on any."""
    now = timezone.now()
    needs = PracticalNeedFactory.create_batch(2)
    for number in range(47):
        opportunity = OpportunityFactory(needs=needs[: number % 3])
        SessionFactory(opportunity=opportunity, starts_at=now + dt.timedelta(hours=5 + number // 2))
    held, _draft = SessionFactory().opportunity, SessionFactory(opportunity__live=False)
    hold_reported(opportunity=held, now=now)
    lapsed = OrganisationFactory(verified_until=now.date() - dt.timedelta(days=3))
    SessionFactory(opportunity__organisation=lapsed)
    return now


def of_orm(sort, now, **cursors):
    found = listed(Criteria(), facets(now), AnonymousUser(), now)
    return results.page(found, sort, **cursors)


@pytest.mark.parametrize("sort", [SOONEST, NEWEST])
def test_every_page_is_the_one_that_the_filters_would_give(town, sort):
    """Forwards to the end and back again, with moments and cursors that change each time."""
    seen, page = [], page_of_everything(sort, town)
    assert page == of_orm(sort, town)
    while page.next:
        seen += page.rows
        after = page.next
        page = page_of_everything(sort, town, after=after)
        assert page == of_orm(sort, town, after=after)
    seen += page.rows
    assert len({row.pk for row in seen}) == len(seen) == 47
    back = page_of_everything(sort, town, before=page.previous)
    assert back == of_orm(sort, town, before=page.previous)
    assert [row.pk for row in back.rows] == [row.pk for row in seen[20:40]]


def test_each_visit_asks_with_its_own_moment(town):
    later = town + dt.timedelta(hours=12)
    for now in (town, later, town, town + dt.timedelta(days=30)):
        page = page_of_everything(SOONEST, now)
        assert page == of_orm(SOONEST, now)
        assert all(row.next_session_at > now for row in page.rows)
    assert page.rows == []


def test_verification_that_ends_between_two_visits_is_seen_by_the_second(town):
    day = dt.timedelta(days=1)
    trusted = OrganisationFactory(verified_until=(town + 40 * day).date())
    SessionFactory(opportunity__organisation=trusted, starts_at=town + 60 * day)
    assert len(page_of_everything(SOONEST, town + 39 * day).rows) == 1
    assert page_of_everything(SOONEST, town + 42 * day).rows == []


def test_cursor_before_the_first_row_and_after_the_last_gives_nothing(town):
    far = Cursor(town + dt.timedelta(days=900), 10**9)
    assert page_of_everything(SOONEST, town, after=far).rows == []
    long_ago = Cursor(town - dt.timedelta(days=900), 1)
    assert page_of_everything(SOONEST, town, before=long_ago).rows == []


@pytest.mark.postgres
def test_question_is_written_down_once_for_each_way_to_ask(town):
    everything._written_down.cache_clear()
    for days in range(3):
        page_of_everything(SOONEST, town + dt.timedelta(days=days))
        page_of_everything(SOONEST, town, after=Cursor(town, days + 1))
    assert connection.vendor == "postgresql"
    assert everything._written_down.cache_info().misses == 2
