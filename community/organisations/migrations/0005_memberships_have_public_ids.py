import uuid

from django.db import migrations


def give_ids(apps, _schema_editor):
    """A public id of its own for each membership; the column was added with one for all."""
    Membership = apps.get_model("organisations", "Membership")
    for pk in Membership.objects.values_list("pk", flat=True):
        Membership.objects.filter(pk=pk).update(public_id=uuid.uuid4())


class Migration(migrations.Migration):

    dependencies = [
        ("organisations", "0004_becoming_a_partner"),
    ]

    operations = [migrations.RunPython(give_ids, migrations.RunPython.noop, elidable=True)]
