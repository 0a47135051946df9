"""Rows of finding help."""

import datetime as dt

from community.support.actions.talks import ask_for_talk
from tests.factories.people import form_opened

SAID = {
    "about": "money",
    "way": "call",
    "reach": "+12125550142",
    "times": "weekdays at ten",
    "say_who": "no",
    "voicemail": "no",
    "ask_for": "Wren",
    "code_word": "canary-marmalade",
    "not_say": "canary-hush",
    "interpreter": "Spanish",
}


def first_talk(*, by=None, once="0" * 32, now=None, **said):
    """A talk that was asked for, and its code (nothing with an account)."""
    now = now or dt.datetime(2026, 5, 4, 16, 0, tzinfo=dt.UTC)
    return ask_for_talk(said=SAID | said, by=by, once=once, now=now)


def talk_form(**said):
    """What the form of a talk is sent with."""
    return SAID | {"once": "ab" * 16} | form_opened() | said
