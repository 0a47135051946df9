"""Letters of hours: what somebody chose to say, on paper and by a code, until they end it."""

import datetime as dt
import io

import pypdf
import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from community.people.models import User
from community.safety.actions import erase
from opportunities.actions.hours import count_hours, remove_hours
from opportunities.actions.letters import (
    NothingDone,
    TooManyLetters,
    done_by,
    hours_in_words,
    in_groups,
    letter_behind,
    revoke_letter,
    sentences_of,
    unprintable,
    write_letter,
)
from opportunities.models import Letter, State
from tests.denied import gives_away
from tests.factories.opportunities import SessionFactory, SignUpFactory

pytestmark = pytest.mark.django_db
MINE, LOOK_UP = reverse("opportunities:letters"), reverse("opportunities:look_up_letter")
DAY = dt.timedelta(days=1)
MARCH, MAY = dt.date(2026, 3, 1), dt.date(2026, 5, 4)


@pytest.fixture(autouse=True)
def _nothing_counted():
    caches["limits"].clear()


def came(person, day=dt.date(2026, 4, 7), minutes=120, state=State.ATTENDED, **posting):
    starts = dt.datetime.combine(day, dt.time(15), dt.UTC)
    values = {f"opportunity__{name}": value for name, value in posting.items()}
    session = SessionFactory(
        starts_at=starts, ends_at=starts + dt.timedelta(minutes=minutes), **values
    )
    row = SignUpFactory(person=person, session=session, state=state)
    if state == State.ATTENDED:
        count_hours(sign_up=row, now=session.ends_at)
    return row


@pytest.fixture
def done(participant):
    came(participant, organisation__name="Sallow Trust", kind="volunteer")
    came(participant, minutes=90, organisation__name="Plum House", kind="class")


def written(person, **values):
    now = values.pop("now", timezone.now())
    values = {"name": "Sam Meadow", "since": MARCH, "until": MAY} | values
    return write_letter(by=person, now=now, **values)


def looked_up(code, client=None):
    return (client or Client()).post(LOOK_UP, {"code": code})


# -- what is in it -------------------------------------------------------------------------------


def test_letter_carries_the_day_of_the_place_and_not_the_one_of_greenwich(done, participant):
    late = dt.datetime(2026, 5, 5, 1, tzinfo=dt.UTC)  # still the evening of the fourth
    last = sentences_of(written(participant, now=late), issuer="Onward")[-1]
    assert last == "Written by Onward on 4 May 2026."


def test_it_counts_what_they_came_to_in_these_days(participant, another_participant, done):
    came(participant, day=dt.date(2026, 2, 28))
    came(participant, state=State.CONFIRMED)
    came(participant, state=State.EXCUSED)
    came(another_participant)
    assert sum(one.minutes for one in done_by(participant, MARCH, MAY)) == 210
    assert written(participant).minutes == 210


def test_hours_that_were_removed_are_in_no_letter(participant, done):
    remove_hours(sign_up=came(participant))
    assert written(participant).minutes == 210


def test_day_is_that_of_the_place(participant):
    late = dt.datetime(2026, 3, 1, 3, tzinfo=dt.UTC)  # still 28 February in New York
    session = SessionFactory(starts_at=late, ends_at=late + dt.timedelta(hours=1))
    row = SignUpFactory(person=participant, session=session, state=State.ATTENDED)
    count_hours(sign_up=row, now=session.ends_at)
    assert done_by(participant, MARCH, MAY) == []
    assert len(done_by(participant, MARCH - DAY, MARCH - DAY)) == 1


def test_done_is_one_query(participant, done, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(done_by(participant, MARCH, MAY)) == 2


def test_it_names_only_what_they_chose(participant, done):
    words = " ".join(sentences_of(written(participant), issuer="Letters"))
    assert words.startswith("Sam Meadow gave 3 hours 30 minutes of their time from 1 March 2026")
    for hidden in ("Sallow", "Plum", "classes", "volunteering", participant.username):
        assert hidden not in words
    chosen = written(participant, kinds=["class"], organisations=["Plum House"])
    words = " ".join(sentences_of(chosen, issuer="Letters"))
    assert "What they did: classes." in words
    assert "It includes time with: Plum House." in words
    assert "Sallow" not in words
    assert not gives_away(words)


def test_it_names_nothing_that_is_not_true(participant, done):
    letter = written(participant, kinds=["group"], organisations=["City Council"])
    assert (letter.kinds, letter.organisation_names) == ([], [])


def test_there_is_none_about_nothing(participant, done):
    with pytest.raises(NothingDone):
        written(participant, since=dt.date(2025, 1, 1), until=dt.date(2025, 2, 1))


def test_there_are_at_most_twenty_that_run(participant, done):
    first, *_others = [written(participant) for _ in range(20)]
    with pytest.raises(TooManyLetters):
        written(participant)
    revoke_letter(letter=first, now=timezone.now())
    assert written(participant)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(60, "1 hour"), (90, "1 hour 30 minutes"), (1, "1 minute"), (121, "2 hours 1 minute")],
)
def test_hours_are_words(minutes, words):
    assert hours_in_words(minutes) == words


# -- by its code ---------------------------------------------------------------------------------


def test_code_says_what_the_letter_says_to_who_has_no_account(participant, done):
    letter = written(participant, organisations=["Plum House"])
    for typed in (letter.code, in_groups(letter.code).lower(), f" {in_groups(letter.code)} "):
        page = looked_up(typed).content.decode()
        for sentence in sentences_of(letter, issuer="Onward")[:-1]:
            assert sentence in page
    assert participant.username not in page
    assert participant.alias not in page.replace("Sam Meadow", "")


def test_letters_that_look_alike_are_the_same(participant, done):
    letter = written(participant)
    Letter.objects.filter(pk=letter.pk).delete()
    code = "01" * 10
    letter.pk, letter.code = None, code
    import hashlib

    letter.digest = hashlib.sha256(code.encode()).hexdigest()
    letter.save(force_insert=True)
    assert letter_behind(code="oL" * 5 + "Oi" * 5, now=timezone.now()) == letter


def end_by_expiry(letter):
    then = timezone.now() - 2 * DAY
    Letter.objects.filter(pk=letter.pk).update(issued_at=then, expires_at=then + DAY)


ENDS = {
    "ended": lambda letter: revoke_letter(letter=letter, now=timezone.now()),
    "over": end_by_expiry,
    "account closed": lambda letter: User.objects.update(is_active=False),
    "account erased": lambda letter: erase(person=letter.person, now=timezone.now()),
}


def without_token(page):
    return [line for line in page.split(b"\n") if b"csrfmiddlewaretoken" not in line]


@pytest.mark.parametrize("how", ENDS)
def test_letter_that_is_over_looks_like_one_that_never_was(participant, done, how):
    letter = written(participant)
    assert looked_up(letter.code).status_code == 200
    ENDS[how](letter)
    over = looked_up(letter.code)
    never = looked_up("0" * 20)
    assert over.status_code == never.status_code == 404
    pages = [
        b"\n".join(without_token(page.content)).replace(code, b"")
        for page, code in ((over, letter.code.encode()), (never, b"0" * 20))
    ]
    assert pages[0] == pages[1]


def test_page_is_in_no_index_and_no_cache(participant, done):
    for answer in (Client().get(LOOK_UP), looked_up(written(participant).code)):
        assert answer["Cache-Control"] == "no-store, private"
        assert "noindex" in answer["X-Robots-Tag"]


@pytest.mark.parametrize("typed", ["", " ", "x" * 61, "💥", "../../etc", "' OR 1=1"])
def test_bad_code_is_no_mistake_of_ours(typed):
    assert looked_up(typed).status_code in {400, 404}


def test_looking_up_is_counted():
    client = Client()
    statuses = [looked_up("0" * 20, client).status_code for _ in range(21)]
    assert statuses == [404] * 20 + [429]


def test_code_is_stored_sealed(participant, done, django_assert_num_queries):
    from django.db import connection

    letter = written(participant, organisations=["Plum House"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, name, organisations FROM opportunities_letter")
        stored = " ".join(cursor.fetchone())
    for secret in (letter.code, "Sam Meadow", "Plum House"):
        assert secret not in stored


# -- the pages of its owner ----------------------------------------------------------------------


def form(**values):
    days = {"since": "2026-03-01", "until": "2026-05-04"}
    return {"name": "Sam Meadow", **days, "kinds": ["class"]} | values


def test_who_came_to_nothing_reads_so(as_person, participant):
    page = as_person(participant).get(MINE).content.decode()
    assert "Once an organisation has noted that you came" in page
    assert 'name="since"' not in page


def test_letter_is_written_and_taken_along(as_person, participant, done):
    client = as_person(participant)
    answer = client.post(MINE, form(organisations=["Plum House"]))
    assert answer["Location"] == MINE
    letter = Letter.objects.get()
    page = client.get(MINE).content.decode()
    assert in_groups(letter.code) in page
    assert "It includes time with: Plum House." in page
    paper = client.get(reverse("opportunities:letter_paper", args=[letter.public_id]))
    assert paper["Content-Type"] == "application/pdf"
    assert paper["Content-Disposition"] == 'attachment; filename="letter.pdf"'


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"name": "Σάμ"},
        {"since": "x"},
        {"until": "2026-02-01"},
        {"until": "2999-01-01"},
        {"since": "0001-01-01"},
        {"kinds": ["x"]},
        {"organisations": ["City Council"]},
        {"since": "2001-01-01", "until": "2001-02-01"},
    ],
)
def test_wrong_form_keeps_what_was_typed_and_writes_nothing(as_person, participant, done, wrong):
    answer = as_person(participant).post(MINE, form(**wrong))
    assert answer.status_code == 400
    assert not Letter.objects.exists()
    assert wrong.get("name", "Sam Meadow")[:80] in answer.content.decode()


def test_ending_is_one_tap_and_of_ones_own_only(as_person, participant, another_participant, done):
    letter = written(participant)
    address = reverse("opportunities:end_letter", args=[letter.public_id])
    paper = reverse("opportunities:letter_paper", args=[letter.public_id])
    other = as_person(another_participant)
    assert other.post(address).status_code == other.get(paper).status_code == 404
    assert letter_behind(code=letter.code, now=timezone.now()) == letter
    client = as_person(participant)
    assert client.post(address)["Location"] == MINE
    assert letter_behind(code=letter.code, now=timezone.now()) is None
    assert client.get(paper).status_code == 404


def test_letter_lasts_a_year(participant, done, now):
    letter = written(participant, now=now)
    assert letter_behind(code=letter.code, now=now + 365 * DAY) == letter
    assert letter_behind(code=letter.code, now=now + 366 * DAY) is None


# -- the paper -----------------------------------------------------------------------------------


@pytest.fixture
def paper(as_person, participant, done):
    letter = written(participant, name="Łucja Meadów", kinds=["class"])
    client = as_person(participant)
    address = reverse("opportunities:letter_paper", args=[letter.public_id])
    return letter, pypdf.PdfReader(io.BytesIO(client.get(address).content))


def test_paper_says_what_the_letter_says(paper):
    letter, pdf = paper
    assert len(pdf.pages) == 1
    text = " ".join(pdf.pages[0].extract_text().split())
    for sentence in sentences_of(letter, issuer="Onward")[:-1]:
        assert sentence in text
    assert in_groups(letter.code) in text
    assert "/letters/" in text


def test_paper_says_its_language_its_title_and_that_it_is_tagged(paper):
    _letter, pdf = paper
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a value of the file
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert pdf.metadata.title == "Letter of hours"
    assert not pdf.metadata.author
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "Letter of hours" in metadata


def test_everything_on_the_paper_is_in_its_structure(paper):
    _letter, pdf = paper
    tree = pdf.trailer["/Root"]["/StructTreeRoot"]
    document = tree["/K"][0].get_object()
    kinds = [kid.get_object()["/S"] for kid in document["/K"]]
    assert document["/S"] == "/Document"
    assert kinds[0] == "/H1"
    assert set(kinds[1:]) == {"/P"}
    numbers = [kid.get_object()["/K"][0] for kid in document["/K"]]
    assert numbers == list(range(len(kinds)))
    page = pdf.pages[0]
    assert tree["/ParentTree"]["/Nums"][0] == page["/StructParents"]
    assert len(tree["/ParentTree"]["/Nums"][1]) == len(kinds)
    content = page.get_contents().get_data()
    assert content.count(b"BDC") == content.count(b"EMC") == len(kinds)
    # No text stands outside of a marked piece.
    outside = b"".join(part.split(b"EMC")[-1] for part in content.split(b"BDC"))
    assert b"Tj" not in outside
    assert b"TJ" not in outside


def test_fonts_lie_in_the_paper(paper):
    _letter, pdf = paper
    fonts = pdf.pages[0]["/Resources"]["/Font"]
    assert len(fonts) >= 2
    for font in fonts.values():
        font = font.get_object()
        assert "/ToUnicode" in font
        assert "/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"]


def test_paper_of_long_words_is_one_page(as_person, participant):
    for number in range(12):
        came(participant, organisation__name=f"{'Long words of a house ' * 4}{number}")
    names = [one.organisation for one in done_by(participant, MARCH, MAY)]
    letter = written(participant, name="W" * 80, organisations=names)
    address = reverse("opportunities:letter_paper", args=[letter.public_id])
    answer = as_person(participant).get(address)
    assert len(pypdf.PdfReader(io.BytesIO(answer.content)).pages) == 1


def test_more_names_than_a_page_holds_are_refused(as_person, participant):
    for number in range(11):
        came(participant, organisation__name=f"House {number}")
    names = [f"House {number}" for number in range(11)]
    client = as_person(participant)
    assert client.post(MINE, form(organisations=names)).status_code == 400
    assert client.post(MINE, form(organisations=names[:10])).status_code == 302


def test_name_that_our_type_cannot_write_is_not_offered(as_person, participant, done):
    came(participant, organisation__name="Дом")
    page = as_person(participant).get(MINE).content.decode()
    assert "Plum House" in page
    assert "Дом" not in page


def test_paper_is_in_the_language_that_is_read(participant, done):
    letter = written(participant)
    with translation.override("es"):
        assert sentences_of(letter, issuer="x")


def test_letters_of_our_type_are_known():
    assert unprintable("Łucja Ñandú O’Neil – Zoë") == ""
    assert unprintable("Sam Σ σ Σ") == "Σσ"
