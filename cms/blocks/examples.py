"""What stands in a block while an editor chooses one. Nobody is in it, and no real number."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _


def heading() -> dict[str, Any]:
    """A heading."""
    return {"text": _("What to bring")}


def text() -> str:
    """A paragraph and a list."""
    return "<p>{}</p><ul><li>{}</li><li>{}</li></ul>".format(
        _("Come as you are. Somebody meets you at the door and shows you round."),
        _("Shoes that may get dirty"),
        _("A bottle of water"),
    )


def picture() -> dict[str, Any]:
    """A drawing, which comes before any photo."""
    return {"motif": "garden", "caption": _("The garden behind the library")}


def quote() -> dict[str, Any]:
    """Somebody's words."""
    return {
        "kicker": _("In their words"),
        "words": _("I came to see what it was. Now I have the key to the shed."),
        "who": _("Somebody who waters the beans"),
        "motif": "pot",
    }


def notice() -> dict[str, Any]:
    """A line that must be seen."""
    return {"tone": "info", "title": _("Closed on Monday."), "text": _("On Tuesday we are back.")}


def steps() -> dict[str, Any]:
    """Two steps."""
    return {
        "heading": _("How it goes"),
        "steps": [
            {"title": _("Ring the bell"), "text": _("You can say that you came to look.")},
            {"title": _("Have a cup of tea"), "text": _("Nobody asks why you are there.")},
        ],
    }


def activities() -> dict[str, Any]:
    """The next things that there are."""
    more = _("See all things to do")
    return {
        "heading": _("This week near you"),
        "kind": "",
        "interest": "",
        "limit": 3,
        "more": more,
    }


def promises() -> dict[str, Any]:
    """Two promises."""
    return {
        "heading": _("You stay in charge"),
        "points": [
            {
                "icon": "person",
                "title": _("Use any name you like"),
                "text": _("A first name is enough."),
            },
            {
                "icon": "clock",
                "title": _("Change your mind"),
                "text": _("Cancel at any time, and no one asks why."),
            },
        ],
    }


def doors() -> dict[str, Any]:
    """Two ways on."""
    return {
        "heading": _("Other ways in"),
        "doors": [
            {
                "motif": "pair",
                "tint": "group",
                "title": _("Someone alongside you"),
                "text": _("A mentor meets you now and then."),
                "link": {"text": _("How mentoring works"), "address": "/walk/"},
            },
            {
                "motif": "table",
                "tint": "project",
                "title": _("Help, today or later"),
                "text": _("Clear pages with real phone numbers."),
                "link": {"text": _("Get help"), "address": "/help/"},
            },
        ],
    }


def directory() -> dict[str, Any]:
    """The first kind of help, with what is on the site."""
    return {"heading": _("Talk to someone first"), "kind": "talk", "limit": 3}


def part() -> dict[str, Any]:
    """What somebody does here."""
    return {
        "icon": "clock",
        "role": _("Someone who answers the phone"),
        "text": _("They ask what to call you, and when it is safe to ring back."),
    }


def link() -> dict[str, Any]:
    """A way to the list."""
    return {"text": _("Find something to do"), "address": "/opportunities/"}


def column() -> dict[str, Any]:
    """A column with one link."""
    return {"heading": _("For organisations"), "links": [link()]}


def elsewhere() -> dict[str, Any]:
    """Whom to ring in another country."""
    return {"country": "Canada", "number": "911", "note": ""}


def line() -> dict[str, Any]:
    """A number to ring, of those that are kept free for stories."""
    return {
        "name": _("A line at night"),
        "number": "(212) 555-0155",
        "country": _("United States"),
        "note": _("Day and night. Free."),
        "hours": _("Day and night"),
        "verified_on": dt.date(2026, 1, 5),
    }
