"""What somebody keeps away from themselves: an organisation, a part of town, a person."""

import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.blocks import next_opportunities
from community.organisations.actions import avoid, stop_avoiding
from community.organisations.models import AvoidedOrganisation
from community.safety.actions import separate
from community.safety.models import Block, Reason, Task, TaskKind, TypedName
from opportunities.actions.apart import avoid_area, stop_avoiding_area
from opportunities.actions.signups import SessionNotOpen, sign_up
from opportunities.models import AvoidedArea, State
from opportunities.permissions import avoided_by_any, avoids_any_of, visible_opportunities
from opportunities.views.results import PAGE
from tests.factories.opportunities import (
    AreaFactory,
    OpportunityFactory,
    SessionFactory,
    SignUpFactory,
)
from tests.factories.organisations import OrganisationFactory
from tests.words import headers_of, words_of

pytestmark = pytest.mark.django_db
FIND, APART, GO = "/opportunities/", "/account/apart/", "/account/apart/go/"


def titles(page):
    return set(re.findall(r'opp__title"><a [^>]+>([^<]+)<', page.content.decode()))


@pytest.fixture
def town(db):
    """Alder and Birch are of two organisations in two parts of town; a group is in the first."""
    north, south = AreaFactory(slug="north"), AreaFactory(slug="south")
    organisation = OrganisationFactory(name="Sallow Lane Garden")
    rows = {
        "Alder": OpportunityFactory(title="Alder", organisation=organisation, area=north),
        "Birch": OpportunityFactory(title="Birch", area=south),
        "Cedar": OpportunityFactory(title="Cedar", kind="group", area=north),
        "Dogwood": OpportunityFactory(title="Dogwood", area=None),
    }
    for row in rows.values():
        SessionFactory(opportunity=row)
    return rows


def everywhere(client, person, town):
    """What is shown to a person of these postings, by each way to them."""
    now = timezone.now()
    block = next_opportunities(kind="", interest="", limit=12, user=person, now=now)
    pages = {
        name: client.get(reverse("opportunities:detail", args=[row.public_id])).status_code
        for name, row in town.items()
    }
    return {
        "list": titles(client.get(FIND)),
        "search": titles(client.get(FIND, {"q": "plant"})),
        "near miss": titles(client.get(FIND, {"q": "plant", "from": "2150-01-01"})),
        "home": {row.title for row in block},
        "page": {name for name, status in pages.items() if status == 200},
        "rule": set(visible_opportunities(person, now).values_list("title", flat=True)),
    }


def test_avoided_organisation_is_shown_to_them_nowhere_and_to_others_as_before(
    participant, another_participant, as_person, town
):
    every = set(town)
    mine, theirs = as_person(participant), as_person(another_participant)
    before = everywhere(mine, participant, town)
    assert before["list"] == before["home"] == before["page"] == every
    row = avoid(organisation=town["Alder"].organisation, by=participant, now=timezone.now())
    for way, found in everywhere(mine, participant, town).items():
        assert "Alder" not in found, way
        # Of what nearly fits the first three are shown, so another one moves up.
        assert way == "near miss" or found | {"Alder"} == before[way], way
    assert everywhere(theirs, another_participant, town) == before
    stop_avoiding(avoided=row)
    assert everywhere(mine, participant, town) == before


def test_avoided_part_of_town_leaves_support_groups_where_they_are(participant, as_person, town):
    """Which of them disappear would tell where they meet (safety.md T11)."""
    client = as_person(participant)
    row = avoid_area(area=town["Alder"].area, by=participant, now=timezone.now())
    for way, found in everywhere(client, participant, town).items():
        if way != "near miss":
            assert found == {"Birch", "Cedar", "Dogwood"}, way
    stop_avoiding_area(avoided=row)
    assert titles(client.get(FIND)) == set(town)


def test_pages_kept_for_strangers_are_not_hers_and_hers_are_nobodys(
    participant, as_person, stranger, town
):
    client = as_person(participant)
    page = reverse("opportunities:detail", args=[town["Alder"].public_id])
    assert "Alder" in titles(stranger.get(FIND))
    assert stranger.get(page).status_code == 200
    avoid(organisation=town["Alder"].organisation, by=participant, now=timezone.now())
    for _again in range(2):
        assert titles(client.get(FIND)) == set(town) - {"Alder"}
        assert client.get(page).status_code == 404
        assert titles(stranger.get(FIND)) == set(town)
        assert stranger.get(page).status_code == 200
    assert "no-store" in client.get(FIND)["Cache-Control"]


def test_numbers_are_hers_or_none(participant, another_participant, as_person, town):
    """The heading counts what she is shown; the filters, which count for all, count nothing."""
    for _number in range(PAGE):
        SessionFactory(opportunity__title="Elder")
    others = as_person(another_participant).get(FIND).content.decode()
    assert f"{PAGE + 4} things to do" in others
    part = str(town["Alder"].area)
    assert f"{part} (1)" in others
    avoid(organisation=town["Alder"].organisation, by=participant, now=timezone.now())
    hers = as_person(participant).get(FIND).content.decode()
    assert f"{PAGE + 3} things to do" in hers
    assert part in hers
    assert not re.search(rf"{part} \(\d", hers)


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_one_query_more_for_who_is_signed_in(
    participant, as_person, number, django_assert_num_queries
):
    for _number in range(number):
        SessionFactory()
        avoid(organisation=OrganisationFactory(), by=participant, now=timezone.now())
    client = as_person(participant)
    client.get(FIND)
    # The session, the account; whether they avoid anything, what they look for, the list.
    with django_assert_num_queries(5):
        client.get(FIND)


@pytest.mark.parametrize("what", ["organisation", "area"])
def test_nobody_signs_up_for_what_they_avoid(participant, another_participant, town, what):
    now = timezone.now()
    alder = town["Alder"]
    if what == "area":
        avoid_area(area=alder.area, by=participant, now=now)
    else:
        avoid(organisation=alder.organisation, by=participant, now=now)
    with pytest.raises(SessionNotOpen):
        sign_up(session=alder.sessions.get(), by=participant, alias="Sam", now=now)
    for name, person in (("Alder", another_participant), ("Birch", participant)):
        sign_up(session=town[name].sessions.get(), by=person, alias="Sam", now=now)


def test_avoiding_twice_is_once(participant, town, now):
    alder = town["Alder"]
    for _again in range(2):
        avoid(organisation=alder.organisation, by=participant, now=now)
        avoid_area(area=alder.area, by=participant, now=now)
    for model in (AvoidedOrganisation, AvoidedArea):
        row = model.objects.get()
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


# -- the page --------------------------------------------------------------------------------


def test_choices_are_on_their_list_and_taken_off_with_one_tap(participant, as_person, town):
    client = as_person(participant)
    chosen = [
        {"what": "organisation", "organisation": "sallow lane GARDEN"},
        {"what": "area", "area": "north"},
        {"what": "name", "name": "Nobody.Here"},
    ]
    for values in chosen:
        assert client.post(APART, values)["Location"] == APART
    page = client.get(APART).content.decode()
    shown = re.findall(
        r"<span>([^<]+)</span>\s*<button", page.partition("<main")[2].partition("</main>")[0]
    )
    assert shown == ["Sallow Lane Garden", str(town["Alder"].area), "nobody.here"]
    assert titles(client.get(FIND)) == {"Birch", "Cedar", "Dogwood"}
    for what, row in re.findall(r'name="what" value="(\w+)">\s*<input[^>]+value="(\d+)"', page):
        assert client.post(GO, {"what": what, "row": row})["Location"] == APART
    assert "Nothing yet." in client.get(APART).content.decode()
    assert titles(client.get(FIND)) == set(town)


def test_button_on_an_activity_keeps_its_organisation_away(participant, as_person, stranger, town):
    page = reverse("opportunities:detail", args=[town["Alder"].public_id])
    words = "Keep this organisation away from me"
    assert words not in stranger.get(page).content.decode()
    client = as_person(participant)
    text = client.get(page).content.decode()
    assert words in text
    number = re.search(r'name="organisation" value="([0-9a-f-]{36})"', text).group(1)
    client.post(APART, {"what": "organisation", "organisation": number})
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    "values",
    [
        {"what": "organisation", "organisation": "Hidden House"},
        {"what": "organisation", "organisation": ""},
        {"what": "area", "area": "atlantis"},
        {"what": "name", "name": " "},
        {"what": "name", "name": "x" * 61},
        {"what": "words", "words": ""},
    ],
)
def test_what_cannot_be_kept_away_gives_the_form_again(participant, as_person, values):
    OrganisationFactory(name="Hidden House", standing="suspended")
    answer = as_person(participant).post(APART, values)
    assert answer.status_code == 400
    assert "<title>Error:" in answer.content.decode()
    models = (AvoidedOrganisation, AvoidedArea, TypedName, Task)
    assert not any(model.objects.exists() for model in models)


def test_lists_of_others_are_neither_shown_nor_changed(
    participant, another_participant, as_person, town, now
):
    rows = {
        "organisation": avoid(organisation=town["Alder"].organisation, by=participant, now=now),
        "area": avoid_area(area=town["Birch"].area, by=participant, now=now),
        "name": TypedName.objects.create(person=participant, name="canary", created_at=now),
    }
    other = as_person(another_participant)
    page = other.get(APART).content.decode()
    assert "Nothing yet." in page
    assert "canary" not in page
    for what, row in rows.items():
        assert other.post(GO, {"what": what, "row": row.pk}).status_code == 404
        row.refresh_from_db()
    for values in ({}, {"what": "name", "row": "1 OR 1=1"}, {"what": "user", "row": "1"}):
        assert other.post(GO, values).status_code == 404
    assert "canary" in as_person(participant).get(APART).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_choices_costs_the_same_with_more(
    participant, as_person, now, number, django_assert_num_queries
):
    for n in range(number):
        avoid(organisation=OrganisationFactory(), by=participant, now=now)
        avoid_area(area=AreaFactory(), by=participant, now=now)
        TypedName.objects.create(person=participant, name=f"one{n}", created_at=now)
    client = as_person(participant)
    client.get(APART)
    # The session, the account, three kinds of rows, the parts of town to choose from, unread.
    with django_assert_num_queries(7):
        client.get(APART)


# -- somebody by name, or in words -----------------------------------------------------------


def typed(client, name):
    """The answer to typing a name, as bytes and statements, and the list afterwards."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(APART, {"what": "name", "name": name})
    page = words_of(client.get(APART))
    for key in re.findall(r'name="row" value="\d+"', page):
        page = page.replace(key, "")
    page = page.replace(name, "NAME")
    verbs = [query["sql"].split()[0] for query in queries]
    return answer.status_code, headers_of(answer), page, len(verbs)


def test_typed_name_that_is_here_and_one_that_is_not_are_answered_alike(
    participant, another_participant, as_person
):
    client = as_person(participant)
    here = typed(client, another_participant.username)
    assert Block.objects.get().other == another_participant
    client.post(GO, {"what": "name", "row": TypedName.objects.get().pk})
    client.get(APART)  # reads what was said
    nowhere = typed(client, "zed")
    assert here == nowhere
    assert "Noted. If that name is here, you two are kept apart: now where you" in here[2]
    assert not Block.objects.exists()


def test_taking_a_typed_name_off_looks_the_same_whether_it_is_here_or_not(
    participant, another_participant, as_person
):
    client = as_person(participant)
    costs = []
    for name in (another_participant.username, "zed"):
        client.post(APART, {"what": "name", "name": name})
        row = TypedName.objects.get()
        with CaptureQueriesContext(connection) as queries:
            client.post(GO, {"what": "name", "row": row.pk})
        costs.append(len(queries))
        assert not TypedName.objects.exists()
        assert not Block.objects.exists()
        assert not Task.objects.exists()
    assert costs[0] == costs[1]


def test_typed_name_holds_against_its_owner_and_shows_the_typist_nothing(
    participant, another_participant, as_person
):
    """A stalker types the name of whom he looks for: no date may turn "Full" for him (T1)."""
    session = SignUpFactory(person=another_participant).session
    page = reverse("opportunities:detail", args=[session.opportunity.public_id])
    client = as_person(participant)
    before = client.get(page).content.decode()
    client.post(APART, {"what": "name", "name": another_participant.username.upper()})
    client.get(APART)
    tokens = re.compile(r'csrfmiddlewaretoken" value="\w+"')
    assert tokens.sub("", client.get(page).content.decode()) == tokens.sub("", before)
    mine = SignUpFactory(person=participant).session
    joined = sign_up(session=mine, by=another_participant, alias="Kim", now=timezone.now())
    assert joined.state == State.WAITING


def test_staff_make_of_a_typed_name_what_holds_both_ways(
    participant, another_participant, staff, as_person, now
):
    client = as_person(participant)
    client.post(APART, {"what": "name", "name": another_participant.username})
    task = Task.objects.get()
    assert (task.kind, task.person, task.note) == (TaskKind.SOMEONE, participant, "kim")
    separate(one=participant, other=another_participant, reason=Reason.ASKED, by=staff, now=now)
    session = SignUpFactory(person=another_participant).session
    client.post(GO, {"what": "name", "row": TypedName.objects.get().pk})
    joined = sign_up(session=session, by=participant, alias="Sam", now=timezone.now())
    assert joined.state == State.WAITING


def test_name_of_oneself_and_a_name_twice_are_noted_once(participant, as_person):
    client = as_person(participant)
    for name in (participant.username, "zed", "ZED "):
        assert client.post(APART, {"what": "name", "name": name}).status_code == 302
    assert [row.name for row in TypedName.objects.all()] == ["sam", "zed"]
    assert not Block.objects.exists()


def test_nobody_types_all_the_names_there_are(participant, as_person, now):
    for n in range(20):
        TypedName.objects.create(person=participant, name=f"one{n}", created_at=now)
    answer = as_person(participant).post(APART, {"what": "name", "name": "kim"})
    assert answer.status_code == 400
    assert "as many as fit" in answer.content.decode()
    assert TypedName.objects.count() == 20


def test_words_for_staff_are_sealed_and_only_staff_have_them(participant, as_person, caplog):
    client = as_person(participant)
    words = "A tall man, he drives a canary yellow van"
    page = client.post(APART, {"what": "words", "words": words}, follow=True).content.decode()
    assert "Staff read this today." in page
    assert "canary" not in page
    task = Task.objects.get()
    assert (task.kind, task.person, task.note) == (TaskKind.SOMEONE, participant, words)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM safety_task")
        assert "canary" not in str(cursor.fetchall())
    assert "canary" not in caplog.text
    for _number in range(4):
        client.post(APART, {"what": "words", "words": words})
    assert client.post(APART, {"what": "words", "words": words}).status_code == 400
    assert Task.objects.count() == 5


def test_typed_names_are_sealed(participant, as_person):
    as_person(participant).post(APART, {"what": "name", "name": "canary"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM safety_typedname")
        assert "canary" not in str(cursor.fetchall())
    assert TypedName.objects.get().name == "canary"


def test_the_rule_for_many_people_is_the_rule_for_one(town, participant, another_participant, now):
    """`avoided_by_any` is `not_avoided_by`, asked of several people at once."""
    avoid_area(by=participant, area=town["Alder"].area, now=now)
    avoid(by=another_participant, organisation=town["Cedar"].organisation, now=now)
    avoid(by=another_participant, organisation=town["Dogwood"].organisation, now=now)
    people = [participant, another_participant]
    one_by_one = {
        (person.pk, row.pk)
        for person in people
        for row in avoids_any_of([row.pk for row in town.values()], person)
    }
    assert one_by_one == {
        (participant.pk, town["Alder"].pk),
        (another_participant.pk, town["Cedar"].pk),
        (another_participant.pk, town["Dogwood"].pk),
    }
    asked = [row.pk for row in town.values()]
    assert avoided_by_any([person.pk for person in people], asked) == one_by_one
    assert avoided_by_any([participant.pk], asked[1:]) == set()
