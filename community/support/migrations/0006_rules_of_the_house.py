from django.db import migrations, models

from . import _secret_places


class Migration(migrations.Migration):

    dependencies = [
        ('support', '0005_service_in_other_languages'),
    ]

    operations = [
        migrations.RunPython(_secret_places.lift, _secret_places.hold),
        migrations.AddField(
            model_name='service',
            name='house_rules',
            field=models.CharField(blank=True, help_text='When people are in, phones, visitors, drink and drugs: in plain words.', max_length=300, verbose_name='rules of the house'),
        ),
        migrations.RunPython(_secret_places.hold, _secret_places.lift),
    ]
