"""What every answer carries (safety.md #9, #29, T8)."""

import pytest

from community.safety.middleware import PERMISSIONS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.browser.urls")]

PAGES = {
    "page": ("/safety/", 200),
    "way out": ("/leave/", 303),
    "unknown": ("/nothing/here/", 404),
    "unreadable": ("/safety/?q=%00", 400),
    "broken": ("/try/broken/", 500),
    "sign in": ("/accounts/login/", 200),
    "sign up": ("/accounts/signup/", 200),
    "admin": ("/cms/", 302),
}


@pytest.fixture
def anyone(stranger):
    stranger.raise_request_exception = False
    return stranger


def policy(response) -> dict[str, str]:
    parts = (part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    return {part[0]: part[1] for part in parts}


@pytest.mark.parametrize(("path", "status"), PAGES.values(), ids=PAGES)
def test_every_answer_carries_the_headers(anyone, path, status):
    response = anyone.get(path)
    assert response.status_code == status
    assert response["Permissions-Policy"] == PERMISSIONS
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    expected = "no-referrer" if path == "/leave/" else "same-origin"
    assert response["Referrer-Policy"] == expected
    assert "default-src 'self'" in response["Content-Security-Policy"]
    if path != "/cms/":
        assert "unsafe" not in response["Content-Security-Policy"]
        assert policy(response)["frame-ancestors"] == "'none'"
        assert response["X-Frame-Options"] == "DENY"


def test_a_wrong_host_gets_the_headers_too(anyone):
    response = anyone.get("/safety/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert response["Permissions-Policy"] == PERMISSIONS
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "evil.example" not in response.content.decode()


def test_permissions_switch_off_what_could_give_a_place_away():
    for feature in ("geolocation", "camera", "microphone"):
        assert f"{feature}=()" in PERMISSIONS


def test_the_admin_runs_its_own_scripts_and_frames_its_own_previews(editor, as_person):
    client = as_person(editor)
    client.raise_request_exception = False
    response = client.get("/cms/")
    assert "'unsafe-inline'" in policy(response)["script-src"]
    assert policy(response)["frame-ancestors"] == "'self'"
    assert policy(response)["default-src"] == "'self'"
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("path", ["/safety/", "/try/private/1/", "/nothing/", "/try/broken/"])
def test_what_a_signed_in_person_sees_is_kept_by_nobody(participant, as_person, path):
    client = as_person(participant)
    client.raise_request_exception = False
    response = client.get(path)
    assert response["Cache-Control"] == "no-store, private"
    assert "Cookie" in response["Vary"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/accounts/password/reset/",
        "/accounts/password/reset/key/1-abc/",
        "/plan/",
        "/partner/",
        "/leave/",
        "/cms/",
    ],
)
def test_addresses_about_one_person_are_kept_by_nobody_and_found_by_no_engine(anyone, path):
    response = anyone.get(path)
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "Cookie" in response["Vary"]


def test_a_public_page_may_be_found_and_sets_no_cookie(anyone):
    response = anyone.get("/safety/")
    assert "X-Robots-Tag" not in response
    assert "no-store" not in response.get("Cache-Control", "")
    assert not response.cookies


@pytest.mark.parametrize("path", ["/nothing/", "/try/broken/", "/safety/?q=%00"])
def test_a_mistake_is_found_by_no_engine(anyone, path):
    assert anyone.get(path)["X-Robots-Tag"] == "noindex, nofollow"


def test_plain_files_may_be_kept_even_by_signed_in_people(participant, as_person, settings):
    response = as_person(participant).get(f"{settings.STATIC_URL}onward.css")
    response.close()
    assert "no-store" not in response.get("Cache-Control", "")
    assert response["Permissions-Policy"] == PERMISSIONS
    assert "default-src 'self'" in response["Content-Security-Policy"]
