"""Stop: at once, without a question and without a confirmation (safety.md #26)."""

import datetime as dt
import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from community.notifications.models import Channel, ContactPreference, PhoneContact
from community.safety.fields import Unreadable, unseal

from .ways import wish_of

if TYPE_CHECKING:
    from community.people.models import User

SALT = "community.notifications.stopping"
LIFETIME = dt.timedelta(days=90)
# What people and carriers write, in the languages of the site; some phones add a full stop.
STOP_WORDS = frozenset(
    {"stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "no", "alto", "parar"}
)


class LinkOver(Exception):
    """The link is used, too old, or was changed; which of them nobody is told."""

    def __init__(self) -> None:
        super().__init__(_("This link does nothing any more."))


def link_to_stop(*, person: "User") -> str:
    """An address of this site that does one thing: stop notes by e-mail to this person."""
    token = signing.dumps([str(person.public_id), _stamp(person)], salt=SALT)
    return settings.SITE_URL + reverse("notifications:stop", args=[token])


def person_of(token: str) -> "User":
    """Whose link this is. Raises LinkOver. Looking changes nothing: mail scanners look, too."""
    try:
        public_id, stamp = signing.loads(token, salt=SALT, max_age=LIFETIME)
    except (signing.BadSignature, ValueError):
        raise LinkOver from None
    people = get_user_model().objects.select_related("contact_preference")
    person: User | None = people.filter(public_id=public_id, is_active=True).first()
    if person is None or not constant_time_compare(stamp, _stamp(person)):
        raise LinkOver
    return person


@transaction.atomic
def stop_by_link(*, token: str, now: dt.datetime) -> None:
    """Send nothing more to this person's address. Raises LinkOver.

    It works once: every link made before is over with it.
    """
    person = person_of(token)
    wish = wish_of(person)
    # Whatever else they chose meanwhile stays: this link is about e-mail.
    ours = wish.channel in {Channel.UNSAID, Channel.EMAIL}
    _stop(person.pk, Channel.IN_APP if ours else Channel(wish.channel), now)


@transaction.atomic
def stop_by_text(*, number: str, words: str, now: dt.datetime) -> int:
    """Send no more texts to `number` if `words` ask for that; return how many people had it.

    Numbers are sealed and have no index, so each one in use is opened: a fraction of a second for
    thousands of them, and only when a carrier's signed request brings a STOP.
    """
    asked = re.sub(r"[^a-z ]", "", words.lower()).strip()
    if asked not in STOP_WORDS or not number:
        return 0
    in_use = PhoneContact.objects.filter(person__contact_preference__channel=Channel.SMS)
    sealed = in_use.values_list("person_id", Cast("number", TextField()))
    who = [person_id for person_id, text in sealed.iterator() if _open(text) == number]
    for person_id in who:
        _stop(person_id, Channel.IN_APP, now)
    return len(who)


def _open(sealed: str) -> str:
    """The number, or "" if there is none or it cannot be opened: one lost key must not keep others
    from stopping."""
    field = PhoneContact._meta.get_field("number")
    try:
        return unseal(sealed, place=field.place) if sealed else ""
    except Unreadable:
        return ""


def _stamp(person: "User") -> str:
    """What a link is good for: this person, this address, and until they stop."""
    stopped_at = wish_of(person).stopped_at
    value = f"{person.pk}|{person.email}|{stopped_at.isoformat() if stopped_at else ''}"
    return salted_hmac(SALT, value).hexdigest()[:32]


def _stop(person_id: int, channel: Channel, now: dt.datetime) -> None:
    ContactPreference.objects.update_or_create(
        person_id=person_id, defaults={"channel": channel, "stopped_at": now}
    )
