"""Somebody says that an entry of the directory is wrong. Nobody learns who it was."""

import datetime as dt
import uuid
from typing import Final

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.safety.actions import new_task
from community.safety.models import Task, TaskKind
from community.support.models import Service

AN_HOUR: Final = dt.timedelta(hours=1)
MOST_ABOUT_ONE: Final = 5  # an hour: one list of tasks is not filled with one entry
MOST: Final = 60  # an hour, all together


class What(models.TextChoices):
    """What is wrong."""

    NUMBER = "number", gettext_lazy("Nobody answers, or the number is wrong")
    HOURS = "hours", gettext_lazy("The hours are wrong")
    OTHER = "other", gettext_lazy("It is not as it says here")
    UNSAFE = "unsafe", gettext_lazy("It did not feel safe there")
    GONE = "gone", gettext_lazy("It does not exist any more")


class TooManyReports(Exception):
    """More than people can make; in words that say what to do."""

    def __str__(self) -> str:
        return _("We can’t take more notes right now. Try again in an hour.")


@transaction.atomic
def tell_wrong(*, service: Service, what: str, words: str, now: dt.datetime) -> Task:
    """Give staff a task that is due today, and return it. Who said so is kept nowhere.

    The entry stays as it is until staff have looked: a stranger could empty the directory
    otherwise, and somebody may need it tonight. Raises TooManyReports.
    """
    lately = Task.objects.filter(
        kind=TaskKind.SERVICE, key__startswith="wrong:", created_at__gt=now - AN_HOUR
    )
    about = lately.filter(about=service.public_id).count()
    if about >= MOST_ABOUT_ONE or lately.count() >= MOST:
        raise TooManyReports
    said = [service.name, str(What(what).label), words]
    task = new_task(
        kind=TaskKind.SERVICE,
        key=f"wrong:{uuid.uuid4()}",
        about=service.public_id,
        path=f"/help/{service.public_id}/",
        note="\n".join(filter(None, said)),
        now=now,
    )
    task.save()
    return task
