"""What a partner reads first is there at once where PostgreSQL has counted its tables wrongly."""

import pytest
from django.db import connection
from django.utils import timezone

from cms.demo import world
from community.people.models import User
from opportunities.views.unanswered import unanswered
from tests.made_once import made_once

town = made_once(lambda: world.build(now=timezone.now()))


@pytest.mark.postgres
@pytest.mark.django_db
def test_what_waits_is_found_where_nothing_was_counted(town):
    """It had counted them while a transaction was still filling them, and found nothing there."""
    rosa, now = User.objects.get(username="rosa"), timezone.now()
    before = unanswered(rosa, now)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_class SET reltuples = 0, relpages = pg_relation_size(oid) / 8192 "
            "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        cursor.execute("SET LOCAL statement_timeout = '5s'")
    assert unanswered(rosa, now) == before
