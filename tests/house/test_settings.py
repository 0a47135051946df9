"""A production site that is not whole does not start, and says what it lacks."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
WHOLE = {
    "SECRET_KEY": "a-secret-of-this-test-" + "k3y" * 20,
    "FIELD_KEYS": "a-field-key-of-this-test-" + "k3y" * 20,
    "ALLOWED_HOSTS": "onward.example",
    "DATABASE_URL": "postgres://onward:very-secret-word@127.0.0.1:1/onward",
    "REDIS_URL": "redis://:very-secret-word@127.0.0.1:1/0",
}


def python(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run Python in production's environment: nothing of this test run reaches it."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT, env=kept | env, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in WHOLE.items() if key != name}


def setting(name: str, **env: str) -> str:
    done = python("-c", f"from community import settings; print(settings.{name})", **env)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_site_that_is_whole_starts():
    assert setting("DEBUG", **WHOLE) == "False"


@pytest.mark.parametrize("name", WHOLE)
def test_site_without_a_needed_setting_does_not_start_and_names_it(name):
    done = python("manage.py", "migrate", **without(name))
    assert done.returncode != 0
    assert f"{name} is missing" in done.stderr
    for other in set(WHOLE) - {name}:
        assert f"{other} is missing" not in done.stderr
    assert "Traceback" not in done.stderr


def test_site_with_nothing_set_names_everything_at_once():
    done = python("manage.py", "migrate")
    for name in WHOLE:
        assert f"{name} is missing" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY is too short"),
        ("FIELD_KEYS", f"{'k3y' * 20},short", "FIELD_KEYS are too short"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS must name hosts"),
        ("ALLOWED_HOSTS", "onward.example,*", "ALLOWED_HOSTS must name hosts"),
        ("DATABASE_URL", "sqlite:////tmp/onward.sqlite3", "must name a PostgreSQL database"),
        ("DATABASE_URL", "mysql://a@127.0.0.1/b", "must name a PostgreSQL database"),
        ("REDIS_URL", "127.0.0.1:6379", "REDIS_URL must begin with"),
        ("EMAIL_USE_SSL", "true", "exclude each other"),
    ],
)
def test_site_with_an_unsafe_setting_does_not_start(name, value, words):
    done = python("manage.py", "migrate", **({"EMAIL_USE_TLS": "true"} | WHOLE | {name: value}))
    assert done.returncode != 0
    assert words in done.stderr


@pytest.mark.parametrize("name", ["EMAIL_USE_TLS", "EMAIL_USE_SSL"])
def test_way_to_the_mail_server_is_sealed_when_asked_for(name):
    assert setting(name, **WHOLE) == "False"
    assert setting(name, **WHOLE, **{name: "true"}) == "True"


def test_refusal_repeats_no_secret():
    done = python("manage.py", "migrate", **(WHOLE | {"ALLOWED_HOSTS": "*"}))
    assert "very-secret-word" not in done.stderr + done.stdout
    assert WHOLE["SECRET_KEY"] not in done.stderr + done.stdout


@pytest.mark.parametrize("word", ["", "Local", "LOCAL ", "development", "prod", "production"])
def test_only_the_exact_word_makes_a_local_site(word):
    done = python("manage.py", "migrate", ONWARD_ENV=word)
    assert "SECRET_KEY is missing" in done.stderr


def test_debug_cannot_be_switched_on_in_production():
    assert setting("DEBUG", **WHOLE, ONWARD_DEBUG="1") == "False"


def test_mailbox_page_exists_on_a_local_site_only(tmp_path):
    assert setting("MAILBOX_DIR", **WHOLE, ONWARD_MAILBOX_DIR=str(tmp_path)) == "None"
    local = setting("MAILBOX_DIR", ONWARD_ENV="local", ONWARD_LOCAL_DIR=str(tmp_path))
    assert "mailbox" in local


def test_web_server_refuses_in_one_sentence():
    done = python("-m", "gunicorn", "-c", "infra/gunicorn.conf.py", "community.wsgi")
    assert done.returncode != 0
    assert "Not started" in done.stderr
    assert "Traceback" not in done.stderr


def test_secret_may_come_from_a_file(tmp_path):
    file = tmp_path / "key"
    file.write_text("from-a-file-" + "x" * 50)
    found = setting("SECRET_KEY[:11]", **without("SECRET_KEY"), SECRET_KEY_FILE=str(file))
    assert found == "from-a-file"


def test_cookies_and_transport_are_strict_in_production():
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"]
    names += ["SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY", "SECURE_HSTS_SECONDS > 31000000"]
    assert setting(", settings.".join(names), **WHOLE) == "True True True True True True"


def test_every_variable_is_described():
    """What settings and the web server read is what the sample describes."""
    read = set()
    for path in ("community/settings.py", "infra/gunicorn.conf.py"):
        text = (ROOT / path).read_text(encoding="utf-8")
        read |= set(re.findall(r'(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)"', text))
    sample = (ROOT / "infra" / "env.sample").read_text(encoding="utf-8")
    described = set(re.findall(r"^#?([A-Z_]+)=", sample, re.MULTILINE))
    assert read == described
