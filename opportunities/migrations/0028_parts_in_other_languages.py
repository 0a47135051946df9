import community.people.models.person
from django.db import migrations, models


def as_its_posting(apps, schema_editor):
    """Names that are there were written in the language of their activity."""
    part = apps.get_model("opportunities", "Part")
    posting = apps.get_model("opportunities", "Opportunity").objects
    language = posting.filter(pk=models.OuterRef("opportunity")).values("written_in")[:1]
    part.objects.update(written_in=models.Subquery(language))


class Migration(migrations.Migration):

    dependencies = [
        ('opportunities', '0027_words_for_cards'),
    ]

    operations = [
        migrations.AddField(
            model_name='part',
            name='in_other_languages',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='part',
            name='written_in',
            field=models.CharField(choices=community.people.models.person.offered_languages, default=community.people.models.person.default_language, help_text='Whoever reads another language is told so before they open it.', max_length=10, verbose_name='language of these words'),
        ),
        migrations.RunPython(as_its_posting, migrations.RunPython.noop),
    ]
