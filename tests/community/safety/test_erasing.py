"""Erased is gone: no row, no word and no number of the person is left anywhere (safety.md #33)."""

import datetime as dt
import logging
import uuid
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session as LogIn
from django.core.files.base import ContentFile
from wagtail.log_actions import log
from wagtail.models import Comment, CommentReply, ModelLogEntry, Page, PageLogEntry, Revision
from wagtail.users.models import UserProfile

from cms.models import StandardPage
from community.notifications.models import ContactPreference, Message
from community.people.actions import sign_release
from community.people.models import User
from community.safety.actions import erase
from community.safety.actions.declared import links_to
from community.safety.models import Block, Erasure
from opportunities.actions.signups import sign_up
from opportunities.models import Opportunity, SignUp, State
from tests.dump import whole_database
from tests.factories.opportunities import RegularFactory, SessionFactory, SignUpFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import UserFactory

CANARIES = ("canary-name", "canary@example.org", "new-canary@", "Canary Alias", "Canary words")
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _files_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sam(db) -> User:
    return UserFactory(
        username="canary-name",
        email="canary@example.org",
        email_to_confirm="new-canary@example.org",
        alias="Canary Alias",
    )


@pytest.fixture
def kim(another_participant) -> User:
    return another_participant


def saved(session, person, now, note="Canary words"):
    return sign_up(session=session, by=person, alias=person.alias, note=note, now=now)


def own_rows(sam, kim, now):
    """A row of every kind of ours that somebody may have."""
    saved(SessionFactory(starts_at=now + 3 * DAY), sam, now)
    over = SessionFactory(starts_at=now - 3 * DAY)
    SignUpFactory(session=over, person=sam, alias=sam.alias, note="Canary words", state="attended")
    RegularFactory(person=sam, alias=sam.alias, note="Canary words")
    ContactPreference.objects.create(person=sam)
    Block.objects.create(by=sam, other=kim, created_at=now)
    Block.objects.create(by=kim, other=sam, created_at=now)
    MembershipFactory(person=sam)
    sign_release(person=sam, recipient="A", details=["plan"], purpose="B", now=now)
    Opportunity.objects.update(locked=True, locked_by=sam, locked_at=now)
    Message.objects.create(
        key="canary", recipient=sam, address="new-canary@example.org", subject="Tuesday",
        body="Canary words", due_at=now, created_at=now,
    )  # fmt: skip


def as_editor(sam, other):
    """What Wagtail keeps of somebody who writes pages, and of whoever changed their account."""
    page = Page.objects.get(depth=2).add_child(instance=StandardPage(title="Help", owner=sam))
    comment = Comment.objects.create(
        page=page, user=sam, text="Canary words", contentpath="title", position=""
    )
    CommentReply.objects.create(comment=comment, user=sam, text="Canary words")
    theirs = Comment.objects.create(
        page=page, user=other, text="Plain words", contentpath="title", position=""
    )
    CommentReply.objects.create(comment=theirs, user=sam, text="Canary words")
    page.refresh_from_db()
    page.save_revision(user=sam)
    log(instance=page, action="wagtail.edit", user=sam)
    data = {"comment": {"contentpath": "title", "text": "Canary words"}}
    log(instance=page, action="wagtail.comments.create", user=sam, data=data)
    log(instance=sam, action="wagtail.edit", user=other, title="Canary Alias")
    profile = UserProfile.get_for_user(sam)
    profile.avatar.save("canary.png", ContentFile(b"x"))
    return page, Path(profile.avatar.path)


def numbers_left(pk):
    """Columns, of whatever table, that still hold the number of the account."""
    return [
        f"{model._meta.label}.{field.name}"
        for model, field in links_to(User)
        if model._base_manager.filter(**{field.attname: pk}).exists()
    ]


def test_nothing_of_the_person_is_left_in_the_whole_database(sam, kim, editor, as_person, now):
    own_rows(sam, kim, now)
    as_editor(sam, editor)
    as_person(sam).get("/plan/")
    pk = sam.pk
    before = whole_database()
    for canary in CANARIES:  # a positive control: there was something to find
        assert canary in before, canary
    assert len(numbers_left(pk)) > 8
    public_id = str(sam.public_id)

    erase(person=sam, now=now)

    after = whole_database()
    for canary in (*CANARIES, public_id, sam.public_id.hex):
        assert canary not in after, canary
    assert numbers_left(pk) == []
    assert not User.objects.filter(pk=pk).exists()


def test_what_others_have_and_wrote_is_left_alone(
    sam, kim, editor, now, as_person, django_capture_on_commit_callbacks
):
    own_rows(sam, kim, now)
    page, avatar = as_editor(sam, editor)
    assert avatar.exists()
    session = SessionFactory(starts_at=now + 3 * DAY)
    theirs = saved(session, kim, now, note="Kim's words")
    as_person(kim).get("/plan/")
    with django_capture_on_commit_callbacks(execute=True):
        erase(person=sam, now=now)
    theirs.refresh_from_db()
    assert (theirs.note, theirs.state) == ("Kim's words", State.CONFIRMED)
    page.refresh_from_db()
    assert (page.title, page.owner) == ("Help", None)
    revision = Revision.page_revisions.get()
    assert revision.user is None
    assert [one["text"] for one in revision.content["wagtail_admin_comments"]] == ["Plain words"]
    assert list(Comment.objects.values_list("text", flat=True)) == ["Plain words"]
    assert PageLogEntry.objects.filter(action="wagtail.edit", user=None).count() == 1
    about = ContentType.objects.get_for_model(User)
    assert not ModelLogEntry.objects.filter(content_type=about).exists()
    assert LogIn.objects.count() == 1
    assert not avatar.exists()


def test_erasure_is_listed_by_a_day_and_a_digest(sam, now):
    public_id = sam.public_id
    row = erase(person=sam, now=now)
    assert Erasure.objects.get() == row
    assert row.erased_on == now.date()
    assert str(public_id) not in row.digest
    assert public_id.hex not in row.digest


def test_place_goes_to_the_first_in_line_who_is_told(sam, kim, now):
    session = SessionFactory(starts_at=now + 3 * DAY, capacity=1)
    saved(session, sam, now)
    last = UserFactory()
    first_in_line = saved(session, kim, now)
    second = saved(session, last, now + DAY / 24)
    assert (first_in_line.state, second.state) == (State.WAITING, State.WAITING)
    erase(person=sam, now=now)
    first_in_line.refresh_from_db()
    second.refresh_from_db()
    session.refresh_from_db()
    assert (first_in_line.state, second.state) == (State.OFFERED, State.WAITING)
    assert session.places_taken == session.sign_ups.holding_a_place().count() == 1
    assert Message.objects.filter(recipient=kim, key__startswith="offer:").count() == 1


def test_place_in_line_is_given_up_and_takes_no_place_along(sam, kim, now):
    session = SessionFactory(starts_at=now + 3 * DAY, capacity=1)
    saved(session, kim, now)
    saved(session, sam, now)
    erase(person=sam, now=now)
    session.refresh_from_db()
    assert session.places_taken == session.sign_ups.count() == 1


@pytest.mark.parametrize("ago", [dt.timedelta(minutes=30), 3 * DAY])
def test_dates_that_have_begun_keep_their_count_and_no_row(sam, kim, now, ago):
    session = SessionFactory(starts_at=now - ago, capacity=2)
    SignUpFactory(session=session, person=sam, state=State.ATTENDED)
    SignUpFactory(session=session, person=kim, state=State.CONFIRMED)
    waiting = SignUpFactory(session=session, person=UserFactory(), state=State.WAITING)
    erase(person=sam, now=now)
    session.refresh_from_db()
    assert session.places_taken == 2
    assert SignUp.objects.filter(session=session).count() == 2
    waiting.refresh_from_db()
    assert waiting.state == State.WAITING


def test_message_that_a_worker_hands_over_right_now_goes_as_well(sam, now):
    Message.objects.create(
        key="on-its-way", recipient=sam, body="Canary words", due_at=now, created_at=now,
        attempting_at=now, lease_id=uuid.uuid4(), lease_until=now + DAY,
    )  # fmt: skip
    erase(person=sam, now=now)
    assert not Message.objects.exists()


def test_every_session_of_the_person_dies_and_nobody_elses(sam, kim, as_person, now):
    phones = [as_person(sam), as_person(sam)]
    other = as_person(kim)
    typed = as_person(kim)
    half_typed = typed.session
    half_typed["account_login"] = {"email": "canary@example.org"}
    half_typed.save()
    erase(person=sam, now=now)
    for phone in phones:
        assert phone.get("/plan/").status_code == 302
    assert other.get("/plan/").status_code == 200
    assert LogIn.objects.count() == 1


def test_failure_half_way_leaves_everything_as_it_was(sam, kim, now, monkeypatch):
    own_rows(sam, kim, now)
    before = whole_database()

    def fail(*_args):
        raise RuntimeError

    monkeypatch.setattr("community.safety.actions.erasing._end_sessions", fail)
    with pytest.raises(RuntimeError):
        erase(person=sam, now=now)
    assert whole_database() == before


def test_nothing_is_logged_of_who_it_was(sam, kim, now, caplog):
    own_rows(sam, kim, now)
    with caplog.at_level(logging.DEBUG, logger="community"):
        erase(person=sam, now=now)
    for canary in CANARIES:
        assert canary not in caplog.text
