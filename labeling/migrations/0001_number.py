"""The sequence that orders what snapshots see; it has to exist before the columns that default to it."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL("CREATE SEQUENCE labeling_number", "DROP SEQUENCE labeling_number")]
