"""S3, S4, S6, S8, S9: a consent ends, a story is taken back without a trace, nothing follows."""

import datetime as dt
import gc
import io
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Pillow
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

from cms import actions
from cms.actions import withdrawing
from cms.models import Image, NoConsent, Picture, StandardPage, StoryConsent, StoryPage, TakenDown
from cms.models.exact_text import hash_of
from cms.tasks import look_after_stories
from community.notifications.models import Message
from community.people.actions import give_role
from community.safety.actions import erase
from community.safety.models import Task, TaskKind
from opportunities.actions.signups import sign_up
from tests.dump import whole_database
from tests.factories.opportunities import SessionFactory
from tests.factories.people import UserFactory, sign_in
from tests.factories.stories import A_DAY, agreed, asked, draft, published

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the files of renditions to the garbage.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
TOKEN = "zanzibarquartz"  # a word that stands nowhere else


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    yield tmp_path
    gc.collect()  # here, so that no other module gets the warning about a rendition's file


@pytest.fixture
def desk(home, staff, as_person, now):
    return as_person(give_role(person=staff, role="staff", now=now))


def photo(title: str = "A stove") -> Picture:
    data = io.BytesIO()
    Pillow.new("RGB", (40, 30), "green").save(data, "PNG")
    upload = SimpleUploadedFile("a.png", data.getvalue(), "image/png")
    return Picture.objects.create(title=title, file=upload)


def told() -> StoryPage:
    """A story with the token in every place that has words, in several versions and logs."""
    page = draft(
        title=f"Title {TOKEN}",
        text=f"Body {TOKEN}.",
        lead=f"Lead {TOKEN}",
        told_by=f"Name {TOKEN}",
        search_description=f"Search {TOKEN}",
        picture=photo(f"Picture {TOKEN}"),
        picture_alt=f"Alt {TOKEN}",
        picture_caption=f"Caption {TOKEN}",
    )
    page.lead = f"Another lead {TOKEN}"
    page.save_revision(log_action=True)
    return published(
        page, image=Image.THING, naming="alias", alias=f"Name {TOKEN}", channels=["site", "print"]
    )


def files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def everything(folder: Path) -> str:
    """The database and the media folder as text, names of files included."""
    found = [file.name + file.read_bytes().decode("latin-1") for file in files(folder)]
    return whole_database() + "\n".join(found)


# -- S3 and S8: the end --------------------------------------------------------------------------


def test_s3_story_is_gone_with_the_second_in_which_its_consent_ends(home, stranger):
    page = published(lasts=30 * A_DAY)
    end = page.consent.expires_at
    assert actions.end_consents(now=end - dt.timedelta(seconds=1)) == 0
    assert actions.end_consents(now=end) == 1
    page = StoryPage.objects.get()
    assert not page.live
    assert page.consent.state == "expired"
    assert stranger.get(page.url).status_code == 404


def test_s3_story_is_gone_although_no_clock_runs(home, stranger):
    page = published()
    past = timezone.now() - dt.timedelta(seconds=1)
    StoryConsent.objects.update(expires_at=past, signed_at=past - A_DAY)
    assert stranger.get(page.url).status_code == 404
    assert page.title not in stranger.get("/stories/").content.decode()


def test_s3_teller_is_told_60_30_and_7_days_before_and_once_each(home):
    page = published(lasts=100 * A_DAY)
    end, teller = page.consent.expires_at, page.consent.teller
    Message.objects.all().delete()
    for days in (61, 60, 59, 31, 30, 30, 8, 7, 7, 1):
        actions.tell_of_ends(now=end - days * A_DAY)
    told = list(Message.objects.filter(recipient=teller).order_by("pk"))
    assert [message.body.split(" days")[0].split()[-1] for message in told] == ["60", "30", "7"]
    for message in told:
        assert "stor" not in (message.subject + message.body).lower()
        assert page.title not in message.subject + message.body
    assert StoryConsent.objects.get().state == "renewal_due"


def test_s3_who_has_no_account_is_told_by_staff_in_the_way_written_down(home, staff):
    page = draft()
    consent = asked(page)
    StoryConsent.objects.update(teller=None)
    actions.make_link(consent=consent, by=staff, code_word="Heron", reach="Ring Tuesdays at noon")
    published(page, lasts=10 * A_DAY)
    Task.objects.all().delete()
    Message.objects.all().delete()
    actions.tell_of_ends(now=timezone.now() + 4 * A_DAY)
    assert not Message.objects.exists()
    task = Task.objects.get(kind=TaskKind.STORY)
    assert task.reach == "Ring Tuesdays at noon"
    assert page.title not in task.note


def test_s8_silence_is_no_yes(home):
    page = published(lasts=10 * A_DAY)
    end = page.consent.expires_at
    actions.tell_of_ends(now=end - A_DAY)
    actions.end_consents(now=end + A_DAY)
    past = timezone.now() - A_DAY
    StoryConsent.objects.update(expires_at=past, signed_at=past - A_DAY)
    with pytest.raises(NoConsent):
        StoryPage.objects.get().get_latest_revision().publish()


def test_s8_fresh_yes_goes_on_from_its_own_day(home, stranger):
    page = published(lasts=10 * A_DAY)
    consent, now = page.consent, timezone.now()
    consent = actions.renew(consent=consent, seen=hash_of(page), now=now + 9 * A_DAY)
    assert consent.expires_at == now + 9 * A_DAY + dt.timedelta(days=365)
    assert actions.end_consents(now=now + 11 * A_DAY) == 0
    assert stranger.get(page.url).status_code == 200


def test_s8_yes_again_after_the_end_lets_it_be_published_again(home):
    page = published(lasts=10 * A_DAY)
    end = page.consent.expires_at
    actions.end_consents(now=end)
    page = StoryPage.objects.get()
    actions.renew(consent=page.consent, seen=hash_of(page), now=timezone.now())
    page.get_latest_revision().publish()
    assert StoryPage.objects.get().live


def test_s8_yes_again_is_to_the_words_that_were_read(home):
    page = published()
    with pytest.raises(actions.Changed):
        actions.renew(consent=page.consent, seen="0" * 64, now=timezone.now())


# -- S4: nothing is left -------------------------------------------------------------------------


def test_s4_nothing_of_a_story_that_was_taken_back_is_left(
    home, media, stranger, desk, django_capture_on_commit_callbacks, settings
):
    page = told()
    picture = page.picture
    picture.get_rendition("width-20")
    log(instance=picture, action="wagtail.edit", title=f"Picture {TOKEN}")
    Redirect.objects.create(old_path="/old-way", redirect_page=page)
    Redirect.objects.create(old_path=page.url, redirect_link="/about/")
    before = everything(media)
    assert before.count(TOKEN) > 12
    assert len(files(media)) >= 2
    assert TOKEN in stranger.get(page.url).content.decode()
    assert TOKEN in stranger.get("/stories/").content.decode()
    where, number = page.url, page.pk

    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(consent=page.consent, now=timezone.now())
    gone = stranger.get(where)  # at once, before anything is purged
    assert gone.status_code == 410
    assert TOKEN not in gone.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        look_after_stories()

    assert TOKEN not in everything(media)
    assert files(media) == []
    for address in (where, "/stories/", "/", "/old-way/", "/sitemap.xml"):
        assert TOKEN not in stranger.get(address).content.decode()
    assert stranger.get(where).status_code == 410
    assert TOKEN not in str(cache.keys("*") if hasattr(cache, "keys") else "")
    history = desk.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert TOKEN not in history
    assert not Revision.objects.filter(object_id=str(number), content_type__model="storypage")
    assert [entry.label for entry in PageLogEntry.objects.filter(page_id=number)].count("") >= 2
    assert ModelLogEntry.objects.filter(object_id=str(picture.pk)).get().label == ""
    stone = TakenDown.objects.get()
    assert (stone.address, stone.gone_on) == (where.split("/")[2], timezone.localdate())
    assert {field.name for field in TakenDown._meta.fields} == {"id", "address", "gone_on"}


def test_s4_what_is_elsewhere_is_a_list_for_staff(home, media):
    page = told()
    StoryConsent.objects.update(outside="")
    about = StandardPage.objects.get(slug="about")
    about.body = [{"type": "story", "value": {"page": page.pk}}]
    about.save()
    actions.withdraw(consent=page.consent, now=timezone.now())
    actions.purge_withdrawn(now=timezone.now())
    note = Task.objects.get(key__startswith="story:copies").note
    assert "On paper" in note
    assert "newsletter" not in note
    assert "/about/" in note
    assert TOKEN not in note


def test_s4_purging_runs_every_minute():
    from community.schedule import CELERY_BEAT_SCHEDULE

    ticks = [tick for tick in CELERY_BEAT_SCHEDULE.values() if "stories" in tick["task"]]
    assert [tick["schedule"] for tick in ticks] == [60]


def test_s4_one_that_cannot_be_purged_keeps_no_other_and_staff_hear_of_it(home, monkeypatch):
    stuck, other = published(), published(draft(title="Second-hand wheels"))
    now = timezone.now()
    for page in (stuck, other):
        actions.withdraw(consent=page.consent, now=now)
    really = withdrawing.purge_story

    def purge(*, page, now):
        if page.pk == stuck.pk:
            raise OSError("no such disk")
        really(page=page, now=now)

    monkeypatch.setattr(withdrawing, "purge_story", purge)
    assert actions.purge_withdrawn(now=now) == 1
    assert StoryPage.objects.get() == stuck
    assert not Task.objects.filter(key__startswith="story:late").exists()
    actions.purge_withdrawn(now=now + dt.timedelta(minutes=15))
    assert Task.objects.get(key__startswith="story:late").kind == TaskKind.STORY


def test_s4_picture_of_a_thing_that_another_page_uses_stays_and_one_of_the_teller_goes(home, media):
    for image, stays in ((Image.THING, True), (Image.UNKNOWN, False)):
        picture = photo()
        page = draft(title=f"Story {image}", picture=picture, picture_alt="A stove")
        page = published(page, image=image)
        about = StandardPage.objects.get(slug="about")
        block = {"image": picture.pk, "alt": "A stove", "motif": "", "caption": ""}
        about.body = [{"type": "picture", "value": block}]
        about.save()
        actions.withdraw(consent=page.consent, now=timezone.now())
        actions.purge_withdrawn(now=timezone.now())
        assert Picture.objects.filter(pk=picture.pk).exists() is stays


def test_s4_other_places_that_keep_copies_are_asked_to_forget(
    home, monkeypatch, django_capture_on_commit_callbacks
):
    asked_to: list[str] = []
    monkeypatch.setattr(withdrawing, "purge_elsewhere", [asked_to.extend])
    page = published()
    with django_capture_on_commit_callbacks(execute=True):
        actions.purge_story(page=page, now=timezone.now())
    assert asked_to == [page.url]


def test_deleting_a_story_in_the_admin_leaves_nothing_either(home, media, editor, as_person, now):
    page = told()
    client = as_person(give_role(person=editor, role="editor", now=now))
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not StoryPage.objects.exists()
    client.session.flush()
    Task.objects.all().delete()
    assert TOKEN not in everything(media).replace(f"Picture {TOKEN}", "")


def test_taking_back_twice_is_harmless(home):
    page = published()
    first = actions.withdraw(consent=page.consent, now=timezone.now())
    again = actions.withdraw(consent=page.consent, now=timezone.now() + A_DAY)
    assert again.revoked_at == first.revoked_at
    assert TakenDown.objects.count() == 1


def test_draft_that_was_never_public_leaves_no_stone(home, stranger):
    page = draft()
    consent = asked(page)
    actions.withdraw(consent=consent, now=timezone.now())
    actions.purge_withdrawn(now=timezone.now())
    assert not StoryPage.objects.exists()
    assert not TakenDown.objects.exists()


def test_account_that_is_erased_takes_its_stories_along(home, media):
    page = told()
    erase(person=page.consent.teller, now=timezone.now())
    assert not StoryPage.objects.exists()
    assert TOKEN not in whole_database()


# -- S6: no real name ----------------------------------------------------------------------------


def test_s6_editors_and_pages_see_the_made_up_name_and_no_other(
    home, editor, as_person, now, stranger
):
    teller = UserFactory(username="realname", alias="Realalias", email="real@example.org")
    page = draft(told_by="Mel")
    asked(page, teller=teller)
    page = published(page, naming="alias", alias="Mel")
    client = as_person(give_role(person=editor, role="editor", now=now))
    shown = [stranger.get(page.url), stranger.get("/stories/")]
    for name, args in (
        ("wagtailadmin_pages:edit", [page.pk]),
        ("wagtailadmin_pages:history", [page.pk]),
        ("wagtailadmin_explore", [page.get_parent().pk]),
        ("wagtailadmin_pages:usage", [page.pk]),
        ("wagtailadmin_reports:site_history", []),
        ("wagtailadmin_home", []),
    ):
        shown.append(client.get(reverse(name, args=args), follow=True))
    for response in shown:
        for word in ("realname", "Realalias", "real@example.org"):
            assert word.lower() not in response.content.decode().lower()
    assert client.get(reverse("desk_stories")).status_code == 404
    assert client.get(reverse("desk_story", args=[page.consent.public_id])).status_code == 404
    logged = " ".join(str(vars(entry)) for entry in PageLogEntry.objects.all())
    assert "realname" not in logged
    assert "realname" not in str(list(Revision.objects.values_list("content", flat=True)))


# -- S9: nothing follows -------------------------------------------------------------------------


def what_works(person) -> list[object]:
    """What an account can do, before and after."""
    client, session = sign_in(Client(), person), SessionFactory()
    names = ("opportunities:plan", "opportunities:find", "people:settings", "people:export")
    found: list[object] = [client.get(reverse(name)).status_code for name in names]
    row = sign_up(session=session, by=person, alias="Wren", now=timezone.now())
    return [*found, row.state]


@pytest.mark.parametrize("what", ["never answers", "takes it back"])
def test_s9_declining_or_taking_back_changes_nothing_else(home, participant, what):
    other = UserFactory()
    page = draft()
    consent = asked(page, teller=participant)
    if what == "takes it back":
        actions.withdraw(consent=agreed(page), now=timezone.now())
        actions.purge_withdrawn(now=timezone.now())
    assert consent
    assert what_works(participant) == what_works(other)
