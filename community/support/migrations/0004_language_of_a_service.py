import community.people.models.person
from django.db import migrations, models

from . import _secret_places


class Migration(migrations.Migration):

    dependencies = [
        ('support', '0003_directory_file'),
    ]

    operations = [
        migrations.RunPython(_secret_places.lift, _secret_places.hold),
        migrations.AddField(
            model_name='service',
            name='written_in',
            field=models.CharField(choices=community.people.models.person.offered_languages, default=community.people.models.person.default_language, help_text='Whoever reads another language is told so before they open it.', max_length=10, verbose_name='language of these words'),
        ),
        migrations.RunPython(_secret_places.hold, _secret_places.lift),
    ]
