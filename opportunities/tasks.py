"""The ticks of opportunities."""

from celery import shared_task
from django.utils import timezone

from .actions import (
    alerts,
    calendar_address,
    enquiring,
    pausing,
    regulars,
    schedules,
    sessions,
    shortage,
    signups,
    stopping,
    uploading,
)


@shared_task
def refresh_next_sessions() -> None:
    """Move on to the next session where one has begun."""
    sessions.refresh_next_sessions(now=timezone.now())


@shared_task
def materialise() -> None:
    """Make the dates of the next twelve months of what comes again."""
    schedules.materialise(now=timezone.now())


@shared_task
def save_places_of_regulars() -> None:
    """Save the places of the next weeks for everybody who comes regularly."""
    regulars.save_places_of_regulars(now=timezone.now())


@shared_task
def pause_stopped() -> None:
    """Remind nobody of what is out of sight since the last tick."""
    pausing.pause_stopped(now=timezone.now())


@shared_task
def tell_of_stopped() -> None:
    """Tell people of what is off for now since the last tick."""
    stopping.tell_of_stopped(now=timezone.now())


@shared_task
def end_offers() -> None:
    """Pass on the places that were offered and not taken in time."""
    signups.end_offers(now=timezone.now())


@shared_task
def pass_places_on() -> None:
    """Tell who wanted to pass a place on that it is passed on, or still theirs."""
    signups.pass_places_on(now=timezone.now())


@shared_task
def chase_requests() -> None:
    """Tell organisations, and in the end staff, of who asks for a place."""
    signups.end_requests(now=timezone.now())
    signups.chase_requests(now=timezone.now())


@shared_task
def alert() -> None:
    """Tell staff of two people who are kept apart and came to one date."""
    signups.alert_of_kept_apart(now=timezone.now())


@shared_task
def tell_of_enquiries() -> None:
    """Tell organisations that somebody asks to take part, and staff where nobody answers."""
    enquiring.tell_of_enquiries(now=timezone.now())


@shared_task
def tell_of_what_opened() -> None:
    """Tell people who asked for it that something opened which fits them."""
    alerts.tell_of_what_opened(now=timezone.now())


@shared_task
def tell_of_ending_addresses() -> None:
    """Tell people whose calendar address ends soon."""
    calendar_address.tell_of_ending_addresses(now=timezone.now())


@shared_task
def tell_of_shortages() -> None:
    """Tell organisations and staff of dates that are near and have far too few people."""
    shortage.tell_of_shortages(now=timezone.now())


@shared_task
def bring_in() -> None:
    """Go on with the tables that partners bring in."""
    uploading.go_on_with_uploads(now=timezone.now())
