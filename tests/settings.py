"""The product's settings, on one machine, with what makes a test fast and strict.

The database and Redis come from the environment, so that the same suite runs on SQLite and on
PostgreSQL (`make test` does both).
"""

import os
from pathlib import Path

os.environ["ONWARD_ENV"] = "local"
os.environ["LANGUAGES"] = "en,es"
os.environ.setdefault("ONWARD_LOCAL_DIR", str(Path(__file__).parent.parent / ".local" / "tests"))
Path(os.environ["ONWARD_LOCAL_DIR"]).mkdir(parents=True, exist_ok=True)
os.environ["ONWARD_MAILBOX_DIR"] = str(Path(os.environ["ONWARD_LOCAL_DIR"]) / "mailbox")

from community.settings import *  # noqa: E402, F403
from community.settings import DATABASES, INSTALLED_APPS, LOCAL_DIR, STORAGES  # noqa: E402

INSTALLED_APPS.insert(0, "tests.emptying")

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: concurrency tests open real second connections.
    DATABASES["default"]["TEST"] = {"NAME": str(LOCAL_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
(LOCAL_DIR / "static").mkdir(exist_ok=True)  # WhiteNoise warns when it is not there
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = False  # it reads every folder of files for each client of a test
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
TIME_ZONE = "America/New_York"
