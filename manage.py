#!/usr/bin/env python3
"""Django's command line for this project."""

import gc
import os
import sys

if __name__ == "__main__":
    gc.set_threshold(20_000, 20, 20)  # looking for garbage was a fifth of migrating
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))
