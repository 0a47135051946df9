"""After a test that commits, nothing is left but what every database begins with."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from community.people.models import User
from community.safety.models import AccessRecord
from tests.emptying.management.commands.flush import AS_MIGRATED
from tests.factories.people import UserFactory


def filled():
    """The tables that hold rows."""
    names = connection.introspection.django_table_names(only_existing=True)
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'SELECT 1 FROM "{name}" LIMIT 1')
            if cursor.fetchone():
                yield name


def flush():
    call_command("flush", verbosity=0, interactive=False)


@pytest.mark.django_db(transaction=True)
def test_all_tables_are_emptied_but_what_was_migrated_stays_the_same():
    began_with = [set(model.objects.values_list()) for model in (ContentType, Permission)]
    UserFactory(username="sam")
    assert User._meta.db_table in set(filled())
    flush()
    assert set(filled()) == AS_MIGRATED
    assert [set(model.objects.values_list()) for model in (ContentType, Permission)] == began_with


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_records_that_refuse_to_be_deleted_are_emptied_as_well(staff, participant):
    looked = {"who": staff.public_id, "role": "staff", "about": participant.public_id}
    AccessRecord.objects.create(**looked, what="account", created_at=timezone.now())
    flush()
    assert set(filled()) == AS_MIGRATED
