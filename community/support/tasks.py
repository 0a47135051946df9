"""The clock of the directory and of first talks."""

from celery import shared_task
from django.utils import timezone

from . import actions
from .actions import bringing, links, talks


@shared_task
def look_at_entries() -> None:
    """Ask staff to ring what is to be checked again, and to look at what cannot or must not be."""
    actions.tell_of_old_entries(now=timezone.now())
    actions.tell_of_odd_entries(now=timezone.now())
    actions.tell_of_telling_entries(now=timezone.now())


@shared_task
def tell_of_late_talks() -> None:
    """Ask staff about talks whose promised time went by."""
    talks.tell_of_late_talks(now=timezone.now())


@shared_task
def bring_in_files() -> None:
    """Do the next part of each file with a directory."""
    bringing.go_on_with_files(now=timezone.now())


@shared_task
def look_at_links() -> None:
    """Ask staff to look at links that lead nowhere."""
    links.tell_of_dead_links(now=timezone.now())
