"""A partner's activities on their own website: what is in the list, and for whom nothing is."""

import base64
import datetime as dt
import hashlib
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from community.organisations.models import AvoidedOrganisation, Organisation, Standing
from opportunities.actions.telling import tell_in
from opportunities.models import Kind, Opportunity
from tests.factories.opportunities import (
    AreaFactory,
    OpportunityFactory,
    SessionFactory,
    SignUpFactory,
)
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
PAGE, SCRIPT = reverse("opportunities:workplace_listed"), "/listed/1.js"
# Websites hold what they copied to this digest: whoever needs another script gives it the address
# `listed/2.js`, and leaves this one as it is.
FIRST = "sha384-o/fQANUlv3vLgDtiEEjZXnZQRWN2muguZIlO9vxHkwLQezqJGnvWLww9sqD7aiFw"


@pytest.fixture
def organisation(partner):
    return partner.memberships.get().organisation


@pytest.fixture
def garden(organisation):
    """A public activity of the partner's, with a date ahead, as its row is then."""
    starts_at = dt.datetime(2099, 5, 5, 14, tzinfo=dt.UTC)
    row = OpportunityFactory(
        organisation=organisation, title="Garden morning", area=AreaFactory(label="Queens"),
        place="Blue gate, 3 Plum Row", getting_there="By the back door", ask_for="Rosa",
    )  # fmt: skip
    SessionFactory(opportunity=row, starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=2))
    row.refresh_from_db()
    return row


def address(organisation, language="en"):
    return reverse("opportunities:listed", args=[organisation.public_id, language])


def titles(client, organisation, language="en"):
    return [
        one["title"] for one in client.get(address(organisation, language)).json()["activities"]
    ]


def test_it_says_what_when_and_coarsely_where(stranger, organisation, garden, settings):
    assert stranger.get(address(organisation)).json() == {
        "activities": [
            {
                "title": "Garden morning",
                "language": "en",
                "address": f"{settings.SITE_URL}/opportunities/{garden.public_id}/",
                "when": "Tue 5 May, 10 am to 12 noon",
                "where": "Queens",
            }
        ],
        "none": "Nothing to sign up for just now. Look again another day.",
    }


def test_nothing_of_who_comes_how_many_or_where_exactly(stranger, organisation, garden):
    SignUpFactory(session=garden.next_session, alias="Canary", note="Canary note")
    said = stranger.get(address(organisation)).content.decode()
    for word in ("Canary", "Plum", "back door", "Rosa", "places", "capacity"):
        assert word not in said


@pytest.mark.parametrize(
    "change",
    [
        {"live": False},
        {"held_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
        {"kind": Kind.GROUP},
        {"next_session_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
    ],
)
def test_what_is_not_public_over_or_a_support_group_is_not_in_it(
    stranger, organisation, garden, change
):
    assert titles(stranger, organisation) == ["Garden morning"]
    Opportunity.objects.update(**change)
    assert titles(stranger, organisation) == []


def test_nothing_of_other_organisations_and_the_soonest_first(stranger, organisation, garden):
    SessionFactory(opportunity__title="Of others")
    soon = SessionFactory(opportunity__title="Soup", opportunity__organisation=organisation)
    assert titles(stranger, organisation) == ["Soup", "Garden morning"]
    assert titles(stranger, soon.opportunity.organisation) == ["Soup", "Garden morning"]


@pytest.mark.parametrize(
    "change",
    [
        {"standing": Standing.UNVERIFIED},
        {"standing": Standing.SUSPENDED},
        {"verified_until": dt.date(2020, 1, 1)},
    ],
)
def test_of_who_is_not_verified_there_is_nothing(stranger, organisation, garden, change):
    Organisation.objects.filter(pk=organisation.pk).update(**change)
    assert stranger.get(address(organisation)).status_code == 404


def test_unknown_organisation_and_language_look_alike(stranger, organisation, garden):
    unknown = address(organisation).replace(
        str(organisation.public_id), "0" * 8 + "-0000" * 3 + "-" + "0" * 12
    )
    gone, other = stranger.get(unknown), stranger.get(address(organisation, "xx"))
    assert (gone.status_code, gone.content) == (other.status_code, other.content)
    assert gone.status_code == 404


def test_same_bytes_for_everybody_no_cookie_and_readable_from_anywhere(
    stranger, as_person, participant, partner, staff, organisation, garden
):
    AvoidedOrganisation.objects.create(
        person=participant, organisation=organisation, created_at=timezone.now()
    )
    asked = {"Origin": "https://garden.example"}
    answer = stranger.get(address(organisation), headers=asked | {"Accept-Language": "es"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert answer["Content-Security-Policy"].count("frame-ancestors 'none'") == 1
    assert not answer.cookies
    for person in (participant, partner, staff):
        same = as_person(person).get(address(organisation), headers=asked)
        assert same.content == answer.content
        assert "Access-Control-Allow-Credentials" not in same
    again = stranger.get(address(organisation), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert stranger.post(address(organisation)).status_code == 405


def test_titles_are_told_in_the_language_that_is_asked_for(
    stranger, organisation, garden, partner, now
):
    SessionFactory(opportunity__title="Soup", opportunity__organisation=organisation)
    told = dict.fromkeys(garden.TOLD, "Algo") | {"title": "Huerto"}
    tell_in(opportunity=garden, language="es", words=told, by=partner, now=timezone.now())
    fresh = Opportunity.objects.get(pk=garden.pk).get_latest_revision_as_object()
    fresh.save_revision().publish()
    said = stranger.get(address(organisation, "es")).json()
    assert [(one["title"], one["language"]) for one in said["activities"]] == [
        ("Soup", "en"),
        ("Huerto", "es"),
    ]
    assert said["activities"][1]["when"] == "mar 5 may, 10 a. m. a 12 del mediodía"
    assert said["none"] != stranger.get(address(organisation)).json()["none"]


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_however_many(stranger, organisation, django_assert_num_queries, number):
    for _one in range(number):
        SessionFactory(opportunity__organisation=organisation)
    with django_assert_num_queries(2):  # the organisation, its activities
        stranger.get(address(organisation))


def test_a_long_list_ends(stranger, organisation):
    for _one in range(21):
        SessionFactory(opportunity__organisation=organisation)
    assert len(titles(stranger, organisation)) == 20


def test_script_is_the_one_that_was_copied(stranger):
    answer = stranger.get(SCRIPT)
    digest = "sha384-" + base64.b64encode(hashlib.sha384(answer.content).digest()).decode()
    assert digest == FIRST
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    lines = answer.content.decode().splitlines()
    assert len(lines) <= 40
    for word in ("innerHTML", "insertAdjacent", "document.write", "eval", "cookie", "Storage"):
        assert word not in answer.content.decode().replace("No cookie goes along", "")


# -- the page that gives it out ---------------------------------------------------------------


def copied(page: str) -> list[str]:
    """What stands in the boxes to copy, as the browser reads it."""
    boxes = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)
    return [
        box.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
        for box in boxes
    ]


def test_partner_copies_a_list_that_stays_or_one_that_renews_itself(
    as_person, partner, organisation, garden, settings
):
    plain, renewed = copied(as_person(partner).get(PAGE).content.decode())
    for one in (plain, renewed):
        assert f'<a href="{settings.SITE_URL}/opportunities/{garden.public_id}/"' in one
        assert "Garden morning</a>, Queens" in one
    assert "script" not in plain
    assert "data-" not in plain
    assert f'integrity="{FIRST}" crossorigin="anonymous"' in renewed
    assert f'data-listed="{settings.SITE_URL}{address(organisation)}"' in renewed
    assert f'src="{settings.SITE_URL}{SCRIPT}"' in renewed
    assert "What is in it now" in as_person(partner).get(PAGE).content.decode()


def test_it_is_given_out_in_every_language(as_person, partner, garden):
    english, spanish = (as_person(partner).get(f"{PAGE}?in={code}") for code in ("en", "es"))
    assert copied(english.content.decode())[0].startswith('<section lang="en"')
    in_spanish = copied(spanish.content.decode())[1]
    assert in_spanish.startswith('<section lang="es"')
    assert "What you can do with us" not in in_spanish
    assert "/es.json" in in_spanish
    assert copied(as_person(partner).get(f"{PAGE}?in=xx").content.decode())[0].startswith(
        '<section lang="en"'
    )


def test_title_is_text_wherever_it_is_copied_to(as_person, partner, garden):
    Opportunity.objects.update(title='</textarea><img src=x onerror="x">')
    page = as_person(partner).get(PAGE).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=" in copied(page)[0]


def test_who_is_not_verified_has_nothing_to_copy(as_person, partner, organisation, garden):
    Organisation.objects.filter(pk=organisation.pk).update(standing=Standing.UNVERIFIED)
    page = as_person(partner).get(PAGE).content.decode()
    assert copied(page) == []
    assert "once staff have verified" in page


def test_page_is_for_who_writes(as_person, organisation, participant, partner):
    door = MembershipFactory(organisation=organisation, duty="door").person
    for person in (door, participant):
        assert as_person(person).get(PAGE).status_code == 404
    assert as_person(partner, second_factor=False).get(PAGE).status_code == 302


def test_names_say_nothing_of_what_this_is(stranger, organisation, garden):
    """Addresses, script and data stand in somebody else's page, for everybody to read (T6)."""
    said = (
        json.dumps(stranger.get(address(organisation)).json())
        + stranger.get(SCRIPT).content.decode()
    )
    for word in ("prostitut", "traffick", "exploit", "survivor", "recover", "abuse", "onward"):
        assert word not in said.lower()
