"""PostgreSQL: search words without their accents, and one index over title and body.

`unaccent` is a trusted extension: the owner of the database may create it. The index is the one
that a search over title and body uses; modelsearch leaves it to the site.
"""

from django.db import migrations

FORWARDS = """
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE TEXT SEARCH CONFIGURATION onward (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION onward
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
CREATE INDEX search_title_and_body ON wagtailsearch_indexentry
    USING gin ((title || body)) WITH (fastupdate = off);
"""
BACKWARDS = """
DROP INDEX search_title_and_body;
DROP TEXT SEARCH CONFIGURATION onward;
"""


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [
        ("wagtailsearch", "0010_add_text_fields"),
        ("opportunities", "0002_initial"),
    ]

    operations = [
        migrations.RunPython(on_postgresql(FORWARDS), on_postgresql(BACKWARDS)),
    ]
