"""The trail is append-only also for TRUNCATE, which fires no trigger of rows.

Whoever empties a whole database on purpose says so first (the tests do, after each test that commits):
SET LOCAL annotator.may_truncate = 'yes'
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION accounts_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('annotator.may_truncate', true) IS DISTINCT FROM 'yes' THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON accounts_event
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_refuse_truncate();
"""
UNGUARD = "DROP TRIGGER never_emptied ON accounts_event; DROP FUNCTION accounts_refuse_truncate()"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_event_of_project_alone")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
