"""The accounts' tick."""

from celery import shared_task
from django.core.management import call_command

from community.people.devices import forget_devices


@shared_task
def forget_old_log_ins() -> None:
    """Delete the rows of log-ins that are over; they hold what somebody typed last."""
    call_command("clearsessions")
    forget_devices()
