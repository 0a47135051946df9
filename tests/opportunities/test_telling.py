"""A partner tells a posting in another language: whole, beside the original, and read by staff."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from opportunities.actions.flagged import uncleared_flags, words_of
from opportunities.actions.publishing import InReview, NotYours, submit_for_review
from opportunities.actions.red_flags import fingerprint
from opportunities.actions.telling import HalfTold, NotThisLanguage, languages_of, tell_in
from opportunities.actions.writing import copy_posting
from opportunities.models import Opportunity
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
SPANISH = {"title": "Sopa desde cero", "summary": "Cocinamos y comemos.", "cost": "Gratis"}
SPANISH |= {"ask_for": "Mel, con delantal"}


@pytest.fixture(autouse=True)
def _reviewed_site(home):
    """Postings are reviewed here."""


@pytest.fixture
def row() -> Opportunity:
    posting = OpportunityFactory(
        title="Soup from scratch", summary="We cook.", cost="Free", ask_for="Mel", written_in="en",
        description="", rhythm="", who_comes="", bring="", getting_there="", arrival="",
    )  # fmt: skip
    SessionFactory(opportunity=posting)
    return posting


@pytest.fixture
def by(row):
    return MembershipFactory(organisation=row.organisation, duty="coordinator").person


@pytest.fixture
def client(by, as_person):
    return as_person(by)


def address(row, language="es") -> str:
    return reverse("opportunities:workplace_telling", args=[row.public_id, language])


def draft_of(row) -> Opportunity:
    return Opportunity.objects.get(pk=row.pk).get_latest_revision_as_object()


def sent(client, row, **words):
    page = client.get(address(row))
    beside = page.context["form"].beside
    return client.post(address(row), SPANISH | {"beside": beside} | words)


def spanish(row) -> str:
    path = reverse("opportunities:detail", args=[row.public_id])
    return Client(headers={"accept-language": "es"}).get(path).content.decode()


def test_page_asks_for_what_the_original_says_and_no_more(client, row):
    page = client.get(address(row)).content.decode()
    for name in SPANISH:
        assert f'name="{name}"' in page
    assert 'name="description"' not in page
    assert '<span lang="en">Soup from scratch</span>' in page
    assert 'value="Gratis"' in page  # the site says "Free" in both languages


def test_words_are_a_draft_until_staff_approve_them(client, row, by, now):
    assert sent(client, row).url == reverse("opportunities:workplace_edit", args=[row.public_id])
    assert draft_of(row).words_in("es")["title"] == "Sopa desde cero"
    fresh = Opportunity.objects.get(pk=row.pk)
    assert fresh.in_other_languages == {}
    assert fresh.has_unpublished_changes
    assert "Sopa" not in spanish(row)
    submit_for_review(opportunity=fresh, by=by, now=now)
    assert "Sopa" not in spanish(row)
    Opportunity.objects.get(pk=row.pk).latest_revision.publish()
    assert "Sopa desde cero" in spanish(row)


@pytest.mark.parametrize("name", SPANISH)
def test_half_of_it_is_refused_and_what_was_typed_stays(client, row, name):
    answer = sent(client, row, **{name: " "})
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [name]
    left = next(other for other in SPANISH if other != name)
    assert SPANISH[left] in answer.content.decode()
    assert draft_of(row).in_other_languages == {}


def test_title_is_as_neutral_as_the_original_has_to_be(client, row):
    answer = sent(client, row, title="Grupo de desintoxicación")
    assert answer.status_code == 400
    assert "title" in answer.context["form"].errors
    assert sent(client, row, title="x" * 121).status_code == 400
    assert draft_of(row).in_other_languages == {}


def test_rule_holds_without_the_form(row, by, now):
    with pytest.raises(ValidationError):
        tell_in(
            opportunity=row, language="es", by=by, now=now,
            words=SPANISH | {"title": "Grupo de desintoxicación"},
        )  # fmt: skip
    with pytest.raises(HalfTold):
        tell_in(opportunity=row, language="es", words={"title": "Sopa"}, by=by, now=now)
    for language in ("en", "fr", ""):
        with pytest.raises(NotThisLanguage):
            tell_in(opportunity=row, language=language, words=SPANISH, by=by, now=now)
    stranger = MembershipFactory(duty="owner").person
    with pytest.raises(NotYours):
        tell_in(opportunity=row, language="es", words=SPANISH, by=stranger, now=now)
    assert draft_of(row).in_other_languages == {}


def test_nothing_changes_while_staff_read_it(client, row, by, now):
    sent(client, row)
    submit_for_review(opportunity=row, by=by, now=now)
    with pytest.raises(InReview):
        tell_in(opportunity=row, language="es", words={}, by=by, now=now)
    assert client.post(address(row), SPANISH).status_code == 409


def test_saving_twice_is_one_change(client, row):
    sent(client, row)
    revisions = row.revisions.count()
    sent(client, row)
    assert row.revisions.count() == revisions


def test_change_of_the_original_is_said_and_one_press_makes_it_hold_again(client, row, by, now):
    sent(client, row)
    changed = draft_of(row)
    changed.summary = "We cook and eat."
    changed.save_revision(user=by)
    assert draft_of(row).words_in("es") is None
    page = client.get(address(row)).content.decode()
    assert "The original has changed since" in page
    assert "Cocinamos y comemos." in page
    assert "Look at the words in Spanish again" in client.get("/partner/").content.decode()
    assert sent(client, row).status_code == 302
    assert draft_of(row).words_in("es")
    assert "Look at the words" not in client.get("/partner/").content.decode()


def test_original_that_changed_while_they_wrote_is_not_taken_for_the_one_they_read(client, row, by):
    beside = client.get(address(row)).context["form"].beside
    changed = draft_of(row)
    changed.summary = "We only eat."
    changed.save_revision(user=by)
    answer = client.post(address(row), SPANISH | {"beside": beside})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "changed while you wrote" in page
    assert "Sopa desde cero" in page
    assert draft_of(row).in_other_languages == {}
    again = answer.context["form"].beside
    assert client.post(address(row), SPANISH | {"beside": again}).status_code == 302


def test_language_can_be_taken_away_also_twice(client, row):
    sent(client, row)
    for _time in range(2):
        assert client.post(address(row), {"away": "1"}).status_code == 302
        assert draft_of(row).in_other_languages == {}


def test_original_without_a_sentence_is_written_first(client, row, by):
    changed = draft_of(row)
    changed.summary = ""
    changed.save_revision(user=by, clean=False)
    assert 'name="title"' not in client.get(address(row)).content.decode()
    assert client.post(address(row), {"title": "Sopa"}).status_code == 400


def test_own_language_and_unknown_ones_have_no_page(client, row):
    for language in ("en", "fr"):
        assert client.get(address(row, language)).status_code == 404
    assert [one.code for one in languages_of(row)] == ["es"]


def test_partner_looks_at_it_in_each_language(client, row):
    sent(client, row)
    preview = reverse("opportunities:workplace_preview", args=[row.public_id])
    assert "Sopa desde cero" in client.get(f"{preview}?in=es").content.decode()
    for other in ("", "?in=en", "?in=xx"):
        assert "Soup from scratch" in client.get(preview + other).content.decode()


def test_copy_takes_the_languages_along(client, row, by, now):
    sent(client, row)
    copied = copy_posting(opportunity=Opportunity.objects.get(pk=row.pk), by=by, now=now)
    assert draft_of(copied).words_in("es")["title"] == "Sopa desde cero"


def test_red_flags_are_looked_for_in_every_language(row):
    before = fingerprint(words_of(row))
    row.write_in("es", SPANISH)
    assert fingerprint(words_of(row)) != before
    assert not uncleared_flags(row)
    row.write_in("es", SPANISH | {"summary": "Ofrecemos alojamiento gratis."})
    assert [flag.key for flag in uncleared_flags(row)] == ["lodging"]
    row.summary = "Changed, so that nobody reads the Spanish now."
    assert [flag.key for flag in uncleared_flags(row)] == ["lodging"]
    row.write_in("es", {})
    row.summary = "We cook."
    assert fingerprint(words_of(row)) == before
