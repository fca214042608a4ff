"""The trail is append-only: the database itself refuses to change or to delete a line of it."""

from django.db import migrations

GUARD = """
CREATE FUNCTION accounts_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_event
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
"""
UNGUARD = "DROP TRIGGER append_only ON accounts_event; DROP FUNCTION accounts_refuse_change()"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_cache_table")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
