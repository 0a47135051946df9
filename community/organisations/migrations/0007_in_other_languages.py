import community.people.models.person
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0006_public_ids_of_memberships_differ'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='in_other_languages',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='organisation',
            name='written_in',
            field=models.CharField(choices=community.people.models.person.offered_languages, default=community.people.models.person.default_language, help_text='Whoever reads another language is told so before they open it.', max_length=10, verbose_name='language of these words'),
        ),
    ]
