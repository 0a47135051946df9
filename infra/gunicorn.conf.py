"""The web server: few processes, some threads each, no door beside the front one."""

import gc
import os
import sys
from importlib import import_module
from typing import Any

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 30
graceful_timeout = 25
# A long search in letters of three bytes is a sentence on our page, not a bare refusal.
limit_request_line = 8190
# Django and Wagtail are loaded once, before the workers are made: a worker's start takes a moment
# instead of seconds, and what is loaded is in memory once.
preload_app = True
# A worker is replaced now and then, so that a slow leak never matters; seldom two at a time.
max_requests = 50_000
max_requests_jitter = 25_000
# By default gunicorn opens a control socket in the home directory: a door nobody asked for.
control_socket_disable = True
# No access log: it would hold addresses of people and what they looked for (safety.md T14).
accesslog = None
errorlog = "-"
# Not "warning": those lines hold the address of whoever sent a malformed request.
loglevel = "error"
TURN = 0.0005  # seconds; Python's own 0.005 cost a fifth of the sign-ups on one date


def refuse_unless_configured() -> None:
    """Refuse in plain words, and once, when the site is not configured.

    Asked while this file is read: what gunicorn calls on starting comes after the site is loaded.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        _ = settings.INSTALLED_APPS
    except ImproperlyConfigured as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(1)


def when_ready(_server: Any) -> None:
    """Load the pages as well, and let the garbage collector leave alone what stays for ever.

    Without it, a new worker's first visitors wait for a second. The collector would look through
    all of Django's and Wagtail's modules again and again, which costs up to a third of the time of
    a page, and would give each worker a copy of them.
    """
    from django.conf import settings

    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()


def post_worker_init(_worker: Any) -> None:
    """Look for garbage seldom, and let threads take turns ten times as often.

    One that holds the lock on a date waits for its turn, and everybody who wants that date with it.
    """
    gc.set_threshold(20_000, 20, 20)
    sys.setswitchinterval(TURN)


refuse_unless_configured()
