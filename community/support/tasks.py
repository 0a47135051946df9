"""The clock of finding help."""

from celery import shared_task
from django.utils import timezone

from . import actions


@shared_task
def tell_of_late_talks() -> None:
    """Ask staff about talks whose promised time went by."""
    actions.tell_of_late_talks(now=timezone.now())
