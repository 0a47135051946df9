"""The clock. Tasks are found in each app's `tasks.py`; what ticks when stands in settings.py.

Beat only ever says "sweep": a task reads the rows that are due and gets no argument, so a lost,
doubled or stale tick harms nobody (docs/decisions/0003-outbox.md).
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
app = Celery("community")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
