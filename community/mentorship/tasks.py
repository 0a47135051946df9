"""The tick of mentors: checks and pauses that end."""

from celery import shared_task
from django.utils import timezone

from . import actions


@shared_task
def end_checks_of_mentors() -> None:
    """Let mentors lapse whose twelve months are over, warn before, and end pauses."""
    now = timezone.now()
    actions.end_checks(now=now)
    actions.end_pauses(now=now)
    actions.forget_addresses(now=now)
