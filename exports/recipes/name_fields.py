"""Form fields for names: any text, however strange, comes out of the form as it went in.

A browser turns line ends in values into CRLF and people put blanks at the ends of lines without seeing them. So a
name that has such things, or is empty, travels as a JSON string in its quotes; all others as they are.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exports.recipes.choices import Known


def spelled(name: str) -> str:
    """The name on one line."""
    is_plain = name and name == name.strip() and name.isprintable() and not name.startswith('"')
    return name if is_plain else json.dumps(name)


def read(line: str) -> str:
    """The name of a line. Raises ValidationError for quotes that hold no text."""
    text = line.strip()
    if not text.startswith('"'):
        return text
    try:
        name = json.loads(text)
    except ValueError:
        name = None
    if not isinstance(name, str):
        raise forms.ValidationError(_("What begins with a quotation mark is a text in JSON: %(line)s") % {"line": text})
    return name


@dataclass(frozen=True)
class Given:
    """Names as the browser sends them: those that were ticked, and the lines written by hand."""

    ticked: tuple[str, ...]
    lines: str

    def names(self) -> list[str]:
        lines = [*self.ticked, *(line for line in self.lines.split("\n") if line.strip())]
        return sorted({read(line) for line in lines})


class NamesWidget(forms.Widget):
    """A tick box for each known name, and a text for others, one a line."""

    template_name = "exports/widgets/names.html"
    use_fieldset = True
    known = Known()

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Given:
        ticked = data.getlist(name) if hasattr(data, "getlist") else data.get(name, ())
        return Given(tuple(ticked), data.get(f"{name}.others", ""))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = value if isinstance(value, Given) else Given(tuple(map(spelled, value or ())), "")
        known = {spelled(one): one for one in self.known.names}
        others = [one for one in given.ticked if one not in known]
        context["widget"] |= {
            "boxes": [(line, one, line in given.ticked) for line, one in known.items()],
            "others": "\n".join([*others, *filter(None, [given.lines])]),
            "is_cut": self.known.is_cut,
        }
        return context


class HiddenNames(NamesWidget):
    """The same where the project has nothing to choose from: all names as lines."""

    template_name = "exports/widgets/hidden_names.html"


class NamesField(forms.Field):
    widget = NamesWidget
    hidden_widget = HiddenNames

    def clean(self, value: Any) -> list[str]:
        names: list[str] = value.names()
        return names

    def offer(self, known: Known) -> None:
        self.widget.known = known


class NameField(forms.ChoiceField):
    """One name out of a list, or any other that a recipe brings along."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Select(attrs={"class": "mono"}), **kwargs)

    def to_python(self, value: Any) -> str:
        return read(str(value)) if value else ""

    def prepare_value(self, value: Any) -> Any:
        return value

    def validate(self, value: Any) -> None:
        """The parser judges."""

    def offer(self, known: Known, chosen: str) -> None:
        """`chosen`: the one that must be there, as spelled."""
        lines = dict.fromkeys([*map(spelled, known.names), chosen])
        self.choices = [(line, line) for line in lines if line]
