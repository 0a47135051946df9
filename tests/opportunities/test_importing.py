"""Importing rows: nothing doubled, nothing lost, nothing made public by the way."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.organisations.models import Organisation, Standing
from community.safety.actions.files import Outcome
from opportunities.actions.importing import (
    Organisations,
    UnreadableFile,
    storing,
)
from opportunities.actions.schedules import add_schedule
from opportunities.actions.signups import sign_up
from opportunities.actions.telling import tell_in
from opportunities.models import Area, Interest, Opportunity, Rhythm, Session
from tests.factories.opportunities import OpportunityFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.opportunities.conftest import ROW

pytestmark = pytest.mark.django_db


def reasons(report):
    return [(one.line, one.column, one.reason) for one in report.refusals()]


def notes(report):
    return [one.reason for one in report.remarks if not one.refused]


def test_import_creates_a_posting_with_its_sessions(run):
    report = run(ROW)

    opportunity = Opportunity.objects.get()
    session = opportunity.sessions.get()
    assert report.outcomes == {Outcome.CREATED: 1}
    assert (opportunity.source, opportunity.external_id) == ("town", "a1")
    assert opportunity.interests.count() == 2
    assert opportunity.needs.get().slug == "no-id"
    assert session.starts_at == dt.datetime(2026, 5, 12, 14, tzinfo=dt.UTC)  # 10 in New York
    assert session.capacity == 6
    assert opportunity.next_session == session


def test_import_makes_nothing_public_until_staff_verify_and_publish(run, now):
    run(ROW)
    organisation = Organisation.objects.get()
    assert organisation.standing == Standing.UNVERIFIED
    assert not Opportunity.objects.get().live

    run(ROW, publish=True)
    assert Opportunity.objects.get().live
    assert not Opportunity.objects.public(now).exists()

    Organisation.objects.update(standing=Standing.VERIFIED, verified_until=now.date())
    assert Opportunity.objects.public(now).exists()


def test_publish_does_not_bring_back_what_staff_took_down(run):
    run(ROW, publish=True)
    Opportunity.objects.update(live=False)

    run(ROW, publish=True)

    assert not Opportunity.objects.get().live


def test_import_again_changes_nothing(run):
    run(ROW, ROW | {"id": "a2"})
    before = list(Opportunity.objects.values().order_by("pk"))

    report = run(ROW, ROW | {"id": "a2"})

    assert report.outcomes == {Outcome.UNCHANGED: 2}
    assert list(Opportunity.objects.values().order_by("pk")) == before
    assert Session.objects.count() == 2
    assert Organisation.objects.count() == 1


def test_import_again_updates_text_and_words(run):
    run(ROW)
    report = run(ROW | {"title": "Garden evening", "interests": "food", "needs": ""})

    opportunity = Opportunity.objects.get()
    assert report.outcomes == {Outcome.UPDATED: 1}
    assert opportunity.title == "Garden evening"
    assert [interest.slug for interest in opportunity.interests.all()] == ["food"]
    assert not opportunity.needs.exists()


def test_import_again_leaves_an_edited_text_alone(run, staff):
    run(ROW)
    opportunity = Opportunity.objects.get()
    opportunity.title = "Edited by a person"
    opportunity.save_revision(user=staff).publish()

    report = run(ROW | {"title": "From the file"})

    assert Opportunity.objects.get().title == "Edited by a person"
    assert "It was edited on this site since: its text was left as it is." in notes(report)


def test_a_moved_date_moves_its_session_and_the_people_in_it(run, participant, now):
    run(ROW, publish=True)
    Organisation.objects.update(standing=Standing.VERIFIED, verified_until=dt.date(2099, 1, 1))
    session = Session.objects.select_related("opportunity__organisation").get()
    sign_up(session=session, by=participant, alias="Sam", now=now)

    report = run(ROW | {"date": "2026-05-13"})

    moved = Session.objects.get()
    assert moved.pk == session.pk
    assert moved.starts_at == session.starts_at + dt.timedelta(days=1)
    assert moved.sign_ups.count() == 1
    assert report.outcomes == {Outcome.UPDATED: 1}
    assert Opportunity.objects.get().next_session_at == moved.starts_at


def test_a_date_that_is_gone_is_cancelled_and_stays_so(run):
    weekly = ROW | {"repeats": "weekly", "until": "2026-06-02"}
    run(weekly)
    assert Session.objects.count() == 4

    run(ROW | {"repeats": "weekly", "until": "2026-05-26"})
    assert Session.objects.filter(cancelled_at=None).count() == 3

    assert run(weekly).outcomes == {Outcome.UNCHANGED: 1}


def test_a_time_set_on_the_site_is_kept_when_the_file_names_days_only(run):
    days = ROW | {"starts": "", "ends": ""}
    run(days)
    session = Session.objects.get()
    later = session.starts_at + dt.timedelta(hours=4)
    Session.objects.update(starts_at=later, ends_at=later + dt.timedelta(hours=1))

    assert run(days).outcomes == {Outcome.UNCHANGED: 1}
    assert Session.objects.get().starts_at == later


def test_more_places_are_given_but_none_taken_away(run, participant, now):
    run(ROW, publish=True)
    Organisation.objects.update(standing=Standing.VERIFIED, verified_until=dt.date(2099, 1, 1))
    session = Session.objects.select_related("opportunity__organisation").get()
    sign_up(session=session, by=participant, alias="Sam", now=now)

    run(ROW | {"places": "9"})
    assert Session.objects.get().capacity == 9

    Session.objects.update(places_taken=5)
    run(ROW | {"places": "2"})
    assert Session.objects.get().capacity == 9


def test_dates_that_come_again_by_a_rule_of_the_partner_are_no_business_of_a_file(run, now):
    run(ROW)
    opportunity = Opportunity.objects.get()
    start = now + dt.timedelta(days=2)
    made = add_schedule(
        opportunity=opportunity,
        rhythm=Rhythm.WEEKLY,
        starts_at=start,
        ends_at=start + dt.timedelta(hours=1),
        last_on=None,
        capacity=3,
        now=now,
    )
    assert run(ROW).outcomes == {Outcome.UNCHANGED: 1}
    run(ROW | {"date": "2026-05-13"})
    assert made.sessions.filter(cancelled_at=None, moved_at=None, capacity=3).count() == 52
    assert opportunity.sessions.get(schedule=None).local_start.day == 13


def test_past_days_are_imported_without_a_session(run):
    report = run(ROW | {"date": "2026-05-01"})

    assert not Session.objects.exists()
    assert notes(report) == ["All its days are past: it is here without a date to come."]


def test_a_bad_row_costs_no_good_one(run):
    report = run(
        ROW | {"id": "a1"},
        ROW | {"id": "a2", "title": "two\nlines", "date": "soon"},
        ROW | {"id": ""},
        ROW | {"id": "a1"},
        ROW | {"id": "a5", "organisation": ""},
        ROW | {"id": "a6", "places": "many"},
        ROW | {"id": "a7", "kind": "job"},
        ROW | {"id": "a8", "starts": "25:00"},
        ROW | {"id": "a9", "ends": "09:00"},
        ROW | {"id": "b1", "until": "2026-01-01"},
        ROW | {"id": "b2", "title": "<b></b>"},
        ROW | {"id": "b3", "places": "10001"},
        ROW | {"id": "b4", "organisation": "x" * 161},
        ROW | {"id": "last"},
    )

    assert sorted(Opportunity.objects.values_list("external_id", flat=True)) == ["a1", "last"]
    assert (report.total, report.imported) == (14, 2)
    assert reasons(report) == [
        (3, "date", "“soon” is no date. Write 2026-05-30."),
        (5, "id", "This cell is empty. Every row needs it."),
        (6, "", "The same id stands on line 2."),
        (7, "organisation", "This cell is empty. Every row needs it."),
        (8, "places", "“many” is no number of places. Write a whole number up to 10,000."),
        (9, "kind", "“job” is not known here. Write one of: volunteer, project, class, group."),
        (10, "starts", "“25:00” is no time of day. Write 14:30."),
        (11, "ends", "It ends before it starts."),
        (12, "until", "It ends before it starts."),
        (13, "title", "This cell is empty. Every row needs it."),
        (14, "places", "“10001” is no number of places. Write a whole number up to 10,000."),
        (15, "organisation", "This cell is longer than 160 signs."),
    ]


@pytest.fixture
def one_is_refused(monkeypatch):
    """The database will not have the row `a2`, whether it comes alone or with others."""
    draft = storing._draft

    def refuse_one(reading, run):
        row = draft(reading, run)
        if reading.posting.external_id == "a2":  # a real statement that the database refuses
            other = OpportunityFactory()
            Session.objects.create(opportunity=other, starts_at=run.now, ends_at=run.now)
        return row

    monkeypatch.setattr(storing, "_draft", refuse_one)


def test_a_row_that_the_database_refuses_costs_no_other(run, one_is_refused):
    report = run(ROW, ROW | {"id": "a2"}, ROW | {"id": "a3"})

    assert sorted(Opportunity.objects.values_list("external_id", flat=True)) == ["a1", "a3"]
    assert reasons(report) == [(3, "", "The database did not take this row.")]


def test_an_organisation_whose_first_row_is_refused_is_made_for_its_second(run, one_is_refused):
    """What went with the refused row is not remembered as being there."""
    other = {"organisation": "Second kitchen"}
    report = run(ROW, ROW | other | {"id": "a2"}, ROW | other | {"id": "a3"})

    stored = Opportunity.objects.filter(external_id="a3").get()
    assert stored.organisation.name == "Second kitchen"
    assert reasons(report) == [(3, "", "The database did not take this row.")]


def test_a_dry_run_reports_the_same_and_writes_nothing(run):
    lines = [ROW, ROW | {"id": "a2", "date": "soon"}]
    dry = run(*lines, dry_run=True)

    assert not Opportunity.objects.exists()
    assert not Organisation.objects.exists()
    assert not Area.objects.exists()
    assert not Interest.objects.exists()

    real = run(*lines)
    assert dry.outcomes == real.outcomes
    assert dry.remarks == real.remarks


def test_match_takes_only_organisations_that_are_here(run):
    here = OrganisationFactory(name="Sallow Lane Garden")

    report = run(
        ROW, ROW | {"id": "a2", "organisation": "Unknown"}, organisations=Organisations.MATCH
    )

    assert Opportunity.objects.get().organisation == here
    assert reasons(report) == [(3, "", "No single organisation here is called “Unknown”.")]


def test_match_does_not_guess_between_two_of_one_name(run):
    OrganisationFactory.create_batch(2, name="Sallow Lane Garden")

    assert run(ROW, organisations=Organisations.MATCH).imported == 0


def test_create_never_posts_in_the_name_of_a_verified_organisation(run, now):
    verified = OrganisationFactory(name="Sallow Lane Garden")

    run(ROW, publish=True)

    assert not verified.opportunities.exists()
    assert not Opportunity.objects.public(now).exists()


def test_the_same_id_of_two_sources_is_two_postings(run):
    run(ROW)
    run(ROW, source="next-town")

    assert Opportunity.objects.count() == 2
    assert Organisation.objects.count() == 2


def test_missing_columns_are_named(run):
    with pytest.raises(UnreadableFile) as refusal:
        run({"id": "a1", "name": "Garden"})

    assert str(refusal.value) == (
        "The file has no column organisation, title, which the mapping onward needs."
    )


def test_a_row_costs_a_steady_number_of_queries(run):
    run(ROW)

    def queries(count, start):
        with CaptureQueriesContext(connection) as caught:
            run(*[ROW | {"id": f"{start}{number}"} for number in range(count)])
        return len(caught)

    ten, sixty = queries(10, "x"), queries(60, "y")
    assert (sixty - ten) / 50 <= 12


IN_SPANISH = {"title": "Mañana en el huerto", "summary": "Siembra, riega y cosecha."}


def told_in_spanish() -> Opportunity:
    row = Opportunity.objects.get()
    row.write_in("es", IN_SPANISH | {name: "Algo" for name in row.TOLD if name not in IN_SPANISH})
    row.save()
    return row


def test_import_again_leaves_other_languages_alone(run):
    run(ROW, publish=True)
    before = told_in_spanish()
    assert run(ROW | {"places": "7"}, publish=True).outcomes == {Outcome.UPDATED: 1}
    after = Opportunity.objects.get()
    assert after.in_other_languages == before.in_other_languages
    assert after.words_in("es")["title"] == IN_SPANISH["title"]
    assert after.card_words["es"]["title"] == IN_SPANISH["title"]


def test_import_that_changes_the_original_keeps_them_and_shows_them_to_nobody(run):
    run(ROW, publish=True)
    kept = told_in_spanish().in_other_languages
    run(ROW | {"summary": "Plant and pick."}, publish=True)
    row = Opportunity.objects.get()
    assert row.in_other_languages == kept
    assert row.words_in("es") is None
    assert row.card_words == {}
    run(ROW, publish=True)
    assert Opportunity.objects.get().card_words["es"]["title"] == IN_SPANISH["title"]


def test_import_leaves_a_posting_alone_that_its_partner_told_in_another_language(run, now):
    """The words are a draft of this site then, and the text is no file's any more."""
    run(ROW, publish=True)
    row = Opportunity.objects.get()
    by = MembershipFactory(organisation=row.organisation).person
    words = {name: "Algo" for name, said in row.original.items() if said}
    tell_in(opportunity=row, language="es", words=words | IN_SPANISH, by=by, now=now)
    report = run(ROW | {"summary": "Plant and pick."}, publish=True)
    assert any("edited on this site" in note for note in notes(report))
    draft = Opportunity.objects.get().get_latest_revision_as_object()
    assert draft.summary == ROW["summary"]
    assert draft.words_in("es")["title"] == IN_SPANISH["title"]
