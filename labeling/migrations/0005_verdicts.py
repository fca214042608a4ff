"""Work sent back to its author, and reviews that their labeler's screen finds by itself."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

VERDICTS = [("accepted", "Accepted"), ("rejected", "Rejected"), ("returned", "Sent back"), ("withdrawn", "Withdrawn")]
# Reviews are append-only, but for this once.
FILL = """
ALTER TABLE labeling_review DISABLE TRIGGER append_only;
UPDATE labeling_review r SET project_id = a.project_id, labeler_id = a.labeler_id
FROM labeling_submission s JOIN labeling_assignment a ON a.id = s.assignment_id WHERE s.id = r.submission_id;
ALTER TABLE labeling_review ENABLE TRIGGER append_only;
"""


def project(**options: object) -> models.ForeignKey:
    return models.ForeignKey(
        to="labeling.project", on_delete=django.db.models.deletion.CASCADE, related_name="+", db_index=False,
        db_constraint=False, **options,
    )  # fmt: skip


def labeler(**options: object) -> models.ForeignKey:
    return models.ForeignKey(
        to=settings.AUTH_USER_MODEL, on_delete=django.db.models.deletion.PROTECT, related_name="+", db_index=False,
        db_constraint=False, **options,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("labeling", "0004_findings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField("membership", "reviews_seen", models.BigIntegerField(default=0)),
        migrations.AlterField("review", "verdict", models.CharField(choices=VERDICTS, max_length=10)),
        migrations.AddField("review", "project", project(null=True)),
        migrations.AddField("review", "labeler", labeler(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("review", "project", project()),
        migrations.AlterField("review", "labeler", labeler()),
        migrations.AddIndex(
            "review",
            models.Index(
                condition=Q(verdict__in=["rejected", "returned"]),
                fields=["labeler", "project", "-number"],
                name="review_for_its_labeler",
            ),
        ),
    ]
