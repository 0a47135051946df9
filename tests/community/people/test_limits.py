"""Tries are counted; where they can't be, nobody's password may be tried."""

import datetime as dt

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.urls import reverse

from community.notifications.models import Message
from community.people.actions import open_account
from community.people.adapter import AccountAdapter, limits_can_be_counted
from community.people.models import User
from tests.factories.people import UserFactory

PASSWORD = "a long enough password"
NEW = "four stones across"


@pytest.fixture
def redis_is_gone(settings):
    """Nothing listens at port 1."""
    gone = {
        name: cache | {"LOCATION": "redis://127.0.0.1:1/0"}
        for name, cache in settings.CACHES.items()
    }
    settings.CACHES = gone


@pytest.fixture
def sam(db):
    return UserFactory(username="sam", email="sam@example.org")


def sign_in(client, login="sam", password=PASSWORD, **meta):
    data = {"login": login, "password": password}
    return client.post(reverse("account_login"), data, **meta)


def test_login_is_locked_after_five_wrong_tries_for_the_right_password_too(stranger, sam):
    for _try in range(5):
        assert "don&#x27;t go together" in sign_in(stranger, password="wrong").content.decode()
    page = sign_in(stranger)
    assert page.status_code == 200
    assert "Too many tries. Wait five minutes" in page.content.decode()
    assert 'value="sam"' in page.content.decode()


def test_login_of_one_person_does_not_lock_another(stranger, sam, another_participant):
    for _try in range(6):
        sign_in(stranger, password="wrong")
    assert sign_in(stranger, "kim").status_code == 302


def test_login_counts_wrong_tries_only(stranger, sam):
    for _try in range(7):
        assert sign_in(stranger).status_code == 302
        stranger.post(reverse("account_logout"))


def test_many_logins_from_one_place_are_asked_to_wait_on_our_page(stranger, db):
    for number in range(31):
        page = sign_in(stranger, f"nobody{number}", "wrong")
    assert page.status_code == 429
    text = page.content.decode()
    assert "a lot of tries" in text
    assert reverse("safety:leave") in text


def test_many_signups_from_one_place_are_asked_to_wait(stranger, db):
    for _number in range(21):
        page = stranger.post(reverse("account_signup"), {"username": "x"})
    assert page.status_code == 429


def test_many_letters_to_one_address_are_asked_to_wait(stranger, sam):
    for _number in range(6):
        page = stranger.post(reverse("account_reset_password"), {"email": sam.email})
    assert page.status_code == 429


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("account_login", {"login": "sam", "password": PASSWORD}),
        ("people:ask_for_code", {"email": "sam@example.org"}),
        ("account_reset_password", {"email": "sam@example.org"}),
    ],
)
def test_nobody_gets_in_while_redis_is_gone(stranger, sam, redis_is_gone, name, data):
    page = stranger.post(reverse(name), data)
    assert page.status_code == 503
    assert page["Retry-After"] == "60"
    assert "resting" in page.content.decode()
    assert reverse("safety:leave") in page.content.decode()
    assert "_auth_user_id" not in stranger.session
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("account_change_password", {"oldpassword": PASSWORD, "password1": NEW}),
        ("people:change_address", {"email": "new@example.org", "password": PASSWORD}),
    ],
)
def test_no_password_is_tried_while_redis_is_gone(as_person, sam, redis_is_gone, name, data):
    client = as_person(sam)
    assert client.post(reverse(name), data).status_code == 503
    before = sam.password
    sam.refresh_from_db()
    assert (sam.password, sam.email_to_confirm) == (before, "")


def test_everything_else_of_an_account_works_while_redis_is_gone(
    stranger, as_person, sam, redis_is_gone
):
    client = as_person(sam)
    details = {"alias": "Hat", "language": "en", "time_zone": "America/New_York"}
    assert stranger.get(reverse("account_login")).status_code == 200
    assert stranger.get(reverse("account_signup"), {"go": "1"}).status_code == 200
    assert client.get(reverse("people:settings")).status_code == 200
    assert client.post(reverse("people:settings"), details).status_code == 302
    assert client.post(reverse("account_logout")).status_code == 302


def test_a_frozen_redis_does_not_freeze_the_log_in():
    options = settings.CACHES["limits"]["OPTIONS"]
    assert max(options["socket_timeout"], options["socket_connect_timeout"]) <= 1


def test_counting_is_known_to_work_again(redis_is_gone, settings):
    assert not limits_can_be_counted()
    settings.CACHES = {
        name: cache | {"LOCATION": settings.REDIS_URL} for name, cache in settings.CACHES.items()
    }
    assert limits_can_be_counted()


def test_no_network_address_is_kept_anywhere(stranger, sam):
    """Not even in Redis: the keys of the limits hold a digest (safety.md T15)."""
    sign_in(stranger, password="wrong", REMOTE_ADDR="203.0.113.77")
    redis = caches["limits"]._cache.get_client()
    keys = [key.decode() for key in redis.keys("*")]
    assert [key for key in keys if ":ip:" in key]
    assert not [key for key in keys if "203.0.113.77" in key or "sam" in key]


def digest(rf, **meta):
    return AccountAdapter().get_client_ip(rf.get("/", **meta))


def test_origin_is_one_digest_for_one_network(rf):
    one = digest(rf, REMOTE_ADDR="2001:db8:1:2::1")
    assert one == digest(rf, REMOTE_ADDR="2001:db8:1:2:ffff::9")
    assert one != digest(rf, REMOTE_ADDR="2001:db8:1:3::1")
    assert digest(rf, REMOTE_ADDR="203.0.113.1") != digest(rf, REMOTE_ADDR="203.0.113.2")


def test_origin_is_read_behind_our_proxy_and_not_from_a_made_up_header(rf, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    proxied = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "1.2.3.4, 203.0.113.1"}
    assert digest(rf, **proxied) == digest(rf, REMOTE_ADDR="203.0.113.1")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert digest(rf, **proxied) == digest(rf, REMOTE_ADDR="127.0.0.1")


@pytest.mark.parametrize("address", ["", "not an address", "%ff", "::1%eth0"])
def test_origin_that_is_unknown_shares_one_limit_and_breaks_nothing(rf, address):
    assert len(digest(rf, REMOTE_ADDR=address)) == 20


def test_fewer_proxies_than_configured_break_nothing(rf, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert len(digest(rf, HTTP_X_FORWARDED_FOR="203.0.113.1")) == 20


def test_cache_is_the_one_that_fails_soft_elsewhere(redis_is_gone):
    assert cache.get("anything", "nothing") == "nothing"


# -- inboxes of others -----------------------------------------------------------------------


def ask_for_letters(email, people, now):
    for number in range(people):
        open_account(
            language="en",
            username=f"{email[:7]}{number}-{now:%d%H}",
            password=NEW,
            alias="",
            email=email,
            link_for=lambda token: token,
            now=now,
        )


def test_address_gets_three_letters_a_day_however_many_accounts_ask(db, now):
    ask_for_letters("Somebody@example.org", 5, now)
    assert Message.objects.count() == 3
    assert User.objects.filter(email_to_confirm="somebody@example.org").count() == 5
    assert not Message.objects.filter(key__contains="somebody").exists()
    ask_for_letters("another@example.org", 1, now)
    ask_for_letters("somebody@example.org", 1, now + dt.timedelta(hours=23))
    assert Message.objects.count() == 4
    ask_for_letters("somebody@example.org", 1, now + dt.timedelta(hours=25))
    assert Message.objects.count() == 5


def test_letters_with_a_new_password_are_five_an_hour(sam, client):
    for _try in range(7):
        page = client.post(reverse("account_reset_password"), {"email": sam.email})
    assert Message.objects.count() == 5
    assert page.status_code == 429


def test_limit_of_letters_is_the_same_for_an_address_nobody_has(client, db):
    for _try in range(6):
        page = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert page.status_code == 429
    assert not Message.objects.exists()
