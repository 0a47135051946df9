"""The parts of a date, as people choose them and organisations set and read them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from opportunities.actions.parts import Wanted, set_parts
from opportunities.models import Part, SignUp
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def posting(partner):
    return OpportunityFactory(organisation=partner.memberships.get().organisation)


@pytest.fixture
def session(posting):
    now = timezone.now()
    made = SessionFactory(opportunity=posting, starts_at=now + dt.timedelta(hours=1))
    wanted = [Wanted("Drivers", 2), Wanted("Packers", 9)]
    set_parts(opportunity=posting, wanted=wanted, now=now)
    made.refresh_from_db()
    return made


def page_of(session):
    return reverse("opportunities:detail", args=[session.opportunity.public_id])


def address(name, row):
    return reverse(f"opportunities:workplace_{name}", args=[row.public_id])


def text(response, status=200):
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def of(name):
    return Part.objects.get(name=name)


# -- who signs up ------------------------------------------------------------------------------


def test_page_says_of_each_part_whether_places_are_left_and_never_how_many(stranger, session):
    page = text(stranger.get(page_of(session)))
    assert "Drivers: a few places left" in page
    assert "Packers: places left" in page
    SignUpFactory.create_batch(2, session=session, part=of("Drivers"))
    page = text(stranger.get(page_of(session)))  # at once, also where the page was kept
    assert "Drivers: full" in page
    assert "Packers: places left" in page
    assert "Wherever I am needed" in page


def test_parts_are_asked_for_only_where_there_are_some(stranger):
    page = text(stranger.get(page_of(SessionFactory())))
    assert "What would you like to do there?" not in page


def test_person_chooses_a_part_and_reads_it(session, participant, as_person):
    typed = {"session": str(session.public_id), "name": "Sam", "part": of("Drivers").public_id}
    page = text(as_person(participant).post(page_of(session), typed, follow=True))
    assert "What you chose to do: Drivers." in page
    assert SignUp.objects.get().part == of("Drivers")


def test_nothing_chosen_is_anywhere_and_nonsense_is_refused(session, participant, as_person):
    client = as_person(participant)
    typed = {"session": str(session.public_id), "name": "Sam", "note": "A seat"}
    page = text(client.post(page_of(session), typed | {"part": "me"}), 400)
    assert "That is no longer asked for. Choose again." in page
    assert "A seat" in page
    client.post(page_of(session), typed)
    assert SignUp.objects.get().part is None


def test_part_is_kept_for_who_makes_an_account_first(session, stranger, participant):
    chosen = str(of("Packers").public_id)
    typed = {"session": str(session.public_id), "name": "Sam", "note": "", "part": chosen}
    stranger.post(page_of(session), typed)
    stranger.force_login(participant)
    assert f'value="{chosen}" id="id_part_2" checked' in text(stranger.get(page_of(session)))


# -- the organisation --------------------------------------------------------------------------


def typed_parts(*rows):
    return {f"{word}-{key}": value for key, *values in rows for word, value in zip(
        ("name", "places"), values, strict=True
    )}  # fmt: skip


def test_partner_sets_parts(partner, posting, as_person):
    client = as_person(partner)
    answer = client.post(
        address("parts", posting), typed_parts(("new1", "Drivers", "2"), ("new2", "Packers", "6"))
    )
    assert answer.url == address("dates", posting)
    page = text(client.get(address("dates", posting)))
    assert "Who does what: Drivers 2, Packers 6" in page
    drivers = of("Drivers").public_id.hex
    packers = of("Packers").public_id.hex
    changed = typed_parts((drivers, "", "2"), (packers, "Cooks", "4"))
    assert client.post(address("parts", posting), changed).status_code == 302
    assert list(posting.parts.values_list("name", "places")) == [("Cooks", 4)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("new1", "Drivers", ""), "Say how many people that needs"),
        (("new1", "", "3"), "Say what these people do"),
        (("new1", "Drivers", "0"), "A number from 1 to 500"),
        (("new1", "Drivers", "many"), "A number from 1 to 500"),
        (("new1", "Call 555 0100", "2"), "Letters and spaces only"),
        (("new1", "jo@example.org", "2"), "Letters and spaces only"),
        (("new1", "D" * 31, "2"), "30 letters are the most"),
        (("new1", "Write on WhatsApp", "2"), "One of these names can’t be used"),
    ],
)
def test_wrong_parts_are_refused_in_words_and_stay(row, said, partner, posting, as_person):
    page = text(as_person(partner).post(address("parts", posting), typed_parts(row)), 400)
    assert said in page
    assert f'value="{row[1] or row[2]}"' in page
    assert not Part.objects.exists()


def test_fewer_than_have_the_part_is_refused_in_words(partner, session, as_person):
    SignUpFactory.create_batch(2, session=session, part=of("Drivers"))
    row = (of("Drivers").public_id.hex, "Drivers", "1")
    page = text(
        as_person(partner).post(address("parts", session.opportunity), typed_parts(row)), 400
    )
    assert "more people than that have this part" in page


def test_list_at_the_door_says_the_part_beside_the_name(partner, session, as_person):
    SignUpFactory(session=session, alias="Wren", part=of("Drivers"))
    SignUpFactory(session=session, alias="Robin")
    client = as_person(partner)
    for name in ("register", "date"):
        page = text(client.get(address(name, session)))
        assert page.count("Part: </span>Drivers") == 1
        assert "Robin" in page
    assert "Drivers: 1 of 2" in page
    assert "Packers: 0 of 9" in page


def test_nobody_else_sets_parts(another_partner, participant, stranger, posting, as_person):
    for client in (as_person(another_partner), as_person(participant)):
        assert client.post(address("parts", posting), {"name-new1": "A"}).status_code == 404
    assert stranger.post(address("parts", posting), {"name-new1": "A"}).status_code == 302
    assert not Part.objects.exists()
