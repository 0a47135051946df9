"""Who gave an address so far gave it for reminders: their way is e-mail, from today on."""

from django.conf import settings
from django.db import migrations
from django.utils import timezone

BATCH = 1000


def say_e_mail(apps, schema_editor):
    """Write down for everybody with an address what they have been sent until now."""
    preferences = apps.get_model("notifications", "ContactPreference").objects
    people = apps.get_model(*settings.AUTH_USER_MODEL.split(".")).objects.exclude(email="")
    said = {"channel": "email", "checked_at": timezone.now()}
    preferences.filter(person__in=people, channel="").update(**said)
    without = people.filter(contact_preference=None).values_list("pk", flat=True)
    while ids := list(without[:BATCH]):
        preferences.bulk_create(preferences.model(person_id=pk, **said) for pk in ids)


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0004_safe_contact'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(say_e_mail, migrations.RunPython.noop)]
