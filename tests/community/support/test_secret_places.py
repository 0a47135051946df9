"""A service whose place stays secret has none, whoever writes the rows (safety.md #20)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from community.support.models import (
    Place,
    PlaceIsSecret,
    PlaceKind,
    Service,
    ServicePlace,
    tells_a_place,
)
from tests.factories.support import (
    PlaceFactory,
    ProviderFactory,
    ServiceFactory,
    ServicePlaceFactory,
)

pytestmark = pytest.mark.django_db

IN_SPANISH = (
    "Estamos en la calle Ciruelo 12.",
    "calle del ciruelo, 12",
    "CALLE DE LOS CIRUELOS NÚMERO 12",
    "Ven a la calle Ciruelo",
    "Av. Juárez 245, segunda puerta",
    "avenida Quinta n.º 30",
    "C/ Mayor, 3",
    "Carrera 7 # 12-34",
    "el número 12 de la calle del ciruelo",
    "Juárez, esquina con Morelos",
    "en la esquina de Juárez y Morelos",
    "A dos cuadras de la estación",
    "carretera a Toluca km 12",
    "Toca en el piso 3",
    "Sube al segundo piso",
    "3.er piso",
    "código postal 06700",
    "C.P. 06700",
    "28004 Madrid",
)
NO_PLACE_IN_SPANISH = (
    "Si vives en la calle, llámanos las 24 horas.",
    "Si duermes en la calle. Ven a las 9.",
    "Llama al 01632 960 177, de día o de noche.",
    "Cuartos para 12 mujeres, con o sin hijas e hijos.",
    "Un piso que se comparte con otras.",
    "No pedimos tu código postal.",
    "Hay plaza para 12 personas. Te pagamos el pasaje.",
    "Abre de 9 a 17. Es gratis los primeros 30 días.",
)


@pytest.fixture
def secret() -> Service:
    return ServiceFactory(is_confidential=True, under=["stay"])


def refused_by_the_database(write) -> bool:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


def test_a_place_online_has_no_address():
    for field, value in (
        ("street", "12 Plum Lane"),
        ("more", "Flat 2"),
        ("town", "Ashcombe"),
        ("region", "NC"),
        ("postcode", "28801"),
        ("latitude", "35.59510"),
        ("longitude", "-82.55150"),
        ("getting_there", "Bus 7"),
    ):
        place = Place(provider=ProviderFactory(), kind=PlaceKind.VIRTUAL, **{field: value})
        with pytest.raises(ValidationError) as refused:
            place.full_clean()
        assert field in refused.value.message_dict
        assert refused_by_the_database(place.save), field


def test_a_place_to_go_to_has_one():
    place = PlaceFactory()
    place.full_clean()
    assert place.lines == ["12 Plum Lane", "Ashcombe NC 28801"]


def test_a_secret_service_is_given_no_place(secret):
    place = PlaceFactory()
    with pytest.raises(PlaceIsSecret):
        ServicePlace.objects.create(service=secret, place=place)
    rows = [ServicePlace(service=secret, place=place)]
    assert refused_by_the_database(lambda: ServicePlace.objects.bulk_create(rows))


def test_it_may_be_online(secret):
    online = Place.objects.create(provider=secret.provider, kind=PlaceKind.VIRTUAL)
    assert ServicePlace.objects.create(service=secret, place=online).pk


def test_a_service_with_a_place_does_not_become_secret():
    service = ServicePlaceFactory().service
    service.is_confidential = True
    with pytest.raises(ValidationError):
        service.full_clean()
    rows = Service.objects.filter(pk=service.pk)
    assert refused_by_the_database(lambda: rows.update(is_confidential=True))


def test_a_place_online_of_a_secret_service_does_not_become_one_to_go_to(secret):
    online = Place.objects.create(provider=secret.provider, kind=PlaceKind.VIRTUAL)
    ServicePlace.objects.create(service=secret, place=online)
    online.kind, online.street = PlaceKind.PHYSICAL, "12 Plum Lane"
    with pytest.raises(ValidationError):
        online.full_clean()
    rows = Place.objects.filter(pk=online.pk)
    assert refused_by_the_database(lambda: rows.update(kind="physical", street="12 Plum Lane"))


def test_a_link_is_not_moved_to_a_place_to_go_to(secret):
    online = Place.objects.create(provider=secret.provider, kind=PlaceKind.VIRTUAL)
    link = ServicePlace.objects.create(service=secret, place=online)
    rows = ServicePlace.objects.filter(pk=link.pk)
    elsewhere = PlaceFactory()
    assert refused_by_the_database(lambda: rows.update(place=elsewhere))


@pytest.mark.parametrize(
    "words",
    [
        "We are at 12 Plum Lane.",
        "12b Plum Lane, second door",
        "Come to 1-30 Main Street",
        "Around 35.59510, -82.55150",
        "Ask at SW1A 1AA",
        "Ashcombe, NC 28801",
        "https://maps.google.com/?q=plum",
        "https://maps.app.goo.gl/abc",
        "///filled.count.soap on what3words.com",
        "Estamos en la calle Ciruelo 12",
        "C/ Ciruelo, núm. 12",
        "Av. de los Insurgentes Sur 1457",
        "Plum Avenue 12",
        "At 116th Street",
        "12 Broadway, second floor",
        "12 Plum La\u200bne",
        "１２ Plum Lane",
        "35.59510° N 82.55150° W",
        "On the corner of Plum and Main",
        *IN_SPANISH,
        "We are in 10001.",
        "28801-1234",
        "Ask for us in 28801, second door",
        "Text us when you reach 28801",
        "Near 28801. Ring 01632 960177",
        "Estamos en el 06700",
    ],
)
def test_words_that_tell_a_place(words, secret):
    assert tells_a_place(words)
    secret.description = words
    with pytest.raises(ValidationError) as refused:
        secret.full_clean()
    assert "description" in refused.value.message_dict


def test_words_in_another_language_tell_no_place_either(secret):
    secret.write_in("es", {"summary": "Estamos en la calle Ciruelo 12"})
    with pytest.raises(ValidationError, match="stays secret"):
        secret.full_clean()


@pytest.mark.parametrize(
    "words",
    [
        "Ring 01632 960 177, day or night.",
        "Rooms for 12 women, with or without children.",
        "Open 9 to 5. It is free for the first 30 days.",
        "For people in Ashcombe and around.",
        "You are met at the station by 2 of us.",
        "An average of 5 people; available 24 hours, and a 12-step group.",
        "Llame a cualquier hora, los 7 días. Text HOME to 741741.",
        *NO_PLACE_IN_SPANISH,
        "Text HOME to 85258. Or text 741741, or ring 988.",
        "Envía HOLA al 85258, o manda un mensaje al 85258",
        "Ring (01632) 960 177, 01632 960177, 1-888-373-7888 or +91 98765 43210",
        "10,000 women came. It costs $10000; 12000 people asked.",
        "https://lantern.example/page/12345",
    ],
)
def test_words_that_tell_none(words, secret):
    assert not tells_a_place(words)
    secret.description = words
    secret.full_clean()


@pytest.mark.parametrize("words", ["Come to 12 Plum Lane", "Calle del Ciruelo, 12"])
@pytest.mark.parametrize("changed", [False, True])
def test_its_words_in_other_languages_tell_none_either(words, changed, secret):
    secret.write_in("es", {"name": "Cuarto de noche", "summary": words})
    if changed:  # they are shown to nobody, and kept all the same
        secret.summary = "Other words."
    with pytest.raises(ValidationError):
        secret.full_clean()
    secret.is_confidential = False
    secret.full_clean()


def test_its_words_in_other_languages_may_say_the_rest(secret):
    secret.write_in("es", {"name": "Cuarto de noche", "summary": "Te escucha alguien."})
    secret.full_clean()


def test_what_becomes_secret_is_looked_at_in_every_language():
    service = ServiceFactory()
    service.write_in("es", {"name": "Primera charla", "summary": "Calle del Ciruelo, 12"})
    service.full_clean()
    service.is_confidential = True
    with pytest.raises(ValidationError):
        service.full_clean()


def test_the_words_of_its_provider_tell_none_either(secret):
    secret.provider.about = "Our house is at 12 Plum Lane."
    with pytest.raises(ValidationError):
        secret.provider.full_clean()
    other = ProviderFactory(about="Our office is at 12 Plum Lane.")
    other.full_clean()


def test_nothing_becomes_secret_whose_provider_tells_a_place():
    service = ServiceFactory(provider__about="Our house is at 12 Plum Lane.")
    service.is_confidential = True
    with pytest.raises(ValidationError) as refused:
        service.full_clean()
    assert "provider" in refused.value.message_dict


def test_a_number_to_ring_is_no_postcode():
    assert not tells_a_place("85258", is_number=True)
    assert tells_a_place("35.59510 -82.55150", is_number=True)


def test_a_new_service_stays_secret_until_somebody_says_otherwise():
    assert Service().is_confidential


def test_what_is_on_the_site_was_checked():
    service = ServiceFactory(is_live=False, verified_on=None, next_check=None)
    service.is_live = True
    with pytest.raises(ValidationError) as refused:
        service.full_clean()
    assert "verified_on" in refused.value.message_dict
    assert refused_by_the_database(service.save)
