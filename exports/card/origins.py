"""Where answers and prompts come from, and under which license models' answers stand."""

from exports.card.markdown import code, table
from exports.dataset import Dataset


def origins(dataset: Dataset) -> list[str]:
    policies = dataset.statistics["policies"]
    lines = ["## Models and licenses", ""]
    if not policies:
        return [*lines, "No answer of a model was judged."]
    rows = [
        [code(name) if name else "(no model named)", license_of(dataset, name), f"{count:,}"]
        for name, count in policies.items()
    ]
    lines += table(["model", "license of its answers", "answers in judged tasks"], rows)
    return [
        *lines,
        "",
        "A license is what the project's managers stated. `not given` means that nobody did, not that there is none:",
        "terms of a model may forbid training others on its answers. Prompts stand under the terms of their source.",
    ]


def license_of(dataset: Dataset, policy: str) -> str:
    stated = dataset.licenses.get(policy, "")
    return code(stated) if stated else "not given"
