"""A service whose place stays secret has no place to go to: held to by the databases themselves.

The rule is about three tables, so no check constraint can say it. SQLite makes a table anew when a
migration changes it, and loses its triggers: a later migration that changes `service`, `place` or
`serviceplace` begins with `lift` and ends with `hold`. `test_secret_places.py` fails without.

On PostgreSQL the rows that are read are locked, so that two requests at once cannot each miss what
the other writes.
"""

ON_POSTGRESQL = """
CREATE OR REPLACE FUNCTION support_secret_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_secret boolean;
    is_physical boolean;
BEGIN
    IF TG_TABLE_NAME = 'support_serviceplace' THEN
        SELECT is_confidential INTO is_secret FROM support_service
            WHERE id = NEW.service_id FOR SHARE;
        SELECT kind = 'physical' INTO is_physical FROM support_place
            WHERE id = NEW.place_id FOR SHARE;
        IF is_secret AND is_physical THEN
            RAISE EXCEPTION 'the place of this service stays secret' USING ERRCODE = '23514';
        END IF;
    ELSIF TG_TABLE_NAME = 'support_service' THEN
        IF NEW.is_confidential AND EXISTS (
            SELECT 1 FROM support_serviceplace s JOIN support_place p ON p.id = s.place_id
            WHERE s.service_id = NEW.id AND p.kind = 'physical'
        ) THEN
            RAISE EXCEPTION 'this service has a place to go to' USING ERRCODE = '23514';
        END IF;
    ELSE
        IF NEW.kind = 'physical' AND EXISTS (
            SELECT 1 FROM support_serviceplace s JOIN support_service v ON v.id = s.service_id
            WHERE s.place_id = NEW.id AND v.is_confidential
        ) THEN
            RAISE EXCEPTION 'a service that stays secret is here' USING ERRCODE = '23514';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER support_secret_place BEFORE INSERT OR UPDATE ON support_serviceplace
    FOR EACH ROW EXECUTE FUNCTION support_secret_place();
CREATE TRIGGER support_secret_service BEFORE UPDATE ON support_service
    FOR EACH ROW EXECUTE FUNCTION support_secret_place();
CREATE TRIGGER support_secret_kind BEFORE UPDATE ON support_place
    FOR EACH ROW EXECUTE FUNCTION support_secret_place();
"""
OFF_POSTGRESQL = """
DROP TRIGGER IF EXISTS support_secret_place ON support_serviceplace;
DROP TRIGGER IF EXISTS support_secret_service ON support_service;
DROP TRIGGER IF EXISTS support_secret_kind ON support_place;
DROP FUNCTION IF EXISTS support_secret_place();
"""
_BOTH = """
    SELECT 1 FROM support_service v, support_place p
    WHERE v.id = NEW.service_id AND p.id = NEW.place_id AND v.is_confidential
      AND p.kind = 'physical'
"""
ON_SQLITE = [
    f"""CREATE TRIGGER support_secret_place_new BEFORE INSERT ON support_serviceplace
    WHEN EXISTS ({_BOTH})
    BEGIN SELECT RAISE(ABORT, 'the place of this service stays secret'); END""",
    f"""CREATE TRIGGER support_secret_place BEFORE UPDATE ON support_serviceplace
    WHEN EXISTS ({_BOTH})
    BEGIN SELECT RAISE(ABORT, 'the place of this service stays secret'); END""",
    """CREATE TRIGGER support_secret_service BEFORE UPDATE ON support_service
    WHEN NEW.is_confidential AND EXISTS (
        SELECT 1 FROM support_serviceplace s JOIN support_place p ON p.id = s.place_id
        WHERE s.service_id = NEW.id AND p.kind = 'physical'
    )
    BEGIN SELECT RAISE(ABORT, 'this service has a place to go to'); END""",
    """CREATE TRIGGER support_secret_kind BEFORE UPDATE ON support_place
    WHEN NEW.kind = 'physical' AND EXISTS (
        SELECT 1 FROM support_serviceplace s JOIN support_service v ON v.id = s.service_id
        WHERE s.place_id = NEW.id AND v.is_confidential
    )
    BEGIN SELECT RAISE(ABORT, 'a service that stays secret is here'); END""",
]
OFF_SQLITE = [
    f"DROP TRIGGER IF EXISTS {name}"
    for name in (
        "support_secret_place_new",
        "support_secret_place",
        "support_secret_service",
        "support_secret_kind",
    )
]


def hold(apps, schema_editor):
    """Make the triggers."""
    _run(schema_editor, ON_POSTGRESQL, ON_SQLITE)


def lift(apps, schema_editor):
    """Take them away."""
    _run(schema_editor, OFF_POSTGRESQL, OFF_SQLITE)


def _run(schema_editor, on_postgresql, on_sqlite):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(on_postgresql)
    else:
        for statement in on_sqlite:
            schema_editor.execute(statement)
