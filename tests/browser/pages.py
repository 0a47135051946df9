"""One page of every template, as a list: who asks for it, where, and what stands in its form."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.actions import prepare_site
from cms.models import HomePage, StandardPage
from community.notifications.actions import link_to_stop
from community.people.actions import address_tokens, revoke, sign_release
from community.people.adapter import SecondFactorAdapter
from community.people.models import User
from opportunities.actions.looking import keep_looking_for
from opportunities.actions.publishing import hold, submit_for_review
from opportunities.actions.schedules import add_schedule
from opportunities.models import (
    Caution,
    Goal,
    Interest,
    Opportunity,
    Rhythm,
    Session,
    State,
)
from tests.browser.organisations import apply_and_invite, pages_of_organisations
from tests.factories.notifications import (
    ContactPreferenceFactory,
    NoteFactory,
    PhoneContactFactory,
    SafeHoursFactory,
)
from tests.factories.opportunities import (
    AreaFactory,
    OpportunityFactory,
    SessionFactory,
    SignUpFactory,
)
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import UserFactory, sign_in

LONG = "Learn to repair a Donaudampfschifffahrtsgesellschaft bicycle with Llanfairpwllgwyngyll"
CONTACT_REFUSED = {"number": "123", "day_0_from": "09:00", "day_1_until": "09:00", "calls": "x"}
EVERY_BLOCK = [
    {"type": "heading", "value": {"text": "Together"}},
    {"type": "text", "value": "<h2>How</h2><p>A <b>word</b>.</p><ul><li>One</li></ul>"},
    {"type": "picture", "value": {"motif": "garden", "caption": "The garden"}},
    {"type": "quote", "value": {"words": "I came to wash up.", "who": "Mel", "motif": "pot"}},
    {"type": "notice", "value": {"tone": "warn", "title": "Closed", "text": "On Monday."}},
]


@dataclass(frozen=True)
class Shown:
    """A page. `data` is what its form was sent with; `status` is what it answers."""

    name: str
    path: str
    who: User | None = None
    data: dict[str, Any] | None = None
    status: int = 200

    def answer(self) -> HttpResponse:
        """The page as Django gives it, with the templates that it used."""
        client = Client(raise_request_exception=False)
        if self.who:
            sign_in(client, self.who, proved=True)
        if self.data is None:
            return client.get(self.path, follow=True)
        return client.post(self.path, self.data, follow=True)


@dataclass
class World:
    """A small site in which every page has something to show."""

    sam: User
    nobody_yet: User
    rosa: User
    reset_link: str
    address_link: str
    open: Session
    full: Session
    rows: dict[str, Opportunity] = field(default_factory=dict)
    sign_ups: dict[str, str] = field(default_factory=dict)


def in_days(opportunity: Opportunity, days: float, **values: Any) -> Session:
    starts_at = timezone.now() + dt.timedelta(days=days)
    return SessionFactory(opportunity=opportunity, starts_at=starts_at, **values)


def build_world(partner: User, mailbox: Path) -> World:
    """A site as `prepare_site` leaves it, with some of everything in it."""
    home: HomePage = prepare_site()
    home.add_child(instance=StandardPage(title="Every part", slug="parts", body=EVERY_BLOCK))
    (mailbox / "1.eml").write_bytes(
        b"To: sam@example.org\r\nSubject: Tuesday\r\n\r\nTue 10 am.\r\n"
    )
    organisation = partner.memberships.get().organisation
    rows = _rows(organisation)
    sam = UserFactory(username="sam", alias="Sam", email_to_confirm="new@example.org")
    _reach(sam)
    UserFactory(username="new", last_login=None)
    world = World(
        sam=sam,
        nobody_yet=UserFactory(username="noor", alias="Noor", email=""),
        rosa=partner,
        reset_link=_reset_link(sam),
        address_link=_address_link(sam),
        open=in_days(rows["garden"], 2, capacity=12),
        full=in_days(rows["long"], 2.01, capacity=1),
        rows=rows,
    )
    ContactPreferenceFactory(person=world.nobody_yet, channel="in_app", refused_at=timezone.now())
    for day in range(3, 11):
        in_days(rows["garden"], day)
    SignUpFactory(session=world.full)
    in_days(rows["group"], 4, capacity=None)
    places = {
        "confirmed": SignUpFactory(session=world.open, person=sam),
        "waiting": SignUpFactory(session=world.full, person=sam, state=State.WAITING),
        "cancelled": SignUpFactory(
            session=in_days(rows["group"], 5), person=sam, state=State.CANCELLED
        ),
        "later": SignUpFactory(session=in_days(rows["group"], 6), person=sam),
        "paused": SignUpFactory(session=in_days(rows["held"], 6), person=sam),
        "called off": SignUpFactory(
            session=in_days(rows["group"], 7, cancelled_at=timezone.now()), person=sam
        ),
    }
    world.sign_ups = {name: str(row.public_id) for name, row in places.items()}
    now = timezone.now()
    for recipient in ("Harbour House", LONG):
        release = sign_release(
            person=sam, recipient=recipient, details=["plan"], purpose=LONG, now=now
        )
    revoke(release=release, now=now)
    hold(opportunity=rows["held"], reason="Asked for money.", by=_staff(), now=now)
    add_schedule(
        opportunity=rows["sent"], rhythm=Rhythm.MONTHLY, last_on=None, capacity=8,
        starts_at=now + dt.timedelta(days=5), ends_at=now + dt.timedelta(days=5, hours=2), now=now,
    )  # fmt: skip
    submit_for_review(opportunity=rows["sent"], by=partner, now=now)
    apply_and_invite(sam, partner)
    return world


def _reach(person: User) -> None:
    """Somebody who chose everything, four months ago, and has notes."""
    chosen = timezone.now() - dt.timedelta(days=120)
    wish = ContactPreferenceFactory(person=person, channel="email", checked_at=chosen)
    SafeHoursFactory(preference=wish, weekday=2)
    PhoneContactFactory(person=person, calls="yes", code_word="marmalade")
    for read_at in (None, chosen):
        NoteFactory(person=person, read_at=read_at)


def _staff() -> User:
    return UserFactory(username="amina", alias="Amina", role="staff", is_superuser=True)


def _rows(organisation: Any) -> dict[str, Opportunity]:
    area = AreaFactory(label="Northgate")
    own = {"organisation": organisation, "area": area}
    return {
        "garden": OpportunityFactory(
            title="Garden morning", motif="garden", rhythm="Every Tuesday",
            description="We weed.\n\nThen tea.", who_comes="About ten", bring="Old shoes",
            getting_there="Bus 7", arrival="Green gate.\nWalk in.", **own,
        ),
        "long": OpportunityFactory(kind="class", title=LONG, motif="bike", **own),
        "group": OpportunityFactory(
            kind="group", title="Wednesday circle", motif="table",
            organisation=OrganisationFactory(name="Kitchen Table Peer Network"), area=area,
        ),
        "dateless": OpportunityFactory(kind="project", title="Quilts", motif="sewing", **own),
        "held": OpportunityFactory(title="Day work", motif="desk"),
        "sent": OpportunityFactory(title="Willow afternoon", motif="river", live=False, **own),
    }  # fmt: skip


def _reset_link(person: User) -> str:
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    return f"/accounts/link/{key}/"


def _address_link(person: User) -> str:
    return reverse("people:address", args=[address_tokens.make_token(person)])


def every_page(world: World) -> list[Shown]:
    """All of them."""
    work = [Shown(**page) for page in pages_of_organisations(world.sam, world.rosa)]
    return [*_public(world), *_of_sam(world), *_of_rosa(world), *work, *_gone_wrong()]


def _public(world: World) -> list[Shown]:
    find, tell_us = reverse("opportunities:find"), reverse("opportunities:tell_us")
    detail = {
        name: reverse("opportunities:detail", args=[row.public_id])
        for name, row in world.rows.items()
    }
    return [
        Shown("home", "/"),
        Shown("about", "/about/"),
        Shown("every block", "/parts/"),
        Shown("find", find),
        Shown("find narrowed", f"{find}?kind=volunteer&kind=class&q=garden&sort=newest"),
        Shown("find nothing", f"{find}?q=garden&kind=project&need=childcare"),
        Shown("find near nowhere", f"{find}?near=abc&q=garden", status=400),
        Shown("detail", detail["garden"]),
        Shown("detail, every date", f"{detail['garden']}?dates=all"),
        Shown("detail of what is full, with long words", detail["long"]),
        Shown("detail of a group", detail["group"]),
        Shown("detail without dates", detail["dateless"]),
        Shown("detail refused", detail["garden"], data={"name": "x" * 200}, status=400),
        Shown("before", reverse("account_signup")),
        Shown("sign up", f"{reverse('account_signup')}?go=&next={detail['garden']}"),
        Shown("sign up refused", reverse("account_signup"), data={"username": "s"}),
        Shown("log in", reverse("account_login")),
        Shown("log in refused", reverse("account_login"), data={"login": "s", "password": "x"}),
        Shown(
            "first time",
            reverse("account_login"),
            data={"login": "new", "password": "a long enough password"},
        ),
        Shown("code", reverse("people:ask_for_code")),
        Shown("code refused", reverse("people:ask_for_code"), data={"email": "x"}),
        Shown("code typed", reverse("people:ask_for_code"), data={"email": "x@example.org"}),
        Shown("reset", reverse("account_reset_password")),
        Shown("reset refused", reverse("account_reset_password"), data={"email": "x"}),
        Shown("reset sent", reverse("account_reset_password_done")),
        Shown("new password", world.reset_link),
        Shown("new password, dead link", "/accounts/link/1-abc/"),
        Shown("new password set", reverse("account_reset_password_from_key_done")),
        Shown("safety", reverse("safety:stay_safe")),
        Shown("tell us", f"{tell_us}?page={detail['garden']}"),
        Shown("tell us refused", tell_us, data={"reach": "x" * 300}, status=400),
        Shown("told us", f"{tell_us}?told=1"),
        Shown("stop", urlsplit(link_to_stop(person=world.sam)).path),
        Shown("stop, used link", reverse("notifications:stop", args=["x"]), status=404),
    ]


def _of_sam(world: World) -> list[Shown]:
    sam = world.sam
    place = {
        name: reverse("opportunities:saved", args=[public_id])
        for name, public_id in world.sign_ups.items()
    }
    later = world.sign_ups["later"]
    detail = reverse("opportunities:detail", args=[world.rows["garden"].public_id])
    reminders = reverse("opportunities:reminders")
    apart = reverse("opportunities:apart")
    return [
        Shown("plan", reverse("opportunities:plan"), sam),
        *_of_signing_in(sam, world.rosa),
        Shown("plan with nothing in it", reverse("opportunities:plan"), world.nobody_yet),
        *(Shown(f"saved: {name}", path, sam) for name, path in place.items()),
        Shown("detail with a place", detail, sam),
        Shown("find, signed in", reverse("opportunities:find"), sam),
        Shown("reminders", reminders, world.nobody_yet),
        Shown("reminders refused", reminders, sam, {"quiet_from": ""}, 400),
        Shown("contact", reverse("opportunities:contact"), sam),
        Shown(
            "contact of who is reached here only",
            reverse("opportunities:contact"),
            world.nobody_yet,
        ),
        Shown("contact refused", reverse("opportunities:contact"), sam, CONTACT_REFUSED, 400),
        Shown("notes", reverse("notifications:notes"), sam),
        Shown("no notes", reverse("notifications:notes"), world.nobody_yet),
        Shown("account", reverse("people:settings"), sam),
        Shown("account refused", reverse("people:settings"), sam, {"alias": "x" * 200}),
        Shown("address", world.address_link, sam),
        Shown("password", reverse("account_change_password"), sam),
        Shown("password refused", reverse("account_change_password"), sam, {"oldpassword": "x"}),
        Shown("told: taken off", reverse("opportunities:cancel", args=[later]), sam, data={}),
        Shown("keep away", apart, sam, data={"what": "name", "name": "x" * 60}),
        Shown("keep away refused", apart, sam, {"what": "words", "words": ""}, 400),
        Shown("who looked", reverse("safety:looked"), sam),
        *_of_looking(world),
        *_own_data(sam),
        Shown("log out", reverse("account_logout"), sam),
        Shown("safety, signed in", reverse("safety:stay_safe"), sam),
    ]


def _of_looking(world: World) -> list[Shown]:
    """Sam wants what the garden has; it has something to know before."""
    goal, food = Goal.objects.first(), Interest.objects.last()
    garden = world.rows["garden"]
    garden.goals, garden.cautions = [goal], [Caution.objects.first()]
    garden.save()
    wants = {"first_goal": goal, "hard_noes": [Caution.objects.last()]}
    keep_looking_for(by=world.sam, now=timezone.now(), **wants)
    looking, fits = reverse("opportunities:looking"), reverse("opportunities:fits")
    twice = {"first_goal": goal.pk, "second_goal": goal.pk, "interests": [food.pk], "slots": "x"}
    return [
        Shown("looking", looking, world.sam),
        Shown("looking refused", looking, world.sam, twice, 400),
        Shown("fits", fits, world.sam),
        Shown("fits, nothing said", fits, world.nobody_yet),
    ]


def _of_signing_in(sam: User, rosa: User) -> list[Shown]:
    """Rosa has an app and a passkey; Sam has nothing yet."""
    Authenticator.objects.create(user=rosa, type="totp", data={"secret": "x"})
    seed = SecondFactorAdapter().encrypt("a seed")
    data = {"seed": seed, "used_mask": 0}
    Authenticator.objects.create(user=rosa, type="recovery_codes", data=data)
    key = Authenticator.objects.create(user=rosa, type="webauthn", data={"name": "My phone"})
    noor = User.objects.get(username="noor")
    Authenticator.objects.create(user=noor, type="totp", data={"secret": seed})
    step = {"login": "noor", "password": "a long enough password"}
    return [
        Shown("step", reverse("account_login"), data=step),
        Shown("safely, nothing yet", reverse("mfa_index"), sam),
        Shown("safely", reverse("mfa_index"), rosa),
        Shown("app", reverse("mfa_activate_totp"), sam),
        Shown("app refused", reverse("mfa_activate_totp"), sam, {"code": "x"}),
        Shown("app stop", reverse("mfa_deactivate_totp"), rosa),
        Shown("codes", reverse("mfa_view_recovery_codes"), rosa),
        Shown("codes seen", reverse("mfa_view_recovery_codes"), rosa),
        Shown("codes new", reverse("mfa_generate_recovery_codes"), rosa),
        Shown("passkey", reverse("mfa_add_webauthn"), sam),
        Shown("passkey name", reverse("mfa_edit_webauthn", args=[key.pk]), rosa),
        Shown("passkey stop", reverse("mfa_remove_webauthn", args=[key.pk]), rosa),
        Shown("devices", reverse("people:devices"), sam),
        Shown("way back", reverse("people:way_back"), sam),
        Shown("again", reverse("account_reauthenticate"), sam),
        Shown("again refused", reverse("account_reauthenticate"), sam, {"password": "x"}),
        Shown("again, code", reverse("mfa_reauthenticate"), rosa),
    ]


def _own_data(sam: User) -> list[Shown]:
    delete, export, releases = (
        reverse(f"people:{name}") for name in ("delete", "export", "releases")
    )
    wrong, right = {"password": "x"}, {"password": "a long enough password"}
    return [
        Shown("delete", delete, sam),
        Shown("delete refused", delete, sam, wrong),
        Shown("delete, signed out", delete),
        Shown("export", export, sam),
        Shown("export refused", export, sam, wrong),
        Shown("export is ready", export, sam, right),
        Shown("who may know", releases, sam),
        Shown("who may know, refused", releases, sam, {"recipient": ""}),
    ]


def _of_rosa(world: World) -> list[Shown]:
    rosa = world.rosa
    row = [world.rows["garden"].public_id]
    dates = reverse("opportunities:workplace_dates", args=row)
    date = reverse("opportunities:workplace_date", args=[world.open.public_id])
    many = reverse("opportunities:workplace_dates", args=[world.rows["sent"].public_id])
    schedule = world.rows["sent"].schedules.get()
    every = reverse("opportunities:workplace_schedule", args=[schedule.public_id])
    again = reverse("opportunities:workplace_date", args=[schedule.sessions.first().public_id])
    new = reverse("opportunities:workplace_new")
    sent = reverse("opportunities:workplace_edit", args=[world.rows["sent"].public_id])
    workplace = reverse("opportunities:workplace")
    return [
        Shown("workplace", workplace, rosa),
        Shown("workplace of nobody’s", workplace, UserFactory(username="lena", role="partner")),
        Shown("post", new, rosa),
        Shown("post refused", new, rosa, {"title": "x" * 300, "send": "1"}, 400),
        Shown("edit", reverse("opportunities:workplace_edit", args=row), rosa),
        Shown("edit what staff read", sent, rosa),
        Shown("preview", f"/try/preview/{row[0]}/", rosa),
        Shown("dates", dates, rosa),
        Shown("dates refused", dates, rosa, {"day": "x"}, 400),
        Shown("date with who comes", date, rosa),
        Shown("date that comes again", again, rosa),
        Shown("date that comes again, refused", again, rosa, {"reach": "x"}, 400),
        Shown("dates that come again", many, rosa),
        Shown("all dates that come again", every, rosa),
        Shown("mailbox", reverse("notifications:mailbox")),
        Shown("mail", reverse("notifications:message", args=["1.eml"])),
    ]


def _gone_wrong() -> list[Shown]:
    return [
        Shown("400", "/safety/?q=%00", status=400),
        Shown("403", "/try/forbidden/", status=403),
        Shown("404", "/nothing/", status=404),
        Shown("429", "/try/template/429.html/"),
        Shown("500", "/try/broken/", status=500),
        Shown("503", "/try/gone/", status=503),
        Shown("deleted", "/try/template/account/own/deleted.html/"),
        Shown("resting", "/try/template/account/resting.html/"),
    ]
