"""`manage.py prepare_site`: make a new site ready to use."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.actions import prepare_site


class Command(BaseCommand):
    """Add the words, groups, workflow, home page and settings that are missing."""

    help = "Make a new site ready. Safe to repeat: what editors changed is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say so."""
        prepare_site()
        self.stdout.write("The site is ready: words, groups, review, home page, settings.")
