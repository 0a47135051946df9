"""The demo world: believable, repeatable, and nowhere by accident."""

import datetime as dt
import re
import zoneinfo
from collections import Counter
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone

import cms.demo
from cms.demo import world
from cms.demo.activities import ACTIVITIES, State
from cms.demo.calendar import When
from cms.demo.people import ACCOUNTS, PASSWORD
from cms.demo.town import ORGANISATIONS
from community.mentorship.actions.plan_of_two import plan_as_shown
from community.mentorship.models import CheckIn, Meeting, Mentorship, MentorshipState
from community.mentorship.permissions import acting_mentor
from community.notifications.models import Message
from community.organisations.models import Organisation, site_day
from community.people.models import User
from community.people.templatetags.demo_codes import demo_codes
from community.safety.models import Task
from opportunities.models import Opportunity, Regular, Session, SignUp
from opportunities.models import State as Place
from opportunities.permissions import open_suggestions
from tests.made_once import made_once

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
MONDAY = dt.datetime(2026, 5, 4, 16, tzinfo=dt.UTC)


# The whole demo world.
ashcombe = made_once(lambda: world.build(now=timezone.now()))


@pytest.fixture
def town(ashcombe, db):
    """The demo world; what a test changes in it is taken back after the test."""


def test_the_town_has_organisations_of_every_standing(town):
    today = site_day(timezone.now())

    assert 18 <= Organisation.objects.public(today).count() <= 22
    standings = Counter(Organisation.objects.values_list("standing", flat=True))
    assert standings["unverified"] == standings["suspended"] == 1
    assert Organisation.objects.filter(standing="verified", verified_until__lt=today).count() == 1


def test_about_sixty_things_of_all_kinds_are_public_and_upcoming(town):
    now = timezone.now()
    public = Opportunity.objects.public(now).upcoming(now)

    assert 54 <= public.count() <= 66
    kinds = Counter(public.values_list("kind", flat=True))
    assert min(kinds[kind] for kind in ("volunteer", "project", "class", "group")) >= 10


def test_nothing_of_an_organisation_that_is_not_verified_is_public(town):
    public = Opportunity.objects.public(timezone.now())

    for name in ("print", "orchard", "quickstart"):
        assert Opportunity.objects.filter(organisation__external_id=name).exists()
        assert not public.filter(organisation__external_id=name).exists()


def test_postings_wait_in_every_stage_of_review(town):
    public = Opportunity.objects.public(timezone.now())
    by_title = {one.title: one for one in Opportunity.objects.all()}

    assert by_title["Van helper, evenings"].current_workflow_state is not None
    assert by_title["Willow weaving afternoon"].current_workflow_state is not None
    assert by_title["Seed library opening"].latest_revision is not None
    assert by_title["Theatre games"].held_reason
    hidden = [one.title for one in ACTIVITIES if one.state is not State.LIVE]
    assert not public.filter(title__in=hidden).exists()
    assert len(hidden) == 4


def test_some_things_are_full_some_nearly_and_some_open(town):
    ahead = Session.objects.upcoming(timezone.now()).exclude(capacity=None)
    sessions = list(ahead)

    assert sum(session.is_full for session in sessions) >= 8
    assert sum(session.has_few_places for session in sessions) >= 8
    assert sum(not session.is_full for session in sessions) >= 200
    assert SignUp.objects.filter(state=Place.WAITING).count() >= 8


def test_the_places_taken_are_the_places_that_people_hold(town):
    for session in Session.objects.exclude(places_taken=0):
        assert session.places_taken == session.sign_ups.holding_a_place().count()


def test_every_account_opens_with_the_password_and_has_its_role(town):
    for account in ACCOUNTS:
        person = authenticate(username=account.username, password=PASSWORD)
        assert person is not None
        assert person.role == account.role
        assert person.email == f"{account.username}@example.org"
        assert person.is_superuser == account.is_superuser
    assert {account.role for account in ACCOUNTS} == {"participant", "partner", "editor", "staff"}


def test_nobody_else_can_sign_in_or_be_written_to(town):
    neighbours = User.objects.filter(username__startswith="neighbour-")

    assert neighbours.count() >= 20
    assert not any(person.has_usable_password() for person in neighbours)
    assert not neighbours.exclude(email="").exists()
    assert not Message.objects.exclude(recipient__email__endswith="@example.org").exists()


def test_sam_has_a_plan_with_reminders_and_a_waiting_list(town):
    sam = User.objects.get(username="sam")
    states = Counter(sam.sign_ups.values_list("state", flat=True))

    assert states[Place.CONFIRMED] >= 2
    assert states[Place.WAITING] == 1
    assert Message.objects.filter(recipient=sam, ended_at=None).exists()
    assert not SignUp.objects.filter(person__username="noor").exists()


def test_sam_always_comes_on_tuesdays(town):
    regular = Regular.objects.get()

    assert regular.person.username == "sam"
    assert regular.schedule.how_often == "Every Tuesday"
    ahead = regular.person.sign_ups.filter(session__schedule=regular.schedule)
    assert ahead.count() == 4
    # The first one may be full already; the others are far enough away.
    assert ahead.filter(state=Place.CONFIRMED).count() >= 3


def test_the_exact_place_is_nowhere_in_the_public_words(town):
    for one in Opportunity.objects.select_related("area"):
        public = f"{one.title} {one.summary} {one.description} {one.rhythm} {one.area.label}"
        assert one.place not in public
        assert one.latitude is not None


def test_who_has_a_place_reads_where_it_is(town):
    assert not Opportunity.objects.filter(place="").exists()
    assert not Opportunity.objects.filter(place__contains="when you have a place").exists()


def test_its_postings_follow_no_file_so_that_all_can_be_tried_on_them(town):
    assert not Opportunity.objects.exclude(source="", external_id="").exists()


def test_distance_has_something_to_measure(town):
    assert len(set(Opportunity.objects.values_list("latitude", "longitude"))) >= 5


def test_it_is_not_made_twice(town, capsys):
    before = Opportunity.objects.count(), Session.objects.count(), User.objects.count()

    call_command("seed_demo")

    assert "Ashcombe is here already." in capsys.readouterr().out
    assert (Opportunity.objects.count(), Session.objects.count(), User.objects.count()) == before


def test_again_adds_only_dates_that_have_come_into_sight(town, capsys):
    assert world.top_up(now=timezone.now()) == 0

    later = timezone.now() + dt.timedelta(weeks=2)
    added = world.top_up(now=later)

    assert added >= 50
    assert world.top_up(now=later) == 0
    course = Opportunity.objects.get(title="Maths for everyday money")
    assert course.sessions.count() == 6
    call_command("seed_demo", again=True)
    assert "0 dates were added." in capsys.readouterr().out


def test_the_command_tells_who_can_sign_in(capsys):
    call_command("seed_demo", accounts=True)

    told = capsys.readouterr().out
    assert PASSWORD in told
    assert all(account.username in told for account in ACCOUNTS)


@pytest.mark.django_db
def test_a_real_site_is_left_alone(settings):
    settings.LOCAL = False
    before = User.objects.count()

    with pytest.raises(CommandError, match="Nothing was made"):
        call_command("seed_demo")

    assert User.objects.count() == before


@pytest.mark.django_db
def test_a_world_that_breaks_in_the_middle_leaves_nothing(monkeypatch):
    Organisation.objects.all().delete()
    User.objects.all().delete()
    monkeypatch.setattr(world, "_plans", lambda *args: 1 / 0)
    monkeypatch.setattr(world, "ACTIVITIES", ACTIVITIES[:2])

    with pytest.raises(ZeroDivisionError):
        world.build(now=timezone.now())

    assert not world.is_there()


def test_what_the_demo_says_fits_the_rules_of_voice():
    forbidden = re.compile(
        r"prostitut|traffick|exploit|sex work|survivor|victim|abuse|rehab|detox|recovery|therap|!",
        re.IGNORECASE,
    )
    for one in ACTIVITIES:
        words = f"{one.title} {one.summary} {one.description} {one.ask_for} {one.bring}"
        assert not forbidden.search(words), one.title
        assert len(one.title) <= 60
        assert len(one.summary) <= 140
    assert len({one.title for one in ACTIVITIES}) == len(ACTIVITIES)
    assert {one.by for one in ACTIVITIES} == set(ORGANISATIONS)


def test_the_files_of_the_demo_stay_short():
    for file in Path(cms.demo.__file__).parent.rglob("*.py"):
        assert len(file.read_text().splitlines()) <= 400


@pytest.mark.parametrize(
    ("when", "dates"),
    [
        (When("tue", "10:00", "12:00"), ["05-05", "05-12", "05-19", "05-26", "06-02"]),
        (When("mon", "10:00", "12:00", weeks=2), ["05-11", "05-18"]),
        (When("sat", "10:00", "12:00", weeks=1, first=1), ["05-16"]),
        (When("tue thu", "10:00", "12:00", weeks=1), ["05-05", "05-07"]),
    ],
)
def test_a_rhythm_gives_dates_from_tomorrow_on(when, dates):
    found = [starts.astimezone(NEW_YORK) for starts, _ends in when.sessions(MONDAY, NEW_YORK)]

    assert [f"{moment:%m-%d}" for moment in found][: len(dates)] == dates
    assert {f"{moment:%H:%M}" for moment in found} == {"10:00"}
    assert len(found) == (7 if when.goes_on else len(dates))


def test_every_second_week_stays_the_same_weeks_whenever_it_is_made():
    when = When("sat", "10:00", "13:00", every=2)

    first = {starts for starts, _ends in when.sessions(MONDAY, NEW_YORK)}
    later = {starts for starts, _ends in when.sessions(MONDAY + dt.timedelta(weeks=1), NEW_YORK)}

    assert len(first & later) >= 2
    assert max(later) - max(first) in (dt.timedelta(0), dt.timedelta(weeks=2))


def test_dates_keep_the_clock_when_the_clocks_change():
    october = dt.datetime(2026, 10, 19, 16, tzinfo=dt.UTC)

    found = When("tue", "10:00", "12:00").sessions(october, NEW_YORK)

    assert {starts.astimezone(NEW_YORK).hour for starts, _ends in found} == {10}
    assert len({starts.hour for starts, _ends in found}) == 2
    assert {ends - starts for starts, ends in found} == {dt.timedelta(hours=2)}


def test_those_who_work_have_an_app_whose_code_the_mailbox_shows(town, client, tmp_path, settings):
    settings.MAILBOX_DIR = tmp_path
    page = client.get("/mailbox/").content.decode()
    codes = {one["username"]: one["code"] for one in demo_codes()}
    assert set(codes) == {"rosa", "marie", "edda", "amina", "admin"}
    assert all(code in page for code in codes.values())
    client.post("/accounts/login/", {"login": "rosa", "password": PASSWORD})
    client.post("/accounts/step/", {"code": codes["rosa"]})
    client.post("/account/first/", {"device": "shared"})
    assert client.get("/partner/").status_code == 200


def test_codes_are_shown_by_no_site_but_a_local_one(town, settings):
    assert demo_codes()
    settings.MAILBOX_DIR = None
    assert demo_codes() == []


def test_two_walk_together_and_one_is_asked(town):
    """Whoever looks at the demo finds the rooms of both sides with something in them."""
    now = timezone.now()
    sam, denise, kim = (User.objects.get(username=name) for name in ("sam", "denise", "kim"))
    two = Mentorship.objects.get(person=sam)

    assert two.mentor.person == denise
    assert two.state == MentorshipState.TRIAL
    assert acting_mentor(denise, now).exists()
    assert two.lines.count() == 3
    meeting = two.meetings.get()
    assert (meeting.state, meeting.starts_at > now) == ("accepted", True)
    assert {one.person for one in CheckIn.objects.due(site_day(now))} == {sam, denise}
    (stretch,) = plan_as_shown(two)
    assert len(stretch.steps) == 3 < stretch.aim.steps.count()
    assert open_suggestions(sam, now).get().opportunity.title == "Cook and share lunch"
    assert Mentorship.objects.get(person=kim).state == MentorshipState.OFFERED_PARTICIPANT
    assert not Task.objects.filter(about=two.public_id, done_at=None).exists()


def test_what_two_say_to_each_other_is_sent_to_nobody(town):
    about = list(Mentorship.objects.values_list("public_id", flat=True))
    about += Meeting.objects.values_list("public_id", flat=True)

    assert not Message.objects.filter(about__in=about, ended_at=None).exists()
