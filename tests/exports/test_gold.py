"""Gold, by the real actions, is in no config but `raw`."""

import pytest
from django.utils import timezone

from labeling.actions.make_gold import make_gold_by, set_gold_rate
from labeling.gold import draws as gold_draws
from labeling.models import Task
from tests import make
from tests.exports.build import export, manifest, rows

pytestmark = pytest.mark.django_db


def test_gold_is_left_out_of_every_config_but_raw(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gold_draws, "is_gold", lambda _secret, _who, ordinal, _rate: ordinal % 2 == 0)
    of = make.project(splits={"train": 1.0, "validation": 0.0, "test": 0.0})
    make.tasks(of, 4, completions=3)
    gold = Task.objects.order_by("-id")[:2]
    for task in gold:
        make_gold_by(task=task, by=make.manager(of), now=timezone.now(), pairs=[[0, 1]])
    set_gold_rate(project=of, rate=0.5, by=make.manager(of), now=timezone.now())
    labeler = make.member(of)
    for _ in range(4):
        make.submitted(make.claimed(of, labeler))
    made = export(of)
    words = [task.prompt.messages[-1]["content"] for task in gold]
    for config in ("preference", "reward", "prompts", "ranking"):
        assert not any(text in str(row) for row in rows(made, config) for text in words), config
    assert len(rows(made, "ranking")) == 2
    assert sorted((row["purpose"], row["left_out"]) for row in rows(made, "raw")) == [
        ("gold", "gold"), ("gold", "gold"), ("work", ""), ("work", ""),
    ]  # fmt: skip


def test_agreement_is_computed_from_fixed_overlap_only() -> None:
    figures = []
    for adaptive in (None, {}):
        of = make.project(splits={"train": 1.0, "validation": 0.0, "test": 0.0}, overlap=3, adaptive=adaptive)
        make.tasks(of, 1, completions=2)
        for _ in range(2):
            make.submitted(make.claimed(of, make.member(of)))
        statistics = manifest(export(of))["statistics"]
        figures.append((statistics["prompts"], statistics["agreement"]["strict"]["prompts"]))
    assert figures == [(1, 1), (1, 0)]
