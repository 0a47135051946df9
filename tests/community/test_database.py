"""A connection to PostgreSQL reads moments as Django does, and is asked whether it lives only when
its server has said something."""

import ast
import datetime as dt
import os
import select
import subprocess
import sys

import pytest
from django.core.signals import request_started
from django.db import DataError, OperationalError, connection, connections
from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from hypothesis import given
from hypothesis import strategies as st

from community.database import MomentLoader, trust_while_quiet

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ZONES = ("UTC", "America/New_York", "Asia/Kolkata", "Africa/Monrovia")


@pytest.fixture
def kept(monkeypatch):
    """The connection as it is kept from one request to the next, and how often it was asked."""
    real = connections["default"]
    real.ensure_connection()
    monkeypatch.setitem(real.settings_dict, "CONN_MAX_AGE", None)
    monkeypatch.setitem(real.settings_dict, "CONN_HEALTH_CHECKS", True)
    real.close()
    real.ensure_connection()
    asked, is_usable = [], type(real).is_usable
    monkeypatch.setattr(type(real), "is_usable", lambda self: asked.append(1) or is_usable(self))
    # Django's test client puts Django's own receiver behind ours; see the test of the order.
    request_started.disconnect(trust_while_quiet)
    request_started.connect(trust_while_quiet)
    yield asked
    connection.close()


@pytest.fixture
def zone():
    """Has the server write moments by the clock of some place; of old some were odd by seconds."""

    def write_in(name):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('TimeZone', %s, false)", [name])

    yield write_in
    connection.close()


def begin_request():
    request_started.send(sender=type(connection), environ={})


def answer(sql="SELECT 7", given=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchone()[0]


def end_by_the_server():
    """What a restart of the server does to a connection, and until the word of it is here."""
    pid = answer("SELECT pg_backend_pid()")
    with connection.connection.__class__.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
    said = select.poll()
    said.register(connection.connection.fileno(), select.POLLIN)
    assert said.poll(5000), "nothing was heard of the end"


def test_a_moment_is_read_as_django_reads_it():
    connection.ensure_connection()
    loader = connection.connection.adapters.get_loader
    assert loader(connection.connection.adapters.types["timestamptz"].oid, 0) is MomentLoader

    @given(st.datetimes(dt.datetime(1, 1, 2), dt.datetime(9999, 12, 30), timezones=st.just(dt.UTC)))
    def as_django_does(moment):
        found = answer("SELECT %s::timestamptz", [moment])
        written = answer("SELECT %s::timestamptz::text", [moment]).encode()
        reader = type("Django", (BaseTzLoader,), {"timezone": dt.UTC})
        assert found == moment == reader(1184, connection.connection).load(written)
        assert found.tzinfo is dt.UTC

    as_django_does()


@pytest.mark.parametrize("name", ZONES)
def test_a_moment_written_by_another_clock_is_the_same_moment(zone, name):
    zone(name)
    for moment in (
        dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC),
        dt.datetime(1900, 1, 1, tzinfo=dt.UTC),
    ):
        assert answer("SELECT %s::timestamptz", [moment]) == moment


def test_no_moment_is_none_and_one_that_python_has_no_year_for_is_said_to_be_wrong():
    assert answer("SELECT NULL::timestamptz") is None
    for odd in ("infinity", "12026-01-01 00:00+00", "0044-03-15 00:00+00 BC"):
        with pytest.raises(DataError):
            answer(f"SELECT '{odd}'::timestamptz")


def test_in_a_process_that_serves_the_look_comes_after_what_django_does():
    asked = (
        "import django; django.setup(); from django.core.signals import request_started as began; "
        "print([one[1]().__name__ for one in began.receivers])"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    said = subprocess.check_output([sys.executable, "-c", asked], text=True, env=environment)
    order = ast.literal_eval(said)
    assert order.index("close_old_connections") < order.index("trust_while_quiet")


def test_a_quiet_connection_is_not_asked_whether_it_lives(kept):
    for _request in range(3):
        begin_request()
        assert answer() == 7
    assert kept == []


def test_after_a_restart_of_the_server_the_next_request_has_a_new_connection(kept):
    before = connection.connection
    end_by_the_server()
    begin_request()
    assert answer() == 7
    assert kept == [1]
    assert connection.connection is not before


def test_without_a_look_at_what_the_server_said_the_next_request_would_fail(kept):
    """The positive control."""
    end_by_the_server()
    begin_request()
    connection.health_check_done = True
    with pytest.raises(OperationalError):
        answer()


def test_a_connection_that_is_closed_or_not_there_yet_is_left_alone(kept):
    connection.connection.close()
    begin_request()
    assert answer() == 7
    connection.close()
    begin_request()
    assert answer() == 7
