"""Who sees what of a person, as every model's `Privacy` declares it (docs/decisions/0009).

One source for the words beside a question, for the table on the account page, and for the test
that crawls the whole site and compares (tests/access/test_seen.py).
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from .declared import declaring_models
from .records import OPERATOR

ORGANISATION: Final = "organisation"  # partners of an organisation that the person goes to
STAFF: Final = "staff"
MATCHED: Final = "matched"  # whom staff ask whether they would walk with this person
# The one of the staff who looks after it, whoever takes that over, and who leads safeguarding.
COORDINATOR: Final = "coordinator"
STAFF_IF_REPORTED: Final = "staff_if_reported"  # the same, and only what one of two reported
SHOWN: Final = "shown"  # who walks with this person, if the person shows it to them
STAFF_WITH_REASON: Final = "staff_with_reason"  # after a reason, for an hour, each look recorded
# And `OPERATOR`: who has the keys of the site. That they open accounts is recorded and told.

# Whole sentences, for languages that build them in another way. No audience: nobody else.
SENTENCES: Final[dict[frozenset[str], Any]] = {
    frozenset(): _("Only you."),
    frozenset({ORGANISATION}): _(
        "You and the organisation you go to. Never mentors or other members."
    ),
    frozenset({ORGANISATION, STAFF_WITH_REASON}): _(
        "You and the organisation you go to. For a support group also staff who say why first. "
        "Never mentors or other members."
    ),
    frozenset({STAFF}): _(
        "You and programme staff. Never organisations, mentors or other members."
    ),
    frozenset({COORDINATOR}): _(
        "You, and the staff who look after this with you. Never organisations, mentors or other "
        "members."
    ),
    frozenset({COORDINATOR, MATCHED}): _(
        "You, the staff who look after this with you, and whoever they suggest to you to walk "
        "with. Never organisations or other members."
    ),
    frozenset({MATCHED}): _("You and whoever you walk with. Nobody else."),
    frozenset({MATCHED, STAFF_IF_REPORTED}): _(
        "You and whoever you walk with. Staff read it only if one of you reports it."
    ),
    frozenset({STAFF, MATCHED}): _(
        "You, programme staff, and whoever we suggest to you to walk with. Never organisations or "
        "other members."
    ),
    frozenset({SHOWN}): _(
        "Only you, until you show it to your mentor. Never staff, organisations or other members."
    ),
    frozenset({STAFF_WITH_REASON, OPERATOR}): _(
        "You, staff who say why first, and the operator of the site. Never organisations, mentors "
        "or other members."
    ),
    frozenset({STAFF_WITH_REASON}): _(
        "You, and staff who say why first. Never organisations, mentors or other members."
    ),
    frozenset({ORGANISATION, STAFF, MATCHED, OPERATOR}): _(
        "You, organisations you go to, programme staff, whoever we suggest to you to walk with, "
        "and the operator of the site. Never other members."
    ),
}


class Seen(NamedTuple):
    """What somebody sees of a person: at once, after a reason, and never; in the person's words."""

    who: Any
    at_once: list[Any]
    after_reason: list[Any]
    never: list[Any]


def sentence_for(place: str) -> str:
    """Who sees what is kept in this place. Raises LookupError where nobody decided that."""
    label, _dot, name = place.rpartition(".")
    audiences = apps.get_model(label).Privacy.seen_by[name]
    return str(SENTENCES[frozenset(audiences)])


def things() -> Iterator[tuple[Any, frozenset[str]]]:
    """What a person tells us, in a few words each, and who sees it."""
    for _model, privacy in declaring_models():
        for words, names in getattr(privacy, "called", ()):
            yield words, frozenset(privacy.seen_by[names[0]])


def who_sees_what() -> list[Seen]:
    """The table: organisations, staff, those of them who look after two, whoever is suggested, the
    operator, everybody else."""
    told = list(things())

    def seen(who: Any, audience: str, after_reason: str = "") -> Seen:
        at_once = [words for words, seen_by in told if audience in seen_by]
        later = [words for words, seen_by in told if after_reason in seen_by - {audience}]
        return Seen(who, at_once, later, [w for w, _by in told if w not in {*at_once, *later}])

    return [
        seen(_("Organisations you go to"), ORGANISATION),
        seen(_("Programme staff"), STAFF, STAFF_WITH_REASON),
        seen(_("Staff who look after you and a mentor"), COORDINATOR, STAFF_IF_REPORTED),
        seen(_("Whoever we suggest to you to walk with"), MATCHED),
        seen(_("Your mentor, if you show it to them"), SHOWN),
        seen(_("The operator of the site"), OPERATOR),
        seen(_("Other members"), ""),
    ]
