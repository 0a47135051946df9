"""The tick of organisations."""

from celery import shared_task
from django.utils import timezone

from . import actions


@shared_task
def warn_of_ends() -> None:
    """Tell owners and staff whose verification ends soon."""
    actions.warn_of_ends(now=timezone.now())
