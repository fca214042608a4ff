"""What Django's models cannot say: append-only rows, and room in the openings' pages for their updates."""

from django.db import migrations

APPEND_ONLY = [
    "labeling_submission",
    "labeling_review",
    "labeling_exclusion",
    "labeling_taskmark",
    "labeling_policylicense",
]

GUARD = """
CREATE FUNCTION labeling_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("labeling", "0002_tables")]
    operations = [
        migrations.RunSQL(GUARD, "DROP FUNCTION labeling_refuse_change"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER append_only BEFORE UPDATE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION labeling_refuse_change()",
                f"DROP TRIGGER append_only ON {table}",
            )
            for table in APPEND_ONLY
        ),
        # Every claim rewrites its opening: room on the page keeps the new version beside the old.
        migrations.RunSQL(
            "ALTER TABLE labeling_opening SET (fillfactor = 70)", "ALTER TABLE labeling_opening RESET (fillfactor)"
        ),
    ]
