"""The pages of organisations: applying, the link, the agreement, the team, an invitation."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from community.notifications.models import Message
from community.organisations.models import AGREEMENT, Application, Invitation, Stage
from community.people.models import User
from tests.factories.organisations import MembershipFactory
from tests.factories.people import form_opened

from .conftest import FACTS

pytestmark = pytest.mark.django_db
APPLY = "/work/"
TEAM = "/partner/team/"
TYPED = {("site" if name == "website" else name): value for name, value in FACTS.items()}
NEWCOMER = {"username": "mel", "password1": "four stones across"}


def typed(**changes):
    return TYPED | form_opened() | changes


def text_of(response, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


def link_in(letter: Message) -> str:
    line = next(line for line in letter.body.splitlines() if "://" in line)
    return line.partition("testserver")[2]


# -- applying --------------------------------------------------------------------------------


def test_stranger_applies_opens_the_link_and_agrees(stranger):
    page = text_of(stranger.get(APPLY))
    assert 'name="username"' in page
    answer = stranger.post(APPLY, typed(**NEWCOMER))
    row = Application.objects.get()
    assert answer.url == f"/work/{row.public_id}/"
    assert (row.person.username, row.website) == ("mel", FACTS["website"])
    stranger.post(reverse("people:first"), {"device": "shared"})
    assert "Open the link" in text_of(stranger.get(answer.url))
    link = link_in(Message.objects.get(address=FACTS["email"]))
    assert "Is this your e-mail" in text_of(stranger.get(link))
    row.refresh_from_db()
    assert row.stage == Stage.NEW  # looking changes nothing
    assert stranger.post(link).url == answer.url
    assert "Staff look at it" in text_of(stranger.get(answer.url))
    text_of(stranger.get(link), 404)
    text_of(stranger.post(link), 404)
    stranger.post("/work/agreement/", {"version": AGREEMENT})
    row.refresh_from_db()
    assert (row.stage, row.agreed_version) == (Stage.OPEN, AGREEMENT)
    assert "say yes to it" not in text_of(stranger.get(answer.url))


def test_person_who_is_signed_in_makes_no_second_account(as_person, participant):
    client = as_person(participant)
    assert 'name="username"' not in text_of(client.get(APPLY))
    client.post(APPLY, typed())
    assert Application.objects.get().person == participant
    assert User.objects.count() == 1
    assert FACTS["name"] in text_of(client.get(APPLY))


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("name", "", "Say what it is called"),
        ("name", " \u202e ", "letters, numbers"),
        ("registration_number", "", "registration number"),
        ("site", "not a website", "Write a web address"),
        ("site", "javascript:alert(1)", "Write a web address"),
        ("email", "nobody", "Write an e-mail address"),
        ("telephone", "ring me", "with its area code"),
        ("telephone", "9" * 41, "with its area code"),
        ("offer", "", "Say what people would do"),
        ("offer", "x" * 1001, "1000"),
        ("fax", "1", "look at it once more"),
        ("opened", "1:forged", "look at it once more"),
    ],
)
def test_bad_answer_is_refused_and_nothing_typed_is_lost(
    name, value, words, as_person, participant
):
    page = text_of(as_person(participant).post(APPLY, typed(**{name: value})), 400)
    assert words in page
    for field, kept in TYPED.items():
        if field != name:
            assert kept in page
    assert not Application.objects.exists()


def test_form_that_comes_back_too_quickly_is_shown_again(as_person, participant):
    client = as_person(participant)
    page = text_of(client.post(APPLY, TYPED | form_opened(seconds=0)), 400)
    assert "look at it once more" in page
    assert TYPED["name"] in page


def test_mistake_in_the_account_loses_nothing_and_makes_nothing(stranger):
    page = text_of(stranger.post(APPLY, typed(username="mel", password1="short")), 400)
    assert TYPED["offer"] in page
    assert not User.objects.exists()
    assert not Application.objects.exists()


def test_refused_application_leaves_no_account_behind(stranger, db):
    for number in range(3):
        other = {"name": f"Kitchen {number}", "username": f"mel{number}"}
        assert Client().post(APPLY, typed(**NEWCOMER | other)).status_code == 302
    answer = stranger.post(APPLY, typed(**NEWCOMER))
    assert "asked several times" in text_of(answer, 400)
    assert not User.objects.filter(username="mel").exists()


def test_free_mail_is_no_refusal(as_person, participant):
    as_person(participant).post(APPLY, typed(email="mel@gmail.com"))
    assert Application.objects.get().has_free_mail


def test_too_many_from_one_network_wait_and_keep_what_they_typed(as_person, participant, settings):
    client = as_person(participant)
    for _try in range(10):
        client.post(APPLY, typed())
    page = text_of(client.post(APPLY, typed(name="Another kitchen")), 400)
    assert "asked several times" in page
    assert "Another kitchen" in page


def test_html_in_an_answer_is_text(as_person, participant):
    client = as_person(participant)
    client.post(APPLY, typed(name="<b>Kitchen</b>", offer="<script>1</script>"))
    row = Application.objects.get()
    page = text_of(client.get(f"/work/{row.public_id}/"))
    assert "<script>1" not in page
    assert "&lt;b&gt;Kitchen" in page


@pytest.mark.parametrize("who", ["participant", "partner", "staff"])
def test_application_of_somebody_else_is_not_there(who, request, as_person, applied, tokens):
    client = as_person(request.getfixturevalue(who))
    for path in (f"/work/{applied.public_id}/", f"/work/{applied.public_id}/link/{tokens[0]}/"):
        text_of(client.get(path), 404)
        text_of(client.post(path, typed()), 404)
    assert client.get(f"/work/{uuid.uuid4()}/").status_code == 404
    applied.refresh_from_db()
    assert applied.stage == Stage.NEW


def test_corrected_application_is_sent_again(as_person, applicant, applied):
    client = as_person(applicant)
    path = f"/work/{applied.public_id}/"
    assert "with its area code" in text_of(client.post(path, typed(telephone="x")), 400)
    assert client.post(path, typed(email="office@willowlane.example")).url == path
    applied.refresh_from_db()
    assert applied.email == "office@willowlane.example"
    assert Message.objects.filter(address="office@willowlane.example").count() == 1


def test_what_staff_read_has_no_form(as_person, applicant, confirmed):
    client = as_person(applicant)
    path = f"/work/{confirmed.public_id}/"
    assert 'name="telephone"' not in text_of(client.get(path))
    client.post(path, typed(offer="Other"))
    confirmed.refresh_from_db()
    assert confirmed.offer == FACTS["offer"]


@pytest.mark.parametrize("version", ["0", "2", "", "x", "9" * 30, "²"])
def test_agreement_of_another_version_is_shown_again(version, as_person, applicant, applied):
    page = text_of(as_person(applicant).post("/work/agreement/", {"version": version}), 409)
    assert "have changed" in page
    applied.refresh_from_db()
    assert applied.agreed_version is None


def test_agreement_is_read_by_anybody_and_accepted_by_who_has_to(stranger, as_person, participant):
    for client in (stranger, as_person(participant)):
        page = text_of(client.get("/work/agreement/"))
        assert "Version 1" in page
        assert 'name="version"' not in page
    assert stranger.post("/work/agreement/", {"version": AGREEMENT}).status_code == 200


# -- the team --------------------------------------------------------------------------------


@pytest.fixture
def organisation(partner):
    return partner.memberships.get().organisation


def invited(organisation, **changes):
    asked = {"what": "invite", "organisation": organisation.public_id, "duty": "door"}
    return asked | {"email": "noa@example.org"} | changes


def test_owner_asks_and_takes_back(as_person, partner, organisation):
    client = as_person(partner)
    assert client.post(TEAM, invited(organisation)).url == TEAM
    assert "noa@example.org" in text_of(client.get(TEAM))
    which = Invitation.objects.get().public_id
    client.post(TEAM, {"what": "take_back", "which": which})
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("email", ""), ("email", "nobody"), ("duty", ""), ("duty", "boss"), ("organisation", "x")],
)
def test_bad_invitation_is_shown_again(name, value, as_person, partner, organisation):
    page = text_of(as_person(partner).post(TEAM, invited(organisation) | {name: value}), 400)
    assert name == "email" or "noa@example.org" in page
    assert not Invitation.objects.exists()
    assert not Message.objects.exists()


def test_owner_asks_nobody_for_another_organisation(as_person, partner, another_partner):
    other = another_partner.memberships.get().organisation
    text_of(as_person(partner).post(TEAM, invited(other)), 400)
    assert not Invitation.objects.exists()


def test_owner_lets_go_and_the_last_one_stays(as_person, partner, organisation):
    work = MembershipFactory(organisation=organisation, person__alias="Noa", duty="door")
    client = as_person(partner)
    assert "Noa" in text_of(client.get(TEAM))
    client.post(TEAM, {"what": "let_go", "which": work.public_id})
    assert "Noa" not in text_of(client.get(TEAM))
    own = partner.memberships.get().public_id
    page = text_of(client.post(TEAM, {"what": "let_go", "which": own}, follow=True))
    assert "needs an owner" in page
    assert partner.memberships.exists()


@pytest.mark.parametrize("what", ["let_go", "take_back"])
@pytest.mark.parametrize("which", ["", "x", "1", str(uuid.uuid4()), "other"])
def test_what_is_not_theirs_is_not_there(what, which, as_person, partner, another_partner):
    if which == "other":
        which = another_partner.memberships.get().public_id
    text_of(as_person(partner).post(TEAM, {"what": what, "which": which}), 404)
    assert another_partner.memberships.exists()


def test_team_shows_chosen_names_and_no_address(as_person, partner, organisation):
    MembershipFactory(
        organisation=organisation, person__alias="Noa", person__email="noa.private@example.org"
    )
    page = text_of(as_person(partner).get(TEAM))
    assert "Noa" in page
    assert "noa.private" not in page


def test_invitation_asks_a_stranger_to_sign_in_and_says_nothing(stranger):
    answer = stranger.get("/work/link/abc-def/")
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("who", ["staff", "editor"])
def test_who_has_other_work_here_is_told_so(who, request, as_person, partner, organisation):
    as_person(partner).post(TEAM, invited(organisation))
    link = link_in(Message.objects.get())
    page = text_of(as_person(request.getfixturevalue(who)).post(link), 409)
    assert "another account" in page
    assert organisation.memberships.count() == 1
