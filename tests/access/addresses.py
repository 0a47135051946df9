"""Every route of the site, and an address at which each is asked about the person sought."""

import re
from collections.abc import Iterable, Iterator

from django.urls import URLResolver, get_resolver, reverse
from wagtail.models import Page

from cms.models import StoryConsent
from community.safety.models import Task
from community.support.models import DirectoryFile, Service
from opportunities.models import SignUp
from tests.access.world import ROUTES

ADMIN = "cms/"
# Fails on purpose, for who may enter; lies behind `the_one_way_in`.
LEFT_OUT = {"wagtailadmin_error_test", "wagtailadmin_login"}


def named(resolver: URLResolver, before="", namespace="") -> Iterator[tuple[str, str]]:
    """Every route under a resolver: its whole name and its whole pattern."""
    for pattern in resolver.url_patterns:
        whole = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from named(pattern, whole, inner)
        else:
            yield f"{namespace}{pattern.name}", whole


def without_a_line(resolver: URLResolver) -> set[str]:
    """Routes outside the admin of which the matrix says nothing."""
    found = {name for name, pattern in named(resolver) if not pattern.startswith(ADMIN)}
    return found - set(ROUTES)


def in_the_admin(sought: SignUp) -> Iterator[tuple[str, str]]:
    """Routes of Wagtail's admin that have no line of their own, and where each is asked."""
    numbers = _numbers(sought)
    for name, pattern in named(get_resolver()):
        if pattern.startswith(ADMIN) and name not in ROUTES and name not in LEFT_OUT:
            yield name, sample(name, pattern, numbers)


def paths_of(names: Iterable[str], sought: SignUp) -> dict[str, str]:
    """The addresses of routes of the matrix, about the person sought, by the routes' names."""
    session = sought.session
    args = {
        "": [],
        "key": ["1", "abc-def"],
        "file": ["a.eml"],
        "token": ["abc-def"],
        "passkey": [1],
        "number": [1],
        "two": [1, 1],
        "document": [1, "a.pdf"],
        "path": ["nothing/"],
        "sign-up": [sought.public_id],
        "person": [sought.person.public_id],
        "person number": [sought.person.public_id, 1],
        "session": [session.public_id],
        "story": [StoryConsent.objects.get(teller=sought.person).public_id],
        "together": [sought.person.mentorships.get().public_id],
        "thought": [sought.person.mentorships.get().suggestions.get().public_id],
        "meeting": [sought.person.mentorships.get().meetings.get().public_id],
        "mentor": [sought.person.mentor.public_id],
        "asked": [sought.person.mentorship_request.public_id],
        "check-in": [sought.person.check_ins.get(answered_at=None).pk],
        "task": [Task.objects.get(key="canary").public_id],
        "release": [sought.person.releases.get().public_id],
        "talk": [sought.person.first_talks.get().public_id],
        "regular": [sought.person.regulars.get().public_id],
        "letter": [sought.person.letters.get().public_id],
        "aim": [sought.person.aims.get().public_id],
        "step": [sought.person.aims.get().steps.get().public_id],
        "milestone": [sought.person.milestones.get().public_id],
        "journal entry": [sought.person.journal.get().public_id],
        "self-check": [sought.person.self_checks.get().public_id],
        "schedule": [session.opportunity.schedules.get().public_id],
        "application": [sought.person.applications.get().public_id],
        "application key": [sought.person.applications.get().public_id, "abc-def"],
        "enquiry": [sought.person.enquiries.get().public_id],
        "upload": [session.opportunity.organisation.uploads.get().public_id],
        "directory_file": [DirectoryFile.objects.get().public_id],
        "provider": [Service.objects.get().provider.public_id],
        "service": [Service.objects.get().public_id],
        "posting": [session.opportunity.public_id],
        "posting language": [session.opportunity.public_id, "es"],
        "posting step": [session.opportunity.public_id, "where"],
        "posting pk": [session.opportunity_id],
        "organisation language": [session.opportunity.organisation.public_id, "en"],
        "organisation pk": [session.opportunity.organisation_id],
    }
    return {name: reverse(name, args=args[ROUTES[name]["about"]]) for name in names}


def path_of(name: str, sought: SignUp) -> str:
    """The address of one of them."""
    return paths_of([name], sought)[name]


def _numbers(sought: SignUp) -> dict[str, str]:
    """Which number an address of the admin has, by how its pattern begins."""
    page = Page.objects.filter(depth=2).first()
    return {
        "cms/users/": str(sought.person_id),
        "cms/snippets/organisations/": str(sought.session.opportunity.organisation_id),
        "cms/snippets/opportunities/opportunity/": str(sought.session.opportunity_id),
        "cms/pages/": str(page.pk if page else 1),
        "cms/choose-page/": str(page.pk if page else 1),
        "": "1",
    }


def sample(name: str, pattern: str, numbers: dict[str, str]) -> str:
    """An address that a route of Wagtail's admin answers; words in it are made up."""
    if name == "wagtail_bulk_action":
        return f"/cms/bulk/people/user/delete/?id={numbers['cms/users/']}"
    number = next(number for start, number in numbers.items() if pattern.startswith(start))
    path = re.sub(r"\(\?P<revision_id_a>[^)]*\)", "earliest", pattern)
    path = re.sub(r"\(\?P<revision_id_b>[^)]*\)", "latest", path)
    path = re.sub(r"<int:\w+>|<str:pk>|\(\?P<pk>[^)]*\)", number, path)
    path = re.sub(r"\(\?P<\w+>[^)]*\)", number, path)
    path = re.sub(r"<\w+:\w+>|<\w+>|\.\*", "a", path)
    return "/" + path.replace("^", "").replace("$", "").replace("\\", "")
