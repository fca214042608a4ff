"""What readers of HelpSteer3's preference data take for granted."""

from pathlib import Path

from exports.validators.base import Broken, Line, files_of, lines_of

LOWEST, HIGHEST = -3, 3


def check(folder: Path, *, most: int | None = None) -> None:
    for config, splits in files_of(folder).items():
        if config != "preference":
            raise Broken(folder / "README.md", 1, f"names {config}, and this layout has pairs alone")
        for paths in splits.values():
            for path in paths:
                for line in lines_of(path, most):
                    check_line(line)


def check_line(line: Line) -> None:
    line.prompt("context")
    for name in ("domain", "response1", "response2"):
        if not line.text(name).strip():
            raise line.broken(f"{name} is empty")
    line.text("language")
    line.differ(line.row["response1"], line.row["response2"])
    overall = score(line, "overall_preference", line.value("overall_preference"))
    votes = line.value("individual_preference")
    if not isinstance(votes, list) or not votes:
        raise line.broken("individual_preference has nobody's vote")
    scores = []
    for place, vote in enumerate(votes):
        name = f"individual_preference.{place}"
        if not isinstance(vote, dict) or set(vote) != {"score", "reasoning"}:
            raise line.broken(f"{name} has not just score and reasoning")
        if not isinstance(vote["reasoning"], str):
            raise line.broken(f"{name}.reasoning is not a text")
        scores.append(score(line, f"{name}.score", vote["score"]))
    # More than half of all votes, ties too, or there is no preference.
    ayes = sum(one * overall > 0 for one in scores) if overall else 0
    if overall and 2 * ayes <= len(scores):
        raise line.broken("overall_preference is not what most of the votes say")
    if not overall and any(2 * sum(one * sign > 0 for one in scores) > len(scores) for sign in (1, -1)):
        raise line.broken("overall_preference is 0, and most of the votes say otherwise")


def score(line: Line, name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not LOWEST <= value <= HIGHEST:
        raise line.broken(f"{name} is not a whole number from {LOWEST} to {HIGHEST}")
    return value
