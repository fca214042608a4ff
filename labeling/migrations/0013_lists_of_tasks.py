"""Paths to the rows of every filter of the list of tasks, and the words of the search over prompts."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FILL = """
UPDATE labeling_skip s SET project_id = a.project_id, task_id = a.task_id
FROM labeling_assignment a WHERE a.id = s.assignment_id;
UPDATE labeling_task t SET split = p.split FROM labeling_prompt p WHERE p.id = t.prompt_id AND t.split <> p.split;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("labeling", "0012_goal"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TaskWords",
            fields=[
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="labeling.task",
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.AddField(
            model_name="import",
            name="is_searchable",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="import",
            name="words_up_to",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="skip",
            name="project",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                default=1,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="labeling.project",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="skip",
            name="task",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                default=1,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="skips",
                to="labeling.task",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="task",
            name="split",
            field=models.CharField(
                choices=[("train", "Train"), ("validation", "Validation"), ("test", "Test")],
                default="train",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="completion",
            name="policy",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="completions",
                to="labeling.policy",
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="batch",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tasks",
                to="labeling.batch",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["labeler", "project", "task"], name="assignment_task"),
        ),
        migrations.AddIndex(
            model_name="completion",
            index=models.Index(fields=["policy", "task"], name="completion_of_policy"),
        ),
        migrations.AddIndex(
            model_name="opening",
            index=models.Index(
                condition=models.Q(
                    ("counted__lt", models.F("allowed")), ("filled", models.F("counted")), ("is_held", False)
                ),
                fields=["project", "task"],
                name="opening_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="opening",
            index=models.Index(
                condition=models.Q(
                    ("counted__lt", models.F("allowed")), ("filled__gt", models.F("counted")), ("is_held", False)
                ),
                fields=["project", "task"],
                name="opening_in_hand",
            ),
        ),
        migrations.AddIndex(
            model_name="opening",
            index=models.Index(
                condition=models.Q(("counted__gte", models.F("allowed")), ("is_held", False)),
                fields=["project", "task"],
                name="opening_done",
            ),
        ),
        migrations.AddIndex(
            model_name="skip",
            index=models.Index(fields=["project", "reason", "task"], name="skip_of_reason"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["batch", "id"], name="task_of_batch"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state", "open"), _negated=True),
                fields=["project", "state", "id"],
                name="task_held",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("split", "train"), _negated=True),
                fields=["project", "split", "id"],
                name="task_of_split",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("use_case", ""), _negated=True),
                fields=["project", "use_case", "id"],
                name="task_of_use_case",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("language", ""), _negated=True),
                fields=["project", "language", "id"],
                name="task_of_language",
            ),
        ),
        migrations.AddIndex(
            model_name="taskfinding",
            index=models.Index(
                condition=models.Q(("flags__gt", [])), fields=["project", "task"], name="finding_flagged"
            ),
        ),
        migrations.AddField(
            model_name="taskwords",
            name="project",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="labeling.project",
            ),
        ),
        migrations.AddIndex(
            model_name="taskwords",
            index=models.Index(fields=["project", "task"], name="words_of_project"),
        ),
        migrations.AddIndex(
            model_name="taskwords",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="words_found"),
        ),
    ]
