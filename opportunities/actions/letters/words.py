"""What a letter says: the same words on paper and to whoever types its code."""

import datetime as dt
from typing import Final

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from community.organisations.models import site_day
from opportunities.models import Kind, Letter

from .paper import Piece, page_of
from .writing import in_groups

# A card says what there is to do, a letter what was done. It says nothing of what a group is for.
WHAT_THEY_DID: Final = {
    Kind.VOLUNTEER: pgettext_lazy("what they did", "volunteering"),
    Kind.PROJECT: pgettext_lazy("what they did", "service projects"),
    Kind.CLASS: pgettext_lazy("what they did", "classes"),
    Kind.GROUP: pgettext_lazy("what they did", "small groups"),
}


def hours_in_words(minutes: int) -> str:
    """As in "12 hours" or "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(_("1 hour") if hours == 1 else _("%(number)d hours") % {"number": hours})
    if rest:
        parts.append(_("1 minute") if rest == 1 else _("%(number)d minutes") % {"number": rest})
    return " ".join(parts)


def sentences_of(letter: Letter, *, issuer: str) -> list[str]:
    """A letter, sentence by sentence. Nothing in it says why somebody is here."""
    said = {
        "name": letter.name,
        "hours": hours_in_words(letter.minutes),
        "since": _day(letter.since),
        "until": _day(letter.until),
    }
    words = [
        _("%(name)s gave %(hours)s of their time from %(since)s to %(until)s.") % said,
    ]
    if letter.kinds:
        kinds = ", ".join(str(did) for kind, did in WHAT_THEY_DID.items() if kind in letter.kinds)
        words.append(_("What they did: %(kinds)s.") % {"kinds": kinds})
    if letter.organisation_names:
        names = ", ".join(letter.organisation_names)
        words.append(_("It includes time with: %(names)s.") % {"names": names})
    day = _day(site_day(letter.issued_at))
    words.append(_("Written by %(issuer)s on %(day)s.") % {"issuer": issuer, "day": day})
    return words


def paper_of(letter: Letter, *, issuer: str, verify_at: str) -> bytes:
    """The letter as a PDF, made anew each time."""
    code = in_groups(letter.code)
    holds = _("To see that this letter holds, type the code %(code)s at %(address)s.")
    pieces = [
        Piece("H1", _("Letter of hours")),
        *(Piece("P", sentence) for sentence in sentences_of(letter, issuer=issuer)),
        Piece("P", holds % {"code": code, "address": verify_at}),
    ]
    return page_of(
        pieces,
        title=_("Letter of hours"),
        language=get_language() or settings.LANGUAGE_CODE,
        written_at=letter.issued_at,
    )


def _day(day: dt.date) -> str:
    return date_format(day, "j F Y")
