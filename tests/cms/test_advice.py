"""What editors are warned of: headings, pictures, links, words, and how a page reads."""

import pytest
from django.urls import reverse

from cms.advice import advice_on, reading_of, shaming_word
from cms.advice.outline import outline_of
from cms.advice.reading import syllables
from cms.models import StandardPage, StoryPage
from tests.factories.stories import draft

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the files of renditions to the garbage.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
EASY = (
    "We meet at ten. You can come late. Bring a cup. We have tea and bread. No one asks why. " * 4
)
HARD = (
    "Participants are respectfully encouraged to familiarise themselves comprehensively with the "
    "organisational documentation regarding accessibility arrangements, confidentiality "
    "obligations and transportation reimbursement procedures prior to their introductory "
    "appointment, notwithstanding any preliminary communication that has already been received. "
) * 2
LLANO = (
    "Ven a las diez. Trae tu taza. Hay pan y té. Nadie pregunta por qué. Puedes llegar tarde. " * 4
)
DURO = (
    "Las organizaciones participantes comprometerán voluntariamente recursos administrativos "
    "extraordinarios correspondientes a procedimientos institucionales confidenciales previamente "
    "establecidos mediante documentación complementaria debidamente autorizada. "
) * 3


@pytest.fixture
def about(home):
    return StandardPage.objects.get(slug="about")


@pytest.fixture
def told(about):
    """A function from the blocks of a page to what an editor is told of it."""

    def tell(*blocks, lead: str = "") -> list[str]:
        about.body = [{"type": kind, "value": value} for kind, value in blocks]
        about.lead = lead
        return [one.says for one in advice_on(about)]

    return tell


def heading(words: str):
    return ("heading", {"text": words})


def test_page_that_is_as_it_should_be_is_left_alone(told):
    assert told(heading("Tea"), ("text", "<p>Come in.</p><h3>Cups</h3><p>Bring one.</p>")) == []


def test_new_site_has_nothing_to_be_made_better(home, about):
    assert advice_on(home) == []
    assert advice_on(about) == []


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ("<h3>Cups</h3><p>x</p>", "“Cups” skips a level"),
        ("<h2>One</h2><p>x</p><h4>Two</h4>", "“Two” skips a level"),
        ("<h2></h2><p>x</p>", "A heading has no words"),
        ("<h2> <b> </b></h2><p>x</p>", "A heading has no words"),
        ("<h2>Tea</h2><p>x</p><h2>Tea</h2>", "Two headings are called “Tea”"),
    ],
)
def test_headings_follow_one_another_and_have_words(told, html, says):
    (one,) = told(("text", html))
    assert one.startswith(says)


def test_headings_of_blocks_are_read_as_well(told):
    steps = {"heading": "How", "steps": [{"title": "Ring", "text": "x"}, {"title": "", "text": ""}]}
    (one,) = told(("steps", steps))
    assert "no words" in one
    assert told(("steps", {**steps, "steps": steps["steps"][:1]}), ("text", "<h3>Then</h3>")) == []


def test_long_page_without_a_heading_is_noticed(told):
    text = "<p>We meet and have tea.</p>" * 70
    assert any("has no heading" in says for says in told(("text", text)))
    assert not any("has no heading" in says for says in told(heading("Tea"), ("text", text)))


@pytest.mark.parametrize(
    ("alt", "says"),
    [
        ("", "has no words"),
        ("IMG_2031", "name of a file"),
        ("two-cups.jpg", "name of a file"),
        ("20240511", "name of a file"),
        ("Picture of two cups", "said anyway"),
        ("Foto de dos tazas", "said anyway"),
        ("Below", "heard twice"),
        ("A woman in chains", "seems to show harm (“chains”)"),
    ],
)
def test_picture_has_words_that_help(told, photo, alt, says):
    value = {"image": photo().pk, "alt": alt, "motif": "", "caption": "Below"}
    (one,) = told(("picture", value))
    assert says in one


def test_picture_with_good_words_and_a_drawing_without_any_are_left_alone(told, photo):
    value = {"image": photo().pk, "alt": "Two cups on a table", "motif": "", "caption": "Below"}
    assert told(("picture", value), ("picture", {"motif": "pot", "caption": "A pot"})) == []


@pytest.mark.parametrize("words", ["here", "Click here.", "Read more…", "Haz clic aquí"])
def test_link_says_where_it_leads(told, words):
    (one,) = told(("text", f'<p>The list is <a href="/opportunities/">{words}</a>.</p>'))
    assert f"“{words}” does not say" in one
    assert told(("text", '<p>See <a href="/opportunities/">what there is</a>.</p>')) == []


def test_word_that_makes_somebody_small_is_named_wherever_it_stands(told):
    (one,) = told(("notice", {"tone": "info", "title": "For addicts", "text": ""}))
    assert one.startswith("“addicts” makes somebody small")
    assert "victims" in told(lead="For victims")[0]
    assert told(lead="For people who drink") == []


def test_words_of_others_on_a_page_are_not_the_editors(told):
    assert told(("activities", {"heading": "This week", "kind": "", "limit": 3, "more": ""})) == []


def test_teller_says_it_in_their_own_words(home):
    page = draft(body=[{"type": "text", "value": f"<h3>Then</h3><p>I was an addict. {HARD}</p>"}])
    about = {one.about for one in advice_on(page, of_the_teller=True)}
    assert about == {"Headings"}
    assert {"Words", "Reading"} < {one.about for one in advice_on(page)}


def test_photo_of_a_story_is_looked_at(home, photo):
    page = draft(picture=photo(), picture_alt="DSC_0001")
    assert isinstance(page, StoryPage)
    assert ["name of a file" in one.says for one in advice_on(page, of_the_teller=True)] == [True]


# -- how it reads --------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "language"), [(EASY, "en"), (LLANO, "es"), (EASY, "en-gb")])
def test_plain_words_are_read_at_ease(text, language):
    reading = reading_of([text], language)
    assert reading.age is not None
    assert reading.age <= 9
    assert not reading.is_hard
    assert reading.long == ()


@pytest.mark.parametrize(("text", "language"), [(HARD, "en"), (DURO, "es")])
def test_hard_words_are_noticed(text, language):
    assert reading_of([text], language).is_hard


def test_short_text_and_another_language_have_no_age():
    assert reading_of(["We meet at ten."], "en").age is None
    assert reading_of([HARD], "pl").age is None
    assert not reading_of([], "en").is_hard


def test_long_sentence_is_shown_by_its_beginning(told):
    sentence = "We come " + "and we go " * 12 + "home."
    (one,) = told(("text", f"<p>{sentence}</p>"))
    assert "38 words" in one or "39 words" in one
    assert "“We come and we go and we go…”" in one


@pytest.mark.parametrize(
    ("word", "number"),
    [("tea", 1), ("table", 2), ("make", 1), ("helped", 1), ("wanted", 2), ("organisation", 5),
     ("the", 1), ("nth", 1)],
)  # fmt: skip
def test_syllables_of_english(word, number):
    assert syllables(word, "en") == number


@pytest.mark.parametrize(
    ("word", "number"),
    [("pan", 1), ("casa", 2), ("ciudad", 2), ("país", 2), ("quien", 1), ("guerra", 2),
     ("poeta", 3), ("día", 2), ("muy", 1), ("yo", 1), ("organización", 5), ("y", 1)],
)  # fmt: skip
def test_syllables_of_spanish(word, number):
    assert syllables(word, "es") == number


# -- where it is shown ---------------------------------------------------------------------------


def test_editor_reads_it_before_publishing_and_may_publish_all_the_same(editors_desk, about):
    about.body = [{"type": "text", "value": "<h3>Cups</h3><p>For addicts.</p>"}]
    about.save_revision()
    page = editors_desk.get(reverse("wagtailadmin_pages:edit", args=[about.pk])).content.decode()
    assert "“Cups” skips a level" in page
    assert "“addicts” makes somebody small" in page
    values = {
        "title": "About us", "slug": "about", "lead": "", "body-count": "1", "body-0-deleted": "",
        "body-0-order": "0", "body-0-type": "notice", "body-0-id": "", "action-publish": "1",
        "body-0-value-tone": "info", "body-0-value-title": "For addicts",
        "body-0-value-text": "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    edit = reverse("wagtailadmin_pages:edit", args=[about.pk])
    assert editors_desk.post(edit, values).status_code == 302
    about.refresh_from_db()
    assert about.live
    assert "For addicts" in str(about.body)


def test_new_page_says_where_it_will_stand(editors_desk, home):
    add = reverse("wagtailadmin_pages:add", args=["cms", "standardpage", home.pk])
    assert "Save a draft, and here stands" in editors_desk.get(add).content.decode()


def test_page_without_a_fault_says_so(editors_desk, about):
    page = editors_desk.get(reverse("wagtailadmin_pages:edit", args=[about.pk])).content.decode()
    assert "are as they should be" in page


def test_every_kind_of_page_is_looked_at(home, editors_desk):
    for kind in ("standardpage", "sectionpage", "guidepage", "teampage"):
        add = reverse("wagtailadmin_pages:add", args=["cms", kind, home.pk])
        assert "Before you publish" in editors_desk.get(add).content.decode(), kind


def test_outline_has_every_word_of_a_part_of_the_team():
    from cms.models import TeamPage

    part = {"icon": "person", "role": "Someone who cooks", "text": "For victims."}
    page = TeamPage(title="Who does what", parts=[{"type": "part", "value": part}])
    assert shaming_word(outline_of(page).words) == "victims"
