"""Names of the parts of a date, in the languages of who reads them."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from community.safety.models import Task
from opportunities.actions.parts import NameNeedsALook, SameNameTwice, Wanted, set_parts
from opportunities.actions.writing import copy_posting
from opportunities.models import Part
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory

pytestmark = pytest.mark.django_db
ONLY = "Solo en inglés"


@pytest.fixture
def posting(partner):
    organisation = partner.memberships.get().organisation
    row = OpportunityFactory(organisation=organisation, written_in="en")
    SessionFactory(opportunity=row, starts_at=timezone.now() + dt.timedelta(hours=4))
    return row


@pytest.fixture
def client(partner, as_person):
    return as_person(partner)


def have(posting, *wanted):
    set_parts(opportunity=posting, wanted=wanted, now=timezone.now())


def told(posting):
    have(posting, Wanted("Drivers", 2, None, {"es": "Conducir"}), Wanted("Packers", 9))
    return Part.objects.get(name="Drivers")


def spanish(posting) -> str:
    path = reverse("opportunities:detail", args=[posting.public_id])
    page = Client(headers={"accept-language": "es"}).get(path).content.decode()
    return " ".join(page.split())


def form_of(client, posting):
    return client.get(reverse("opportunities:workplace_parts", args=[posting.public_id]))


def save(client, posting, **changes):
    """Send the page as it is, but for these fields."""
    form = form_of(client, posting).context["form"]
    same = {name: form[name].value() or "" for name in form.fields}
    path = reverse("opportunities:workplace_parts", args=[posting.public_id])
    return client.post(path, same | changes)


def test_reader_reads_each_name_in_their_language_or_is_told_that_it_is_not(posting):
    told(posting)
    posting.write_in("es", dict.fromkeys(posting.TOLD, "Algo"))
    posting.save()
    page = spanish(posting)
    assert "Conducir" in page
    assert "Drivers" not in page
    assert '<span lang="en">Packers</span>' in page
    assert page.count(ONLY) == 2  # Packers, and what the organisation says of itself


def test_who_has_a_place_reads_what_they_chose(posting, participant, as_person):
    part = told(posting)
    place = SignUpFactory(session=posting.sessions.get(), person=participant, part=part)
    participant.language = "es"
    participant.save()
    client = as_person(participant)
    for path in (f"/plan/{place.public_id}/", reverse("opportunities:plan")):
        page = client.get(path).content.decode()
        assert "Conducir" in page
        assert "Drivers" not in page


def test_partner_writes_it_beside_the_name(client, posting):
    have(posting, Wanted("Drivers", 2))
    part = Part.objects.get()
    key = f"name-{part.public_id.hex}-es"
    assert f'name="{key}"' in form_of(client, posting).content.decode()
    assert save(client, posting, **{key: "Conducir"}).status_code == 302
    part.refresh_from_db()
    assert part.words_in("es") == {"name": "Conducir"}
    assert save(client, posting, **{key: ""}).status_code == 302
    part.refresh_from_db()
    assert part.in_other_languages == {}


def test_name_that_changed_is_shown_to_nobody_in_another_language_until_saved_again(
    client, posting
):
    part = told(posting)
    save(client, posting, **{f"name-{part.public_id.hex}": "Cooks"})
    part.refresh_from_db()
    assert (part.name, part.words_in("es")) == ("Cooks", None)
    page = form_of(client, posting).content.decode()
    assert 'value="Conducir"' in page
    assert "Shown to nobody" in page
    save(client, posting)
    part.refresh_from_db()
    assert part.words_in("es") == {"name": "Conducir"}


@pytest.mark.parametrize("words", ["Llama al 555", "x" * 31, "a@b.example"])
def test_it_is_held_to_what_a_name_is_held_to(client, posting, words):
    part = told(posting)
    key = f"name-{part.public_id.hex}-es"
    answer = save(client, posting, **{key: words})
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [key]
    part.refresh_from_db()
    assert part.words_in("es") == {"name": "Conducir"}


def test_one_that_is_named_in_another_language_only_is_asked_for_its_name(client, posting):
    answer = save(client, posting, **{"name-new1-es": "Conducir"})
    assert answer.status_code == 400
    assert "name-new1" in answer.context["form"].errors
    assert not Part.objects.exists()


def test_two_have_the_same_name_in_no_language(posting):
    twice = [Wanted(name, 2, None, {"es": "Ayudar"}) for name in ("Drivers", "Packers")]
    with pytest.raises(SameNameTwice):
        have(posting, *twice)
    have(posting, Wanted("Drivers", 2, None, {"es": ""}), Wanted("Packers", 2, None, {"es": ""}))
    assert Part.objects.count() == 2


def test_red_flag_in_it_is_refused_and_staff_are_told(posting):
    with pytest.raises(NameNeedsALook):
        have(posting, Wanted("Helpers", 2, None, {"es": "Modelos con alojamiento gratis"}))
    assert "alojamiento" in Task.objects.get().note
    assert not Part.objects.exists()


def test_page_without_these_fields_takes_nothing_away(posting):
    part = told(posting)
    have(posting, Wanted("Drivers", 3, part), Wanted("Packers", 9))
    part.refresh_from_db()
    assert part.words_in("es") == {"name": "Conducir"}


def test_language_of_the_activity_is_that_of_its_parts(posting):
    posting.written_in = "es"
    posting.save()
    have(posting, Wanted("Conducir", 2, None, {"en": "Drivers", "es": "Nada"}))
    part = Part.objects.get()
    assert (part.written_in, list(part.in_other_languages)) == ("es", ["en"])
    with override("en"):
        assert part.told["name"] == "Drivers"


def test_copy_takes_them_along(posting, partner, now):
    told(posting)
    copy = copy_posting(opportunity=posting, by=partner, now=now)
    assert copy.parts.get(name="Drivers").words_in("es") == {"name": "Conducir"}
