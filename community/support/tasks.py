"""The clock of the directory and of first talks."""

from celery import shared_task
from django.utils import timezone

from . import actions
from .actions import talks


@shared_task
def look_at_entries() -> None:
    """Ask staff to ring what is to be checked again."""
    actions.tell_of_old_entries(now=timezone.now())


@shared_task
def tell_of_late_talks() -> None:
    """Ask staff about talks whose promised time went by."""
    talks.tell_of_late_talks(now=timezone.now())
