"""The questions of a project's form: checking the form itself, and answers against it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from labeling.kinds.errors import InvalidJudgment, InvalidSettings
from labeling.storable import check_storable

TYPES = ("scale", "flag", "choice", "text")
KEYS = {"name", "label", "help", "type", "min", "max", "options", "required"}
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}\Z")
LONGEST_ANSWER = 20_000
# Digits answer up to nine; wider scales are sliders.
WIDEST_SCALE = 1000

Question = Mapping[str, Any]


def check_form(form: Any, *, sections: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the form with every default filled in, or raise InvalidSettings naming the question."""
    if not isinstance(form, dict) or not set(form) <= {"completion", "task"}:
        raise InvalidSettings(fields={"form": [_('It has two lists of questions, "completion" and "task".')]})
    check_storable(form, "form")
    allowed = set(sections)
    checked: dict[str, list[dict[str, Any]]] = {"completion": [], "task": []}
    for section, questions in form.items():
        if questions and section not in allowed:
            raise InvalidSettings(fields={f"form.{section}": [_("This kind of project has no such questions.")]})
        if not isinstance(questions, list):
            raise InvalidSettings(fields={f"form.{section}": [_("It is a list of questions.")]})
        checked[section] = [
            check_question(question, f"form.{section}.{place}") for place, question in enumerate(questions)
        ]
        names = [question["name"] for question in checked[section]]
        if len(set(names)) < len(names):
            raise InvalidSettings(fields={f"form.{section}": [_("Two questions have the same name.")]})
    return checked


def check_question(question: Any, place: str) -> dict[str, Any]:
    def refuse(why: str) -> InvalidSettings:
        return InvalidSettings(fields={place: [why]})

    if not isinstance(question, dict):
        raise refuse(_("A question is an object with name and type."))
    if unknown := set(question) - KEYS:
        raise refuse(_("Unknown key: %(value)s.") % {"value": sorted(unknown)[0]})
    name, kind = question.get("name"), question.get("type")
    if not isinstance(name, str) or not NAME.match(name):
        raise refuse(_("The name is lower-case letters, digits and _, starting with a letter."))
    if kind not in TYPES:
        raise refuse(_("The type is one of %(choices)s.") % {"choices": ", ".join(TYPES)})
    if any(not isinstance(question.get(key, ""), str) for key in ("label", "help")):
        raise refuse(_("Label and help are texts."))
    if not isinstance(question.get("required", False), bool):
        raise refuse("required is true or false.")
    low, high, options = question.get("min"), question.get("max"), question.get("options")
    if kind == "scale" and not is_range(low, high):
        raise refuse(
            _("A scale has whole numbers min and max with 0 <= min < max <= %(most)s.") % {"most": WIDEST_SCALE}
        )
    if kind == "choice" and not is_list_of_distinct_texts(options):
        raise refuse(_("A choice has a list of at least two distinct texts as options."))
    checked = {"name": name, "label": question.get("label") or name.replace("_", " ").capitalize()}
    checked |= {"help": question.get("help", ""), "type": kind, "required": question.get("required", False)}
    if kind == "scale":
        checked |= {"min": low, "max": high}
    if kind == "choice":
        checked |= {"options": options}
    return checked


def is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def is_range(low: Any, high: Any) -> bool:
    return is_whole(low) and is_whole(high) and 0 <= low < high <= WIDEST_SCALE


def is_list_of_distinct_texts(options: Any) -> bool:
    return (
        isinstance(options, list)
        and len(options) >= 2
        and all(isinstance(option, str) and option for option in options)
        and len(set(options)) == len(options)
    )


def parse_answers(answers: Any, questions: Iterable[Question], place: str) -> dict[str, Any]:
    """Return the answers with every flag true or false, or raise InvalidJudgment naming the question."""
    if answers is None:
        answers = {}
    if not isinstance(answers, dict):
        raise InvalidJudgment(fields={place: [_("It maps the names of questions to answers.")]})
    by_name = {question["name"]: question for question in questions}
    if unknown := [name for name in answers if name not in by_name]:
        raise InvalidJudgment(fields={f"{place}.{unknown[0]}": [_("The form has no such question.")]})
    parsed: dict[str, Any] = {}
    for name, question in by_name.items():
        answer = answers.get(name)
        if answer is None or answer == "":
            if question["type"] == "flag":
                parsed[name] = False
            elif question.get("required"):
                raise InvalidJudgment(fields={f"{place}.{name}": [_("This question needs an answer.")]})
            continue
        if why := refusal(answer, question):
            raise InvalidJudgment(fields={f"{place}.{name}": [why]})
        parsed[name] = answer
    return parsed


def refusal(answer: Any, question: Question) -> str:
    """Why this answer does not fit the question; empty when it does."""
    match question["type"]:
        case "scale":
            if not is_whole(answer) or not question["min"] <= answer <= question["max"]:
                return _("It is a whole number from %(min)s to %(max)s.") % {
                    "min": question["min"],
                    "max": question["max"],
                }
        case "flag":
            if not isinstance(answer, bool):
                return _("It is true or false.")
        case "choice":
            if answer not in question["options"]:
                return _("It is one of: %(choices)s.") % {"choices": ", ".join(question["options"])}
        case "text":
            if not isinstance(answer, str):
                return _("It is a text.")
            if len(answer) > LONGEST_ANSWER:
                return _("It has at most %(most)s characters.") % {"most": LONGEST_ANSWER}
            if not answer.strip() and question.get("required"):
                return _("This question needs an answer.")
    return ""
