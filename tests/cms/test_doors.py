"""Side doors of the admin that stay shut, pictures that are no pictures, checks without tables."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from PIL import Image
from wagtail.models import WorkflowContentType

from cms.checks import opportunities_are_reviewed
from cms.doors import OnlyTheOperator
from cms.models.images import UnreadablePicture, without_metadata
from community.organisations.models import Organisation
from community.people.actions import give_role
from community.people.models import User
from opportunities.models import Opportunity
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def drawn(kind: str, mode: str = "RGB", **how) -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new(mode, (20, 10)).save(data, kind, **how)
    return SimpleUploadedFile(f"a.{kind.lower()}", data.getvalue())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_of_a_kind_that_we_keep_stays_what_it_is(kind):
    with Image.open(without_metadata(drawn(kind))) as clean:
        assert (clean.format, clean.size) == (kind, (20, 10))


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO"])
def test_picture_of_another_kind_is_refused(kind):
    with pytest.raises(UnreadablePicture, match=kind):
        without_metadata(drawn(kind))


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n"])
def test_file_that_is_no_picture_is_refused(data):
    with pytest.raises((UnreadablePicture, OSError)):
        without_metadata(SimpleUploadedFile("a.png", data))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_picture_keeps_its_pixels_in_every_mode(mode):
    with Image.open(without_metadata(drawn("PNG", mode))) as clean:
        assert clean.size == (20, 10)
        assert clean.mode == ("RGBA" if mode == "P" else mode)


def test_picture_with_transparent_colours_stays_transparent():
    upload = drawn("PNG", "P", transparency=0)
    with Image.open(without_metadata(upload)) as clean:
        assert clean.getpixel((0, 0))[3] == 0


def test_words_within_a_picture_are_gone():
    upload = drawn("JPEG", comment=b"12 Sallow Lane")
    assert b"Sallow" in upload.read()
    assert b"Sallow" not in without_metadata(upload).read()


@pytest.mark.parametrize(
    ("is_active", "is_superuser", "may"),
    [(True, True, True), (False, True, False), (True, False, False)],
)
def test_accounts_are_for_an_active_operator(is_active, is_superuser, may):
    person = UserFactory(is_active=is_active, is_superuser=is_superuser, role="staff")
    policy = OnlyTheOperator(User)
    for action in ("add", "change", "delete", "view"):
        assert policy.user_has_permission(person, action) is may
    assert policy.user_has_any_permission(person, ["change", "view"]) is may
    assert (person in policy.users_with_any_permission(["change"])) is may


def test_site_without_a_review_is_told_of_only_when_the_database_is_asked(home):
    assert opportunities_are_reviewed(None, databases=["default"]) == []
    WorkflowContentType.objects.all().delete()
    (warning,) = opportunities_are_reviewed(None, databases=["default"])
    assert warning.id == "cms.W001"
    assert "prepare_site" in warning.hint
    assert opportunities_are_reviewed(None) == []
    call_command("prepare_site")
    assert opportunities_are_reviewed(None, databases=["default"]) == []


def test_check_is_silent_on_a_database_that_is_not_migrated(home):
    table = WorkflowContentType._meta.db_table
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
        assert opportunities_are_reviewed(None, databases=["default"]) == []
        transaction.set_rollback(True)


def test_new_posting_offers_no_hold_and_new_organisation_no_verification(
    home, staff, as_person, now
):
    """What is not written yet has no address to hold it at."""
    desk = as_person(give_role(person=staff, role="staff", now=now))
    for kind in ("opportunities_opportunity", "organisations_organisation"):
        page = desk.get(reverse(f"wagtailsnippets_{kind}:add"))
        assert page.status_code == 200
        words = page.content.decode()
        for verb in ("hold", "release", "verify", "suspend"):
            assert f"/desk/{verb}/" not in words
    assert not Opportunity.objects.exists()


def test_organisation_is_not_copied_with_what_staff_vouched_for(home, staff, as_person, now):
    """Wagtail would make one that is verified and that nobody has checked (safety.md #67)."""
    desk = as_person(give_role(person=staff, role="staff", now=now))
    organisation = OrganisationFactory()
    address = f"/cms/snippets/organisations/organisation/copy/{organisation.pk}/"
    for answer in (desk.get(address), desk.post(address, {"name": "Another"})):
        assert answer.status_code == 404
    assert not Organisation.objects.exclude(pk=organisation.pk).exists()
