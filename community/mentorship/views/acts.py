"""What one of the two can do on the page of a match, by the name of its button."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from community.mentorship.actions import answering, beginning, closing, resting
from community.mentorship.actions.asking_for_another import ask_for_another
from community.mentorship.actions.unsafe import say_unsafe
from community.mentorship.forms.walking import (
    ChangedForm,
    ClosingForm,
    QuestionForm,
    RestForm,
    UnsafeForm,
)
from community.mentorship.models import Mentorship, MentorshipState

Act = Callable[..., str]
FORMS: Final[dict[str, type[forms.Form]]] = {
    "question": QuestionForm,
    "rest": RestForm,
    "closing": ClosingForm,
    "unsafe": UnsafeForm,
    "changed": ChangedForm,
}


def _yes(row: Mentorship, _values: dict[str, Any], **by: Any) -> str:
    if answering.participant_says_yes(mentorship=row, **by).state == MentorshipState.WITHDRAWN:
        return _("This is not possible any more. Staff look for somebody else.")
    return _("Thank you. They are asked next, and you hear from us.")


def _no(row: Mentorship, _values: dict[str, Any], **by: Any) -> str:
    answering.participant_says_no(mentorship=row, **by)
    return _("That is fine. They don’t hear of it, and staff look for somebody else.")


def _question(row: Mentorship, values: dict[str, Any], **by: Any) -> str:
    answering.participant_asks(mentorship=row, words=values["words"], **by)
    return _("Your question is with staff. There is no hurry to decide.")


def _accept(row: Mentorship, _values: dict[str, Any], **by: Any) -> str:
    if answering.mentor_says_yes(mentorship=row, **by).state == MentorshipState.WITHDRAWN:
        return _("This is not possible any more. Staff get in touch.")
    return _("Thank you. Staff bring you together.")


def _decline(row: Mentorship, _values: dict[str, Any], **by: Any) -> str:
    answering.mentor_says_no(mentorship=row, **by)
    return _("That is fine. Nobody asks why.")


def _agree(row: Mentorship, _values: dict[str, Any], **by: Any) -> str:
    beginning.agree(mentorship=row, version=beginning.AGREEMENT, **by)
    return _("Thank you. It is noted.")


def _stop(row: Mentorship, _values: dict[str, Any], **by: Any) -> str:
    beginning.stop(mentorship=row, **by)
    return _("It has ended. Nobody asks why.")


def _rest(row: Mentorship, values: dict[str, Any], **by: Any) -> str:
    resting.pause(mentorship=row, resume_on=values["resume_on"], **by)
    return _("You are on a break.")


def _resume(row: Mentorship, _values: dict[str, Any], **by: Any) -> str:
    resting.resume(mentorship=row, **by)
    return _("You go on.")


def _closing(row: Mentorship, values: dict[str, Any], **by: Any) -> str:
    closing.start_closing(mentorship=row, ends_on=values["ends_on"], **by)
    return _("The end is planned. Staff help with the last meeting.")


def _changed(row: Mentorship, values: dict[str, Any], **by: Any) -> str:
    said = {"words": values["what_changed"], "rematch": values["rematch"]}
    closing.say_what_changed(mentorship=row, **said, **by)
    return _("Saved.")


def _leave(row: Mentorship, _values: dict[str, Any], **by: Any) -> str:
    closing.leave(mentorship=row, **by)
    return _("It has ended. Nobody asks why.")


def _unsafe(row: Mentorship, values: dict[str, Any], **by: Any) -> str:
    say_unsafe(mentorship=row, words=values["words"], **by)
    return _("Everything rests now. Staff look at it today.")


def _another(row: Mentorship, _values: dict[str, Any], **by: Any) -> str:
    ask_for_another(mentorship=row, **by)
    return _("Staff look for somebody else. They are not told why.")


ACTS: Final[dict[str, Act]] = {
    "yes": _yes,
    "no": _no,
    "question": _question,
    "accept": _accept,
    "decline": _decline,
    "agree": _agree,
    "stop": _stop,
    "rest": _rest,
    "resume": _resume,
    "closing": _closing,
    "changed": _changed,
    "leave": _leave,
    "unsafe": _unsafe,
    "another": _another,
}
