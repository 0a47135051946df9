"""Your account: how one appears, and where short notes go."""

import re
import time

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from community.notifications.models import Message
from community.people import actions
from tests.factories.people import UserFactory
from tests.words import words_of

PASSWORD = "a long enough password"
DETAILS = {"alias": "Green Hat", "language": "es", "time_zone": "America/Chicago"}


@pytest.fixture
def sam(db):
    return UserFactory(username="sam", alias="Sam", email="sam@example.org")


@pytest.fixture
def signed_in(as_person, sam):
    return as_person(sam)


def change(client, email, password=PASSWORD):
    return client.post(reverse("people:change_address"), {"email": email, "password": password})


def letter_link():
    return re.search(r"http://testserver(\S+)", Message.objects.latest("pk").body)[1]


@pytest.mark.parametrize("name", ["settings", "change_address"])
def test_account_is_for_someone_signed_in(stranger, db, name):
    response = stranger.get(reverse(f"people:{name}"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_account_shows_only_ones_own(signed_in, sam, another_participant):
    text = words_of(signed_in.get(reverse("people:settings")))
    assert "<title>Your account" in text
    assert "sam@example.org" in text
    assert "kim" not in text.lower()


def test_account_asks_the_database_little(signed_in, django_assert_max_num_queries):
    signed_in.get(reverse("people:settings"))
    with django_assert_max_num_queries(5):
        signed_in.get(reverse("people:settings"))


def test_account_keeps_alias_language_and_zone(signed_in, sam):
    response = signed_in.post(reverse("people:settings"), DETAILS)
    assert response["Location"] == reverse("people:settings")
    sam.refresh_from_db()
    assert (sam.alias, sam.language, sam.time_zone) == ("Green Hat", "es", "America/Chicago")


def test_account_cannot_be_given_a_role_or_an_address_by_its_form(signed_in, sam):
    more = {"role": "staff", "is_staff": "1", "is_superuser": "1", "email": "x@example.org"}
    signed_in.post(reverse("people:settings"), DETAILS | more | {"username": "root"})
    sam.refresh_from_db()
    assert (sam.role, sam.is_staff, sam.is_superuser) == ("participant", False, False)
    assert (sam.username, sam.email) == ("sam", "sam@example.org")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("alias", "a" * 41),
        ("alias", "Sam\x07"),
        ("language", "xx"),
        ("language", ""),
        ("time_zone", "Europe/Nowhere"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", ""),
    ],
)
def test_account_refuses_what_is_none_and_keeps_the_rest_typed(signed_in, sam, field, value):
    page = signed_in.post(reverse("people:settings"), DETAILS | {field: value})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    if field != "alias":
        assert 'value="Green Hat"' in page.content.decode()
    sam.refresh_from_db()
    assert (sam.alias, sam.language) == ("Sam", "en")


def test_account_shows_html_in_an_alias_as_letters(signed_in):
    signed_in.post(reverse("people:settings"), DETAILS | {"alias": "<b>Sam</b>"})
    text = signed_in.get(reverse("people:settings")).content.decode()
    assert "<b>Sam" not in text
    assert "&lt;b&gt;Sam" in text


def test_zones_begin_with_the_near_ones(signed_in):
    choices = list(
        signed_in.get(reverse("people:settings")).context["form"]["time_zone"].field.choices
    )
    assert choices[0][1][0] == ("America/New_York", "New York (America)")
    assert len(choices[0][1]) == 7
    assert len(choices[1][1]) > 300


def test_address_is_used_only_after_its_link_was_opened(signed_in, sam):
    assert change(signed_in, "New@example.org").status_code == 302
    sam.refresh_from_db()
    assert (sam.email, sam.email_to_confirm) == ("sam@example.org", "new@example.org")
    link = letter_link()
    page = signed_in.get(link)
    assert "new@example.org" in page.content.decode()
    sam.refresh_from_db()
    assert sam.email == "sam@example.org", "a mail scanner that looks changes nothing"
    assert signed_in.post(link)["Location"] == reverse("people:settings")
    sam.refresh_from_db()
    assert (sam.email, sam.email_to_confirm) == ("new@example.org", "")


def test_address_that_is_replaced_is_told_so(signed_in, sam):
    change(signed_in, "new@example.org")
    signed_in.post(letter_link())
    message = Message.objects.latest("pk")
    assert message.address == "sam@example.org"
    assert message.subject == "A change"


def test_owner_reads_here_of_another_address(signed_in, sam, now):
    """Whoever knows the password turns the notes, and the way back in, to themselves (T7)."""
    change(signed_in, "new@example.org")
    assert not sam.notes.exists()
    signed_in.post(letter_link())
    (note,) = sam.notes.all()
    assert "was changed" in note.words
    assert "example.org" not in note.words
    change(signed_in, "")
    assert sam.notes.count() == 2


def test_newcomer_who_proves_an_address_is_not_alarmed(db):
    sam = UserFactory(email="", email_to_confirm="sam@example.org", date_joined=timezone.now())
    token = actions.addresses.address_tokens.make_token(sam)
    actions.confirm_address(person=sam, token=token, now=timezone.now())
    assert not sam.notes.exists()


def test_address_link_works_once(signed_in, sam):
    change(signed_in, "new@example.org")
    link = letter_link()
    signed_in.post(link)
    for page in (signed_in.get(link), signed_in.post(link)):
        assert page.status_code == 404
        assert "does not work any more" in page.content.decode()


def test_address_link_is_for_its_account_only(signed_in, as_person, another_participant, stranger):
    """Who gets the letter by mistake cannot tie the address to a stranger's account."""
    change(signed_in, "new@example.org")
    link = letter_link()
    for method in ("get", "post"):
        assert getattr(as_person(another_participant), method)(link).status_code == 404
        assert getattr(stranger, method)(link)["Location"].startswith(reverse("account_login"))
    another_participant.refresh_from_db()
    assert another_participant.email != "new@example.org"


def test_address_link_dies_when_another_address_is_typed(signed_in):
    change(signed_in, "new@example.org")
    link = letter_link()
    change(signed_in, "newer@example.org")
    assert signed_in.get(link).status_code == 404


def test_address_link_dies_after_a_day(sam):
    sam.email_to_confirm = "new@example.org"
    moments = {}
    for hours in (23, 25):
        with time_machine.travel(time.time() - hours * 3600):
            moments[hours] = actions.address_tokens.make_token(sam)
    assert actions.link_works(person=sam, token=moments[23])
    assert not actions.link_works(person=sam, token=moments[25])


@pytest.mark.parametrize("token", ["x", "a-b", "a" * 5000, "%ff", "..", "set-password"])
def test_address_with_a_made_up_link_is_404(signed_in, token):
    assert signed_in.get(f"/account/link/{token}/").status_code == 404


def test_address_of_another_account_stays_theirs(signed_in, sam):
    """Only who reads the mailbox gets as far as this page."""
    other = UserFactory(email="Kim@example.org")
    change(signed_in, "kim@example.org")
    page = signed_in.post(letter_link())
    assert page.status_code == 404
    assert "belongs to an account already" in page.content.decode()
    sam.refresh_from_db()
    other.refresh_from_db()
    assert (sam.email, other.email) == ("sam@example.org", "Kim@example.org")


def test_address_can_be_taken_away_for_good(signed_in, sam):
    change(signed_in, "new@example.org")
    Message.objects.all().delete()
    change(signed_in, "")
    sam.refresh_from_db()
    assert (sam.email, sam.email_to_confirm) == ("", "")
    assert [message.address for message in Message.objects.all()] == ["sam@example.org"]


def test_address_taken_away_twice_tells_once(signed_in):
    change(signed_in, "")
    change(signed_in, "")
    assert Message.objects.count() == 1


def test_address_that_stays_the_same_sends_nothing(signed_in):
    change(signed_in, "SAM@example.org")
    assert not Message.objects.exists()


@pytest.mark.parametrize("password", ["", "wrong", "x" * 100_000])
def test_address_needs_the_password(signed_in, sam, password):
    page = change(signed_in, "new@example.org", password)
    assert page.status_code == 200
    assert list(page.context["address"].errors) == ["password"]
    text = page.content.decode()
    assert 'value="new@example.org"' in text
    assert "<title>Error:" in text
    sam.refresh_from_db()
    assert sam.email_to_confirm == ""
    assert not Message.objects.exists()


def test_address_lets_nobody_try_passwords_without_end(signed_in):
    for _try in range(6):
        page = change(signed_in, "new@example.org", "wrong")
    assert "Too many tries" in page.content.decode()
    page = change(signed_in, "new@example.org")
    assert page.status_code == 200


def test_address_form_is_not_sent_by_looking(signed_in):
    """Who had to sign in between comes here by a GET."""
    answer = signed_in.get(reverse("people:change_address"))
    assert answer.url == reverse("people:settings")


@pytest.mark.parametrize(
    "email", ["no", "a@b@c", "a" * 400, "<b>@example.org", "a@example.org\nBcc: x"]
)
def test_address_refuses_what_is_no_address(signed_in, email):
    page = change(signed_in, email)
    assert list(page.context["address"].errors) == ["email"]


def test_confirm_when_somebody_was_quicker(now, sam):
    links = []
    actions.ask_to_confirm(
        person=sam, email="new@example.org", link_for=lambda t: links.append(t) or t, now=now
    )
    UserFactory(email="new@example.org")
    with pytest.raises(actions.AddressInUse):
        actions.confirm_address(person=sam, token=links[0], now=now)
