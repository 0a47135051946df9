"""What a partner reads first is there at once where PostgreSQL has counted its tables wrongly."""

import pytest
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from cms.demo import world
from community.people.models import User
from opportunities.models import Hours, Kind, SignUp, Source, Standing
from opportunities.views.unanswered import unanswered
from tests.made_once import made_once


def make_town():
    """The demo world, and hours that people of Rosa's organisation say differently."""
    now = timezone.now()
    world.build(now=now)
    asked = {"state": Standing.ASKED, "source": Source.OWN, "asked_minutes": 60}
    rosas = Q(session__opportunity__organisation__memberships__person__username="rosa")
    Hours.objects.bulk_create(
        Hours(sign_up=row, changed_at=now, **asked)
        for row in SignUp.objects.filter(rosas).exclude(session__opportunity__kind=Kind.GROUP)
    )


town = made_once(make_town)


@pytest.mark.postgres
@pytest.mark.django_db
def test_what_waits_is_found_where_nothing_was_counted(town):
    """It had counted them while a transaction was still filling them, and found nothing there."""
    rosa, now = User.objects.get(username="rosa"), timezone.now()
    before = unanswered(rosa, now)
    assert "Hours to say yes to" in {one.words for one in before}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_class SET reltuples = 0, relpages = pg_relation_size(oid) / 8192 "
            "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        cursor.execute("SET LOCAL statement_timeout = '5s'")
    assert unanswered(rosa, now) == before
