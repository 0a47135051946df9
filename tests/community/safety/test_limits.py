"""Doors that are counted by `limits`, on the real server, and while there is none."""

import socket
import time

import pytest
from django.core.cache import caches
from django.urls import reverse

from community.people.models import User
from community.safety.limits import LIMITS, CannotCount, Per, TooOften, count
from community.safety.models import Task
from tests.factories.people import form_opened

STRICT = sorted({limit.name for limit in LIMITS if limit.is_strict})
SOFT = sorted({limit.name for limit in LIMITS if not limit.is_strict})
NEWCOMER = {"username": "willow", "password1": "four stones across"}
HERE, THERE = "203.0.113.77", "198.51.100.9"


def move(settings, where):
    settings.CACHES = {name: cache | {"LOCATION": where} for name, cache in settings.CACHES.items()}


@pytest.fixture
def redis_is_gone(settings):
    """Nothing listens at port 1."""
    move(settings, "redis://127.0.0.1:1/0")


def ask(rf, origin=HERE):
    return rf.post("/", REMOTE_ADDR=origin)


def test_log_in_codes_and_letters_are_strict_and_nothing_else_is():
    assert STRICT == ["code", "letter", "link", "look_up"]
    assert SOFT == [
        "apply",
        "calendar",
        "fits",
        "here",
        "language",
        "numbers",
        "open_data",
        "open_data_all",
        "search",
        "sign_up",
        "talk",
        "talk_code",
        "tell_us",
    ]


@pytest.mark.parametrize("limit", LIMITS, ids=[f"{x.name} {x.per.value}" for x in LIMITS])
def test_each_limit_refuses_one_more_than_its_rate(rf, limit):
    """What the other limit of the same name counts is another each time."""

    def once(number):
        origin = f"10.0.0.{number}" if limit.per is Per.TYPED else HERE
        typed = str(number) if limit.per is Per.ORIGIN else "x"
        count(ask(rf, origin), limit.name, typed)

    for number in range(limit.item.amount):
        once(number)
    with pytest.raises(TooOften) as refusal:
        once(limit.item.amount)
    assert refusal.value.seconds == limit.item.get_expiry()


def test_another_network_and_another_inbox_are_counted_apart(rf):
    for _ in range(5):
        count(ask(rf), "letter", "sam@example.org")
    with pytest.raises(TooOften):
        count(ask(rf, THERE), "letter", "Sam@Example.org")
    count(ask(rf), "letter", "kim@example.org")


def test_who_guesses_at_a_link_from_one_network_does_not_lock_its_teller_out(rf):
    """Nor has a guesser more tries than before, from however many networks."""
    tries = 0
    for number in range(4):
        for _ in range(9):
            try:
                count(ask(rf, f"10.0.{number}.1"), "link", "token")
            except TooOften:
                continue
            tries += 1
        if number == 0:
            assert tries == 6
            count(ask(rf, HERE), "link", "token")
            tries += 1
    assert tries == 20


def test_no_key_holds_who_or_what_and_each_is_gone_within_a_day(rf):
    for limit in LIMITS:
        count(ask(rf), limit.name, "sam@example.org")
    redis = caches["limits"]._cache.get_client()
    keys = [key for key in redis.keys("*") if key.startswith(b"limits")]
    assert len(keys) == len(LIMITS)
    for key in keys:
        everything = key + b"".join(redis.lrange(key, 0, -1))
        assert not [word for word in (HERE, "sam", "example") if word.encode() in everything]
        assert 0 < redis.ttl(key) <= 24 * 3600


@pytest.mark.parametrize("name", STRICT)
def test_strict_limit_lets_nothing_through_while_redis_is_gone(rf, redis_is_gone, name):
    with pytest.raises(CannotCount):
        count(ask(rf), name, "sam@example.org")


@pytest.mark.parametrize("name", SOFT)
def test_soft_limit_goes_on_while_redis_is_gone_and_says_so(rf, redis_is_gone, name, caplog):
    for _ in range(130):
        count(ask(rf), name, "sam@example.org")
    assert f"limit {name} cannot be counted" in caplog.text
    assert not [word for word in (HERE, "sam", "example.org") if word in caplog.text]


def test_server_that_hangs_holds_nobody_up_for_long(rf, settings):
    """It takes the connection and never answers."""
    with socket.socket() as frozen:
        frozen.bind(("127.0.0.1", 0))
        frozen.listen()
        move(settings, f"redis://127.0.0.1:{frozen.getsockname()[1]}/0")
        began = time.monotonic()
        count(ask(rf), "search")
        assert time.monotonic() - began < 5


def test_counting_begins_again_when_the_server_is_back(rf, settings):
    url = settings.REDIS_URL
    move(settings, "redis://127.0.0.1:1/0")
    with pytest.raises(CannotCount):
        count(ask(rf), "code")
    move(settings, url)
    count(ask(rf), "code")


# -- the doors -------------------------------------------------------------------------------


def test_code_and_letter_fill_one_count(client, db):
    for number in range(6):
        name = ("people:ask_for_code", "account_reset_password")[number % 2]
        page = client.post(reverse(name), {"email": "nobody@example.org"})
    assert page.status_code == 429
    assert page["Retry-After"] == "3600"
    assert "Wait an hour" in page.content.decode()
    assert reverse("safety:leave") in page.content.decode()


def test_typing_codes_is_counted(client, db):
    client.post(reverse("people:ask_for_code"), {"email": "nobody@example.org"})
    for _ in range(21):
        page = client.post(reverse("people:code"), {"code": "BCDF-GHJK"})
    assert page.status_code == 429


@pytest.mark.parametrize("name", ["people:ask_for_code", "people:code", "account_reset_password"])
def test_strict_doors_rest_while_redis_is_gone(client, db, redis_is_gone, name):
    page = client.post(reverse(name), {"email": "sam@example.org", "code": "BCDF-GHJK"})
    assert page.status_code == 503
    assert page["Retry-After"] == "60"
    text = page.content.decode()
    assert "Try again in a minute" in text
    assert reverse("safety:leave") in text
    assert client.get(reverse("account_login")).status_code == 200


def test_account_can_be_opened_while_redis_is_gone(client, db, redis_is_gone):
    assert client.post(reverse("account_signup"), NEWCOMER | form_opened()).status_code == 302
    assert User.objects.get().username == "willow"


def test_signing_up_tries_no_password_while_redis_is_gone(client, stranger, db, redis_is_gone):
    """A double click is otherwise answered with the account that it opened before."""
    client.post(reverse("account_signup"), NEWCOMER | form_opened())
    page = stranger.post(reverse("account_signup"), NEWCOMER | form_opened())
    assert "That name is taken here" in page.content.decode()
    assert "_auth_user_id" not in stranger.session


def test_something_can_be_told_while_redis_is_gone(client, db, redis_is_gone):
    assert client.post(reverse("opportunities:tell_us"), {"words": "Look"}).status_code == 302
    assert Task.objects.count() == 1


def test_one_network_cannot_use_up_what_strangers_may_tell(client, db):
    for _ in range(11):
        page = client.post(reverse("opportunities:tell_us"), {"words": "Look there"})
    assert page.status_code == 400
    assert "try again in an hour" in page.content.decode()
    assert "Look there" in page.content.decode()  # nothing typed is lost
    other = client.post(reverse("opportunities:tell_us"), {"words": "x"}, REMOTE_ADDR=THERE)
    assert other.status_code == 302


def test_searching_with_words_is_counted_and_looking_is_not(client, db):
    find = reverse("opportunities:find")
    for number in range(121):
        page = client.get(find, {"q": f"word {number}"})
    assert page.status_code == 429
    assert client.get(find).status_code == 200
    assert client.get(find, {"q": "word"}, REMOTE_ADDR=THERE).status_code == 200


def test_searching_goes_on_while_redis_is_gone(client, db, redis_is_gone):
    assert client.get(reverse("opportunities:find"), {"q": "word"}).status_code == 200
