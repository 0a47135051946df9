"""The person whom everybody looks for, and what of them may be read and changed."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from cms.actions import prepare_site
from cms.models import StoryConsent, StoryIndexPage, StoryPage
from community.notifications.models import Answer, Message, PhoneContact
from community.organisations.models import Application, Organisation, Stage
from community.people.actions import sign_release
from community.people.models import User
from community.safety.actions import keep_name_away
from community.safety.actions.declared import declaring_models
from community.safety.models import Task, TaskKind
from community.support.models import DirectoryFile, FirstContactRequest
from opportunities.models import Enquiry, Letter, Opportunity, Session, SignUp, Upload
from tests.access.mentors import CANARIES as OF_A_MENTOR
from tests.access.mentors import plant_mentor, plant_words
from tests.access.own_words import write_own_words
from tests.access.together import walk_together
from tests.factories.opportunities import RegularFactory, ScheduleFactory, SignUpFactory
from tests.factories.support import ServiceFactory

MATRIX = tomllib.loads((Path(__file__).parent / "matrix.toml").read_text(encoding="utf-8"))
COLUMNS = MATRIX["columns"]
ROLES = COLUMNS[1:]
ROUTES = {
    name: dict(zip(COLUMNS, [about, stranger, *[account] * (len(ROLES) - 1)], strict=True))
    for name, (about, stranger, account) in MATRIX["alike"].items()
} | {name: dict(zip(COLUMNS, row, strict=True)) for name, row in MATRIX["each"].items()}
# Of the person whom the others look for: what each is, and the words that give it away.
CANARIES = {
    "username": "canary-name",
    "alias": "Canary Alias",
    "e-mail": "canary@example.org",
    "phone": "+12125550177",
    "code word": "Canary word",
    "ask for": "Canary ask",
    "note": "Canary note",
    "question": "Canary question",
    "place": "12 Canary Lane",
    "release": "Canary agency",
    "purpose": "Canary why",
    "kept away": "canary-away",
    "concern": "Canary concern",
    "reach": "Canary reach",
    "applied": "Canary kitchen",
    "teller": "Canary teller",
    "letter": "Canary letter",
    "of the letter": "Canary house",
    "work phone": "+12125550188",
    "talk number": "+12125550166",
    "talk word": "Canary marmalade",
    "talk notes": "Canary notes",
    "talk answer": "Canary answer",
    "wish": "Canary wish",
    "changed": "Canary change",
    "check-in": "Canary check",
    "meeting words": "Canary of two",
    **OF_A_MENTOR,
    "thought": "Canary thought",
    "aim": "Canary aim",
    "step": "Canary step",
    "milestone": "Canary day",
    "journal": "Canary journal",
}
# Of what somebody goes to: where and when it is, and whether it takes place. Not how many come.
OF_WHERE_THEY_GO = (
    (Session, ("starts_at", "ends_at", "cancelled_at")),
    (Opportunity, ("title", "place", "live", "held_at")),
    (Organisation, ("name", "standing", "verified_until")),
)


def plant(partner: User) -> SignUp:
    """Somebody has a place with an organisation, and has told staff and the site a good deal."""
    person = User.objects.create_user(
        "canary-name", "canary@example.org", "a long enough password", alias="Canary Alias"
    )
    row = SignUpFactory(
        person=person,
        alias="Canary Alias",
        note="Canary note",
        session__opportunity__place="12 Canary Lane",
        session__opportunity__organisation=partner.memberships.get().organisation,
    )
    now = row.joined_at
    schedule = ScheduleFactory(opportunity=row.session.opportunity)
    RegularFactory(
        schedule=schedule, person=person, alias="Canary Alias", note="Canary note",
        on_break=True, back_on=now.date() + dt.timedelta(days=30),
    )  # fmt: skip
    ServiceFactory()
    DirectoryFile.objects.create(source="hsds", total=0, made_at=now, changed_at=now)
    _bring_in(row.session.opportunity.organisation, now)
    _ask(row)
    sign_release(
        person=person, recipient="Canary agency", details=["alias"], purpose="Canary why", now=now
    )
    PhoneContact.objects.create(
        person=person,
        number="+12125550177",
        calls=Answer.YES,
        ask_for="Canary ask",
        code_word="Canary word",
    )
    _write_to(person, row, now)
    _apply(person, now)
    _letter(person, now)
    _would_like_to_talk(person, now)
    _walk(person, now)
    write_own_words(person, row.session.opportunity, now)
    keep_name_away(name="canary-away", by=person, now=now)
    _tell(person, now)
    return row


def _write_to(person: User, row: SignUp, now: dt.datetime) -> None:
    """A message to them, and what they told staff."""
    Message.objects.create(
        key="canary",
        recipient=person,
        about=row.public_id,
        subject="Tuesday",
        body="Canary note",
        due_at=now,
        created_at=now,
    )
    Task.objects.create(
        key="canary",
        kind=TaskKind.CONCERN,
        person=person,
        note="Canary concern",
        reach="Canary reach",
        created_at=now,
        due_at=now,
    )


def _tell(person: User, now: dt.datetime) -> None:
    """They tell a story under a name that they made up; it is not public."""
    prepare_site()
    stories = StoryIndexPage.objects.get()
    story = stories.add_child(instance=StoryPage(title="The good knives", live=False))
    StoryConsent.objects.create(
        page=story,
        teller=person,
        state="consented",
        naming="alias",
        alias="Canary teller",
        channels=["site"],
        topics=["job"],
        signed_at=now,
        expires_at=now + dt.timedelta(days=300),
        approved_hash="0" * 64,
        created_at=now,
    )


def _walk(person: User, now: dt.datetime) -> None:
    """They are a mentor themselves, and walk with another one."""
    plant_mentor(person, now)
    walk_together(person, now)
    plant_words(person, now)


def _bring_in(organisation: Organisation, now: dt.datetime) -> None:
    """Its partner has sent a table of postings."""
    Upload.objects.create(
        organisation=organisation, rows=1, stage="checked", made_at=now, changed_at=now
    )


def _ask(row: SignUp) -> None:
    """They asked about the same posting, too."""
    posting = Opportunity.objects.filter(pk=row.session.opportunity_id)
    posting.update(asked_until=row.joined_at + dt.timedelta(days=30))
    Enquiry.objects.create(
        opportunity=posting.get(),
        person=row.person,
        alias="Canary Alias",
        note="Canary question",
        made_at=row.joined_at,
    )


def _letter(person: User, now: dt.datetime) -> None:
    Letter.objects.create(
        person=person,
        code="C" * 20,
        digest="canary",
        name="Canary letter",
        organisations="Canary house",
        kinds=["class"],
        since=now.date() - dt.timedelta(days=9),
        until=now.date(),
        minutes=90,
        issued_at=now,
        expires_at=now + dt.timedelta(days=9),
    )


def _would_like_to_talk(person: User, now: dt.datetime) -> None:
    talk = FirstContactRequest.objects.create(
        person=person,
        about="money",
        way="call",
        reach="+12125550166",
        times="Canary times",
        say_who="no",
        voicemail="no",
        ask_for="Canary name",
        code_word="Canary marmalade",
        not_say="Canary hush",
        interpreter="Canary language",
        reply="Canary answer",
        notes="Canary notes",
        made_at=now,
        changed_at=now,
        answer_by=now + dt.timedelta(days=2),
    )
    talk.hand_overs.create(
        recipient="Canary nobody",
        told="Canary told",
        purpose="Canary so",
        is_spoken=False,
        said_yes_at=now,
        expires_at=now + dt.timedelta(days=9),
    )


def _apply(person: User, now: dt.datetime) -> None:
    Application.objects.create(
        person=person,
        name="Canary kitchen",
        registration_number="1",
        website="https://canary.example",
        email="mel@canary.example",
        telephone="+12125550188",
        offer="We cook.",
        stage=Stage.OPEN,
        created_at=now,
    )


def rows_about(sought: SignUp) -> dict[str, list[dict[str, Any]]]:
    """Every row that is the person's, whichever model it is of, and what they go to."""
    person, found = sought.person, {}
    for model, privacy in declaring_models():
        if privacy.of:
            whose = {"pk": person.pk} if privacy.of == "self" else {privacy.of: person}
            rows = model._base_manager.filter(**whose).order_by("pk")
            found[model._meta.label] = list(rows.values())
    goes_to = (sought.session_id, sought.session.opportunity_id)
    organisation = sought.session.opportunity.organisation_id
    for (model, names), pk in zip(OF_WHERE_THEY_GO, (*goes_to, organisation), strict=True):
        found[model._meta.label] = list(model._base_manager.filter(pk=pk).values(*names))
    return found


def told_to_others(sought: SignUp) -> list[str]:
    """What gives the person away in messages that go to somebody else."""
    others = Message.objects.exclude(recipient=sought.person)
    words = "\n".join(f"{row.subject}\n{row.body}\n{row.address}" for row in others)
    return [canary for canary, said in CANARIES.items() if said in words]
