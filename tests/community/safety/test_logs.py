"""A log line holds what it may hold, whatever a library put into the record."""

import io
import json
import logging
import sys

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from PIL import ExifTags, Image

from community.safety.logs import FIELDS, AllowListFormatter

SECRETS = ("sam", "sam@example.org", "0d9f-key-of-a-link", "203.0.113.7")


def line(record: logging.LogRecord, *, whole: bool = False) -> dict:
    return json.loads(AllowListFormatter(whole=whole).format(record))


def record(message: str = "swept %d", *args: object, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("onward", logging.ERROR, __file__, 1, message, args, None)
    made.__dict__.update(extra)
    return made


def failed(text: str) -> logging.LogRecord:
    def fail() -> None:
        raise ValueError(text)

    try:
        fail()
    except ValueError:
        made = record("it failed")
        made.exc_info = sys.exc_info()
        return made


def request(path: str):
    made = RequestFactory().get(path, REMOTE_ADDR="203.0.113.7")
    made.user = "sam"
    return made


def test_line_says_what_happened():
    found = line(record("swept %d", 3))
    assert found["message"] == "swept 3"
    assert found["level"] == "ERROR"
    assert found["logger"] == "onward"
    assert found["time"].startswith("20")


def test_field_that_was_not_allowed_is_left_out():
    found = line(record("swept", user="sam", email="sam@example.org", data={"sam": 1}))
    assert set(found) <= set(FIELDS)
    assert not any(secret in json.dumps(found) for secret in SECRETS)


def test_request_leaves_neither_its_path_nor_its_query_nor_its_sender():
    made = record(
        "%s: %s", "Not Found", "/reset/0d9f-key-of-a-link/", status_code=404,
        request=request("/reset/0d9f-key-of-a-link/?q=sam@example.org"),
    )  # fmt: skip
    found = json.dumps(line(made))
    assert not any(secret in found for secret in SECRETS)
    assert "404 at an unknown address" in found


def test_request_leaves_the_route_that_helps_to_mend_it():
    made = request("/opportunities/0d9f-key-of-a-link/")
    made.resolver_match = type("Match", (), {"route": "opportunities/<uuid:public_id>/"})
    found = line(record("%s", "x", status_code=500, request=made))
    assert found["message"] == "500 at opportunities/<uuid:public_id>/"


def test_error_tells_its_kind_and_place_but_quotes_nobody():
    found = line(failed("Key (username)=(sam) already exists"))
    assert found["error"] == "builtins.ValueError"
    assert any("test_logs.py" in place and "failed" in place for place in found["at"])
    assert "Key (username)" not in json.dumps(found)


def test_error_is_whole_on_a_developers_own_machine():
    assert "already exists" in line(failed("it already exists"), whole=True)["error"]


def test_formatter_is_the_one_that_is_used():
    formatter = settings.LOGGING["formatters"]["plain"]
    assert formatter["()"] == "community.safety.logs.AllowListFormatter"
    assert settings.LOGGING["root"]["handlers"] == ["stderr"]


@pytest.mark.django_db
def test_missing_page_is_logged_without_its_address(caplog):
    caplog.handler.setFormatter(AllowListFormatter())
    with caplog.at_level(logging.INFO):
        Client().get("/0d9f-key-of-a-link/?q=sam@example.org")
    assert "404 at" in caplog.text
    assert not any(secret in caplog.text for secret in SECRETS)


@pytest.mark.parametrize("name", ["wagtail", "wagtail.core", "django_tasks"])
def test_libraries_that_write_titles_and_tasks_are_quiet(name):
    """Wagtail logs the title of every page and posting that is published."""
    assert not logging.getLogger(name).isEnabledFor(logging.INFO)
    assert logging.getLogger(name).isEnabledFor(logging.WARNING)


def test_picture_is_not_spelt_out_even_while_somebody_looks_for_a_mistake(caplog):
    """With LOG_LEVEL=DEBUG Pillow writes who took it, with what and where, value by value."""
    about = Image.Exif()
    about[ExifTags.Base.Artist] = "canary sam"
    picture = io.BytesIO()
    with caplog.at_level(logging.DEBUG):
        Image.new("RGB", (8, 8)).save(picture, "JPEG", exif=about)
        picture.seek(0)
        assert Image.open(picture).getexif()[ExifTags.Base.Artist] == "canary sam"
        logging.getLogger("onward").debug("positive control")
    assert "positive control" in caplog.text
    assert "canary" not in caplog.text
