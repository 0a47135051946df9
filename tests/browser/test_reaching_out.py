"""Reaching out, and telling of it: somebody finds help and asks for a talk in Spanish, without an
account; and a story goes from its draft until its teller takes it back. Through the pages, on a
phone and on a wide screen, but for the second reading, whose screen is tried by itself
(tests/cms/test_stories_publishing.py). docs/reaching-out.md shows the pictures; PICTURES names
their folder."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from cms.actions import prepare_site, read_as_second
from cms.models import StoryConsent, StoryPage, Topic
from cms.tasks import look_after_stories
from community.people.actions import give_role
from community.safety.models import AccessRecord
from community.safety.pace import LEAST_SECONDS
from community.safety.tasks import forget_what_is_over
from community.support.models import FirstContactRequest, Phone, Service, WeeklyHours
from tests.dump import whole_database
from tests.factories.first_talks import SAID
from tests.factories.people import UserFactory
from tests.factories.stories import story_list
from tests.factories.support import ServiceFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    # Wagtail leaves the files of renditions to the garbage.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOKEN = "marmalade-on-a-tuesday"
SPANISH = {
    "name": "Mesa de la plaza",
    "summary": "Cuarenta minutos con alguien que escucha.",
    "what_happens": "Una mujer contesta: “Mesa de la plaza, hola”.\n\nTe pregunta cómo llamarte.",
}


class Show:
    """Two browsers of one size: somebody's own, and one of staff or editors."""

    def __init__(self, own: Page, desk: Page, folder: Path, size: str) -> None:
        self.own, self.desk, self.folder, self.size = own, desk, folder, size

    def shot(self, page: Page, name: str) -> None:
        """Keep what a page shows; ours are never wider than the window."""
        page.evaluate("document.fonts.ready.then(() => scrollTo(0, 0))")
        path = self.folder / f"{name}-{self.size}.png"
        page.screenshot(path=path, full_page=True)
        assert path.stat().st_size > 5000
        if page is self.own:
            assert page.evaluate(WIDE) == 0, name


@pytest.fixture(params=[(360, "light"), (1280, "dark")], ids=["360-light", "1280-dark"])
def show(request, open_browser, tmp_path) -> Show:
    """A site as it begins, and two browsers."""
    prepare_site()
    width, scheme = request.param
    how = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    folder = Path(os.environ.get("PICTURES") or tmp_path)
    return Show(open_browser(**how), open_browser(**how), folder, f"{width}-{scheme}")


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).last.click()


def told(page: Page, words: str) -> None:
    expect(page.get_by_text(words).first).to_be_visible()


def test_help_is_found_and_a_talk_asked_for_without_an_account(show, sign_in, staff):
    give_role(person=staff, role="staff", now=timezone.now())
    sign_in(show.desk, staff, proved=True)
    directory()
    find_help(show)
    code = ask(show)
    reach(show)
    read_answer(show, code)
    is_over(show, code)


def directory() -> None:
    """A desk that is told in both languages, and a house whose place is secret."""
    desk = ServiceFactory(
        name="Desk on the square", cost="free", no_id=True, interpreters=True, wait="No wait",
        what_happens="A woman answers: “Desk on the square, hello”.\n\nShe asks what to call you.",
    )  # fmt: skip
    for day in range(7):
        WeeklyHours.objects.create(service=desk, weekday=day, opens=dt.time(9), closes=dt.time(17))
    Phone.objects.create(service=desk, number="0808 157 0100", note="")
    desk.write_in("es", SPANISH)
    desk.save()
    house = ServiceFactory(name="The house", is_confidential=True, under=["stay"], women_only=True)
    Phone.objects.create(service=house, number="01632 960 177", note="")


def find_help(show: Show) -> None:
    own = show.own
    own.goto("/")
    own.get_by_role("button", name="Español").click()
    own.goto(reverse("support:help"))
    show.shot(own, "01-where-help-is")
    own.get_by_role("link", name="Hablar primero con alguien").first.click()
    expect(own.locator("#found")).to_be_in_viewport()  # below eleven kinds on a phone
    show.shot(own, "02-somebody-to-talk-to")
    own.get_by_role("link", name=SPANISH["name"]).first.click()
    told(own, "Te pregunta cómo llamarte.")
    show.shot(own, "03-what-happens-when-you-call")
    house = Service.objects.get(is_confidential=True)
    own.goto(reverse("support:service", args=[house.public_id]))
    told(own, "Solo en inglés")
    show.shot(own, "04-a-house-without-an-address")


def ask(show: Show) -> str:
    """Ask for a talk; return the code."""
    own = show.own
    own.goto(reverse("support:help"))
    own.get_by_role("link", name="Pídenos que te contactemos").first.click()
    for name in ("about", "way", "say_who", "voicemail"):
        own.locator(f"[name={name}][value={SAID[name]}]").check()
    for name in ("reach", "times", "ask_for", "code_word", "not_say", "interpreter"):
        own.locator(f"[name={name}]").fill(SAID[name])
    show.shot(own, "05-what-for-and-how-to-reach-me")
    own.wait_for_timeout(1000 * LEAST_SECONDS)  # nobody fills in a form in less
    own.get_by_role("button", name="Pedir una conversación").click()
    expect(own.get_by_role("heading", level=1)).to_have_text("Lo tenemos")
    show.shot(own, "06-a-code-and-nothing-else")
    return own.locator("main .card .lead strong").inner_text()


def reach(show: Show) -> None:
    desk = show.desk
    desk.goto(reverse("desk_first_talks"))
    show.shot(desk, "07-the-queue-says-nothing-of-it")
    talk = FirstContactRequest.objects.get()
    desk.goto(reverse("desk_first_talk", args=[talk.public_id]))
    press(desk, "Take it")
    assert SAID["reach"] not in desk.content()
    desk.locator("[name=words]").fill("She asked for us")
    show.shot(desk, "08-staff-say-why")
    press(desk, "Ask for an hour")
    told(desk, SAID["reach"])
    text = desk.get_by_role("main").inner_text()
    assert text.index(SAID["code_word"]) < text.index(SAID["reach"])
    assert AccessRecord.objects.filter(about=talk.public_id).exists()
    show.shot(desk, "09-the-rules-before-the-number")
    desk.locator("[name=reply]").fill("Te llamamos el lunes a las diez.")
    desk.locator("form", has=desk.locator("[name=reply]")).get_by_role("button").click()
    desk.goto(reverse("desk_first_talk_reach", args=[talk.public_id]))
    for name, words in {
        "recipient": "Desk on the square",
        "told": "A first name, and that you ring on Monday",
        "purpose": "A place in the course on money",
    }.items():
        desk.locator(f"[name={name}]").fill(words)
    desk.locator("[name=has_said_yes]").check()
    show.shot(desk, "10-handed-over-with-a-yes")
    press(desk, "Hand over")
    told(desk, "You may tell them now.")
    press(desk, "We talked")


def read_answer(show: Show, code: str) -> None:
    own = show.own
    own.goto(reverse("support:talk_code"))
    own.locator("[name=code]").fill(code)
    press(own, "Mostrarlo")
    told(own, "Te llamamos el lunes a las diez.")
    show.shot(own, "11-where-it-stands")


def is_over(show: Show, code: str) -> None:
    """Finished: how to reach her is gone at once, and the rest with its period, by the clock."""
    talk = FirstContactRequest.objects.get()
    show.desk.goto(reverse("desk_first_talk", args=[talk.public_id]))
    press(show.desk, "Finish")
    talk.refresh_from_db()
    assert (talk.reach, talk.code_word) == ("", "")
    FirstContactRequest.objects.update(closed_at=timezone.now() - dt.timedelta(days=31))
    forget_what_is_over()
    assert not FirstContactRequest.objects.exists()
    dump = whole_database()
    assert [word for word in (SAID["reach"], SAID["code_word"], code) if word in dump] == []


def test_a_story_from_its_draft_until_it_is_taken_back(show, sign_in, editor, staff):
    now = timezone.now()
    give_role(person=editor, role="editor", now=now)
    give_role(person=staff, role="staff", now=now)
    teller = UserFactory(username="wren", alias="Wren")
    page = write(show, sign_in, editor)
    ask_teller(show, sign_in, staff, page, teller)
    sign_in(show.own, teller)
    say_yes(show)
    read_as_second(page=page, by=UserFactory(role="editor"), now=timezone.now())
    publish(show, sign_in, editor, page)
    take_back(show)


def write(show: Show, sign_in, editor) -> StoryPage:
    sign_in(show.desk, editor, proved=True)
    page = story_list().add_child(
        instance=StoryPage(
            title="Seven o’clock",
            lead="Somebody came to wash up, and stayed.",
            body=[{"type": "text", "value": f"<p>There was {TOKEN}. I cut the bread.</p>"}],
            themes="a hard winter",
            motif="pot",
            live=False,
            owner=editor,
        )
    )
    page.save_revision(user=editor)
    show.desk.goto(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    show.shot(show.desk, "21-a-draft")
    return page


def ask_teller(show: Show, sign_in, staff, page: StoryPage, teller) -> None:
    desk = show.desk
    sign_in(desk, staff, proved=True)
    desk.goto(reverse("desk_stories"))
    desk.locator("[name=who]").fill(teller.username)
    press(desk, f"Begin: {page.title} (English)")
    expect(desk.locator("[name=topics]")).to_have_count(len(Topic))
    for box in desk.locator("[name=topics]").all():
        box.check()
    long_ago = timezone.localdate() - dt.timedelta(days=800)
    desk.locator("[name=left_on]").fill(long_ago.isoformat())
    show.shot(desk, "22-talked-through-before-a-word-is-public")
    press(desk, "Talked through")
    told(desk, "Saved.")
    press(desk, "Ask them to read it")
    told(desk, "Saved.")


def say_yes(show: Show) -> None:
    own = show.own
    own.goto(reverse("yours"))
    own.get_by_role("main").get_by_role("link").first.click()
    told(own, TOKEN)
    show.shot(own, "23-the-exact-words-for-a-yes-or-nothing")
    own.locator("[name=naming][value=none]").check()
    own.locator("[name=audience][value=anyone]").check()
    press(own, "Yes, exactly this")
    show.shot(own, "24-said")


def publish(show: Show, sign_in, editor, page: StoryPage) -> None:
    own, desk = show.own, show.desk
    own.goto(reverse("yours"))
    own.get_by_role("main").get_by_role("link").first.click()
    show.shot(own, "25-the-last-word-is-hers")
    press(own, "It may go out")
    expect(own.get_by_role("button", name="It may go out")).to_have_count(0)
    sign_in(desk, editor, proved=True)
    desk.goto(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    with desk.expect_navigation():  # "Publish" lies folded below "Save draft"
        desk.locator("[name=action-publish]").evaluate("button => button.click()")
    own.goto(StoryPage.objects.get(pk=page.pk).url)
    expect(own.get_by_text(TOKEN)).to_be_hidden()  # folded, behind a note of what it speaks of
    show.shot(own, "26-folded-behind-a-note")
    own.locator("main summary").first.click()
    expect(own.get_by_text(TOKEN)).to_be_visible()
    show.shot(own, "27-published")


def take_back(show: Show) -> None:
    own = show.own
    where = own.url
    consent = StoryConsent.objects.get()
    own.goto(reverse("yours_one", args=[consent.public_id]))
    press(own, "Take it back and delete it")
    show.shot(own, "28-taken-back")
    answer = own.goto(where)
    assert answer is not None
    assert answer.status == 410
    assert TOKEN not in own.content()
    show.shot(own, "29-gone")
    look_after_stories()
    assert TOKEN not in whole_database()
