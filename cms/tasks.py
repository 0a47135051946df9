"""The clock of what we say."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def publish_scheduled() -> None:
    """Publish and take down what editors gave a date."""
    call_command("publish_scheduled", verbosity=0)
