"""Where somebody is signed in, and for how long (safety.md #56, #60).

Shared devices are the rule: a session ends with the browser and after 20 minutes without use.
"""

import time
from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _

from community.people.models import Device, User
from community.safety.access import PROOFS, PROVED_BY

IDLE: Final = 20 * 60  # seconds
OWN_DEVICE: Final = 7 * 24 * 3600
SEEN_EVERY: Final = 30
SEEN, SINCE, OWN, ROW, DAY = "seen_at", "since", "own_device", "device", "used_on"
# All that a session notes of who is signed in, and how, and where.
SIGNING_IN: Final = frozenset(
    {
        *(SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY, PROOFS),
        *(PROVED_BY, "_session_expiry", SEEN, SINCE, OWN, ROW, DAY),
    }
)
FIRST: Final = "first_time"  # in the session until the page at the first sign-in was answered

BROWSERS: Final = (
    ("Firefox", "Firefox/"),
    ("Edge", "Edg"),
    ("Samsung Internet", "SamsungBrowser/"),
    ("Opera", "OPR/"),
    ("Chrome", "Chrome/"),
    ("Chrome", "CriOS/"),
    ("Safari", "Safari/"),
)
SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac", "Macintosh"),
    ("Chromebook", "CrOS"),
    ("Linux", "Linux"),
)


# Called with `person=, now=` when somebody shuts all others out, by a button or a new password:
# what goes on reading without a session ends as well. Other apps add theirs when they start.
after_shutting_out: list[Callable[..., Any]] = []


def device_name(user_agent: str) -> str:
    """'Chrome on Android': two words of all that a browser says of itself."""
    browser = next((name for name, mark in BROWSERS if mark in user_agent), _("A browser"))
    system = next((name for name, mark in SYSTEMS if mark in user_agent), _("a device"))
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}


def is_over(session: Any, now: float) -> bool:
    """Whether a session was unused for too long. `session` is one, or its content; `now` in s."""
    if session.get(OWN):
        return now - float(session.get(SINCE, now)) > OWN_DEVICE
    return now - float(session.get(SEEN, now)) > IDLE + SEEN_EVERY


def note_device(session: Any, person: User, user_agent: str) -> None:
    """Put the session that has just begun on its person's list."""
    now = timezone.now()
    if session.session_key is None:  # it took the place of somebody else's, which is flushed
        session.save()
    is_own = bool(session.get(OWN))
    device = Device.objects.create(
        person=person,
        session_key=session.session_key,
        name=device_name(user_agent)[:40],
        is_own=is_own,
        since=now,
        last_used_on=now.date(),
    )
    session[SEEN] = session[SINCE] = time.time()
    session[ROW], session[DAY] = [device.pk, session.session_key], str(now.date())
    # 0 ends with the browser.
    session.set_expiry(OWN_DEVICE if is_own else 0)


def answer_first_page(session: Any, *, is_own: bool) -> None:
    """Whose device this is, as answered at the first sign-in; it is not asked again."""
    session.pop(FIRST, None)
    session[OWN] = is_own
    session.set_expiry(OWN_DEVICE if is_own else 0)
    pk, _key = session.get(ROW, (None, ""))
    Device.objects.filter(pk=pk).update(is_own=is_own)


def keep_device(session: Any) -> None:
    """Note the day, and the new key that a session gets when its password was changed."""
    pk, key = session.get(ROW, (None, ""))
    today = timezone.now().date()
    if pk is None or (key == session.session_key and session.get(DAY) == str(today)):
        return
    Device.objects.filter(pk=pk).update(session_key=session.session_key, last_used_on=today)
    session[ROW], session[DAY] = [pk, session.session_key], str(today)


def devices_of(person: User) -> list[Device]:
    """Where a person is signed in now, the newest first."""
    devices = list(person.devices.order_by("-since"))
    keys = [device.session_key for device in devices]
    alive = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    open_ = {row.session_key for row in alive if not is_over(row.get_decoded(), time.time())}
    return [device for device in devices if device.session_key in open_]


def end_devices(person: User, *, but: str | None = None, only: Any = None) -> None:
    """Sign a person out everywhere, but for the session with the key `but`; or `only` one device.

    `only` is a public id; one that is not theirs ends nothing. Without it, nothing that somebody
    else took along goes on reading either.
    """
    devices = person.devices.all()
    if but:
        devices = devices.exclude(session_key=but)
    if only is not None:
        devices = devices.filter(public_id=only)
    Session.objects.filter(session_key__in=devices.values("session_key")).delete()
    devices.delete()
    if only is None:
        for end in after_shutting_out:
            end(person=person, now=timezone.now())


def forget_devices() -> None:
    """Delete what is left of sessions that are gone."""
    Device.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
