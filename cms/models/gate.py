"""What a story still needs before it may be published, and whether it may stay (safety.md #40-46).

Read by `StoryPage.save`, which every way to publish ends in, and by screens that say it beforehand.
"""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.models.consents import Channel, Image, Naming, StoryConsent
from cms.models.exact_text import hash_of, pictures_of

if TYPE_CHECKING:
    from cms.models.stories import StoryPage

A_YEAR: Final = dt.timedelta(days=365)


class NoConsent(PermissionDenied):
    """A story was to be published without its teller's living consent. `reasons`: in words."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def may_stay(page: "StoryPage", consent: StoryConsent | None, now: dt.datetime) -> bool:
    """Whether what is live is what was approved, and the yes to it still holds: also the last one,
    by which somebody may want no name or no photo any more."""
    if consent is None or not consent.is_running(now) or Channel.SITE not in consent.channels:
        return False
    if page.told_by not in ("", _name_of(consent)) or any(_of_photos(page, consent)):
        return False
    return bool(consent.live_hash) and hash_of(page) == consent.live_hash


def missing(page: "StoryPage", at: dt.datetime) -> list[str]:
    """What stands between a story and being published at this moment, in words; nothing: it may."""
    consent = page.consent_or_none
    if consent is None:
        return [str(_("Nobody’s consent is written down for this story."))]
    found = [*_of_the_yes(page, consent, at), *_of_the_person(consent, at)]
    found += [*_of_the_page(page, consent), *_of_the_readers(page, consent)]
    return [str(words) for words in found]


def is_long_gone(consent: StoryConsent, at: dt.datetime) -> bool:
    """Whether the teller left the programme a year ago or longer."""
    today = timezone.localtime(at, timezone.get_default_timezone()).date()
    return consent.left_on is not None and today - consent.left_on >= A_YEAR


def _of_the_yes(
    page: "StoryPage", consent: StoryConsent, at: dt.datetime
) -> Iterator[str | Promise]:
    if consent.revoked_at:
        yield _("The teller has taken this story back.")
    elif not consent.signed_at:
        yield _("The teller has not said yes.")
    elif not consent.is_running(at):
        yield _("The teller’s consent is over by then. They have to say yes again.")
    if consent.signed_at and consent.approved_hash != hash_of(page):
        yield _("It is not exactly what the teller approved. Ask them to read it again.")
    if Channel.SITE not in consent.channels and consent.signed_at:
        yield _("The teller did not say yes to this site.")
    if consent.signed_at and page.locale.language_code not in consent.languages:
        yield _("The teller did not say yes to this language.")


def _of_the_person(consent: StoryConsent, at: dt.datetime) -> Iterator[str | Promise]:
    if not consent.risk_talk_on:
        yield _("Nobody has talked through with the teller what may follow.")
    if not is_long_gone(consent, at) and not (consent.override_by_id and consent.override_note):
        yield _(
            "The teller takes part now, or left less than a year ago. Wait, or let a second one "
            "of the staff write down why it is right all the same."
        )


def _name_of(consent: StoryConsent) -> str:
    return "" if consent.naming == Naming.NONE else consent.alias


def _of_photos(page: "StoryPage", consent: StoryConsent) -> Iterator[str | Promise]:
    has_photo = bool(pictures_of(page))
    if has_photo and consent.image == Image.DRAWN:
        yield _("The teller said yes to a drawing, and there is a photo.")
    if has_photo and consent.image == Image.KNOWN and not consent.recognised_at:
        yield _("A photo that shows the teller needs a second yes, for the photo alone.")


def _of_the_page(page: "StoryPage", consent: StoryConsent) -> Iterator[str | Promise]:
    yield from _of_photos(page, consent)
    if page.told_by != _name_of(consent):
        yield _("“Told by” is not what the teller chose.")


def _of_the_readers(page: "StoryPage", consent: StoryConsent) -> Iterator[str | Promise]:
    shown = hash_of(page)
    if consent.read_hash != shown:
        yield _("A second person has not read exactly this.")
    elif consent.final_hash != shown:
        yield _("The teller’s last word is missing.")
