"""Pages of a plan that two see, and of what a mentor thought of: full, empty, refused, answered."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from community.mentorship.actions.plan_of_two import show_part
from community.mentorship.models import Mentorship
from community.people.actions import add_step, finish_step, name_aim
from opportunities.actions.suggesting import answer_suggestion, think_of
from opportunities.models import Answered
from tests.browser.world import LONG, World
from tests.factories.opportunities import OpportunityFactory, SessionFactory


def pages_of_a_shared_plan(
    world: World, full: Mentorship, empty: Mentorship, paused: Mentorship
) -> list[dict[str, Any]]:
    """What `Shown` is made with."""
    person, mentor = full.person, full.mentor.person
    _write(full)
    plan, bare, rests = (
        {"path": reverse("mentorship:plan", args=[row.public_id])} for row in (full, empty, paused)
    )
    think = reverse("opportunities:think", args=[full.public_id])
    refused = {"q": "garden", "activity": "x", "words": "Ring 555 0100 123"}
    return [
        {"name": "plan of two", "who": person, **plan},
        {"name": "plan of two, mentor", "who": mentor, **plan},
        {"name": "plan of two, refused", "who": person, "data": {}, "status": 400, **plan},
        {"name": "plan of two, nothing yet", "who": empty.person, **bare},
        {"name": "plan of two, nothing shown", "who": empty.mentor.person, **bare},
        {"name": "plan of two, paused", "who": paused.person, **rests},
        {"name": "path with a mentor", "path": reverse("opportunities:path"), "who": person},
        {"name": "plan with a thought", "path": reverse("opportunities:plan"), "who": person},
        {"name": "think", "path": think, "who": mentor},
        {"name": "think, found", "path": f"{think}?q=garden", "who": mentor},
        {"name": "think, nothing found", "path": f"{think}?q=xyzzy", "who": mentor},
        {"name": "think, refused", "path": think, "who": mentor, "data": refused, "status": 400},
        *_thoughts(full),
    ]


def _write(two: Mentorship) -> None:
    """An aim that is shown with two of its steps, and one that is not."""
    now, by = timezone.now(), two.person
    today = timezone.localdate(now)
    aim = name_aim(by=by, words="Cook for people again", tag="purpose", now=now)
    show_part(part=aim, by=by, now=now)
    for words in ("Look in at the kitchen", LONG):
        show_part(part=add_step(aim=aim, words=words, today=today), by=by, now=now)
    finish_step(step=aim.steps.first(), today=today)
    add_step(aim=aim, words="Ask my sister for the recipe", today=today)
    add_step(aim=name_aim(by=by, words=LONG, now=now), words="One thing", today=today)


def _thoughts(two: Mentorship) -> list[dict[str, Any]]:
    now, by = timezone.now(), two.mentor.person
    pages = []
    for name, title, words in (
        ("thought", LONG, "You said you miss cooking for people."),
        ("thought, answered", "Cook and share lunch in the garden", ""),
    ):
        one = SessionFactory(opportunity=OpportunityFactory(title=title)).opportunity
        row = think_of(mentorship=two, opportunity=one, by=by, words=words, now=now)
        pages.append({"name": name, "who": two.person, "path": _page(row)})
    answer_suggestion(suggestion=row, by=two.person, answer=Answered.NO, now=now)
    refused = {"name": "thought, refused", "data": {"aim": "x"}, "status": 400}
    return [*pages, {**pages[0], **refused}]


def _page(row: Any) -> str:
    return reverse("opportunities:thought", args=[row.public_id])
