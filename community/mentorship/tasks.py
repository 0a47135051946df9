"""The ticks of those who walk together."""

from celery import shared_task
from django.utils import timezone

from . import actions
from .actions import checking_in, resting


@shared_task
def end_checks_of_mentors() -> None:
    """Let mentors lapse whose twelve months are over, warn before, and end pauses."""
    now = timezone.now()
    actions.end_checks(now=now)
    actions.end_pauses(now=now)
    actions.forget_addresses(now=now)


@shared_task
def ask_how_it_goes() -> None:
    """Make check-ins ahead, ask those that are due, and tell staff of late ones."""
    now = timezone.now()
    checking_in.plan_further(now=now)
    checking_in.ask_due(now=now)
    checking_in.chase_late(now=now)


@shared_task
def go_on_after_a_rest() -> None:
    """Let those go on whose day has come."""
    resting.wake(now=timezone.now())
