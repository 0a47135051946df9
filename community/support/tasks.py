"""The clock of finding help."""

from celery import shared_task
from django.utils import timezone

from .actions import talks


@shared_task
def tell_of_late_talks() -> None:
    """Ask staff about talks whose promised time went by."""
    talks.tell_of_late_talks(now=timezone.now())
