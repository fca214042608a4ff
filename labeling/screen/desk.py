"""A sheet made ready for reading: texts rendered, questions and gaps laid out for the templates.

Built on `sheets` alone, so a labeler's page can show nothing that is not on the sheet.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from labeling.kinds.presets import in_our_language
from labeling.models import ProjectState, SkipReason, Verdict
from labeling.own import qualification as own_qualification
from labeling.screen.sheets import Sheet
from labeling.texts.rendering import render, render_plain

# A longer conversation folds to its last turns: what is judged is the answer to them.
LONGEST_UNFOLDED, LATEST_KEPT = 6, 4
# Wider scales are sliders: a digit cannot answer them.
MOST_BY_DIGIT = 9


@dataclass(frozen=True)
class Message:
    # Its place in the prompt, from 0.
    place: int
    role: str
    speaker: str
    html: SafeString


@dataclass(frozen=True)
class PromptFace:
    """The messages as the page shows them: `standing` and `latest` in the open, `earlier` folded between them."""

    standing: list[Message]
    earlier: list[Message]
    latest: list[Message]


@dataclass(frozen=True)
class CardFace:
    label: str
    html: SafeString
    questions: list[dict[str, Any]]


def context_of(sheet: Sheet) -> dict[str, Any]:
    """What the fragment of an assignment shows."""
    form, ranking = sheet.version.form, sheet.version.ranking
    is_rejected = sheet.review is not None and sheet.review.verdict == Verdict.REJECTED
    is_sealed = is_rejected or (sheet.submission is not None and sheet.assignment.project.state == ProjectState.SEALED)
    draw = render_plain if ranking.get("plain") else render
    return {
        "sheet": sheet,
        "project": sheet.assignment.project,
        "text_preview_url": reverse("labeling:label_preview", args=[sheet.assignment.project.slug]),
        # Sealed or rejected: what was submitted can be read, and what was begun after it will never be sent.
        "is_sealed": is_sealed,
        "is_rejected": is_rejected,
        "facts": facts_of(sheet) | ({"draft": None} if is_sealed else {}),
        "prompt": read_prompt(sheet.messages),
        "cards": [
            CardFace(label, draw(text), laid_out(form.get("completion", []), place=label))
            for label, text in sheet.completions
        ],
        "task_questions": laid_out(form.get("task", []), place="task"),
        # None for work and gold alike; a qualification says openly what it is.
        "qualification": own_qualification.place_of(sheet.assignment),
        "ranking": ranking,
        "is_pair": len(sheet.completions) == 2,
        "pair_choices": pair_choices(ranking) if len(sheet.completions) == 2 else [],
        "gap_levels": gap_levels(ranking["strength"]) if ranking.get("strength_beyond_pairs") else [],
        "guidelines": render(sheet.version.guidelines) if sheet.version.guidelines.strip() else "",
    }


def facts_of(sheet: Sheet) -> dict[str, Any]:
    """What the page's scripts need to know; the raw texts are for rewrites and the raw view."""
    draft, submission = sheet.draft, sheet.submission
    return {
        "id": str(sheet.assignment.pk),
        "kind": sheet.kind.name,
        "labels": [label for label, _text in sheet.completions],
        "texts": sheet.texts,
        "prompt": [str(message.get("content", "")) for message in sheet.messages],
        "ranking": sheet.version.ranking,
        "form": {place: [in_our_language(one) for one in questions] for place, questions in sheet.version.form.items()},
        "guideline_version": sheet.version.number,
        "draft": {"revision": draft.revision, "judgment": draft.judgment} if draft else None,
        "submission": {"id": str(submission.client_id), "judgment": submission.judgment} if submission else None,
    }


def read_prompt(messages: list[dict[str, Any]]) -> PromptFace:
    """Fold a long conversation to its last turns; a system message at its head stays in sight."""
    shown = [read_message(place, message) for place, message in enumerate(messages)]
    head = 1 if shown and shown[0].role == "system" else 0
    turns = shown[head:]
    first_kept = max(0, len(turns) - LATEST_KEPT) if len(turns) > LONGEST_UNFOLDED else 0
    return PromptFace(shown[:head], turns[:first_kept], turns[first_kept:])


def read_message(place: int, message: dict[str, Any]) -> Message:
    speakers = {"system": _("System"), "user": _("User"), "assistant": _("Assistant")}
    role = str(message.get("role", "user"))
    return Message(place, role, speakers.get(role, role), render(str(message.get("content", ""))))


def laid_out(questions: list[dict[str, Any]], *, place: str) -> list[dict[str, Any]]:
    """The questions with what a template cannot work out: field names, the steps of a scale, a flag's letter."""
    flags = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    shown = []
    for question in questions:
        extra: dict[str, Any] = {"field": f"{place}.{question['name']}"}
        if question["type"] == "scale":
            is_short = question["max"] <= MOST_BY_DIGIT
            extra["steps"] = list(range(question["min"], question["max"] + 1)) if is_short else []
        if question["type"] == "flag":
            extra["letter"] = next(flags, "")
        shown.append(in_our_language(question) | extra)
    return shown


def pair_choices(ranking: dict[str, Any]) -> list[dict[str, Any]]:
    """The dock's buttons for a pair, from A to B, under the digits of the contract."""
    if ranking["strength"] == 4:
        levels = [_("significantly"), _("clearly"), _("slightly"), _("negligibly")]
        ways = [("A", level) for level in levels] + [("B", level) for level in reversed(levels)]
    elif ranking["strength"] == 7:
        levels = [_("much"), _("clearly"), _("slightly")]
        ways = [("A", level) for level in levels] + [("", _("tie"))] + [("B", level) for level in reversed(levels)]
    else:
        return []
    return [
        {"digit": digit, "side": side, "level": level}
        for digit, (side, level) in enumerate(ways, start=1)
        if side or ranking["ties"]
    ]


def gap_levels(scale: int) -> list[tuple[int, str]]:
    names = [_("negligibly better"), _("slightly better"), _("clearly better"), _("significantly better")]
    return [(level, name) for level, name in enumerate(names) if scale == 4 or level]


def skip_reasons() -> list[tuple[str, str]]:
    """(code, words) in the order of their digits."""
    return [
        (SkipReason.UNCLEAR, _("Unclear: I cannot tell what is asked")),
        (SkipReason.UNSAFE, _("Unsafe: I do not want to read or answer this")),
        (SkipReason.PERSONAL_DATA, _("It shows personal data of somebody")),
        (SkipReason.WRONG_LANGUAGE, _("A language that I do not read well")),
        (SkipReason.NEEDS_EXPERTISE, _("It needs expertise that I do not have")),
        (SkipReason.BROKEN, _("Broken: cut off, garbled or empty")),
        (SkipReason.DUPLICATE, _("A duplicate of a task I have done")),
        (SkipReason.OTHER, _("Another reason")),
    ]
