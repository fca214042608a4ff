"""The card's sections in their order."""

from collections.abc import Callable

from exports.card.choices import choices
from exports.card.collection import collection
from exports.card.contents import contents
from exports.card.figures import figures
from exports.card.head import head_lines
from exports.card.leftovers import leftovers
from exports.card.limits import limits
from exports.card.origins import origins
from exports.card.people import people
from exports.card.sums import sums
from exports.dataset import Dataset
from exports.writing.columns import Column

# Each gives lines of Markdown; none where it has nothing to say.
Section = Callable[[Dataset], list[str]]
SECTIONS: tuple[Section, ...] = (
    contents, collection, people, figures, origins, choices, leftovers, limits, sums,
)  # fmt: skip


def card_of(dataset: Dataset, columns: dict[str, tuple[Column, ...]]) -> str:
    title = f"# {dataset.snapshot.project.slug}\n\nHuman judgments of language model answers, collected with Annotator."
    told = ("\n".join(flow(lines)) for section in SECTIONS if (lines := section(dataset)))
    return head_lines(dataset, columns) + "\n" + "\n\n".join([title, *told]) + "\n"


def flow(lines: list[str]) -> list[str]:
    """The lines of a paragraph as one: some readers of Markdown, ours too, keep a paragraph's line ends."""
    told: list[str] = []
    for line in lines:
        if told and is_prose(line) and is_prose(told[-1]):
            told[-1] += f" {line}"
        else:
            told.append(line)
    return told


def is_prose(line: str) -> bool:
    return bool(line) and not line.startswith(("#", "- ", "|", "```"))
