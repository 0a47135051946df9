"""A file that brings another place: who has a place there hears of it like of any other edit."""

import pytest

from community.notifications.models import Message
from community.organisations.models import Organisation, Standing
from opportunities.actions.signups import sign_up
from opportunities.actions.uploading import bring_in, go_on_with_uploads, take_upload
from opportunities.models import Opportunity, Session
from tests.factories.people import UserFactory
from tests.opportunities.conftest import ROW
from tests.opportunities.test_published_again import with_details

pytestmark = pytest.mark.django_db
WEEKLY = ROW | {"repeats": "weekly", "until": "2026-05-26"}
ELSEWHERE = WEEKLY | {"place": "Blue gate, 3 Plum Row"}


@pytest.fixture
def dates(run, now):
    """A live activity that came from a file, with three dates."""
    run(WEEKLY, publish=True)
    Organisation.objects.update(standing=Standing.VERIFIED, verified_until=now.date())
    return list(Session.objects.order_by("starts_at"))


def told():
    return Message.objects.filter(key__startswith="where:", ended_at=None)


def test_each_person_is_told_once_however_many_dates_and_runs(dates, run, participant, now):
    other = UserFactory()
    for date in dates:
        sign_up(session=date, by=participant, alias="Wren", now=now)
    sign_up(session=dates[1], by=other, alias="Wren", now=now)
    for _time in range(2):
        run(ELSEWHERE, publish=True)
    assert sorted(row.recipient_id for row in told()) == sorted([participant.pk, other.pk])
    assert Opportunity.objects.get().place_changed_at == now


def test_reminders_that_say_where_name_the_new_place(dates, run, participant, now):
    with_details(participant, now)
    sign_up(session=dates[0], by=participant, alias="Wren", now=now)
    run(ELSEWHERE, publish=True)
    unsent = Message.objects.filter(recipient=participant, ended_at=None)
    assert unsent.filter(body__contains="Plum Row").count() == 3
    assert not unsent.filter(body__contains="Sallow Lane,").exists()


@pytest.mark.parametrize(
    ("row", "publish"),
    [
        (WEEKLY | {"title": "Garden day"}, True),
        (ELSEWHERE, False),  # its new text is left out until staff read it
        (ELSEWHERE | {"postcode": "94110"}, False),
        (ELSEWHERE | {"summary": "Paid daily, no questions asked."}, True),
    ],
)
def test_nobody_is_told_of_other_words_or_of_a_place_that_is_left_out(
    dates, run, participant, now, row, publish
):
    sign_up(session=dates[0], by=participant, alias="Wren", now=now)
    before = Opportunity.objects.get()
    run(row, publish=publish)
    after = Opportunity.objects.get()
    assert not told().exists()
    assert (after.place, after.area_id) == (before.place, before.area_id)
    assert after.place_changed_at is None


def test_dry_run_tells_nobody(dates, run, participant, now):
    sign_up(session=dates[0], by=participant, alias="Wren", now=now)
    run(ELSEWHERE, publish=True, dry_run=True)
    assert not told().exists()


def test_file_of_a_partner_moves_nothing_that_is_public(dates, participant, partner, now):
    """It only makes drafts: what people have a place in is changed on the site, and read first."""
    organisation = Organisation.objects.get(source="town")
    partner.memberships.update(organisation=organisation)
    sign_up(session=dates[0], by=participant, alias="Wren", now=now)
    Opportunity.objects.update(source=f"own-{organisation.public_id.hex}")
    columns = [name for name in ELSEWHERE if name != "organisation"]
    content = ",".join(columns) + "\n" + ",".join(f'"{ELSEWHERE[name]}"' for name in columns)
    upload = take_upload(organisation=organisation, content=content.encode(), by=partner, now=now)
    go_on_with_uploads(now=now)
    bring_in(upload=upload, now=now)
    go_on_with_uploads(now=now)
    upload.refresh_from_db()
    assert [reason for _line, column, reason in upload.refused if column == "id"]
    assert Opportunity.objects.get().place == ROW["place"]
    assert not told().exists()
