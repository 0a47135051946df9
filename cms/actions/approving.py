"""The yes of a teller to exact words, the second reader, the last word, and a fresh yes later."""

import datetime as dt
from collections.abc import Collection
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.models import Audience, Channel, Image, Naming, State, StoryConsent, StoryPage
from cms.models.consents import WORDING
from cms.models.exact_text import hash_of
from community.people.models import User
from community.safety.actions import new_task, open_tasks
from community.safety.models import TaskKind

from .telling import NotAnother, StoryRefused, draft_of, locked

USUAL: Final = dt.timedelta(days=365)
LONGEST: Final = dt.timedelta(days=3 * 365)


class Changed(StoryRefused):
    """The words are others than those that were read."""

    words = _("It was changed meanwhile. Please read it again.")


class TooLong(StoryRefused):
    """A consent is a limited one."""

    words = _("Choose an end within three years.")


class NoName(StoryRefused):
    """They chose to stand in it with a name, and gave none."""

    words = _("Write the name, or choose no name.")


class NotASecondReader(PermissionDenied):
    """Somebody approved a page that they sent themselves, or a story that they may not, or other
    words of it than the approved ones."""


class NotYet(StoryRefused):
    """One step comes before this one."""

    words = _("This is not the next step. Open the page again.")


@transaction.atomic
def say_yes(  # noqa: PLR0913 (each answer of the teller by its name)
    *,
    consent: StoryConsent,
    seen: str,
    now: dt.datetime,
    naming: str = Naming.NONE,
    alias: str = "",
    image: str = Image.DRAWN,
    is_recognised: bool = False,
    channels: Collection[str] = (Channel.SITE,),
    audience: str = Audience.ACCOUNTS,
    lasts: dt.timedelta = USUAL,
    reach: str | None = None,
) -> StoryConsent:
    """Keep the yes of a teller to the words that they have just read (`seen`: their hash).

    What a second reader said of other words counts no more. Raises Changed, TooLong, NoName,
    TakenBack.
    """
    consent = locked(consent)
    if seen != hash_of(draft_of(consent.page)):
        raise Changed
    if not dt.timedelta() < lasts <= LONGEST:
        raise TooLong
    name = " ".join(alias.split()) if naming != Naming.NONE else ""
    if naming != Naming.NONE and not name:
        raise NoName
    consent.naming, consent.alias, consent.image = Naming(naming), name, Image(image)
    consent.channels = [channel.value for channel in Channel if channel in channels]
    consent.audience = Audience(audience)
    consent.recognised_at = now if is_recognised and image == Image.KNOWN else None
    _sign(consent, seen, now, lasts)
    if reach is not None:
        consent.reach = reach
    consent.state = _state_after_yes(consent)
    consent.save()
    _tell_staff(consent, "yes", _("The teller of a story has said yes."), now)
    return consent


def _sign(consent: StoryConsent, seen: str, now: dt.datetime, lasts: dt.timedelta) -> None:
    """To which words, in which language, from when until when; it is not stored here."""
    consent.approved_hash, consent.wording = seen, WORDING
    consent.languages = [consent.page.locale.language_code]
    consent.signed_at, consent.expires_at, consent.told_days = now, now + lasts, None


def _state_after_yes(consent: StoryConsent) -> State:
    if consent.live_hash == consent.approved_hash:
        return State.PUBLISHED
    if consent.final_hash == consent.approved_hash == consent.read_hash:
        return State.FINAL_OK
    return State.IN_EDITORIAL if consent.read_hash == consent.approved_hash else State.CONSENTED


@transaction.atomic
def read_as_second(*, page: StoryPage, by: User | None, now: dt.datetime) -> StoryConsent:
    """Note that a second person has read exactly what the teller approved.

    Not who wrote any of it. Raises NotYet, Changed, NotAnother, TakenBack.
    """
    consent = page.consent_or_none
    if consent is None or not consent.signed_at:
        raise NotYet
    consent = locked(consent)
    shown = hash_of(draft_of(page))
    if shown != consent.approved_hash:
        raise Changed
    writers = set(page.revisions.values_list("user_id", flat=True)) | {page.owner_id}
    if by is None or by.pk in writers:
        raise NotAnother
    consent.read_hash, consent.read_by = shown, by
    consent.state = _state_after_yes(consent)
    consent.save(update_fields=["read_hash", "read_by", "state"])
    return consent


@transaction.atomic
def say_last_word(*, consent: StoryConsent, seen: str, now: dt.datetime) -> StoryConsent:
    """Keep the teller's last word: after the second reader, it may go out as it is.

    Raises NotYet, Changed, TakenBack.
    """
    consent = locked(consent)
    if seen != hash_of(draft_of(consent.page)):
        raise Changed
    if not consent.is_running(now) or not seen == consent.approved_hash == consent.read_hash:
        raise NotYet
    consent.final_hash, consent.final_at, consent.state = seen, now, State.FINAL_OK
    consent.save(update_fields=["final_hash", "final_at", "state"])
    _tell_staff(consent, "last", _("A story may be published: its teller said so."), now)
    return consent


@transaction.atomic
def renew(
    *, consent: StoryConsent, seen: str, now: dt.datetime, lasts: dt.timedelta = USUAL
) -> StoryConsent:
    """A fresh yes to the same words, from now on. Nothing renews itself (S8).

    Raises NotYet where there was no yes, Changed, TooLong, TakenBack.
    """
    consent = locked(consent)
    if not consent.signed_at:
        raise NotYet
    if seen != consent.approved_hash or seen != hash_of(draft_of(consent.page)):
        raise Changed
    if not dt.timedelta() < lasts <= LONGEST:
        raise TooLong
    consent.signed_at, consent.expires_at, consent.told_days = now, now + lasts, None
    consent.state = _state_after_yes(consent)
    consent.save(update_fields=["signed_at", "expires_at", "told_days", "state"])
    _tell_staff(consent, "again", _("The teller of a story has said yes again."), now)
    return consent


def is_own_review(workflow_state: Any, user: User | AnonymousUser | None) -> bool:
    """Whether this user sent it to be read: a second reader is a second person."""
    return user is None or workflow_state.requested_by_id == user.pk


def finish_review(workflow_state: Any, user: User | None = None) -> None:
    """What happens after a workflow (`WAGTAIL_FINISH_WORKFLOW_ACTION`).

    Anything but a story is published, a page by somebody else than sent it to be read. A story
    was read by its second reader, and is published only where its teller has had the last word on
    exactly this. Raises NotASecondReader.
    """
    row = workflow_state.content_object
    if isinstance(row, Page):
        row = row.specific
        if is_own_review(workflow_state, user):
            raise NotASecondReader(str(NotAnother.words))
    if not isinstance(row, StoryPage):
        row.get_latest_revision().publish(user=user)
        return
    try:
        consent = read_as_second(page=row, by=user, now=timezone.now())
    except StoryRefused as refusal:
        raise NotASecondReader(str(refusal)) from refusal
    if consent.final_hash == consent.read_hash:
        row.get_latest_revision().publish(user=user)


def _tell_staff(consent: StoryConsent, what: str, note: Any, now: dt.datetime) -> None:
    """A task without a title or a name: it is about a number."""
    key = f"story:{what}:{consent.public_id}:{now:%Y%m%d%H%M}"
    task = new_task(
        kind=TaskKind.STORY, key=key, about=consent.public_id, note=str(note), now=now,
        path=f"/cms/desk/stories/{consent.public_id}/",
    )  # fmt: skip
    open_tasks([task])
