"""Two who walk together, from the request to the end, and the end for somebody's safety: through
the pages, on a phone and on a wide screen. PICTURES names a folder to write what they show to."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from cms.actions import prepare_site
from community.mentorship.models import CheckIn, Line, Meeting, MeetingState, Mentorship
from community.mentorship.models import MentorshipState as S
from community.people.actions import give_role
from community.safety.models import Separation, Task, TaskKind
from tests.factories.walking import ActiveMentorFactory, MentorshipFactory, RequestFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOGETHER = reverse("mentorship:together")
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Walk:
    """Three browsers of one size: the participant's, the mentor's, and one of the staff's."""

    def __init__(self, sam: Page, dee: Page, desk: Page, folder: Path, size: str) -> None:
        self.sam, self.dee, self.desk = sam, dee, desk
        self.folder, self.size = folder, size

    def shot(self, page: Page, name: str) -> None:
        """Keep what a page shows; ours are never wider than the window."""
        page.evaluate("document.fonts.ready")
        path = self.folder / f"{name}-{self.size}.png"
        page.screenshot(path=path, full_page=True)
        assert path.stat().st_size > 5000
        if page is not self.desk:
            assert page.evaluate(WIDE) == 0, name


@pytest.fixture(params=[(360, "light"), (1280, "dark")], ids=["360-light", "1280-dark"])
def walk(request, open_browser, sign_in, participant, staff, tmp_path) -> Walk:
    """Somebody who asks, a mentor who is ready, and one of the staff, each at a browser."""
    prepare_site()
    give_role(person=staff, role="staff", now=timezone.now())
    mentor = ActiveMentorFactory(person__alias="Denise", style="listener", online_ok=True)
    width, scheme = request.param
    how = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    pages = [open_browser(**how) for _who in range(3)]
    for page, person in zip(pages, (participant, mentor.person, staff), strict=True):
        sign_in(page, person, proved=True)
    folder = Path(os.environ.get("PICTURES") or tmp_path)
    return Walk(*pages, folder, f"{width}-{scheme}")


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).last.click()


def told(page: Page, words: str) -> None:
    expect(page.get_by_text(words).first).to_be_visible()


def state() -> str:
    return Mentorship.objects.get().state


def test_from_the_request_to_the_end(walk):
    ask(walk)
    propose(walk)
    both_say_yes(walk)
    begin(walk)
    meet(walk)
    write(walk)
    say_how_it_goes(walk)
    end(walk)


def ask(walk: Walk) -> None:
    sam = walk.sam
    sam.goto(TOGETHER)
    walk.shot(sam, "01-nothing-asked-yet")
    sam.get_by_role("link", name="Ask for somebody").click()
    sam.locator("[name=first_goal]").fill("Feel sure about money")
    sam.locator("select[name=first_tag]").select_option(index=1)
    walk.shot(sam, "02-what-she-would-like")
    press(sam, "Save")
    told(sam, "Staff look for somebody for you")
    walk.shot(sam, "03-waiting")


def propose(walk: Walk) -> None:
    desk = walk.desk
    desk.goto(reverse("desk_together"))
    desk.get_by_role("link", name="Nobody yet: take it up").click()
    told(desk, "Nobody looks after it yet.")
    walk.shot(desk, "04-staff-take-it-up")
    press(desk, "Take it up")
    told(desk, "Feel sure about money")
    walk.shot(desk, "05-staff-compare")
    press(desk, "Suggest Denise")
    press(desk, "Ask the participant")
    told(desk, "The participant is asked")


def both_say_yes(walk: Walk) -> None:
    sam, dee = walk.sam, walk.dee
    dee.goto(TOGETHER)
    expect(dee.get_by_text("Those you walk with")).to_have_count(0)
    sam.goto(TOGETHER)
    sam.get_by_role("link", name="See who it is").click()
    told(sam, "Would you like to meet Denise?")
    walk.shot(sam, "06-she-decides-first")
    press(sam, "Yes, ask them")
    told(sam, "They are asked next")
    dee.goto(TOGETHER)
    dee.get_by_role("main").get_by_role("listitem").get_by_role("link").click()
    told(dee, "Would you like to walk with")
    walk.shot(dee, "07-the-mentor-is-asked")
    press(dee, "Yes")
    told(dee, "Staff bring you together.")
    assert state() == S.INTRO


def begin(walk: Walk) -> None:
    for page in (walk.sam, walk.dee):
        page.goto(reverse("mentorship:two", args=[Mentorship.objects.get().public_id]))
        press(page, "Yes, I agree")
        told(page, "Thank you. It is noted.")
    walk.shot(walk.sam, "08-agreed")
    walk.desk.reload()
    told(walk.desk, "Agreed:")
    walk.shot(walk.desk, "09-staff-begin")
    press(walk.desk, "I met both: they begin")
    told(walk.desk, "First weeks until")
    walk.sam.reload()
    told(walk.sam, "The first weeks")
    walk.shot(walk.sam, "10-the-first-weeks")


def meet(walk: Walk) -> None:
    sam, dee = walk.sam, walk.dee
    sam.get_by_role("link", name="Meetings").click()
    day = timezone.localdate() + dt.timedelta(days=5)
    sam.locator("[name=date]").fill(day.isoformat())
    sam.locator("[name=starts]").fill("15:00")
    press(sam, "Propose")
    told(sam, "Saved.")
    walk.shot(sam, "11-a-meeting-is-proposed")
    dee.goto(sam.url)
    press(dee, "Yes")
    told(dee, "Agreed on")
    walk.shot(dee, "12-the-meeting-is-agreed-on")
    assert Meeting.objects.get().state == MeetingState.ACCEPTED


def write(walk: Walk) -> None:
    sam, dee = walk.sam, walk.dee
    sam.get_by_role("link", name="Write to each other").click()
    sam.locator("[name=words]").fill("Thank you. Ring me: 212 555 0142")
    press(sam, "Send")
    told(sam, "Send it all the same")
    walk.shot(sam, "13-a-number-is-asked-about")
    sam.locator("[name=words]").fill("Thank you. I look forward to Thursday.")
    press(sam, "Send")
    dee.goto(sam.url)
    dee.locator("[name=words]").fill("So do I.")
    press(dee, "Send")
    told(dee, "I look forward to Thursday.")
    walk.shot(dee, "14-what-the-two-wrote")
    assert Line.objects.count() == 2


def say_how_it_goes(walk: Walk) -> None:
    row = CheckIn.objects.filter(side="participant").first()
    CheckIn.objects.filter(pk=row.pk).update(due_on=timezone.localdate())
    walk.sam.goto(TOGETHER)
    walk.sam.get_by_role("link", name="Answer them").click()
    for name in ("safe", "useful"):
        walk.sam.locator(f"[name={name}][value=yes]").check()
    walk.shot(walk.sam, "15-how-does-it-go")
    press(walk.sam, "Send")
    told(walk.sam, "Thank you.")
    walk.desk.reload()
    press(walk.desk, "I heard both: they go on")
    told(walk.desk, "Walking together")


def end(walk: Walk) -> None:
    sam, desk, two = walk.sam, walk.desk, Mentorship.objects.get()
    page = reverse("mentorship:two", args=[two.public_id])
    sam.goto(page)
    last = timezone.localdate() + dt.timedelta(days=30)
    sam.locator("[name=ends_on]").fill(last.isoformat())
    press(sam, "Plan the end")
    told(sam, "It comes to an end")
    sam.locator("[name=what_changed]").fill("I open my letters now.")
    sam.locator("[name=rematch][value=later]").check()
    walk.shot(sam, "16-an-end-is-planned")
    press(sam, "Save")
    told(sam, "I open my letters now.")
    Mentorship.objects.update(ends_on=timezone.localdate())  # thirty days later
    desk.reload()
    desk.locator("[name=reason]").last.select_option("goals_met")
    desk.locator("[name=rematch_mentor]").select_option("yes")
    walk.shot(desk, "17-staff-close")
    press(desk, "It has ended")
    told(desk, "Goals met")
    assert state() == S.CLOSED
    for person in (sam, walk.dee):
        assert person.goto(page).status == 404
    sam.goto(TOGETHER)
    walk.shot(sam, "18-afterwards")


@pytest.fixture
def two(participant, another_staff) -> Mentorship:
    """They walk together, and another of the staff looks after them."""
    mentor = ActiveMentorFactory(person__alias="Robin")
    RequestFactory(person=participant, coordinator=another_staff)
    return MentorshipFactory(
        person=participant, mentor=mentor, state=S.ACTIVE, coordinator=another_staff
    )


def test_end_for_somebodys_safety(walk, two, sign_in):
    sam, dee, desk = walk.sam, walk.dee, walk.desk
    sign_in(dee, two.mentor.person)
    page = reverse("mentorship:two", args=[two.public_id])
    sam.goto(page)
    sam.locator("[name=words]").last.fill("He waited at my door.")
    walk.shot(sam, "21-she-does-not-feel-safe")
    press(sam, "I don’t feel safe")
    told(sam, "Staff look at it today")
    walk.shot(sam, "22-everything-rests")
    dee.goto(page)
    told(dee, "It rests. You hear when it goes on.")
    expect(dee.get_by_text("He waited")).to_have_count(0)
    walk.shot(dee, "23-the-mentor-reads-paused")
    take_over(walk, desk)
    desk.locator("#id_safety_note").fill("She rang us. He had her address.")
    press(desk, "End it for safety")
    told(desk, "Ended for somebody’s safety")
    walk.shot(desk, "26-staff-end-it")
    assert state() == S.ENDED_SAFETY
    assert Separation.objects.exists()
    assert dee.goto(page).status == 404
    dee.goto(TOGETHER)
    expect(dee.get_by_text("Those you walk with")).to_have_count(0)
    walk.shot(dee, "27-the-mentor-afterwards")


def take_over(walk: Walk, desk: Page) -> None:
    """One of the staff who does not look after them: a task without a word, then all of it."""
    task = Task.objects.filter(kind=TaskKind.UNSAFE).first()
    desk.goto(reverse("desk_safe_task", args=[task.public_id]))
    expect(desk.get_by_text("He waited")).to_have_count(0)
    walk.shot(desk, "24-staff-who-do-not-look-after-them")
    desk.get_by_role("link", name="Take it over").click()
    desk.locator("[name=reason]").fill("Noor is on leave")
    press(desk, "Take it over")
    told(desk, "Locked: nobody can write to the other.")
    walk.shot(desk, "25-staff-who-took-over")
    desk.goto(reverse("desk_safe_task", args=[task.public_id]))
    told(desk, "He waited at my door.")
    desk.go_back()
