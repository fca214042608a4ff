"""An import from its file to tasks that can be claimed."""

import io
import json
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Event
from labeling.actions import claim, run_import, start_import
from labeling.models import (
    Batch,
    Completion,
    GroupKey,
    Import,
    Lane,
    Opening,
    Policy,
    Project,
    Prompt,
    PromptGroup,
    Task,
)
from tests import make

pytestmark = pytest.mark.django_db


def queued(into: Project, rows: list[Any] | bytes, **options: Any) -> Import:
    content = rows if isinstance(rows, bytes) else b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    options = {"file_name": "rows.jsonl"} | options
    return start_import.start_import(project=into, by=None, now=timezone.now(), stream=io.BytesIO(content), **options)


def run(into: Project, rows: list[Any] | bytes, **options: Any) -> Import:
    job = queued(into, rows, **options)
    run_import.run(job.pk)
    job.refresh_from_db()
    return job


def errors(job: Import) -> list[tuple[int, str]]:
    return list(job.problems.order_by("line", "id").values_list("line", "field"))


def counts(job: Import) -> tuple[str, int, int, int, int]:
    return job.state, job.rows, job.created, job.unchanged, job.rejected


def nothing_is_there(project: Project) -> bool:
    tables = (Task, Prompt, PromptGroup, GroupKey, Policy, Batch, Opening)
    return not Completion.objects.exists() and not any(
        table.objects.filter(project=project).exists() for table in tables
    )


def test_a_full_row_comes_out_as_it_went_in():
    text = "e\u0301 \r\n \u2028 \\N \\. \t 👩‍👩‍👧 <b> \x01 "
    row = {
        "id": "p\\17\t", "prompt": text, "priority": 5, "overlap": 3, "prompt_type": "plain", "use_case": "open_qa",
        "language": "en", "source": "api", "source_user": "u\n", "batch": "w48", "split": "test",
        "metadata": {"any": ["\\", 0.1, None]},
        "completions": [
            {"text": text + "1", "model": "m\\1", "id": "c\t1", "reasoning": "why\n", "sampling": {"t": 0.7},
             "rank": 1},
            {"text": text + "2"},
        ],
    }  # fmt: skip
    project = make.project()
    job = run(project, [row])
    assert counts(job) == ("done", 1, 1, 0, 0)
    task = Task.objects.select_related("prompt", "batch", "opening").get(project=project)
    assert (task.external_id, task.source_user, task.batch.name, task.metadata) == (
        "p\\17\t",
        "u\n",
        "w48",
        row["metadata"],
    )
    assert (task.prompt_type, task.use_case, task.language, task.source) == ("plain", "open_qa", "en", "api")
    assert (task.prompt.messages, task.prompt.split) == ([{"role": "user", "content": text}], "test")
    first, second = task.completions.select_related("policy").order_by("index")
    assert (first.text, first.policy.name, first.external_id) == (text + "1", "m\\1", "c\t1")
    assert (first.reasoning, first.sampling, first.metadata) == ("why\n", {"t": 0.7}, {"rank": 1})
    assert (second.text, second.policy, second.reasoning, second.metadata) == (text + "2", None, "", {})
    assert (task.opening.allowed, task.opening.lane, task.opening.position) == (3, -9, task.pk)
    assert Lane.objects.filter(project=project, rank=-9).exists()
    assert job.warnings["unknown_key:completions.rank"]["count"] == 1


def test_importing_twice_adds_nothing():
    project = make.project()
    rows = [*make.rows(3), {"prompt": "no id", "completions": ["x", "y"]}]
    assert counts(run(project, rows)) == ("done", 4, 4, 0, 0)
    assert counts(run(project, rows)) == ("done", 4, 0, 4, 0)
    assert counts(run(project, rows + rows)) == ("done", 8, 0, 8, 0)
    assert Task.objects.filter(project=project).count() == Opening.objects.filter(project=project).count() == 4


@pytest.mark.parametrize(
    ("field", "value"),
    [("prompt", "other"), ("completions", ["a", "b"]), ("priority", 3), ("split", "test"), ("metadata", {"a": 1}),
     ("source_user", "u"), ("overlap", 2)],
)  # fmt: skip
def test_same_id_and_other_content_names_the_field(field, value):
    project = make.project()
    row = make.rows(1)[0]
    run(project, [row])
    job = run(project, [row | {field: value}])
    assert counts(job) == ("failed", 1, 0, 0, 1)
    assert errors(job) == [(1, field)]
    assert row["id"] in job.problems.get().detail


def test_an_id_twice_in_a_file():
    project = make.project()
    row, other = make.rows(2)
    job = run(project, [row, other, row, row | {"priority": 2}, row | {"priority": 3}, other])
    assert counts(job) == ("failed", 6, 0, 2, 2)
    assert errors(job) == [(4, "priority"), (5, "priority")]
    assert "line 1" in job.problems.first().detail
    assert nothing_is_there(project)
    job = run(project, [row, other, row, row | {"priority": 2}], on_error="skip")
    assert counts(job) == ("done", 4, 2, 1, 1)
    assert Task.objects.get(project=project, external_id=row["id"]).priority == 0


def test_reject_reports_all_errors_and_imports_nothing():
    project = make.project()
    good = make.rows(3)
    job = run(project, [good[0], {"prompt": 3}, good[1], {"prompt": "a", "completions": ["x"]}, good[2], []])
    assert counts(job) == ("failed", 6, 0, 0, 3)
    assert errors(job) == [(2, "prompt"), (4, "completions"), (6, "")]
    assert nothing_is_there(project)
    assert "3 of 6 rows" in job.error
    assert (
        Event.objects.filter(subject=f"import:{job.pk}").order_by("id").values_list("verb", flat=True)[1]
        == "import.failed"
    )


def test_skip_imports_the_good_rows():
    project = make.project()
    good = make.rows(2)
    job = run(project, [good[0], {"prompt": 3}, good[1]], on_error="skip")
    assert counts(job) == ("done", 3, 2, 0, 1)
    assert Task.objects.filter(project=project, opening__isnull=False).count() == 2


def test_a_dry_run_checks_only():
    project = make.project()
    job = run(project, make.rows(2), is_dry_run=True)
    assert counts(job) == ("done", 2, 2, 0, 0)
    job = run(project, [*make.rows(1), {"prompt": ""}], is_dry_run=True)
    assert (job.state, errors(job)) == ("failed", [(2, "prompt")])
    assert nothing_is_there(project)


def test_a_dry_run_tells_what_would_happen_and_leaves_no_trace():
    project = make.project()
    two = ["a", "b"]
    run(project, [{"prompt": "one", "completions": two, "split": "train"},
                  {"prompt": "two", "completions": two, "split": "test", "source_user": "u"}])  # fmt: skip
    before = set(GroupKey.objects.values_list("digest", "group_id")), Prompt.objects.count()
    rows = [
        {"prompt": "ONE", "completions": two, "source_user": "u"},
        {"prompt": "one", "completions": ["c", "d"], "split": "test", "source_user": "new"},
        {"prompt": "one", "completions": two, "split": "train"},
    ]
    job = run(project, rows, is_dry_run=True)
    assert counts(job) == ("done", 3, 2, 1, 0)
    assert {"quarantined", "split_kept"} <= set(job.warnings)
    assert any(code.startswith("large_group") for code in job.warnings)
    assert (set(GroupKey.objects.values_list("digest", "group_id")), Prompt.objects.count()) == before
    assert Task.objects.filter(project=project).count() == Opening.objects.filter(project=project).count() == 2


def test_a_file_that_cannot_be_read_to_its_end_imports_nothing():
    for on_error in ("reject", "skip"):
        project = make.project()
        job = run(project, json.dumps(make.rows(2)).encode()[:-1] + b"\n", file_name="x.json", on_error=on_error)
        assert job.state == "failed"
        assert job.problems.get().detail.startswith("The file breaks off")
        assert nothing_is_there(project)


def test_same_texts_become_one_card():
    project = make.project()
    texts = [{"text": "x", "model": "a"}, {"text": "y", "model": "b"}, {"text": "x", "model": "c"}, {"text": "x "}]
    run(project, [{"prompt": "q", "completions": texts}])
    found = list(Completion.objects.order_by("index"))
    assert [completion.same_as_id for completion in found] == [None, None, found[0].pk, None]
    assert [completion.policy and completion.policy.name for completion in found] == ["a", "b", "c", None]


def test_one_distinct_text_makes_no_task():
    project = make.project()
    job = run(project, [{"id": "1", "prompt": "q", "completions": ["x", "x"]}, *make.rows(1)])
    assert counts(job) == ("done", 2, 1, 0, 0)
    assert job.warnings["all_same"]["count"] == 1
    assert not Task.objects.filter(external_id="1").exists()


def test_demonstrations_take_any_completions():
    project = make.project("demonstration")
    given: list[list[str]] = [[], ["x"], ["x", "x"], [str(number) for number in range(12)]]
    job = run(project, [{"prompt": f"q{len(texts)}", "completions": texts} for texts in given] + [{"prompt": "bare"}])
    assert counts(job) == ("done", 5, 5, 0, 0)
    assert Completion.objects.filter(task__project=project).count() == 15


def test_a_given_preference_is_kept_and_never_a_card():
    project = make.project()
    run(project, [{"prompt": "q", "chosen": "good", "rejected": "bad"}])
    task = Task.objects.get(project=project)
    assert task.metadata == {"given_preference": {"chosen": 0, "rejected": 1}}
    assert [completion.text for completion in task.completions.order_by("index")] == ["good", "bad"]


def test_transcripts_are_told_of_once():
    project = make.project()
    said = "\n\nHuman: Hi\n\nAssistant: "
    job = run(project, [{"chosen": f"{said}{n}", "rejected": f"{said}{n}!"} for n in range(3)])
    assert counts(job) == ("done", 3, 3, 0, 0)
    assert job.warnings["transcript"]["count"] == 3
    assert Prompt.objects.get(project=project).messages == [{"role": "user", "content": "Hi"}]


def test_prompts_with_the_same_messages_are_one():
    project = make.project()
    job = run(
        project,
        [
            {"prompt": "q", "completions": ["a", "b"]},
            {"prompt": [{"role": "user", "content": "q"}], "completions": ["c", "d"]},
            {"prompt": "Q", "completions": ["a", "b"]},
        ],
    )
    assert job.created == 3
    assert Prompt.objects.filter(project=project).count() == 2
    assert PromptGroup.objects.filter(project=project).count() == 1


def test_batches_default_to_the_import():
    project = make.project()
    job = run(project, [make.rows(1)[0] | {"batch": "w48"}, *make.rows(1)])
    names = Task.objects.filter(project=project).order_by("id").values_list("batch__name", flat=True)
    assert list(names) == ["w48", f"import-{job.pk}"]


def test_a_task_can_be_claimed_only_when_its_import_is_done(monkeypatch):
    project = make.project()
    labeler = make.member(project)
    monkeypatch.setattr("labeling.actions.run_import.publish_tasks.publish", lambda job, **found: None)
    run(project, make.rows(2))
    assert Task.objects.filter(project=project).count() == 2
    with pytest.raises(claim.NothingLeft):
        make.claimed(project, labeler)


def test_one_import_runs_per_project_at_a_time():
    project = make.project()
    first, second = queued(project, make.rows(1)), queued(project, make.rows(1))
    Import.objects.filter(pk=first.pk).update(state="running", lease_until=timezone.now() + timezone.timedelta(hours=1))
    run_import.run(second.pk)
    second.refresh_from_db()
    assert (second.state, second.attempts) == ("queued", 0)
    Import.objects.filter(pk=first.pk).update(state="done")
    run_import.run(second.pk)
    second.refresh_from_db()
    assert second.state == "done"


def test_a_sealed_project_takes_nothing_in():
    project = make.project()
    Project.objects.filter(pk=project.pk).update(state="sealed")
    project.refresh_from_db()
    with pytest.raises(start_import.ProjectSealed):
        queued(project, make.rows(1))


def test_the_file_is_gone_when_the_import_is_over(settings):
    from pathlib import Path

    project = make.project()
    job = run(project, make.rows(1))
    assert not Path(settings.MEDIA_ROOT, job.path).exists()


def test_unknown_keys_are_counted_and_their_number_is_bounded():
    project = make.project()
    rows = [row | {f"key{number}-{other}": 1 for other in range(30)} for number, row in enumerate(make.rows(10))]
    job = run(project, rows)
    assert len(job.warnings) == 101
    assert sum(warning["count"] for warning in job.warnings.values()) == 300
