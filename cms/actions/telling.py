"""From an idea to a story that its teller has said yes to (docs/decisions/0033)."""

import datetime as dt
import secrets
from collections.abc import Collection
from typing import Any, Final

from django.db import transaction
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms import emails
from cms.models import State, StoryConsent, StoryPage, Topic
from community.notifications.actions import new_message, queue
from community.people.models import User
from community.safety.actions import refuse_all_but_staff
from community.safety.fields import digest
from community.safety.fields import known_key_ids as keys

FEWEST_WORDS: Final = 3
PLACE: Final = "cms.storyconsent.link"
# Of the teller and not of the words. Why somebody may tell who takes part now is said anew.
OF_ANY_LANGUAGE: Final = (
    "teller", "reach", "topics", "risk_talk_on", "risk_talk_by", "support_person", "payment",
    "left_on", "outside", "are_places_blurred",
)  # fmt: skip


class StoryRefused(Exception):
    """It cannot be done; `words` say why and are safe to show."""

    words: str | Promise = ""

    def __str__(self) -> str:
        return str(self.words)


class NotAnother(StoryRefused):
    """Nobody vouches alone (decision 16)."""

    words = _("Another one of the staff has to do this.")


class NoWords(StoryRefused):
    """A reason is asked for."""

    words = _("Say why, in three words or more.")


class TakenBack(StoryRefused):
    """The teller has taken it back, for good."""

    words = _("This story was taken back.")


class NotTalkedThrough(StoryRefused):
    """What may follow is talked through before a word is read."""

    words = _("First talk through every point with the teller.")


class NoWay(StoryRefused):
    """The teller could not read it."""

    words = _("Give the teller a private link first, or connect their account.")


def draft_of(page: StoryPage) -> StoryPage:
    """The newest words of a story, published or not."""
    newest: StoryPage = page.get_latest_revision_as_object()
    return newest


@transaction.atomic
def begin_story(
    *, page: StoryPage, by: User, now: dt.datetime, teller: User | None = None
) -> StoryConsent:
    """Note that somebody would like to tell this story; return what they said so far: nothing.

    A translation is of the same teller, and what was talked through holds for it; their yes does
    not. Twice gives back the first. Raises NotForYou for anybody but programme staff.
    """
    refuse_all_but_staff(by)
    known: dict[str, Any] = {"teller": teller, "started_by": by, "created_at": now}
    same_story = StoryConsent.objects.filter(page__translation_key=page.translation_key)
    told = same_story.exclude(page=page).order_by("created_at").first()
    if told is not None:
        known |= {name: getattr(told, name) for name in OF_ANY_LANGUAGE}
        known["state"] = State.DRAFTING if told.risk_talk_on else State.IDEA
    known["languages"] = [page.locale.language_code]
    consent, _new = StoryConsent.objects.get_or_create(page=page, defaults=known)
    return consent


@transaction.atomic
def talk_through(  # noqa: PLR0913 (one row, each field named by its writer)
    *,
    consent: StoryConsent,
    by: User,
    topics: Collection[str],
    now: dt.datetime,
    left_on: dt.date | None = None,
    support_person: str = "",
    payment: str = "",
    are_places_blurred: bool | None = None,
    outside: str = "",
) -> StoryConsent:
    """Write down what was talked through, and what else staff know. All of it may be mended.

    Raises NotForYou, TakenBack, NotTalkedThrough where a topic is left out.
    """
    refuse_all_but_staff(by)
    consent = locked(consent)
    if set(topics) != set(Topic.values):
        raise NotTalkedThrough
    consent.topics = [topic.value for topic in Topic]
    if consent.risk_talk_on is None:
        consent.risk_talk_on, consent.risk_talk_by = timezone.localdate(now), by
    consent.left_on, consent.support_person, consent.payment = left_on, support_person, payment
    consent.are_places_blurred, consent.outside = are_places_blurred, outside
    if consent.state in {State.IDEA, State.RISK_TALK}:
        consent.state = State.DRAFTING
    consent.save()
    return consent


@transaction.atomic
def allow_all_the_same(*, consent: StoryConsent, by: User, note: str) -> StoryConsent:
    """Let somebody tell who takes part now, or left less than a year ago (S5).

    By another one of the staff than began it, with a reason. Raises NotForYou, NotAnother,
    NoWords, TakenBack.
    """
    refuse_all_but_staff(by)
    consent = locked(consent)
    if by.pk == consent.started_by_id:
        raise NotAnother
    if len(note.split()) < FEWEST_WORDS:
        raise NoWords
    consent.override_note, consent.override_by = note, by
    consent.save(update_fields=["override_note", "override_by"])
    return consent


@transaction.atomic
def make_link(*, consent: StoryConsent, by: User, code_word: str, reach: str = "") -> str:
    """Return the token of a new private link; the one before does nothing any more.

    It is stored as a digest only and opens nothing without the code word, which staff tell the
    teller in another way. Raises NotForYou, TakenBack, NoWords.
    """
    refuse_all_but_staff(by)
    consent = locked(consent)
    if not code_word.strip():
        raise NoWords
    token = secrets.token_urlsafe(32)
    consent.link_digest = digest(token, place=PLACE)
    consent.code_word = " ".join(code_word.split())
    consent.reach = reach or consent.reach
    consent.save(update_fields=["link_digest", "code_word", "reach"])
    return token


def consent_behind(*, token: str, code_word: str) -> StoryConsent | None:
    """Whose link this is, for who knows its code word; nobody is told which of both is wrong."""
    digests = [digest(token, place=PLACE, key_id=key) for key in keys()]
    consent = StoryConsent.objects.filter(link_digest__in=digests, revoked_at=None).first()
    typed, known = (
        _folded(code_word),
        _folded(consent.code_word if consent else secrets.token_hex()),
    )
    is_right = constant_time_compare(typed, known)
    return consent if consent and is_right and known else None


@transaction.atomic
def ask_teller(*, consent: StoryConsent, by: User, now: dt.datetime) -> StoryConsent:
    """Ask the teller to read it: an account holder in their safe way, others have their link.

    Raises NotForYou, TakenBack, NotTalkedThrough, NoWay.
    """
    refuse_all_but_staff(by)
    consent = locked(consent)
    if not consent.risk_talk_on:
        raise NotTalkedThrough
    if not (consent.teller or consent.link_digest):
        raise NoWay
    consent.state = State.TELLER_REVIEW
    consent.save(update_fields=["state"])
    if consent.teller:
        key = f"story:read:{consent.public_id}:{now:%Y%m%d}"
        tell_teller(consent, emails.please_read, key=key, now=now)
    return consent


def tell_teller(
    consent: StoryConsent, words: Any, *, key: str, now: dt.datetime, until: Any = None
) -> None:
    """Queue neutral words for the account of a teller: where they go is decided when they go."""
    teller = consent.teller
    assert teller is not None  # noqa: S101 - asked by each caller
    with translation.override(teller.language):
        said = words()
    message = new_message(
        key=key,
        subject=said.subject,
        body=said.body,
        due_at=now,
        expires_at=until,
        now=now,
        recipient=teller,
        about=consent.public_id,
    )
    queue([message])


def locked(consent: StoryConsent) -> StoryConsent:
    """The row as it is now, kept from others until it is stored. Raises TakenBack."""
    row = StoryConsent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    if row.revoked_at:
        raise TakenBack
    return row


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
