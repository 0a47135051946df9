"""The web server: few processes, some threads each, no door beside the front one."""

import gc
import os
import sys
from typing import Any

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 30
graceful_timeout = 25
# A long search in letters of three bytes is a sentence on our page, not a bare refusal.
limit_request_line = 8190
# A worker is replaced now and then, so that a slow leak never matters.
max_requests = 50_000
max_requests_jitter = 5_000
# By default gunicorn opens a control socket in the home directory: a door nobody asked for.
control_socket_disable = True
# No access log: it would hold addresses of people and what they looked for (safety.md T14).
accesslog = None
errorlog = "-"
# Not "warning": those lines hold the address of whoever sent a malformed request.
loglevel = "error"
TURN = 0.0005  # seconds; Python's own 0.005 cost a fifth of the sign-ups on one date


def on_starting(_server: Any) -> None:
    """Refuse in plain words, and once, when the site is not configured."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        _ = settings.INSTALLED_APPS
    except ImproperlyConfigured as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(1)


def post_worker_init(_worker: Any) -> None:
    """Let the garbage collector leave alone what was loaded at the start and stays for ever.

    It would look through all of Django's and Wagtail's modules again and again, which costs up to
    a third of the time of a page. And let threads take turns ten times as often: one that holds
    the lock on a date waits for its turn meanwhile, and everybody who wants that date with it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    sys.setswitchinterval(TURN)
