from django.db import migrations, models

from . import _secret_places


class Migration(migrations.Migration):

    dependencies = [
        ('support', '0004_language_of_a_service'),
    ]

    operations = [
        migrations.RunPython(_secret_places.lift, _secret_places.hold),
        migrations.AddField(
            model_name='service',
            name='in_other_languages',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.RunPython(_secret_places.hold, _secret_places.lift),
    ]
