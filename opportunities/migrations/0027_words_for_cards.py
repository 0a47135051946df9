from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('opportunities', '0026_opportunity_in_other_languages'),
    ]

    operations = [
        migrations.AddField(
            model_name='opportunity',
            name='card_words',
            field=models.JSONField(blank=True, default=dict, editable=False, help_text='What lists read of each other language whose words hold; set when it is saved.'),
        ),
    ]
