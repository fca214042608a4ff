"""The questions of a project's form as fields of a page, one row each; added, removed and moved by the server."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from labeling.forms.pages import LongText, PageForm
from labeling.kinds.form import NAME, TYPES, WIDEST_SCALE, is_list_of_distinct_texts, is_range
from labeling.kinds.presets import in_our_language

TYPE_LABELS = {
    "scale": gettext_lazy("Scale"),
    "flag": gettext_lazy("Flag: yes or no"),
    "choice": gettext_lazy("Choice"),
    "text": gettext_lazy("Text"),
}
SECTIONS = ("completion", "task")
# What a form says that was shown on the page, however many rows are left.
SHOWN = "questions_shown"
ROW_FIELDS = ("name", "label", "help", "type", "min", "max", "options", "required")


def new_question(kind: str) -> dict[str, Any]:
    """What a question begins with, so that the preview has something to show at once."""
    more: dict[str, dict[str, Any]] = {"scale": {"min": 1, "max": 5}, "choice": {"options": f"{_('Yes')}\n{_('No')}"}}
    return {"type": kind, **more.get(kind, {})}


class QuestionRow(PageForm):
    """One question. `name` is its column in datasets, made from the label where it is left empty."""

    label = forms.CharField(
        max_length=300, label=gettext_lazy("What labelers read"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    name = forms.CharField(
        required=False, max_length=60, label=gettext_lazy("Name in datasets"),
        help_text=gettext_lazy("Empty: made from what labelers read."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    type = forms.ChoiceField(choices=list(TYPE_LABELS.items()), label=gettext_lazy("Type"))
    help = forms.CharField(required=False, max_length=1000, label=gettext_lazy("Help"))
    min = forms.IntegerField(required=False, label=gettext_lazy("From"))
    max = forms.IntegerField(required=False, label=gettext_lazy("To"))
    options = LongText(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), label=gettext_lazy("Options, one a line")
    )
    required = forms.BooleanField(required=False, label=gettext_lazy("Must be answered"))
    # Whether the row stands open on the page, and which of its controls has the focus once the page is there.
    is_open = False
    focus = ""

    def take_focus(self, control: str) -> None:
        """The person goes on with this control, once the page is there."""
        self.focus = control
        if control in self.fields:
            self.fields[control].widget.attrs["autofocus"] = True

    def clean_options(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["options"].split("\n") if line.strip()]

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        if not given.get("name") and "name" not in self.errors:
            given["name"] = name_of(given.get("label", ""), self.place)
        if given.get("name") and not NAME.match(given["name"]):
            self.add_error("name", _("The name is lower-case letters, digits and _, starting with a letter."))
        if given.get("type") == "scale" and not is_range(given.get("min"), given.get("max")):
            why = _("A scale has whole numbers min and max with 0 <= min < max <= %(most)s.") % {"most": WIDEST_SCALE}
            self.add_error("max", why)
        if given.get("type") == "choice" and not is_list_of_distinct_texts(given.get("options")):
            self.add_error("options", _("A choice has a list of at least two distinct texts as options."))
        return given

    @property
    def place(self) -> int:
        return int(str(self.prefix).rpartition("-")[2])

    @property
    def key(self) -> str:
        """How commands name it: `completion.2`."""
        return str(self.prefix).replace("-", ".")

    @property
    def type_name(self) -> str:
        """The type that is chosen now."""
        return str(self["type"].value() or TYPES[0])

    @property
    def type_label(self) -> Any:
        return TYPE_LABELS.get(self.type_name, "")

    @property
    def shown_label(self) -> str:
        """As labelers read it in this language: what a preset brought is translated."""
        return str(in_our_language({"label": str(self["label"].value() or "")})["label"])

    @property
    def typed(self) -> dict[str, Any]:
        """The fields as they stand there, right or wrong."""
        return {name: self[name].value() for name in ROW_FIELDS}

    def question(self) -> dict[str, Any]:
        """As projects keep it."""
        given = self.cleaned_data
        question = {key: given[key] for key in ("name", "label", "help", "type", "required")}
        if given["type"] == "scale":
            question |= {"min": given["min"], "max": given["max"]}
        if given["type"] == "choice":
            question |= {"options": given["options"]}
        return question


def name_of(label: str, place: int) -> str:
    """A name for a question that has a label only; labels without Latin letters are numbered."""
    name = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:60].strip("_")
    return name if NAME.match(name) else f"question_{place + 1}"


class QuestionRows:
    """All rows of a form, by section. Made of a form, or of what a page sent."""

    def __init__(self, sections: tuple[str, ...], rows: Mapping[str, list[QuestionRow]]) -> None:
        self.sections = sections
        self.rows = {section: list(rows.get(section, [])) for section in sections}
        # A section that lost its last question: the person goes on with adding one.
        self.emptied = ""

    @classmethod
    def of(cls, form: Mapping[str, Any], sections: tuple[str, ...]) -> "QuestionRows":
        typed = {section: [typed_of(question) for question in form.get(section, [])] for section in sections}
        return cls._unbound(sections, typed)

    @classmethod
    def sent(cls, data: Mapping[str, Any], sections: tuple[str, ...]) -> "QuestionRows":
        rows = {
            section: [
                QuestionRow(data, prefix=f"{section}-{place}", use_required_attribute=False)
                for place in places(data, section)
            ]
            for section in sections
        }
        return cls(sections, rows)

    @classmethod
    def _unbound(cls, sections: tuple[str, ...], typed: Mapping[str, list[dict[str, Any]]]) -> "QuestionRows":
        rows = {
            section: [
                QuestionRow(initial=one, prefix=f"{section}-{place}", use_required_attribute=False)
                for place, one in enumerate(typed[section])
            ]
            for section in sections
        }
        return cls(sections, rows)

    def __iter__(self) -> Iterator[QuestionRow]:
        for section in self.sections:
            yield from self.rows[section]

    def is_valid(self) -> bool:
        """Whether every row is; two of one name in a section are an error at the later one."""
        # Every row is asked, also after one that is wrong: all errors are shown.
        is_valid = not [row for row in self if not row.is_valid()]
        for section in self.sections:
            seen: set[str] = set()
            for row in self.rows[section]:
                name = row.cleaned_data.get("name")
                if name and name in seen:
                    row.add_error("name", _("Two questions have the same name."))
                    is_valid = False
                seen.add(name or "")
        for row in self:
            row.is_open = bool(row.errors)
        return is_valid

    def form(self) -> dict[str, list[dict[str, Any]]]:
        return {section: [row.question() for row in self.rows[section]] for section in self.sections}

    def edited(self, command: str) -> "QuestionRows":
        """After `completion.add.scale`, `completion.2.up`, `…down` or `…remove`; what was typed stays."""
        typed = {section: [row.typed for row in self.rows[section]] for section in self.sections}
        section, _dot, what = command.partition(".")
        place, _dot, verb = what.partition(".")
        if section not in typed:
            return self._unbound(self.sections, typed)
        is_open = {id(one): row.is_open for one, row in zip(typed[section], self.rows[section], strict=True)}
        goes_on = edit(typed[section], place, verb)
        edited = self._unbound(self.sections, typed)
        for one, row in zip(typed[section], edited.rows[section], strict=True):
            row.is_open = is_open.get(id(one), True)
        if goes_on is not None:
            edited.rows[section][goes_on[0]].take_focus(goes_on[1])
        elif not typed[section]:
            edited.emptied = section
        return edited


def edit(questions: list[dict[str, Any]], place: str, verb: str) -> tuple[int, str] | None:
    """Change the list; which question, and which of its controls, the person goes on with."""
    if place == "add" and verb in TYPES:
        questions.append(new_question(verb))
        return len(questions) - 1, "label"
    if not place.isdecimal() or int(place) >= len(questions):
        return None
    at = int(place)
    if verb == "remove":
        del questions[at]
        return (min(at, len(questions) - 1), "remove") if questions else None
    to = at + {"up": -1, "down": 1}.get(verb, 0)
    if 0 <= to < len(questions):
        questions.insert(to, questions.pop(at))
        at = to
    # A control that is off cannot hold the focus.
    if at == 0:
        return at, "down"
    return at, "up" if at == len(questions) - 1 else verb


def places(data: Mapping[str, Any], section: str) -> list[int]:
    """The numbers of the rows that were sent, in their order on the page."""
    pattern = re.compile(rf"{section}-(\d{{1,4}})-label\Z")
    return sorted(int(found[1]) for key in data if (found := pattern.match(key)))


def typed_of(question: Mapping[str, Any]) -> dict[str, Any]:
    return {**question, "options": "\n".join(question.get("options", []))}
