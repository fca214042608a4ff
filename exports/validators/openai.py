"""What OpenAI-style hosts read: JSON Lines, only the keys they know, and the facts of every line beside."""

from collections.abc import Callable, Iterator
from pathlib import Path

from exports.validators.base import Broken, Line, files_of, lines_of

INPUT = {"messages", "tools", "parallel_tool_calls"}


def check(folder: Path, *, most: int | None = None) -> None:
    for config, splits in files_of(folder).items():
        if config not in READS:
            raise Broken(folder / "README.md", 1, f"names {config}, which cannot be fine-tuned with")
        for paths in splits.values():
            for number, path in enumerate(paths):
                if path.suffix != ".jsonl":
                    raise Broken(path, 0, "is not JSON Lines")
                facts = facts_beside(folder, path, config, number, most)
                for line in lines_of(path, most):
                    READS[config](line)
                    if facts:
                        check_joined(line, next(facts, None), number)
                if facts and most is None and (left := next(facts, None)):
                    raise left.broken(f"has no row in {config}/{path.name}")


def facts_beside(folder: Path, path: Path, config: str, number: int, most: int | None) -> Iterator[Line] | None:
    """The lines of facts for one file, in their order; None where the dataset has none."""
    place = folder / f"{config}_facts"
    if not place.is_dir():
        return None
    split = path.name.split("-")[0]
    beside = sorted(place.glob(f"{split}-*.jsonl"))
    if not beside:
        raise Broken(path, 0, f"has no facts in {place.name}/")
    return (line for one in beside for line in lines_of(one, None) if line.row.get("file") == number)


def check_joined(line: Line, facts: Line | None, number: int) -> None:
    if facts is None:
        raise line.broken("has no facts beside it")
    if facts.row.get("line") != line.number:
        raise facts.broken(f"is not of line {line.number} of file {number}")


def only(line: Line, names: set[str]) -> None:
    if strange := set(line.row) - names:
        raise line.broken(f"has {min(strange)}, which the host refuses")


def conversation(line: Line, name: str, *, last: str) -> list[dict[str, str]]:
    turns = line.turns(name)
    said = turns[1:] if turns[0]["role"] == "system" else turns
    for place, turn in enumerate(said):
        if turn["role"] != ("user", "assistant")[place % 2]:
            raise line.broken(f"{name}: turns must go user, assistant, user ...; one is {turn['role']}")
    if not said or said[-1]["role"] != last:
        raise line.broken(f"{name} does not end with a turn of the {last}")
    return turns


def check_sft(line: Line) -> None:
    only(line, {"messages"})
    if not conversation(line, "messages", last="assistant")[-1]["content"].strip():
        raise line.broken("messages ends with an empty answer")


def check_pair(line: Line) -> None:
    only(line, {"input", "preferred_output", "non_preferred_output"})
    given = line.value("input")
    if not isinstance(given, dict) or "messages" not in given or set(given) - INPUT:
        raise line.broken("input has no messages, or what the host refuses")
    conversation(Line(line.path, line.number, given), "messages", last="user")
    texts = []
    for name in ("preferred_output", "non_preferred_output"):
        texts.append(line.answer(name))
        if len(line.row[name]) != 1:
            raise line.broken(f"{name} has not exactly one message")
    line.differ(*texts)


READS: dict[str, Callable[[Line], None]] = {"sft": check_sft, "preference": check_pair}
