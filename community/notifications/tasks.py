"""The outbox's ticks."""

from celery import shared_task
from django.utils import timezone

from . import actions


@shared_task
def deliver_due() -> None:
    """Send what is due."""
    actions.deliver_due(now=timezone.now())


@shared_task
def forget_old_messages() -> None:
    """Delete messages that ended long ago, and notes that were read long ago."""
    actions.forget_old_messages(now=timezone.now())
    actions.forget_old_notes(now=timezone.now())
