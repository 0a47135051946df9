"""What the server does when somebody leaves (safety.md #1, #6, #8)."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, OperationalError

from community.safety.actions import WEATHER, fallback_address, leave_address
from community.safety.models import LeaveAddress, neutral_address

pytestmark = pytest.mark.django_db

ELSEWHERE = "https://news.example.org/weather"


@pytest.fixture
def leave_url(settings) -> str:
    settings.LEAVE_URL = "https://weather.example.com/"
    return settings.LEAVE_URL


@pytest.mark.parametrize("method", ["get", "post"])
def test_leaving_ends_the_session_here_and_in_the_browser(
    participant, as_person, leave_url, method
):
    client = as_person(participant)
    client.cookies["csrf"] = "not a token, so a new one would be given"
    assert Session.objects.count() == 1
    response = getattr(client, method)("/leave/")
    assert (response.status_code, response["Location"]) == (303, leave_url)
    assert response["Cache-Control"] == "no-store, private"
    assert response["Clear-Site-Data"] == '"cookies"'
    assert response["Referrer-Policy"] == "no-referrer"
    assert {name for name, kept in response.cookies.items() if kept["max-age"] == 0} == {
        "session",
        "csrf",
    }
    assert Session.objects.count() == 0


def test_the_old_cookie_signs_nobody_in_after_leaving(participant, as_person, stranger, leave_url):
    client = as_person(participant)
    key = client.cookies["session"].value
    client.get("/leave/")
    stranger.cookies["session"] = key
    assert "Sign in" in stranger.get("/safety/").content.decode()


def test_a_stranger_leaves_too_and_gets_no_cookie(stranger, leave_url):
    response = stranger.get("/leave/")
    assert (response.status_code, response["Location"]) == (303, leave_url)
    assert not response.cookies


@pytest.mark.parametrize("header", ["HTTP_SEC_PURPOSE", "HTTP_PURPOSE"])
def test_a_browser_that_looks_ahead_signs_nobody_out(participant, as_person, header):
    client = as_person(participant)
    response = client.get("/leave/", **{header: "prefetch;prerender"})
    assert response.status_code == 204
    assert response["Cache-Control"] == "no-store, private"
    assert Session.objects.count() == 1


@pytest.mark.parametrize("method", ["put", "delete", "head"])
def test_no_other_method_leaves(participant, as_person, method):
    assert getattr(as_person(participant), method)("/leave/").status_code == 405
    assert Session.objects.count() == 1


def test_leaving_is_written_down_nowhere(participant, as_person, leave_url, caplog):
    client = as_person(participant)
    with caplog.at_level(logging.DEBUG):
        client.get("/leave/")
    said = [record.getMessage() for record in caplog.records if "leave" in record.getMessage()]
    assert said == []


def test_leaving_asks_little_of_the_database(
    participant, as_person, django_assert_num_queries, leave_url
):
    client = as_person(participant)
    with django_assert_num_queries(5):  # session, person, address; session again, and its end
        client.get("/leave/")


@pytest.mark.parametrize(
    "broken", ["django.contrib.sessions.backends.db.SessionStore.delete", "leave_address"]
)
def test_a_database_that_is_gone_keeps_nobody_here(
    participant, as_person, leave_url, monkeypatch, broken
):
    client = as_person(participant)
    client.raise_request_exception = False

    def gone(*args, **kwargs):
        raise DatabaseError("gone")

    target = broken if "." in broken else f"community.safety.views.{broken}"
    monkeypatch.setattr(target, gone)
    response = client.get("/leave/")
    assert (response.status_code, response["Location"]) == (303, leave_url)
    assert response.cookies["session"]["max-age"] == 0


def test_leaving_leads_where_the_site_chose(stranger, leave_url):
    LeaveAddress(pk=1, address=ELSEWHERE).save()
    assert stranger.get("/leave/")["Location"] == ELSEWHERE


def test_a_choice_that_was_made_unfit_is_passed_over(leave_url):
    LeaveAddress(pk=1, address="https://testserver/plan/").save()
    assert leave_address() == leave_url


def test_without_a_database_the_address_is_the_setting(leave_url, monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(LeaveAddress.objects, "values_list", gone)
    assert leave_address() == leave_url


def test_a_bad_setting_falls_back_to_the_weather(settings):
    settings.LEAVE_URL = "http://weather.example.com/"
    assert fallback_address() == WEATHER


def test_there_is_one_choice_only():
    with pytest.raises(IntegrityError):
        LeaveAddress(pk=2, address=ELSEWHERE).save()


@pytest.mark.parametrize(
    "address",
    [
        "https://www.weather.gov/",
        "https://www.weather.gov",
        "https://news.example.org:443/a-b/c_d.html",
        "https://weather.example.com/new-york/~today",
    ],
)
def test_a_neutral_address_is_accepted(address):
    assert neutral_address(address)
    LeaveAddress(pk=1, address=address).full_clean()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "weather.example.com",
        "http://weather.example.com/",
        "//weather.example.com/",
        "javascript:alert(1)",
        "data:text/html,hello",
        "https://",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[bad/",
        "https://testserver/",
        "https://testserver./",
        "https://www.onward.example/",
        "https://onward.example/plan/",
        "https://sam@weather.example.com/",
        "https://sam:secret@weather.example.com/",
        "https://mail.example.com/",
        "https://accounts.example.com/",
        "https://my.example.com/",
        "https://weather.example.com/?for=sam",
        "https://weather.example.com/#sam",
        "https://weather.example.com:8443/",
        "https://weather.example.com:port/",
        "https://weather.example.com/\r\nSet-Cookie:a=b",
        "https://weather.example.com/ two",
        "https://weather.example.com\\@testserver/",
        "https://weather.example.com/%0d%0a",
        "https://wetter.exämple.com/",
    ],
)
def test_an_address_that_could_give_somebody_away_is_refused(settings, address):
    settings.SITE_URL = "https://onward.example"
    settings.ALLOWED_HOSTS = ["testserver", ".onward.example"]
    assert not neutral_address(address)
    with pytest.raises(ValidationError):
        LeaveAddress(pk=1, address=address).full_clean()
