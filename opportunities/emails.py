"""What messages say. Content only: who is told when is decided in `actions`.

Private words are what everybody starts with: a weekday and a time by the clock on the wall of
the place, no name, title, place, organisation, site or link, because somebody else may read over
the shoulder (safety.md #23, DESIGN.md 9). The subject is a weekday in either wording.
"""

import datetime as dt
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from community.formats.times import weekday_in_words
from community.notifications.models import Wording
from opportunities.models import Kind, Session, SignUp, State

A_WEEK = dt.timedelta(days=6)


class Words(NamedTuple):
    """A message in the recipient's language; discreet while it is in private words."""

    subject: str
    body: str
    is_discreet: bool = True


def something_opened(language: str) -> Words:
    """Something opened that fits what they look for; what it is they read signed in.

    Private words, whatever was chosen: it names nothing, and goes to whoever asked for it only.
    """
    with translation.override(language):
        body = _("There is something new to look at. It waits where you sign in.")
        return Words(_("Something new"), body)


def reminder(sign_up: SignUp, wording: str) -> Words:
    """A session is near."""
    with translation.override(sign_up.person.language):
        body = _("%(when)s. See you there.") % {"when": sign_up.session.short_time}
        if sign_up.companions:
            body += " " + _("Places: %(number)s.") % {"number": sign_up.places}
        return _in_their_wording(sign_up, wording, body)


def place_came_up(sign_up: SignUp, wording: str, now: dt.datetime) -> Words:
    """A place became free and is now theirs."""
    with translation.override(sign_up.person.language):
        body = _("A place came up: %(when)s.") % {"when": _when(sign_up.session, now)}
        return _in_their_wording(sign_up, wording, body)


def place_offered(sign_up: SignUp, wording: str, now: dt.datetime) -> Words:
    """A place is held for them for a while; they say yes or no where they are signed in."""
    with translation.override(sign_up.person.language):
        body = _("A place is held for you: %(when)s. Please say yes or no.") % {
            "when": _when(sign_up.session, now)
        }
        return _in_their_wording(sign_up, wording, body)


def request_answered(sign_up: SignUp, wording: str, now: dt.datetime) -> Words:
    """They asked for a place and are answered; what the answer is they read signed in."""
    with translation.override(sign_up.person.language):
        body = _("There is an answer for %(when)s. It waits where you sign in.") % {
            "when": _when(sign_up.session, now)
        }
        return _in_their_wording(sign_up, wording, body)


def place_passed_on(sign_up: SignUp, wording: str, now: dt.datetime) -> Words:
    """Their place, which they wanted to pass on, is passed on: they are free."""
    with translation.override(sign_up.person.language):
        body = _("Your place is passed on: %(when)s. You are free.") % {
            "when": _when(sign_up.session, now)
        }
        return _in_their_wording(sign_up, wording, body)


def place_still_yours(sign_up: SignUp, wording: str, now: dt.datetime) -> Words:
    """Nobody took the place that they wanted to pass on."""
    with translation.override(sign_up.person.language):
        body = _("Nobody took your place: %(when)s. It is still yours, if you can come.") % {
            "when": _when(sign_up.session, now)
        }
        return _in_their_wording(sign_up, wording, body)


def something_said(sign_up: SignUp, wording: str, now: dt.datetime) -> Words:
    """The organisation has said something about the date; what it is they read signed in."""
    with translation.override(sign_up.person.language):
        body = _("There is something new about %(when)s. It waits where you sign in.") % {
            "when": _when(sign_up.session, now)
        }
        return _in_their_wording(sign_up, wording, body)


def session_moved(sign_up: SignUp, wording: str, now: dt.datetime) -> Words:
    """The session has another time."""
    with translation.override(sign_up.person.language):
        body = _("The time has changed. It is now %(when)s.") % {
            "when": _when(sign_up.session, now)
        }
        return _in_their_wording(sign_up, wording, body)


def sessions_moved(sign_up: SignUp, wording: str, now: dt.datetime) -> Words:
    """This session and later ones of theirs have another time."""
    with translation.override(sign_up.person.language):
        body = _("The time has changed. It is now %(when)s, and later dates change with it.") % {
            "when": _when(sign_up.session, now)
        }
        return _in_their_wording(sign_up, wording, body)


def where_changed(sign_up: SignUp, wording: str, now: dt.datetime) -> Words:
    """How to get there is another way than before, at this session and at later ones of theirs."""
    with translation.override(sign_up.person.language):
        body = _("Where to go has changed, from %(when)s on. It waits where you sign in.") % {
            "when": _when(sign_up.session, now)
        }
        return _in_their_wording(sign_up, wording, body)


def session_added(sign_up: SignUp, wording: str, now: dt.datetime) -> Words:
    """What they take part in has one more date, and they have a place at it."""
    with translation.override(sign_up.person.language):
        body = _("There is one more date: %(when)s. You have a place.") % {
            "when": _when(sign_up.session, now)
        }
        return _in_their_wording(sign_up, wording, body)


def sessions_added(sign_up: SignUp, wording: str, now: dt.datetime) -> Words:
    """What they take part in has more dates, of which this is the first."""
    with translation.override(sign_up.person.language):
        body = _("There are more dates, from %(when)s on. You have a place at each.") % {
            "when": _when(sign_up.session, now)
        }
        return _in_their_wording(sign_up, wording, body)


def session_kept(sign_up: SignUp, wording: str, now: dt.datetime) -> Words:
    """They come regularly, and the next date is in their plan; a place or a place in line, which
    they read signed in."""
    with translation.override(sign_up.person.language):
        body = _("%(when)s is in your plan, as you wanted.") % {"when": _when(sign_up.session, now)}
        return _in_their_wording(sign_up, wording, body)


def sessions_kept(sign_up: SignUp, wording: str, now: dt.datetime) -> Words:
    """They come regularly, and the next dates are in their plan, of which this is the first."""
    with translation.override(sign_up.person.language):
        body = _("Your next dates are in your plan, as you wanted, from %(when)s on.") % {
            "when": _when(sign_up.session, now)
        }
        return _in_their_wording(sign_up, wording, body)


def session_cancelled(sign_up: SignUp, wording: str, now: dt.datetime) -> Words:
    """The session does not take place."""
    with translation.override(sign_up.person.language):
        body = _("%(when)s is off. There is nothing you need to do.") % {
            "when": _when(sign_up.session, now)
        }
        return _in_their_wording(sign_up, wording, body)


def sessions_cancelled(sign_up: SignUp, wording: str, now: dt.datetime) -> Words:
    """This session and later ones of theirs do not take place."""
    with translation.override(sign_up.person.language):
        body = _(
            "%(when)s is off, and so are its later dates. There is nothing you need to do."
        ) % {"when": _when(sign_up.session, now)}
        return _in_their_wording(sign_up, wording, body)


def session_stopped(sign_up: SignUp, wording: str, now: dt.datetime) -> Words:
    """Nobody vouches for it now, so that nobody is to go there; why is nobody's business.

    The place and who to ask for are in no wording of it: it may be bait (safety.md T3).
    """
    with translation.override(sign_up.person.language):
        body = _("%(when)s is off for now. Please do not go. There is nothing you need to do.") % {
            "when": _when(sign_up.session, now)
        }
        return _in_their_wording(sign_up, wording, body, with_place=False)


def session_on_again(sign_up: SignUp, wording: str, now: dt.datetime) -> Words:
    """What was off for now takes place after all."""
    with translation.override(sign_up.person.language):
        body = _("%(when)s is on after all.") % {"when": _when(sign_up.session, now)}
        return _in_their_wording(sign_up, wording, body)


def _in_their_wording(
    sign_up: SignUp, wording: str, body: str, *, with_place: bool = True
) -> Words:
    """Add the details where the person chose so. Support groups never get any (DESIGN.md 9)."""
    session = sign_up.session
    is_discreet = wording != Wording.DETAILS or session.opportunity.kind == Kind.GROUP
    if not is_discreet:
        body = "\n".join([body, "", *_details(sign_up, with_place)])
    return Words(weekday_in_words(session.local_start), body, is_discreet)


def _details(sign_up: SignUp, with_place: bool) -> list[str]:
    """Title, exact time, and for somebody who has a place where it is and who to ask for."""
    session, opportunity = sign_up.session, sign_up.session.opportunity
    told = opportunity.told
    lines = [told["title"], f"{session.day}, {session.hours}"]
    if with_place and sign_up.state == State.CONFIRMED and session.cancelled_at is None:
        if opportunity.place:
            lines.append(opportunity.place)
        if told["ask_for"]:
            lines.append(_("Ask for %(who)s") % {"who": told["ask_for"]})
    return lines


def _when(session: Session, now: dt.datetime) -> str:
    """As in "Tue 10 am"; with the date when a weekday alone could be two days."""
    if session.starts_at - now < A_WEEK:
        return session.short_time
    return f"{session.day}, {session.clock}"
