"""Who labelled, together; nobody's name and nobody's figures."""

from exports.card.markdown import table
from exports.dataset import Dataset


def people(dataset: Dataset) -> list[str]:
    told = dataset.statistics["workforce"]
    count, each = told["labelers"], told.get("judgments_per_labeler")
    if not each:
        return []
    who = f"{count:,} people gave" if count != 1 else "One person gave"
    judgments = f"{told['judgments']:,} judgments that count" if told["judgments"] != 1 else "the judgment that counts"
    lines = ["## Who labelled", "", f"{who} {judgments}."]
    if count > 1:
        lines[-1] += f" Each of them gave {each['min']:,} to {each['max']:,}; half gave {each['median']:,g} or fewer."
    names = (
        "They appear nowhere in the rows."
        if dataset.recipe.labelers == "none"
        else "In the rows they appear under pseudonyms that mean nothing outside this project."
    )
    per_prompt = dataset.statistics["judgments_per_prompt"]
    rows = [[number, f"{prompts:,}"] for number, prompts in per_prompt.items()]
    return [*lines, names, "", *table(["judgments of a prompt", "prompts"], rows)]
