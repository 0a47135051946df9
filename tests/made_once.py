"""What is the same for all tests of a file, made in the database once."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import connection, transaction

OPEN: list[Any] = []


def made_once(make: Callable[[], Any]) -> Any:
    """A fixture of a whole file: what `make` returns, in a transaction that its end takes back.

    Each test goes on from there in its own transaction. Not for tests that commit. A test that
    asks for it in the middle, by `getfixturevalue`, would have its own transaction around it, which
    ends first, and every test after it would find nothing: that is refused.
    """

    @pytest.fixture(scope="module")
    def made(django_db_setup, django_db_blocker):
        with django_db_blocker.unblock(), ExitStack() as making:
            assert len(connection.atomic_blocks) == len(OPEN), "name the fixture in the test"
            making.enter_context(transaction.atomic())
            there = make()
            making.callback(transaction.set_rollback, True)
            made_so_far = making.pop_all()
        OPEN.append(there)
        yield there
        OPEN.pop()
        with django_db_blocker.unblock():
            made_so_far.close()

    return made
