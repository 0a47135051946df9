"""Titles, addresses and file names that editors make tell nobody anything (safety.md #10, #30)."""

import io
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents.models import Document
from wagtail.models import Page, UploadedFile

from cms.actions import prepare_site
from cms.models import HomePage, Picture, SiteSettings, StandardPage
from cms.uploads import is_name_of
from community.people.actions import give_role
from opportunities.models.wording import watched_word
from tests.cms.papers import plain, written
from tests.factories.people import UserFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
BODY = {"body-count": "0", "action-publish": "action-publish", "comments-TOTAL_FORMS": "0"}
BODY |= {"comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0"}
DENIED = "Survivors at 12 Sallow Lane"


@pytest.fixture
def home(db):
    """Made for each test: an upload may close the connection, and with it what a file shares."""
    return prepare_site()


@pytest.fixture(autouse=True)
def _media(settings, tmp_path, files_let_go):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def desk(home, editor, as_person, now):
    return as_person(give_role(person=editor, role="editor", now=now))


@pytest.fixture
def operator(home, as_person):
    """Who may add documents; editors may not."""
    return as_person(UserFactory(is_superuser=True, role="editor"))


def everything_stored(folder) -> str:
    """All names of files and all titles that are kept anywhere."""
    names = [str(path.relative_to(folder)) for path in Path(folder).rglob("*")]
    rows = [*Picture.objects.all(), *Document.objects.all(), *UploadedFile.objects.all()]
    return str(names) + str([(getattr(row, "title", ""), row.file.name) for row in rows])


# -- pages -----------------------------------------------------------------------------------


def write_page(desk, home, **fields):
    values = BODY | {"title": "Evenings", "slug": "evenings", "seo_title": "", "lead": ""} | fields
    address = reverse("wagtailadmin_pages:add", args=["cms", "standardpage", home.pk])
    return desk.post(address, values)


@pytest.mark.parametrize("action", ["publish", "draft"])
@pytest.mark.parametrize(
    ("field", "text", "named"),
    [
        ("title", "Rehab and after", "Rehab"),
        ("seo_title", "Group for survivors", "survivor"),
        ("slug", "in-recovery", "recover"),
    ],
)
def test_page_with_a_watched_word_is_refused_and_loses_nothing(
    desk, home, field, text, named, action
):
    more = {} if action == "publish" else {"action-publish": ""}
    answer = write_page(desk, home, **{field: text, "lead": "Kept words"} | more)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"“{named}…” would stand in the" in page
    assert text in page
    assert "Kept words" in page
    assert not Page.objects.filter(slug__in=["evenings", "in-recovery", "rehab-and-after"]).exists()


def test_page_with_other_words_is_saved_and_may_say_them_in_its_text(desk, home):
    answer = write_page(desk, home, lead="Recovery is a road with others.")
    assert answer.status_code == 302
    assert StandardPage.objects.get(slug="evenings").live


def test_draft_with_a_watched_word_is_refused_where_wagtail_checks_less(home):
    with pytest.raises(ValidationError, match="Rehab"):
        home.add_child(instance=StandardPage(title="Rehab", slug="evenings", live=False))
    with pytest.raises(ValidationError, match="browser"):
        home.add_child(instance=StandardPage(title="Survivors meet", live=False))


def test_title_of_the_front_page_and_name_of_the_site_are_read_too(home):
    front = HomePage.objects.get()
    front.hero_heading = "Recover with others"
    with pytest.raises(ValidationError, match="Recover"):
        front.save()
    name = SiteSettings(site_name="Rehab Town")
    with pytest.raises(ValidationError) as refused:
        name.full_clean()
    assert set(refused.value.message_dict) == {"site_name"}


def test_copy_gets_no_watched_word_either(desk, home):
    page = StandardPage.objects.get(slug="about")
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    values = {"new_title": "Victims", "new_slug": "sex-work", "new_parent_page": home.pk}
    answer = desk.post(address, values)
    assert answer.status_code == 200
    assert "“Victim…” would stand in the history" in answer.content.decode()
    assert "“sex-work…” would stand in the address" in answer.content.decode()
    assert StandardPage.objects.count() == 1
    values |= {"new_title": "Evenings", "new_slug": "evenings"}
    assert desk.post(address, values).status_code == 302
    assert StandardPage.objects.count() == 2


@pytest.mark.parametrize(
    "text",
    ["my_rehab", "post-exploitation", "Nuestra recuperación", "víctimas", "Terapia", "x.abuse"],
)
def test_watched_word_is_seen_in_addresses_in_file_names_and_in_spanish(text):
    assert watched_word(text)


# -- pictures --------------------------------------------------------------------------------


def pixels(colour="teal"):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "JPEG")
    return out.getvalue()


def picture_called(name, colour="teal"):
    return SimpleUploadedFile(name, pixels(colour), content_type="image/jpeg")


def add_many(desk, upload, **more):
    """As the page for several pictures does it: one post for each, titled as its file is called."""
    return desk.post(reverse("wagtailimages:add_multiple"), {"files[]": upload} | more)


@pytest.mark.parametrize("title", [None, "Ana survivor 12 Sallow_Lane"])
def test_pictures_added_together_keep_no_name_of_a_file(desk, title, tmp_path):
    upload = picture_called("Ana_survivor 12 Sallow_Lane.JPG")
    answer = add_many(desk, upload, **({"title": title} if title else {})).json()
    assert answer["success"]
    picture = Picture.objects.get()
    assert picture.title.startswith("Picture, ")
    assert picture.title in answer["form"]
    for told in (answer["form"], everything_stored(tmp_path)):
        assert not any(word in told.lower() for word in ("ana", "survivor", "sallow"))
    assert not UploadedFile.objects.exists()


def test_picture_whose_title_does_not_do_is_kept_aside_without_its_name(desk, tmp_path):
    answer = add_many(desk, picture_called("Ana at home.jpg"), title="Rehab garden").json()
    assert not Picture.objects.exists()
    assert UploadedFile.objects.count() == 1
    for told in (answer["form"], everything_stored(tmp_path)):
        assert "Ana" not in told


def test_name_of_a_file_that_is_longer_than_a_title_is_no_mistake(desk, tmp_path):
    name = "Ana " * 63 + "x.jpg"
    assert add_many(desk, picture_called(name), title=name[:-4]).json()["success"]
    assert "Ana" not in everything_stored(tmp_path)


def test_title_of_a_picture_is_read_when_it_is_changed_among_several(desk):
    add_many(desk, picture_called("a.jpg"))
    picture = Picture.objects.get()
    address = reverse("wagtailimages:edit_multiple", args=[picture.pk])
    values = {f"image-{picture.pk}-title": "Victims", f"image-{picture.pk}-tags": ""}
    answer = desk.post(address, values).json()
    assert not answer["success"]
    assert "“Victim…” does not belong in a title" in answer["form"]
    values[f"image-{picture.pk}-title"] = "Two people at a table"
    assert desk.post(address, values).json()["success"]
    picture.refresh_from_db()
    assert picture.title == "Two people at a table"


def test_one_picture_keeps_a_title_that_was_typed_and_no_name_of_its_file(desk, tmp_path):
    add = reverse("wagtailimages:add")
    for title in ("A garden", "Ana at home"):
        values = {"title": title, "file": picture_called("Ana-at-home.jpg"), "description": "x"}
        assert desk.post(add, values).status_code == 302
    titles = [row.title for row in Picture.objects.order_by("pk")]
    assert titles[0] == "A garden"
    assert titles[1].startswith("Picture, ")
    assert "Ana" not in everything_stored(tmp_path)


def test_picture_with_a_watched_word_is_refused(desk):
    values = {"title": DENIED, "file": picture_called("a.jpg"), "description": "x"}
    answer = desk.post(reverse("wagtailimages:add"), values)
    assert "“Survivor…” does not belong in a title" in answer.content.decode()
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("title", "name", "is_name"),
    [
        ("Ana at home", "ana_at-home.jpg", True),
        ("Ana.jpg", "Ana.jpg", True),
        ("Ana", "Ana at home.jpg", False),
        ("Garden", "a.jpg", False),
    ],
)
def test_title_is_told_from_the_name_of_a_file(title, name, is_name):
    assert is_name_of(title, name) is is_name


# -- documents -------------------------------------------------------------------------------


def paper(name):
    return SimpleUploadedFile(name, written(plain()), content_type="application/pdf")


def test_document_is_called_after_its_title(operator, stranger, tmp_path):
    values = {"title": "Form for a bus pass", "file": paper("Ana rehab plan.pdf")}
    assert operator.post(reverse("wagtaildocs:add"), values).status_code == 302
    row = Document.objects.get()
    assert row.filename == "form-for-a-bus-pass.pdf"
    assert "Ana" not in everything_stored(tmp_path)
    answer = stranger.get(row.url)
    assert "form-for-a-bus-pass.pdf" in answer["Content-Disposition"]
    b"".join(answer.streaming_content)
    answer.close()


def test_document_with_a_watched_word_is_refused(operator):
    answer = operator.post(reverse("wagtaildocs:add"), {"title": DENIED, "file": paper("a.pdf")})
    assert "“Survivor…” does not belong in a title" in answer.content.decode()
    assert not Document.objects.exists()


def test_documents_added_together_keep_no_name_of_a_file(operator, tmp_path):
    values = {"files[]": paper("Ana rehab plan.pdf"), "title": "Ana rehab plan"}
    answer = operator.post(reverse("wagtaildocs:add_multiple"), values).json()
    assert answer["success"]
    row = Document.objects.get()
    assert row.title.startswith("Document, ")
    assert row.filename.startswith("document-")
    for told in (answer["form"], everything_stored(tmp_path)):
        assert not any(word in told.lower() for word in ("ana", "rehab plan"))
