from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('opportunities', '0025_what_a_mentor_thought_of'),
    ]

    operations = [
        migrations.AddField(
            model_name='opportunity',
            name='in_other_languages',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
