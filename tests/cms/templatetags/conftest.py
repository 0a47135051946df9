"""Parts are read in English here, whichever language a page was asked for in before."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield
