"""The database itself refuses to change a record of who looked, or to delete it before its time.

Whatever alters the table on SQLite makes it anew, without its triggers: such a migration ends with
`add` of this one.
"""

from django.db import migrations

TABLE = "safety_accessrecord"
SAID = "records of access are only added to"
POSTGRESQL = f"""
CREATE FUNCTION {TABLE}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR OLD.created_at > now() - interval '730 days' THEN
        RAISE EXCEPTION '{SAID}';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER {TABLE}_stays BEFORE UPDATE OR DELETE ON {TABLE}
FOR EACH ROW EXECUTE FUNCTION {TABLE}_stays();
"""
SQLITE = (
    f"""
CREATE TRIGGER {TABLE}_is_not_changed BEFORE UPDATE ON {TABLE}
BEGIN SELECT RAISE(ABORT, '{SAID}'); END
""",
    f"""
CREATE TRIGGER {TABLE}_is_not_deleted BEFORE DELETE ON {TABLE}
WHEN julianday(OLD.created_at) > julianday('now') - 730
BEGIN SELECT RAISE(ABORT, '{SAID}'); END
""",
)


def add(_apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL)
        return
    for statement in SQLITE:
        editor.execute(statement)


def drop(_apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP TRIGGER {TABLE}_stays ON {TABLE}")
        editor.execute(f"DROP FUNCTION {TABLE}_stays()")
        return
    editor.execute(f"DROP TRIGGER {TABLE}_is_not_changed")
    editor.execute(f"DROP TRIGGER {TABLE}_is_not_deleted")


class Migration(migrations.Migration):
    dependencies = [("safety", "0005_who_looked_at_whom")]
    operations = [migrations.RunPython(add, drop)]
