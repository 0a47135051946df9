"""Where "Leave this site" leads."""

import logging

from django.conf import settings
from django.db import DatabaseError

from community.safety.models import LeaveAddress, neutral_address

logger = logging.getLogger(__name__)

# For a site whose own setting is not fit either: it never fails to lead away.
WEATHER = "https://www.weather.gov/"


def fallback_address() -> str:
    """The address that needs no database: `settings.LEAVE_URL`, or the weather if that is unfit."""
    address: str = settings.LEAVE_URL
    return address if neutral_address(address) else WEATHER


def leave_address() -> str:
    """Where "Leave this site" leads now.

    The people who run the site choose it: a row of `LeaveAddress`, which the cms puts on its
    settings screen (pk 1, `full_clean()` before `save()`). A row that was made unfit by other
    means is passed over, and a database that is gone does not keep anybody here.
    """
    try:
        chosen = LeaveAddress.objects.values_list("address", flat=True).first()
    except DatabaseError as error:
        logger.warning("leave address not read: %s", type(error).__name__)
        return fallback_address()
    return chosen if chosen and neutral_address(chosen) else fallback_address()
