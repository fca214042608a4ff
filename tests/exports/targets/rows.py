"""Two rows as the configs yield them, by hand: the golden files have what each target makes of them."""

from typing import Any

from exports.configs.cases import WholeRow
from tests.exports.written import said, system, user

FIRST = [system(), user()]
SECOND = [user(), said("4"), user("天空是什么颜色？")]
FACTS = [{"prompt_source": "forum", "group_id": "p1"}, {"prompt_source": "", "group_id": "p2"}]
PROMPTS = [FIRST, SECOND]
CORES: dict[str, list[dict[str, Any]]] = {
    "sft": [{"prompt": FIRST, "completion": [said("4")]}, {"prompt": SECOND, "completion": [said("蓝色")]}],
    "preference": [
        {"prompt": FIRST, "chosen": [said("4")], "rejected": [said("5")]},
        {"prompt": SECOND, "chosen": [said("蓝色")], "rejected": [said("绿色")]},
    ],
    "prompts": [{"prompt": FIRST}, {"prompt": SECOND}],
}
CORES["reward"] = [core | {"margin": margin} for core, margin in zip(CORES["preference"], (1.0, 0.0), strict=True)]
CORES["kto"] = [core | {"label": label} for core, label in zip(CORES["sft"], (True, False), strict=True)]
ROWS = {
    config: [WholeRow(core, facts) for core, facts in zip(cores, FACTS, strict=True)] for config, cores in CORES.items()
}
