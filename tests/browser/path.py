"""Pages of a path, a journal and self-checks: empty, full, refused, at rest."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from community.people import actions
from opportunities.actions.path import put_beside
from tests.factories.people import UserFactory

LONG = "Look for Donaudampfschifffahrtsgesellschaft and Llanfairpwllgwyngyll on the map"


def pages_of_a_path(world: Any) -> list[tuple[Any, ...]]:
    """What Sam has written; nobody yet has nothing; Ash lets it rest."""
    now, sam, new = timezone.now(), world.sam, world.nobody_yet
    today = timezone.localdate(now)
    aim = actions.name_aim(by=sam, words="People I can laugh with", tag="community", now=now)
    actions.name_aim(by=sam, words=LONG, now=now)
    done = actions.add_step(aim=aim, words="Go once", today=today)
    actions.finish_step(step=done, today=today)
    next_one = actions.add_step(aim=aim, words="Go to the garden on a Tuesday", today=today)
    put_beside(step=next_one, opportunity=world.rows["garden"], now=now)
    actions.put_off_step(step=actions.add_step(aim=aim, words=LONG, today=today), today=today)
    away = actions.add_step(aim=aim, words="Ring the library", today=today)
    actions.put_away_step(step=away, today=today)
    actions.name_milestone(by=sam, words="My own key", day=today - dt.timedelta(days=400))
    for n in range(21):
        words = f"{n}: {LONG}\n\nAnd a second line."
        actions.write_entry(by=sam, words=words, now=now - dt.timedelta(days=n))
    for n, rungs in enumerate(({"health": "3", "home": "10"}, {"health": "0", "purpose": "7"})):
        actions.keep_self_check(by=sam, rungs=rungs, now=now - dt.timedelta(days=9 - n))
    ash = UserFactory(username="ash", alias="Ash")
    actions.name_aim(by=ash, words="A garden", now=now)
    actions.rest(by=ash)
    return [*_of_aims(sam, new, ash, aim, next_one), *_of_a_journal(sam, new)]


def _of_aims(sam: Any, new: Any, ash: Any, aim: Any, step: Any) -> list[tuple[Any, ...]]:
    path, days = reverse("opportunities:path"), reverse("opportunities:milestones")
    one, small = (
        reverse(f"opportunities:{name}", args=[row.public_id])
        for name, row in (("aim", aim), ("step", step))
    )
    another = reverse("opportunities:new_step", args=[aim.public_id])
    return [
        ("path", path, sam),
        ("path, nothing yet", path, new),
        ("path at rest", path, ash),
        ("plan with a path at rest", reverse("opportunities:plan"), ash),
        ("path refused", path, new, {"words": "", "tag": "x"}, 400),
        ("path on paper", reverse("opportunities:path_paper"), sam),
        ("aim", one, sam),
        ("aim refused", one, sam, {"words": ""}, 400),
        ("step", small, sam),
        ("new step", another, sam),
        ("new step refused", another, sam, {"words": "", "activity": "x"}, 400),
        ("milestones", days, sam),
        ("milestones refused", days, new, {"words": "x" * 300, "day": "soon"}, 400),
    ]


def _of_a_journal(sam: Any, new: Any) -> list[tuple[Any, ...]]:
    journal, checks = reverse("people:journal"), reverse("people:self_checks")
    return [
        ("journal", journal, sam),
        ("journal, older", f"{journal}?page=2", sam),
        ("journal, nothing yet", journal, new),
        ("journal refused", journal, sam, {"words": " "}, 400),
        ("self-checks", checks, sam),
        ("self-checks, none yet", checks, new),
        ("self-checks refused", checks, sam, {"health": "11"}, 400),
    ]
