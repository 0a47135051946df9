from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('opportunities', '0029_somebody_who_always_comes'),
    ]

    operations = [
        migrations.AddField(
            model_name='opportunity',
            name='place_changed_at',
            field=models.DateTimeField(blank=True, editable=False, help_text='When its words last led people to another place.', null=True),
        ),
    ]
