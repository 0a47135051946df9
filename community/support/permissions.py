"""Who sees what of the directory: everybody what is on the site, editors and staff all of it.

Who would like to talk is seen by themselves and by staff; how to reach them by one of the staff.
"""

import datetime as dt
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from community.notifications.models import Answer
from community.people.models import Role, User
from community.safety.models import AccessRecord
from community.safety.permissions import answers_for_safety, pairs_among
from community.support.models import (
    DirectoryFile,
    FirstContactRequest,
    FirstContactRequestQuerySet,
    Provider,
    ProviderQuerySet,
    Service,
    ServicePlace,
    ServiceQuerySet,
    Way,
)

Visitor = User | AnonymousUser


def keeps_the_directory(user: Visitor) -> bool:
    """Whether this person looks after the directory: editors and programme staff."""
    return isinstance(user, User) and user.is_active and user.role in {Role.EDITOR, Role.STAFF}


def visible_files(user: Visitor) -> QuerySet[DirectoryFile]:
    """Files of the week that were brought in, for whoever looks after the directory."""
    files = DirectoryFile.objects.all()
    return files if keeps_the_directory(user) else files.none()


class Rule(NamedTuple):
    """One thing to know before getting in touch."""

    about: str
    holds: str


class ReachCard(NamedTuple):
    """The rules in the order in which they are needed; the number or address after all of them."""

    rules: tuple[Rule, ...]
    reach: str


def visible_first_talks(user: Visitor) -> FirstContactRequestQuerySet:
    """Every one for programme staff, none for anybody else. What it tells is in `reach_card`."""
    talks = FirstContactRequest.objects.all()
    return talks if answers_for_safety(user) else talks.none()


def own_first_talks(user: Visitor) -> FirstContactRequestQuerySet:
    """Their own, the newest first."""
    if not isinstance(user, User) or not user.is_active:
        return FirstContactRequest.objects.none()
    return FirstContactRequest.objects.filter(person=user).order_by("-made_at", "-pk")


def looks_at(talk: FirstContactRequest) -> QuerySet[AccessRecord]:
    """Who looked at a talk without an account, for whoever has its code; the latest first."""
    return AccessRecord.objects.filter(about=talk.public_id).order_by("-created_at", "-pk")


def is_kept_from(talk: FirstContactRequest, by: User) -> bool:
    """Whether who asked for it, and has an account, is kept apart from this one of the staff."""
    return bool(talk.person_id and pairs_among([talk.person_id, by.pk]))


def may_read(talk: FirstContactRequest, by: User, now: dt.datetime) -> bool:
    """Whether this one of the staff may read how to reach them now: it is theirs, they said why,
    and the hour is not over."""
    is_theirs = answers_for_safety(by) and talk.taken_by_id == by.pk and not talk.is_over
    is_theirs = is_theirs and not is_kept_from(talk, by)
    return is_theirs and talk.open_until is not None and talk.open_until > now


def reach_card(talk: FirstContactRequest) -> ReachCard:
    """What to know before getting in touch, then the number or the address (safety.md #24).

    No answer counts as no. Where they asked not to be contacted there is neither. Whoever shows it
    has written down who looks.
    """
    rules = [Rule(_("How"), talk.get_way_display())]
    if talk.way == Way.CALL:
        rules += [
            Rule(_("May we leave a message?"), _yes_or_no(talk.voicemail)),
            Rule(_("Ask for"), talk.ask_for or _("Nobody by name")),
        ]
    if talk.way != Way.HERE:
        rules += [
            Rule(_("May we say who we are?"), _yes_or_no(talk.say_who)),
            Rule(_("Say first"), talk.code_word or _("No code word")),
        ]
    rules += [
        Rule(_("Do not say"), talk.not_say or _("Nothing was named. Say as little as you can.")),
        Rule(_("When it is safe"), talk.times or _("Nothing was said")),
        Rule(_("Interpreter"), talk.interpreter or _("Not needed")),
        Rule(_("What they would like to talk about"), talk.get_about_display()),
    ]
    return ReachCard(tuple(rules), "" if talk.way == Way.HERE else talk.reach)


def _yes_or_no(answer: str) -> str:
    return _("Yes") if answer == Answer.YES else _("No")


def visible_services(user: Visitor) -> ServiceQuerySet:
    """Services on the site. Who looks after them sees the others in Wagtail, not here."""
    return Service.objects.on_the_site()


def visible_providers(user: Visitor) -> ProviderQuerySet:
    """Those of services that are on the site."""
    return Provider.objects.on_the_site()


def visible_service_places(user: Visitor) -> QuerySet[ServicePlace]:
    """Where services on the site are. Of one that stays secret there is nothing (safety.md #20)."""
    return ServicePlace.objects.filter(
        service__in=visible_services(user).order_by().values("pk"), service__is_confidential=False
    )
