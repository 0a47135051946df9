"""Two people's ten lines, on a phone of 360 pixels: a coordinator, and somebody who looks for
something that fits her life. docs/two-people.md shows the pictures; PICTURES names a folder to
write them to anew."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from cms.actions import prepare_site
from community.safety.pace import LEAST_SECONDS
from opportunities.models import (
    Interest,
    Opportunity,
    PracticalNeed,
    Schedule,
    Session,
    SignUp,
    State,
)
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def site(db):
    return prepare_site()


def ten_o_clock(days: int) -> dt.datetime:
    """Ten in the morning, by the clock of the place, so many days from now."""
    day = timezone.localtime() + dt.timedelta(days=days)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)


@pytest.fixture
def shoot(tmp_path):
    """A function that keeps what a page shows, and says if it is wider than the phone."""
    folder = Path(os.environ.get("PICTURES") or tmp_path)

    def shot(page: Page, name: str) -> None:
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(150)  # what was scrolled to is painted
        page.screenshot(path=folder / f"{name}.png")
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) == 0, name
        assert (folder / f"{name}.png").stat().st_size > 5000

    return shot


def go_on(page: Page, heading: str) -> None:
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_coordinator_with_a_phone_in_one_hand(site, open_browser, sign_in, partner, shoot):
    garden = partner.memberships.get().organisation
    today = SessionFactory(
        opportunity=OpportunityFactory(organisation=garden, title="Parcel table", motif="food"),
        starts_at=timezone.now() + dt.timedelta(minutes=30),
    )
    for alias in ("Ama", "Wren"):
        SignUpFactory(session=today, alias=alias)
    page = open_browser(viewport=PHONE)
    sign_in(page, partner)
    post_something(page, shoot)
    soup = Opportunity.objects.get(title="Tuesday soup table")
    set_dates(page, shoot, soup)
    meet_people(page, shoot, today)
    page.goto(reverse("opportunities:workplace_numbers"))
    shoot(page, "coordinator-10-numbers")
    assert SignUp.objects.get(alias="Wren").state == State.ATTENDED
    assert soup.sessions.count() > 40


def post_something(page: Page, shoot) -> None:
    page.goto(reverse("opportunities:workplace"))
    shoot(page, "coordinator-1-your-activities")
    page.get_by_role("link", name="Post something new").click()
    page.get_by_label("Volunteer").check()
    page.get_by_label("What is it called?").fill("Tuesday soup table")
    shoot(page, "coordinator-2-what-it-is")
    go_on(page, "About it")
    page.get_by_label("What is it, in a sentence or two?").fill("We cook soup and serve it.")
    shoot(page, "coordinator-3-about-it")
    go_on(page, "Where")
    page.get_by_label("ZIP code").fill("10001")
    page.get_by_label("Address, and how to find the door").fill("Green door, 12 Sallow Lane")
    go_on(page, "Who can come")
    page.get_by_label("Childcare").check()
    shoot(page, "coordinator-4-who-can-come")
    go_on(page, "How people come")
    go_on(page, "What people get out of it")
    go_on(page, "On the day")
    page.get_by_label("Who should people ask for?").fill("Mel, in a red apron")
    go_on(page, "Check and send")
    shoot(page, "coordinator-5-check")
    page.get_by_role("button", name="Send to staff").click()
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("Staff read it next")
    shoot(page, "coordinator-6-sent")


def set_dates(page: Page, shoot, soup: Opportunity) -> None:
    page.goto(reverse("opportunities:workplace_dates", args=[soup.public_id]))
    day = timezone.localdate() + dt.timedelta(days=8)
    for label, value in (("Date", day.isoformat()), ("Starts", "10:00"), ("Ends", "12:00")):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("How many places?").fill("6")
    page.get_by_label("Every week").check()
    shoot(page, "coordinator-7-every-week")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text(Schedule.objects.get().how_often).first).to_be_visible()


def meet_people(page: Page, shoot, today: Session) -> None:
    page.goto(reverse("opportunities:workplace_tell", args=[today.public_id]))
    page.get_by_role("radio").first.check()
    shoot(page, "coordinator-8-tell-everyone")
    page.get_by_role("button", name="See how it reads").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(reverse("opportunities:workplace_register", args=[today.public_id]))
    wren = page.get_by_role("listitem").filter(has_text="Wren")
    wren.get_by_role("button", name="Here").click()
    wren.get_by_role("button", name="Undo").wait_for()
    shoot(page, "coordinator-9-at-the-door")


def test_participant_who_wants_something_that_fits_her_life(site, open_browser, shoot):
    childcare = PracticalNeed.objects.get(slug="childcare")
    music = Interest.objects.exclude(slug="").first()
    choir = OpportunityFactory(
        title="Open choir", kind="class", motif="song", needs=[childcare], interests=[music]
    )
    SessionFactory(opportunity=choir, starts_at=ten_o_clock(5), capacity=9)
    SessionFactory(
        opportunity=OpportunityFactory(title="Garden morning", interests=[music]),
        starts_at=ten_o_clock(6),
    )
    SessionFactory(opportunity=OpportunityFactory(title="Bread class", kind="class"))
    page = open_browser(viewport=PHONE)
    find_it(page, shoot)
    save_a_place(page, shoot)
    see_what_fits(page, shoot, music)
    page.goto(reverse("opportunities:plan"))
    page.get_by_role("button", name="Find somebody for me").click()
    expect(page.get_by_text("Your place may be passed on.")).to_be_visible()
    shoot(page, "participant-9-find-somebody-for-me")
    page.get_by_role("button", name="I can’t make it").click()
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("taken off your plan")
    shoot(page, "participant-10-taken-off")
    assert SignUp.objects.get().state == State.CANCELLED


def find_it(page: Page, shoot) -> None:
    page.goto("/")
    shoot(page, "participant-1-first-page")
    page.get_by_role("link", name="See all things to do").click()
    page.locator(".filters--phone > summary").click()
    page.locator(".filters--phone").get_by_label("Childcare").check()
    expect(page.locator("#results .opp__title")).to_have_text(["Open choir"])
    page.locator(".filters--phone > summary").click()
    shoot(page, "participant-2-with-childcare")
    page.get_by_role("link", name="Open choir").click()
    shoot(page, "participant-3-what-it-is")


def save_a_place(page: Page, shoot) -> None:
    page.get_by_role("link", name="Choose a date").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Name for the day").fill("Robin")
    page.get_by_text("will see").scroll_into_view_if_needed()
    shoot(page, "participant-4-what-they-will-see")
    page.get_by_label("User name").fill("willow")
    page.get_by_label("Password").first.fill("four stones across")
    page.wait_for_timeout(1000 * LEAST_SECONDS)  # nobody fills in a form in less
    page.get_by_role("button", name="Save my place").last.click()
    expect(page).to_have_title("Before you go on – Onward")
    shoot(page, "participant-5-before-you-go-on")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your place is saved, Robin")
    shoot(page, "participant-6-your-place")


def see_what_fits(page: Page, shoot, music: Interest) -> None:
    page.goto(reverse("opportunities:looking"))
    page.get_by_label(music.label, exact=True).first.check()
    page.get_by_label("Childcare").last.check()
    shoot(page, "participant-7-what-i-am-looking-for")
    page.get_by_role("button", name="Save and see what fits").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fits you")
    shoot(page, "participant-8-what-fits-and-why")
