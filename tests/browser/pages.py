"""One page of every template, as a list: who asks for it, where, and what stands in its form."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.notifications.actions import link_to_stop
from community.people.adapter import SecondFactorAdapter
from community.people.models import User
from opportunities.actions.hours import count_hours
from opportunities.actions.letters import write_letter
from opportunities.actions.looking import keep_looking_for
from opportunities.forms.partner import STEPS
from opportunities.models import Caution, Goal, Interest, Upload
from tests.browser.attendance import pages_of_attendance
from tests.browser.courses import pages_of_a_course
from tests.browser.directory import pages_of_directory
from tests.browser.mentors import pages_of_mentors
from tests.browser.organisations import pages_of_organisations
from tests.browser.path import pages_of_a_path
from tests.browser.regulars import pages_of_a_regular
from tests.browser.stories import pages_of_stories
from tests.browser.talks import pages_of_talks
from tests.browser.telling import pages_of_telling
from tests.browser.together import pages_of_two
from tests.browser.world import World
from tests.factories.opportunities import EnquiryFactory, SignUpFactory
from tests.factories.people import UserFactory, sign_in
from tests.opportunities.writing import step_address

CONTACT_REFUSED = {"number": "123", "day_0_from": "09:00", "day_1_until": "09:00", "calls": "x"}


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


def every_page(world: World) -> list[Shown]:
    """All of them."""
    others = [
        *pages_of_organisations(world.sam, world.rosa),
        *pages_of_attendance(world),
        *pages_of_telling(world),
        *pages_of_mentors(world),
        *pages_of_two(world),
        *pages_of_stories(world.sam),
        *pages_of_talks(world.sam, world.nobody_yet),
        *pages_of_directory(),
    ]
    ours = [*_public(world), *_of_sam(world), *_of_rosa(world), *_gone_wrong()]
    return [*ours, *(Shown(**page) for page in others)]


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
        Shown("numbers", reverse("numbers")),
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
        Shown(
            "told: may be passed on", reverse("opportunities:stand_in", args=[later]), sam, data={}
        ),
        Shown("told: taken off", reverse("opportunities:cancel", args=[later]), sam, data={}),
        Shown("keep away", apart, sam, data={"what": "name", "name": "x" * 60}),
        Shown("keep away refused", apart, sam, {"what": "words", "words": ""}, 400),
        Shown("who looked", reverse("safety:looked"), sam),
        *(Shown(*one) for one in pages_of_a_course(world)),
        *(Shown(*one) for one in pages_of_a_regular(world)),
        *_of_looking(world),
        *_of_asking(world),
        *_of_calendars(world),
        *(Shown(*one) for one in pages_of_a_path(world)),
        *_own_data(sam),
        Shown("log out", reverse("account_logout"), sam),
        Shown("safety, signed in", reverse("safety:stay_safe"), sam),
    ]


def _of_asking(world: World) -> list[Shown]:
    """What Sam asks where no dates are set, and what Rosa answers."""
    now = timezone.now()
    row = world.rows["dateless"]
    type(row).objects.filter(pk=row.pk).update(asked_until=now + dt.timedelta(days=30))
    waits = EnquiryFactory(opportunity=row, person=UserFactory(), alias="Robin")
    said = EnquiryFactory(
        opportunity=world.rows["garden"], person=world.sam, said="yes", line="Tuesday at ten",
        said_at=now,
    )  # fmt: skip
    ask = reverse("opportunities:ask", args=[row.public_id])
    asked = reverse("opportunities:workplace_enquiries", args=[row.public_id])
    answer = reverse("opportunities:workplace_enquiry", args=[waits.public_id])
    return [
        Shown("ask", ask, world.sam),
        Shown("ask refused", ask, world.sam, {"name": ""}, 400),
        Shown("asked", reverse("opportunities:asked", args=[said.public_id]), world.sam),
        Shown("who asks", asked, world.rosa),
        Shown("who asks refused", asked, world.rosa, {"until": "2001-01-01"}, 400),
        Shown("answer", answer, world.rosa),
        Shown("answer refused", answer, world.rosa, {"says": "yes"}, 400),
    ]


def _of_looking(world: World) -> list[Shown]:
    """Sam wants what the garden has; it has something to know before."""
    goal, food = Goal.objects.first(), Interest.objects.last()
    garden = world.rows["garden"]
    garden.goals, garden.cautions = [goal], [Caution.objects.first()]
    garden.interests = [food]
    garden.save()
    joy = UserFactory(username="joy", alias="Joy")
    keep_looking_for(by=joy, now=timezone.now(), first_goal=goal, interests=[food])
    wants = {"first_goal": goal, "hard_noes": [Caution.objects.last()]}
    keep_looking_for(by=world.sam, now=timezone.now(), **wants)
    looking, fits = reverse("opportunities:looking"), reverse("opportunities:fits")
    twice = {"first_goal": goal.pk, "second_goal": goal.pk, "interests": [food.pk], "slots": "x"}
    return [
        Shown("looking", looking, world.sam),
        Shown("looking refused", looking, world.sam, twice, 400),
        Shown("fits", fits, world.sam),
        Shown("fits, nothing said", fits, world.nobody_yet),
        Shown("find, with what fits", reverse("opportunities:find"), joy),
        Shown("detail that fits", reverse("opportunities:detail", args=[garden.public_id]), joy),
    ]


def _of_calendars(world: World) -> list[Shown]:
    """Sam makes an address, and sees it once; nobody yet has none."""
    address = reverse("opportunities:calendar_address")
    return [
        Shown("calendar address, none", address, world.nobody_yet),
        Shown("calendar address refused", address, world.nobody_yet, {"level": "x"}, 400),
        Shown("calendar address, shown once", address, world.sam, {"level": "busy", "new": "1"}),
        Shown("calendar address", address, world.sam),
        *_of_letters(world),
    ]


def _of_letters(world: World) -> list[Shown]:
    """Sam came to the garden once, and has a letter that says so."""
    letters, look_up = reverse("opportunities:letters"), reverse("opportunities:look_up_letter")
    now = timezone.now()
    came = SignUpFactory(
        person=world.sam, state="attended", session__starts_at=now - dt.timedelta(days=9),
        session__opportunity=world.rows["garden"],
    )  # fmt: skip
    count_hours(sign_up=came, now=now)
    today = now.date() - dt.timedelta(days=1)
    days = {"since": today - dt.timedelta(days=30), "until": today}
    letter = write_letter(by=world.sam, name="Sam Meadow", kinds=["volunteer"], now=now, **days)
    wrong = {"name": "Σ" * 90, "since": "1800-01-01", "until": ""}
    return [
        Shown("letters, nothing done yet", letters, world.nobody_yet),
        Shown("letters", letters, world.sam),
        Shown("letters refused", letters, world.sam, wrong, 400),
        Shown("look up", look_up),
        Shown("look up, nothing typed", look_up, data={"code": ""}, status=400),
        Shown("look up, no such letter", look_up, data={"code": "x"}, status=404),
        Shown("look up, a letter that holds", look_up, data={"code": letter.code}),
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
        Shown("step of signing in", reverse("account_login"), data=step),
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
    tell = reverse("opportunities:workplace_tell", args=[world.open.public_id])
    parts = reverse("opportunities:workplace_parts", args=row)
    many = reverse("opportunities:workplace_dates", args=[world.rows["sent"].public_id])
    schedule = world.rows["sent"].schedules.get()
    every = reverse("opportunities:workplace_schedule", args=[schedule.public_id])
    again = reverse("opportunities:workplace_date", args=[schedule.sessions.first().public_id])
    new, workplace = (reverse(f"opportunities:workplace{name}") for name in ("_new", ""))
    sent = reverse("opportunities:workplace_edit", args=[world.rows["sent"].public_id])
    month = reverse("opportunities:workplace_calendar")
    lacking = reverse("opportunities:workplace_edit", args=[world.rows["lacking"].public_id])
    preview = reverse("opportunities:workplace_preview", args=row)
    garden = world.rows["garden"]
    circle = reverse("opportunities:workplace_date", args=[world.circle.public_id])
    return [
        Shown("group whose list staff read", circle, rosa),
        Shown("workplace", workplace, rosa),
        Shown("workplace of nobody’s", workplace, UserFactory(username="lena", role="partner")),
        Shown("dates of a month", month, rosa),
        Shown("month without dates", f"{month}?month=2020-01", rosa),
        Shown("post", new, rosa),
        Shown("post refused", new, rosa, {"title": "x" * 300}, 400),
        Shown("check and send", reverse("opportunities:workplace_edit", args=row), rosa),
        Shown("check and send, something missing", lacking, rosa, {"send": "1"}, 400),
        *(Shown(f"words: {step.slug}", step_address(garden, step.slug), rosa) for step in STEPS),
        Shown("words refused", step_address(garden, "about"), rosa, {"title": "x" * 300}, 400),
        Shown("preview by its partner", preview, rosa),
        Shown("edit what staff read", sent, rosa),
        Shown("preview", f"/try/preview/{row[0]}/", rosa),
        Shown("dates", dates, rosa),
        Shown("dates refused", dates, rosa, {"day": "x"}, 400),
        Shown("who does what", parts, rosa),
        Shown("who does what, refused", parts, rosa, {"name-new1": "2"}, 400),
        Shown("date with who comes", date, rosa),
        *_of_many(world),
        Shown("tell who comes", tell, rosa),
        Shown("tell who comes, how it reads", tell, rosa, {"says": "late", "line": "A little"}),
        Shown("tell who comes, refused", tell, rosa, {"line": "www.example.org"}, 400),
        Shown("date that comes again", again, rosa),
        Shown("date that comes again, refused", again, rosa, {"reach": "x"}, 400),
        Shown("dates that come again", many, rosa),
        Shown("all dates that come again", every, rosa),
        Shown("mailbox", reverse("notifications:mailbox")),
        Shown("mail", reverse("notifications:message", args=["1.eml"])),
    ]


def _of_many(world: World) -> list[Shown]:
    """Files of Rosa's at each stage."""
    now, address = timezone.now(), reverse("opportunities:workplace_many")
    rows = [
        Upload.objects.create(
            organisation=world.rows["garden"].organisation, rows=900, made_at=now, changed_at=now,
            refused=[[3, "starts", "“" + "x" * 40 + "” is no time of day."]],
            notes=[["A link was taken out.", 2]], rest="id,title\r\n", **stage,
        )
        for stage in (
            {"stage": "check"}, {"stage": "checked"}, {"stage": "bring", "done": 300},
            {"stage": "done", "brought": 899},
        )
    ]  # fmt: skip
    return [
        Shown("many", address, world.rosa),
        Shown("on her own website", reverse("opportunities:workplace_listed"), world.rosa),
        Shown("many refused", address, world.rosa, {"file": ""}, 400),
        *(
            Shown(
                f"file: {row.stage}",
                reverse("opportunities:workplace_upload", args=[row.public_id]),
                world.rosa,
            )
            for row in rows
        ),
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
