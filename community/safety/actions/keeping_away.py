"""Whom a person must not meet: said by them, in a name or in words, and never answered."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Final

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.safety.models import Block, Task, TaskKind, TypedName

from .tasks import new_task, open_tasks

if TYPE_CHECKING:
    from community.people.models import User

MOST_NAMES: Final = 20
MOST_A_DAY: Final = 5
A_DAY: Final = dt.timedelta(days=1)


class TooMany(Exception):
    """The person's list is as long as it may be, or staff have enough to read today (T15)."""

    def __str__(self) -> str:
        return str(_("That is as many as fit for now. Take one away, or come back tomorrow."))


@transaction.atomic
def keep_name_away(*, name: str, by: "User", now: dt.datetime) -> TypedName:
    """Note a user name that `by` must not meet, and return the row. Raises TooMany.

    Whether anybody has the name makes no difference that could be seen: the same rows are
    returned, the same number of statements run, and staff get the same task (safety.md #14). If
    somebody has it, they are kept away from wherever `by` is, at once, and `by` may go wherever
    they are: else a name would be enough to find out where its owner goes (T1). Staff read
    the task the same day and make it hold both ways.
    """
    typed = list(TypedName.objects.filter(person=by))
    name = get_user_model().normalize_username(name.strip())
    for row in typed:
        if row.name == name:
            return row
    if len(typed) >= MOST_NAMES:
        raise TooMany
    other = get_user_model()._default_manager.filter(username=name).exclude(pk=by.pk).first()
    if other is not None:
        block = Block(by=by, other=other, both_ways=False, created_at=now)
        Block.objects.bulk_create([block], ignore_conflicts=True)
    else:  # as many statements
        Block.objects.filter(by=by, other=by).update(created_at=now)
    row = TypedName.objects.create(person=by, name=name, created_at=now)
    key = f"name:{row.pk}"
    open_tasks([new_task(kind=TaskKind.SOMEONE, key=key, person=by, note=name, now=now)])
    return row


@transaction.atomic
def name_came(*, person: "User", now: dt.datetime) -> None:
    """Keep an account that was just opened away from whoever typed its name before (#15).

    As if it had been here when it was typed: one way, and staff read it again. Every typed name is
    opened, whoever comes, since sealed ones cannot be looked up; nobody is told anything, and no
    row that its writer can take along changes. Raises community.safety.fields.Unreadable.
    """
    typed = [row for row in TypedName.objects.exclude(person=person) if row.name == person.username]
    blocks = [Block(by=row.person, other=person, both_ways=False, created_at=now) for row in typed]
    Block.objects.bulk_create(blocks, ignore_conflicts=True)
    tasks = Task.objects.filter(key__in=[f"name:{row.pk}" for row in typed]).exclude(done_at=None)
    tasks.update(done_at=None, done_by=None, due_at=now + A_DAY)


@transaction.atomic
def let_name_go(*, typed: TypedName) -> None:
    """Take a typed name off the list again. A separation that staff made of it stays.

    In as many statements whether anybody has the name or not.
    """
    Block.objects.filter(by=typed.person_id, other__username=typed.name, both_ways=False).delete()
    Task.objects.filter(key=f"name:{typed.pk}", done_at=None).delete()
    typed.delete()


@transaction.atomic
def tell_of_somebody(*, words: str, by: "User", now: dt.datetime) -> Task:
    """Tell staff, in one's own words, of somebody whom one must not meet. Raises TooMany.

    Staff make it a separation; what was written stays sealed.
    """
    lately = Task.objects.filter(person=by, kind=TaskKind.SOMEONE, created_at__gt=now - A_DAY)
    if lately.filter(key__startswith="someone:").count() >= MOST_A_DAY:
        raise TooMany
    key = f"someone:{uuid.uuid4()}"
    task = new_task(kind=TaskKind.SOMEONE, key=key, person=by, note=words, now=now)
    task.save()
    return task
