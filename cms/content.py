"""The words a new site starts with. Editors change all of it; nothing here is read twice."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

HERO_HEADING: Final = _("Find something good to do this week")

HERO_LEAD: Final = _(
    "Volunteering, classes and small groups near you. Go at your own pace, under any name you like."
)

STORIES_LEAD: Final = _(
    "Told by people who began somewhere, under any name or none. They read every word first."
)

PROMISES: Final = (
    ("person", _("Use any name you like"),
     _("A first name is enough. It does not have to be the one on your ID.")),
    ("eye", _("See what they see"),
     _("Before you sign up, we show you every word the organisation will get.")),
    ("clock", _("Change your mind"),
     _("Cancel at any time. It never counts against you, and no one asks why.")),
    ("lock", _("No questions about the past"),
     _("We ask what you would like to do. That is all anyone here needs to know.")),
)  # fmt: skip

STEPS: Final = (
    (_("Look around"),
     _("Search by what you enjoy, when you are free, and what you need: childcare, bus fare,"
       " no ID.")),
    (_("Save a place"),
     _("We tell you who to ask for, where to go and what to wear. We can remind you in plain or"
       " private words.")),
    (_("Go once, or keep going"),
     _("One morning is a whole thing. If you want more, there is more.")),
)  # fmt: skip

ABOUT: Final = (
    _("Here you find volunteering, service projects, classes and small groups, and you save a"
      " place at the ones you like."),
    _("You need a user name and a password. You choose the name that others see."),
    _("An organisation is listed only after staff have checked it, and every posting is read by"
      " staff before anyone else can see it. We check each organisation again every year."),
    _("Where something takes place is shown to people who have a place, and to nobody else."),
)  # fmt: skip


def home_body() -> list[dict[str, Any]]:
    """The blocks of a new home page."""
    return [
        _block("activities", heading=str(_("This week near you")), kind="", interest="",
               limit=3, more=str(_("See all things to do"))),
        _block("promises", heading=str(_("You stay in charge")),
               lead=str(_("Trying something new is easier when you know exactly what happens"
                          " next.")),
               points=[{"icon": i, "title": str(t), "text": str(x)} for i, t, x in PROMISES]),
        _block("steps", heading=str(_("One stone at a time")),
               steps=[{"title": str(t), "text": str(x)} for t, x in STEPS]),
        _block("doors", heading=str(_("Other ways in")), doors=[
            _door("pair", "group", _("Someone alongside you"),
                  _("A mentor meets you now and then, helps you choose, and can come along the"
                    " first time."),
                  _("How mentoring works"), "/walk/"),
            _door("table", "project", _("Help, today or later"),
                  _("A place to stay, someone to talk to, health, money, work. Clear pages with"
                    " real phone numbers."),
                  _("Get help"), "/help/"),
            _door("desk", "volunteer", _("For organisations"),
                  _("Post volunteering, projects or classes. We check each partner, and we help you"
                    " welcome people well."),
                  _("Become a partner"), "/work/"),
        ]),
    ]  # fmt: skip


def about_body() -> list[dict[str, Any]]:
    """The blocks of a new page "About us"."""
    return [{"type": "text", "value": "".join(f"<p>{paragraph}</p>" for paragraph in ABOUT)}]


def navigation() -> list[dict[str, Any]]:
    """The main menu of a new site."""
    return [
        _block("link", text=str(_("Find something to do")), page=None, address="/opportunities/"),
        _block("link", text=str(_("Stories")), page=None, address="/stories/"),
        _block("link", text=str(_("About us")), page=None, address="/about/"),
    ]


def footer(town: str) -> list[dict[str, Any]]:
    """The footer of a new site, beside the links on safety that every site has."""
    about = str(_("Onward in %(town)s") % {"town": town}) if town else str(_("This site"))
    partners = [(_("Post something with us"), "/work/"), (_("Partner sign in"), "/partner/")]
    columns = [
        (
            about,
            [
                (_("About us"), "/about/"),
                (_("Find something to do"), "/opportunities/"),
                (_("Stories"), "/stories/"),
                (_("Walk with someone"), "/walk/"),
            ],
        ),
        (str(_("For organisations")), partners),
    ]
    return [
        _block("column", heading=heading, links=[
            {"text": str(text), "page": None, "address": address} for text, address in links
        ])
        for heading, links in columns
    ]  # fmt: skip


def country() -> str:
    """The country whose numbers a new site begins with."""
    return str(_("United States"))


def crisis_lines() -> list[dict[str, Any]]:
    """Numbers to begin with. Without a day of checking none of them is shown (decision 10)."""
    return [
        _block("line", name="988", number="988", verified_on=None, country=country(),
               note=str(_("Call or text, day and night. Free."))),
    ]  # fmt: skip


def _block(type_: str, /, **value: Any) -> dict[str, Any]:
    return {"type": type_, "value": value}


def _door(motif: str, tint: str, title: Any, text: Any, words: Any, path: str) -> dict[str, Any]:
    link = {"text": str(words), "page": None, "address": path}
    return {"motif": motif, "tint": tint, "title": str(title), "text": str(text), "link": link}
