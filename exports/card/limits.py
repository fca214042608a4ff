"""How rows were split, what personal data may be left, and what to mind."""

from exports.dataset import Dataset


def limits(dataset: Dataset) -> list[str]:
    lines = [
        "## Splits",
        "",
        "A prompt's split was fixed when it came in, by its group: the same text, the same conversation, or the same",
        "source user. It never changes as data grow, all configs share it, and all rows of a group stand together.",
        "Prompts that link groups of different splits are kept out of train.",
    ]
    if "prompts" in dataset.counts:
        lines.append("`prompts` has none whose reward-model rows are in test.")
    return [*lines, *personal_data(dataset)]


def personal_data(dataset: Dataset) -> list[str]:
    choice = dataset.recipe.personal_data
    lines = ["", "## Personal data", ""]
    if choice == "keep":
        return [
            *lines,
            "The texts were not searched for personal data. Tasks that a labeler skipped for it are left out.",
        ]
    what = "were left out" if choice == "drop" else "are marked nowhere else"
    lines += ["Rows in which something has the shape of an e-mail address or a telephone number"]
    lines += [f"{what}; others may hold some that has another shape.", ""]
    found = [
        f"- `{name}`: " + ", ".join(f"{kind} {count:,}" for kind, count in kinds.items())
        for name, kinds in dataset.personal_data.items()
    ]
    return [*lines, *(found or ["None was found."])]
