"""Requests that cannot be read, and pages for when something went wrong."""

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.browser.urls")]

NUL = ["%00", "a%00b"]
NO_TEXT = ["%ff", "%c0%80", "%ed%a0%80", "%F5%80%80%80"]


@pytest.fixture
def anyone(stranger):
    stranger.raise_request_exception = False
    return stranger


@pytest.mark.parametrize("sign", [*NUL, *NO_TEXT])
@pytest.mark.parametrize("start", ["/safety/?q=", "/safety/?", "/opportunities/?q=a&area="])
def test_what_is_no_text_is_refused_in_our_look(anyone, start, sign):
    response = anyone.get(start + sign)
    assert response.status_code == 400
    page = response.content.decode()
    assert "We can’t read that" in page
    assert 'href="/leave/"' in page


@pytest.mark.parametrize("sign", NUL)
def test_a_path_with_a_nul_byte_is_refused(anyone, sign):
    assert anyone.get(f"/safety/{sign}").status_code == 400


@pytest.mark.parametrize("sign", [*NO_TEXT, "caf%C3%A9", "%E4%B8%AD", "a" * 9000])
def test_any_other_path_finds_nothing(anyone, sign):
    assert anyone.get(f"/safety/{sign}/").status_code == 404


@pytest.mark.parametrize("query", ["q=caf%C3%A9", "q=%F0%9F%8C%B1", "q=" + "a" * 20_000, "q=%25"])
def test_ordinary_and_long_text_is_read(anyone, query):
    assert anyone.get(f"/safety/?{query}").status_code == 200


@pytest.mark.parametrize(
    "data", [{"login": "sam\x00"}, {"sam\x00": "a"}, {"login": ["sam", "a\x00"]}]
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_form_with_a_nul_byte_is_refused(anyone, as_person, participant, data, signed_in):
    client = as_person(participant) if signed_in else anyone
    assert client.post("/accounts/login/", data).status_code == 400


def test_a_short_form_with_a_nul_byte_is_refused(anyone):
    response = anyone.post(
        "/accounts/login/", "login=%00", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 400


def test_a_form_without_one_is_read(anyone):
    assert anyone.post("/accounts/login/", {"login": "sam", "password": "x"}).status_code < 400


def test_the_name_of_a_file_is_looked_at_too(anyone):
    upload = SimpleUploadedFile("a.csv", b"a\x00b")
    assert anyone.post("/accounts/login/", {"file": upload}).status_code < 400
    upload.name = "a\x00.csv"
    assert anyone.post("/accounts/login/", {"file": upload}).status_code in (200, 400)


@pytest.mark.parametrize("cookie", ["session=a\x00b", "session=%00", "language=%00"])
def test_a_cookie_with_a_nul_byte_is_refused(anyone, cookie):
    assert anyone.get("/safety/", headers={"cookie": cookie}).status_code == 400


@pytest.mark.parametrize(
    "cookie", ["session=" + "x" * 5000, "session=\xff", "=;;;", "language=../"]
)
def test_a_strange_cookie_is_no_mistake_of_ours(anyone, cookie):
    assert anyone.get("/safety/", headers={"cookie": cookie}).status_code in (200, 400)


def test_a_form_that_is_too_large_is_refused(anyone, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert anyone.post("/accounts/login/", {"login": "a" * 2000}).status_code == 400


def test_an_unknown_address_says_so_and_names_nothing(anyone):
    response = anyone.get("/opportunities/who-is-sam/")
    assert response.status_code == 404
    page = response.content.decode()
    assert "Page not found" in page
    assert "who-is-sam" not in page


def test_a_form_from_elsewhere_is_refused_kindly():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "sam"})
    assert response.status_code == 403
    assert "That didn’t save" in response.content.decode()


def test_a_mistake_of_ours_shows_and_logs_nothing_personal(participant, as_person, caplog):
    client = as_person(participant)
    client.raise_request_exception = False
    with caplog.at_level(logging.ERROR):
        response = client.get("/try/broken/?note=marmalade")
    page = response.content.decode()
    assert response.status_code == 500
    assert "Something didn’t work" in page
    logged = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    assert "RuntimeError" in logged
    for secret in ("on purpose", "marmalade", participant.alias):
        assert secret not in page
    for secret in ("marmalade", participant.username, client.cookies["session"].value):
        assert secret not in logged


def test_the_page_for_our_mistakes_needs_no_database(anyone, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert anyone.get("/try/broken/").status_code == 500


def test_a_database_that_is_gone_gives_a_friendly_page_and_a_time(anyone, monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr("community.safety.views.render", gone)
    response = anyone.get("/safety/")
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "Back in a moment" in response.content.decode()


def test_nobody_who_leaves_is_kept_by_a_mistake_of_ours(anyone, monkeypatch, settings):
    settings.LEAVE_URL = "https://weather.example.com/"

    def broken(*args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr("community.safety.views.leave_address", broken)
    response = anyone.get("/leave/")
    assert (response.status_code, response["Location"]) == (303, settings.LEAVE_URL)
