"""How judgments were collected: the kind of work, what the screen asked, and the guidelines in force."""

from typing import Any

from exports.card.markdown import block, code
from exports.dataset import Dataset
from labeling.models import GuidelineVersion

KINDS = {
    "ranking": "Labelers ordered several answers to a prompt from best to worst.",
    "demonstration": "Labelers wrote the answer to a prompt themselves.",
}
PRESETS = {
    "instructgpt": "InstructGPT (arXiv 2203.02155)",
    "llama": "Llama 2 and 3 (arXiv 2307.09288, 2407.21783)",
    "helpsteer": "HelpSteer2 and 3 (arXiv 2406.08673, 2505.11475)",
    "arena": "Chatbot Arena (arXiv 2403.04132)",
    "demonstration": "demonstrations",
}


def collection(dataset: Dataset) -> list[str]:
    project = dataset.snapshot.project
    lines = ["## How it was collected", "", KINDS.get(project.kind, "")]
    if project.preset in PRESETS:
        lines.append(f"The project began with the preset `{project.preset}`, after {PRESETS[project.preset]}.")
    if project.kind != "demonstration":
        lines += [
            "They saw the answers under letters, in an order of their own, and not which model wrote them. No answer",
            "was placed for them.",
        ]
    used = GuidelineVersion.objects.filter(project=project, number__in=dataset.guideline_versions).order_by("number")
    versions = list(used)
    return [*lines, *settings(versions), *guidelines(versions)]


def settings(versions: list[GuidelineVersion]) -> list[str]:
    """What was asked, said once for versions that ask the same."""
    lines: list[str] = []
    for numbers, version in alike(versions, lambda one: (one.ranking, one.form)):
        asked = [option(name, value) for name, value in sorted(version.ranking.items()) if value not in (False, None)]
        lines += ["", f"### What was asked under {numbers}", ""]
        lines += [f"- {line}" for line in [*asked, *questions(version.form)]] or ["- Nothing beside the work itself."]
    return lines


def option(name: str, value: Any) -> str:
    return code(name) if value is True else f"{code(name)}: {code(str(value))}"


def questions(form: dict[str, Any]) -> list[str]:
    """Each question as the labelers read it, with its scale."""
    told = []
    for place, asked in sorted(form.items()):
        for question in asked if isinstance(asked, list) else ():
            scale = f" from {question['min']} to {question['max']}" if "min" in question and "max" in question else ""
            name, label = str(question.get("name", "")), str(question.get("label") or "")
            read = f", {code(label)}" if label else ""
            told.append(f"per {place}, a {code(str(question.get('type', '')))}{scale}: {code(name)}{read}")
    return told


def guidelines(versions: list[GuidelineVersion]) -> list[str]:
    lines: list[str] = []
    for numbers, version in alike(versions, lambda one: one.guidelines):
        lines += ["", f"### Guidelines of {numbers}", ""]
        lines.append(block(version.guidelines, "markdown") if version.guidelines.strip() else "No text was given.")
    return lines


def alike(versions: list[GuidelineVersion], trait: Any) -> list[tuple[str, GuidelineVersion]]:
    """The versions that share a trait, named together: ("versions 1, 3", the first of them)."""
    groups: list[list[GuidelineVersion]] = []
    for version in versions:
        same = next((group for group in groups if trait(group[0]) == trait(version)), None)
        same.append(version) if same is not None else groups.append([version])
    return [
        (("versions " if len(group) > 1 else "version ") + ", ".join(str(one.number) for one in group), group[0])
        for group in groups
    ]
