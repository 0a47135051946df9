"""Which answers change a page: what somebody is shown of them, in whatever words."""

import re
from collections import Counter
from functools import lru_cache
from io import BytesIO
from zipfile import ZipFile

import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.access.answers import Answer
from tests.access.asking import Browser

# What changes from one answer to the next by itself.
BY_CHANCE = re.compile(
    r'csrfmiddlewaretoken\W+value\W+\w+|opened"\s+value="[\w:-]+"'
    r'|"(?:CSRF_TOKEN|challenge)": "[\w-]+"'
)
WORDS = re.compile(r"[\w-]+|[^\w-]")
Page = tuple[int, str, str]
# Words that may stand on a page for another reason.
TOO_SHORT = 6


def shown(client: Client, address: str) -> Page:
    """An answer, without what changes by itself. Nothing of it comes from a cache, nor from the
    page before, as "you may not go there" does."""
    cache.clear()
    client.cookies.pop("messages", None)
    response = client.get(address)
    parts = response.streaming_content if response.streaming else [response.content]
    body = unpacked(b"".join(parts)).decode(errors="replace")
    return response.status_code, response.get("Location", ""), BY_CHANCE.sub("", body)


def unpacked(body: bytes) -> bytes:
    """A body; of a workbook what is packed in it, which says the same whenever it is packed."""
    if not body.startswith(b"PK\x03\x04"):
        return body
    with ZipFile(BytesIO(body)) as packed:
        return b"\n".join(packed.read(name) for name in sorted(packed.namelist()))


def read_by(client: Client, addresses: list[str], answers: list[Answer]) -> set[str]:
    """The places whose answers change anything that this client is shown.

    The clock stands still: "a minute ago" is no answer of anybody.
    """
    with time_machine.travel(timezone.now(), tick=False):
        return _read_by(client, addresses, answers)


def _read_by(client: Client, addresses: list[str], answers: list[Answer]) -> set[str]:
    once, twice, slowly = copy_of(client), copy_of(client), copy_of(client)
    before = {address: shown(once, address) for address in addresses}
    there = {address: page for address, page in before.items() if page[0] == 200}
    put_all(answers, "other")
    after = {address: shown(twice, address) for address in there}
    put_all(answers, "now")
    changed = [
        address
        for address, page in there.items()
        if after[address] != page
        and differ(after[address], page, by_chance(page, shown(slowly, address), address))
    ]
    own = reverse("people:settings")
    assert {shown(one, own)[0] for one in (once, twice)} == {shown(slowly, own)[0]}, "signed out"
    found: set[str] = set()
    for address in changed:
        unread = [answer for answer in answers if answer.place not in found]
        found |= read_at(slowly, address, unread)
    return found


def copy_of(client: Client) -> Client:
    """The same person at another browser."""
    copy = Browser()
    if client.cookies:
        session = copy.session
        session.update(dict(client.session.items()))
        session.save()
    return copy


def put_all(answers: list[Answer], which: str) -> None:
    for answer in answers:
        answer.put(getattr(answer, which))


def read_at(client: Client, address: str, answers: list[Answer]) -> set[str]:
    """The same for one page: which of the answers it is that change it, half of them at a time.

    Words of which there are no others are found by looking for them, all at once.
    """
    page = shown(client, address)
    chance = by_chance(page, shown(client, address), address)
    put_all(answers, "other")
    there = standing_in(shown(client, address), page, answers)
    put_all(answers, "now")
    found = {answer.place for answer in there}
    waiting = [[answer for answer in answers if answer.place not in found]]
    while waiting:
        some = waiting.pop()
        put_all(some, "other")
        is_read = differ(shown(client, address), page, chance)
        put_all(some, "now")
        if is_read and len(some) == 1:
            found.add(some[0].place)
        elif is_read:
            half = len(some) // 2
            waiting += [some[:half], some[half:]]
    return found


def standing_in(page: Page, before: Page, answers: list[Answer]) -> list[Answer]:
    """The answers whose own words a page holds, and did not hold before."""
    words = Counter(answer.other for answer in answers if isinstance(answer.other, str))
    return [
        answer
        for answer in answers
        if isinstance(answer.other, str) and len(answer.other) > TOO_SHORT
        if sum(answer.other in one for one in words) == words[answer.other] == 1
        if answer.other in page[2] and answer.other not in before[2]
    ]


@lru_cache(maxsize=16)
def words_of(page: Page) -> list[str]:
    return WORDS.findall(" ".join(map(str, page)))


def by_chance(page: Page, again: Page, address: str) -> set[int]:
    """Which words of a page change from one asking to the next: tokens, numbers of parts, times."""
    if page == again:
        return set()
    one, other = words_of(page), words_of(again)
    assert len(one) == len(other), f"{address} is another page by itself"
    return {
        number for number, pair in enumerate(zip(one, other, strict=True)) if len(set(pair)) > 1
    }


def differ(page: Page, before: Page, chance: set[int]) -> bool:
    """Whether a page says anything else than before, but for what changes by chance."""
    if page == before:
        return False
    now, then = words_of(page), words_of(before)
    if len(now) != len(then):
        return True
    pairs = enumerate(zip(now, then, strict=True))
    return any(one != other for number, (one, other) in pairs if number not in chance)
