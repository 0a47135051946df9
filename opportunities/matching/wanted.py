"""What somebody looks for, as it is compared with what there is."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.db import connection
from django.db.models import Value
from django.utils.translation import gettext

from community.people.models import User
from community.written_down import NOBODY, WrittenDown
from opportunities.models import Caution, LookingFor
from opportunities.permissions import own_looking_for

from .candidates import all_of
from .terms import Answers

# A question of the form, the column of its words, and the kind of word it is.
QUESTIONS: Final = (
    ("interests", "interest", "interest"),
    ("hard_noes", "caution", "caution"),
    ("must_haves", "practicalneed", "need"),
    ("supports", "practicalneed", "need"),
    ("learn", "skill", "skill"),
    ("use", "skill", "skill"),
)

HANGS_ON_IT: Final = ("area", "first_goal", "second_goal", "third_goal")


@dataclass(frozen=True)
class Wanted:
    """A person's answers, and the words that may stand in a reason."""

    answers: Answers
    labels: dict[tuple[str, int], str]


def wanted_by(person: User) -> LookingFor | None:
    """The row of what somebody looks for, with what hangs on it. One query."""
    for values in _wanted_question().answer({NOBODY: person.pk}) if person.is_active else []:
        left = iter(values)
        row = _made(LookingFor, left)
        for name in HANGS_ON_IT:
            one = _made(_hanging_on(name), left)
            setattr(row, name, one if one.pk else None)
        return row
    return None


def _hanging_on(name: str) -> Any:
    return LookingFor._meta.get_field(name).related_model


def _made(model: Any, values: Iterator[Any]) -> Any:
    """A row of this model, as Django makes it of the next of these values."""
    names = [field.attname for field in model._meta.concrete_fields]
    return model.from_db(connection.alias, names, [next(values) for _name in names])


@lru_cache(maxsize=1)
def _wanted_question() -> WrittenDown:
    names = [field.attname for field in LookingFor._meta.concrete_fields]
    for name in HANGS_ON_IT:
        names += [f"{name}__{field.attname}" for field in _hanging_on(name)._meta.concrete_fields]
    return WrittenDown.of(own_looking_for(User(pk=NOBODY)).values_list(*names))


def answers_of(row: LookingFor, *, centre: tuple[float, float] | None) -> Wanted:
    """The answers in a row, with their words. One query. `centre`: where distances start."""
    chosen: dict[str, set[int]] = defaultdict(set)
    labels: dict[tuple[str, int], str] = {}
    kinds = {question: kind for question, _column, kind in QUESTIONS}
    for question, pk, label in _words_question().answer({NOBODY: row.pk}):
        chosen[question].add(pk)
        labels[kinds.get(question, "caution"), pk] = gettext(label)
    for goal in (row.first_goal, row.second_goal, row.third_goal):
        if goal is not None:
            labels["goal", goal.pk] = goal.said
    answers = Answers(
        goals=row.goal_ids,
        **{question: frozenset(chosen[question]) for question in kinds},
        slots=frozenset(row.slots),
        centre=centre,
        miles=row.miles,
        commitments=frozenset(row.commitments),
    )
    return Wanted(answers, labels)


@lru_cache(maxsize=1)
def _words_question() -> WrittenDown:
    """(question, key, label) of every word they chose, and of everything to know beforehand."""
    parts = []
    for question, column, _kind in QUESTIONS:
        chosen = getattr(LookingFor, question).through.objects.filter(lookingfor_id=NOBODY)
        parts.append(chosen.values_list(Value(question), f"{column}_id", f"{column}__label"))
    parts.append(Caution.objects.order_by().values_list(Value("any"), "pk", "label"))
    return WrittenDown.of(all_of(parts))
