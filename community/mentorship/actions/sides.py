"""Which of the two somebody is."""

from django.utils.translation import gettext_lazy as _

from community.mentorship.models import Mentorship, Side
from community.people.models import User

from .states import Refusal


class NotYours(Refusal):
    """Only the one who is asked answers."""

    words = _("This is not for you to answer.")


def side_of(mentorship: Mentorship, person: User) -> Side:
    """Which of the two somebody is. Raises NotYours for anybody else."""
    if person.pk == mentorship.person_id:
        return Side.PARTICIPANT
    if person.pk == mentorship.mentor.person_id:
        return Side.MENTOR
    raise NotYours


def refuse_others(person_id: int, by: User) -> None:
    """Raise NotYours for anybody but this one."""
    if by.pk != person_id:
        raise NotYours
