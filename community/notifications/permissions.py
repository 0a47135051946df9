"""What may be known of how somebody is reached."""

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from .models import Answer, Note, PhoneContact

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.people.models import User


class Rule(NamedTuple):
    """One rule for a call: what it is about, and what holds."""

    about: str
    holds: str


class CallCard(NamedTuple):
    """What to know before a call. The rules come first, in the order in which they are needed, and
    the number last, so that whoever shows this in order shows the rules before it (safety.md #24).
    """

    may_call: bool
    rules: tuple[Rule, ...]
    number: str


def visible_notes(user: "User") -> "QuerySet[Note]":
    """A person's own notes; nobody else's are anybody's business."""
    return Note.objects.filter(person=user) if user.is_active else Note.objects.none()


def call_card(*, person: "User") -> CallCard:
    """The rules for calling this person: may we call, say who we are, leave a message, whom to ask
    for, the code word, and then the number, which is "" unless we may call.

    An answer that was not given counts as no. Whoever shows a card has to have been let into the
    person's details, with a reason and a record of it: this knows of nobody's rank.
    """
    contact = PhoneContact.objects.filter(person=person).first() or PhoneContact()
    may_call = contact.calls == Answer.YES and bool(contact.number)
    rules = (
        Rule(_("May we call?"), _yes_or_no(contact.calls if contact.number else Answer.NO)),
        Rule(_("May we say who we are?"), _yes_or_no(contact.say_who)),
        Rule(_("May we leave a message?"), _yes_or_no(contact.voicemail)),
        Rule(_("Ask for"), contact.ask_for or _("Nobody by name")),
        Rule(_("Say first"), contact.code_word or _("No code word")),
    )
    return CallCard(may_call, rules if may_call else rules[:1], contact.number if may_call else "")


def _yes_or_no(answer: str) -> str:
    return _("Yes") if answer == Answer.YES else _("No")
