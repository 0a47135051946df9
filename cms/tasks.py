"""The clock of what we say."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from cms.actions import end_consents, purge_withdrawn, tell_of_ends, unplan_without_consent
from cms.numbers import tell_of_old_numbers


@shared_task
def publish_scheduled() -> None:
    """Publish and take down what editors gave a date."""
    unplan_without_consent(now=timezone.now())
    call_command("publish_scheduled", verbosity=0)


@shared_task
def look_at_numbers() -> None:
    """Ask staff to ring what was checked long ago."""
    tell_of_old_numbers(now=timezone.now())


@shared_task
def look_after_stories() -> None:
    """Purge what was taken back, and take down what no consent holds up any more."""
    now = timezone.now()
    purge_withdrawn(now=now)
    end_consents(now=now)
    tell_of_ends(now=now)
