"""Somebody's dates under their calendar address, for whoever holds it and without an account.

It is read by a program: no cookie is set or asked for. However much it may say, it never names a
place, an organisation or a person, and of a support group not even what it is called
(docs/decisions/0021-calendar.md).
"""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.safety.access import Who, open_to
from community.safety.limits import limited
from opportunities.actions.calendar_address import address_behind
from opportunities.models import Kind, Level
from opportunities.permissions import visible_sign_ups

from .lines import answer, escaped, folded
from .own import Event, Names, events, lines


class Busy(Names):
    """The same word for every date."""

    def __init__(self) -> None:
        super().__init__()
        self._word = escaped(_("Busy"))

    def of(self, event: Event) -> str:
        """Nothing of what it is."""
        return self._word


class Titles(Names):
    """What it is called; of a support group its neutral name (DESIGN.md 9)."""

    says_titles = True

    def of(self, event: Event) -> str:
        """The title, which staff have read and found neutral."""
        if event.kind == Kind.GROUP or not event.title:
            return super().of(event)
        told = event.card_words.get(get_language() or "", {}).get("title", event.title)
        return folded(f"SUMMARY:{escaped(told)}").removeprefix("SUMMARY:")


NAMES: dict[str, type[Names]] = {Level.BUSY: Busy, Level.NAME: Names, Level.TITLE: Titles}


@open_to(Who.EVERYONE)
@require_safe
@limited("calendar", when=lambda _request: True)
def calendar_file(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The file. What is unknown, old, over, or of an account that is closed: nothing is there."""
    now = timezone.now()
    address = address_behind(secret=secret, now=now)
    if address is None:
        raise Http404
    person = address.person
    naming = NAMES.get(address.level, Busy)
    found = events(visible_sign_ups(person), now, with_titles=naming.says_titles)
    with translation.override(person.language):
        names = naming()
        said = list(lines(found, names))
    return answer(request, said, name="calendar.ics", language=person.language)
