"""The tick of what is over."""

from celery import shared_task
from django.utils import timezone

from . import actions


@shared_task
def forget_what_is_over() -> None:
    """Delete what was kept long enough."""
    actions.forget_what_is_over(now=timezone.now())
