"""What is the same for all tests of a file, made in the database once."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import transaction


def made_once(make: Callable[[], Any]) -> Any:
    """A fixture of a whole file: what `make` returns, in a transaction that its end takes back.

    Each test goes on from there in its own transaction. Not for tests that commit.
    """

    @pytest.fixture(scope="module")
    def made(django_db_setup, django_db_blocker):
        with django_db_blocker.unblock(), ExitStack() as making:
            making.enter_context(transaction.atomic())
            there = make()
            making.callback(transaction.set_rollback, True)
            made_so_far = making.pop_all()
        yield there
        with django_db_blocker.unblock():
            made_so_far.close()

    return made
