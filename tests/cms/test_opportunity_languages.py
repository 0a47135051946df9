"""Staff write an activity in another language, by the rules that its partner writes it by."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask

from community.people.actions import give_role
from opportunities.actions.publishing import submit_for_review
from opportunities.models import Opportunity
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
POSTINGS = "wagtailsnippets_opportunities_opportunity"
SAYS = {"title": "Soup from scratch", "summary": "We cook.", "cost": "Free"}
SPANISH = {"title__es": "Sopa desde cero", "summary__es": "Cocinamos.", "cost__es": "Gratis"}
IN_SPANISH = {name.removesuffix("__es"): words for name, words in SPANISH.items()}


@pytest.fixture
def reviewer(home, staff, now):
    return give_role(person=staff, role="staff", now=now)


@pytest.fixture
def desk(reviewer, as_person):
    return as_person(reviewer)


@pytest.fixture
def row() -> Opportunity:
    posting = OpportunityFactory(
        **SAYS, written_in="en", description="", rhythm="", who_comes="", bring="", ask_for="",
        getting_there="", arrival="", rules="",
    )  # fmt: skip
    SessionFactory(opportunity=posting)
    return posting


def edit(row) -> str:
    return reverse(f"{POSTINGS}:edit", args=[row.pk])


def save(client, row, **fields):
    """Send the form as it is, but for these fields."""
    same = {"kind": row.kind, "motif": row.motif, "written_in": row.written_in, **SAYS}
    return client.post(edit(row), same | fields)


def draft_of(row) -> Opportunity:
    return Opportunity.objects.get(pk=row.pk).get_latest_revision_as_object()


def in_spanish(row) -> dict[str, str] | None:
    return draft_of(row).words_in("es")


def public_page(row) -> str:
    path = reverse("opportunities:detail", args=[row.public_id])
    return Client(headers={"accept-language": "es"}).get(path).content.decode()


def test_staff_write_it_as_a_draft_and_publish_it(desk, row):
    assert save(desk, row, **SPANISH).status_code == 302
    kept = in_spanish(row)
    assert {name: kept[name] for name in IN_SPANISH} == IN_SPANISH
    assert Opportunity.objects.get(pk=row.pk).in_other_languages == {}
    assert "Sopa" not in public_page(row)
    save(desk, row, **SPANISH, **{"action-publish": "1"})
    assert "Sopa desde cero" in public_page(row)
    listed = Client(headers={"accept-language": "es"}).get("/opportunities/?q=sopa")
    assert "Sopa desde cero" in listed.content.decode()


def test_each_original_stands_beside_it_and_what_is_empty_is_not_asked(desk, row):
    page = desk.get(edit(row)).content.decode()
    assert '<blockquote id="summary__es-original" lang="en">We cook.' in page
    assert 'name="title__es"' in page
    assert 'name="bring__es"' not in page
    assert 'name="title__en"' not in page


@pytest.mark.parametrize("missing", SPANISH)
def test_all_of_it_or_nothing_and_what_was_typed_stays(desk, row, missing):
    answer = save(desk, row, **SPANISH | {missing: ""})
    assert answer.status_code == 200
    assert "Write this in Spanish too" in answer.content.decode()
    assert in_spanish(row) is None
    assert next(words for name, words in SPANISH.items() if name != missing) in str(answer.content)


def test_without_a_sentence_in_the_original_there_is_no_other_language(desk, row):
    answer = save(desk, row, summary="", **SPANISH)
    assert answer.status_code == 200
    assert "summary" in answer.context["form"].errors
    assert in_spanish(row) is None


@pytest.mark.parametrize("title", ["Grupo de desintoxicación", "Grupo de víctimas", "x" * 121])
def test_title_is_as_neutral_and_as_short_as_the_original_has_to_be(desk, row, title):
    answer = save(desk, row, **SPANISH | {"title__es": title})
    assert answer.status_code == 200
    assert "title__es" in answer.context["form"].errors
    assert in_spanish(row) is None


def test_red_flag_in_it_holds_what_is_published(desk, row, now):
    said = SPANISH | {"summary__es": "Ofrecemos alojamiento gratis."}
    save(desk, row, **said, **{"action-publish": "1"})
    assert in_spanish(row)["summary"] == said["summary__es"]
    assert not Opportunity.objects.public(now).exists()


def test_after_a_change_of_the_original_it_is_kept_and_one_tick_makes_it_hold(desk, row):
    save(desk, row, **SPANISH)
    answer = desk.post(edit(row), {**answers(row), **SPANISH, "summary": "We eat."}, follow=True)
    assert "is not shown until you look at it again" in answer.content.decode()
    assert in_spanish(row) is None
    page = desk.get(edit(row)).content.decode()
    assert "What is written in Spanish is not shown" in page
    assert "Sopa desde cero" in page
    save(desk, row, summary="We eat.", still_holds__es="on", **SPANISH)
    assert in_spanish(row)["title"] == "Sopa desde cero"


def answers(row) -> dict[str, str]:
    return {"kind": row.kind, "motif": row.motif, "written_in": row.written_in, **SAYS}


def test_page_that_was_open_before_the_partner_wrote_it_takes_nothing_away(desk, row):
    save(desk, row, **SPANISH)
    assert save(desk, row).status_code == 302
    assert in_spanish(row)["title"] == "Sopa desde cero"
    save(desk, row, **dict.fromkeys(SPANISH, ""))
    assert draft_of(row).in_other_languages == {}


def test_what_is_kept_and_not_asked_for_any_more_is_still_read_by_who_reviews(desk, row):
    draft = draft_of(row)
    draft.bring = "Gloves"
    draft.write_in("es", IN_SPANISH | {"bring": "Guantes canario"})
    draft.bring = ""
    draft.save_revision()
    assert "Guantes canario" in desk.get(edit(row)).content.decode()
    save(desk, row, **SPANISH, still_holds__es="on")
    assert "Guantes canario" not in desk.get(edit(row)).content.decode()


def test_who_does_not_review_changes_nothing_meanwhile(desk, row, reviewer, now):
    """The lock of a review is Wagtail's own; whoever may not review waits for its end."""
    by = MembershipFactory(organisation=row.organisation, duty="coordinator").person
    save(desk, row, **SPANISH)
    submit_for_review(opportunity=Opportunity.objects.get(pk=row.pk), by=by, now=now)
    for task in GroupApprovalTask.objects.all():
        task.groups.clear()
    save(desk, row, **SPANISH | {"title__es": "Otra sopa"})
    assert in_spanish(row)["title"] == "Sopa desde cero"


@pytest.mark.parametrize("who", ["participant", "partner", "editor"])
def test_nobody_else_writes_it_there(request, who, home, as_person, row, now):
    person = request.getfixturevalue(who)
    client = as_person(give_role(person=person, role=person.role, now=now))
    assert save(client, row, **SPANISH).status_code in {302, 403, 404}
    assert draft_of(row).in_other_languages == {}
