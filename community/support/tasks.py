"""The ticks of the directory."""

from celery import shared_task
from django.utils import timezone

from . import actions


@shared_task
def look_at_entries() -> None:
    """Ask staff to ring what is to be checked again."""
    actions.tell_of_old_entries(now=timezone.now())
