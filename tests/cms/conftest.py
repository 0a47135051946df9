import pytest

from cms.actions import prepare_site
from cms.models import HomePage


@pytest.fixture
def home(db) -> HomePage:
    """A site as `prepare_site` leaves it."""
    return prepare_site()
