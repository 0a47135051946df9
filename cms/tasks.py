"""The clock of what we say."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from cms.numbers import tell_of_old_numbers


@shared_task
def publish_scheduled() -> None:
    """Publish and take down what editors gave a date."""
    call_command("publish_scheduled", verbosity=0)


@shared_task
def look_at_numbers() -> None:
    """Ask staff to ring what was checked long ago."""
    tell_of_old_numbers(now=timezone.now())
