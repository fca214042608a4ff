"""Forms of the manager's pages. They check shape; the actions judge."""

import json
from typing import Any

import orjson
from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from labeling.kinds import KINDS, PRESETS
from labeling.models import Import, Question, SkipReason, Split, TaskMark
from labeling.verdicts import GIVEN

HIGHEST_OVERLAP = 100


class PageForm(forms.Form):
    """Fields as our `_field.html` draws them; errors are announced with the field."""

    required_css_class = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def take_errors(self, fields: dict[str, list[str]], detail: str) -> None:
        """Show an action's refusal where it belongs: at the field it names, else above the form."""
        unplaced = True
        for name, reasons in fields.items():
            field = name.split(".")[0]
            for reason in reasons:
                self.add_error(field if field in self.fields else None, str(reason))
                unplaced = False
        if unplaced:
            self.add_error(None, str(detail))


class JsonText(forms.CharField):
    """JSON typed by hand, shown indented."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return orjson.loads(text) if text.strip() else {}
        except ValueError as error:
            raise forms.ValidationError(_("This is not JSON: %(why)s") % {"why": error}) from error


class LongText(forms.CharField):
    """A text of many lines. Browsers send line ends as CRLF, whatever they were."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


def overlap_field(**kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(min_value=1, max_value=HIGHEST_OVERLAP, **kwargs)


def preset_choices() -> list[tuple[str, Any]]:
    return [
        ("ranking", _("Ranking: order from best to worst")),
        *((name, preset.title) for name, preset in PRESETS.items()),
    ]


def plain_field() -> forms.BooleanField:
    return forms.BooleanField(
        required=False, label=_("Show completions unformatted"),
        help_text=_("Everybody sees them as they were written: headings and lists then win nothing by their looks."),
    )  # fmt: skip


class NewProjectForm(PageForm):
    name = forms.CharField(max_length=200, label=_("Name"))
    slug = forms.SlugField(
        max_length=100, label=_("Short name"), help_text=_("For addresses and commands: letters, digits, - and _.")
    )
    preset = forms.ChoiceField(choices=preset_choices, widget=forms.RadioSelect, label=_("What labelers do"))
    overlap = overlap_field(
        initial=1, label=_("Overlap"), help_text=_("How many labelers judge each task. You can change it later.")
    )
    plain = plain_field()
    guidelines = LongText(
        widget=forms.Textarea(attrs={"rows": 8}), required=False, strip=False, label=_("Guidelines"),
        help_text=_("What is better, and why. Labelers open them with one key. Markdown works."),
    )  # fmt: skip

    def about(self) -> dict[str, SafeString | str]:
        """What each choice means, by its value."""
        plain = _("Two to nine completions a task, ties allowed, nothing else asked. Add questions in the settings.")
        return {"ranking": str(plain)} | {name: str(preset.about) for name, preset in PRESETS.items()}

    def settings(self) -> dict[str, Any]:
        """The fields as `create_project` takes them."""
        given = dict(self.cleaned_data)
        preset = PRESETS.get(given["preset"])
        kind = preset.kind if preset else "ranking"
        if given.pop("plain") and KINDS[kind].most_cards:
            given["ranking"] = {"plain": True}
        return given | {"kind": kind, "preset": given["preset"] if preset else ""}


QUESTION_KEYS = ("name", "label", "help", "type", "min", "max", "options", "required")


def in_reading_order(form: dict[str, Any]) -> dict[str, Any]:
    """The questions with their keys as people would write them: the database sorts keys by length."""
    return {
        section: [{key: question[key] for key in QUESTION_KEYS if key in question} for question in questions]
        for section, questions in form.items()
    }


class ImportForm(PageForm):
    file = forms.FileField(label=_("File"), allow_empty_file=True)
    on_error = forms.ChoiceField(
        choices=[
            (Import.OnError.REJECT, _("Import nothing and list every error")),
            (Import.OnError.SKIP, _("Import the good lines and list the others")),
        ],
        initial=Import.OnError.REJECT, widget=forms.RadioSelect, label=_("If some lines have errors"),
    )  # fmt: skip
    is_dry_run = forms.BooleanField(required=False, label=_("Only check the file, import nothing"))


class TaskFilterForm(PageForm):
    q = forms.CharField(required=False, max_length=200, label=_("Text in the prompt"))
    external_id = forms.CharField(required=False, max_length=500, label=_("Id"))
    batch = forms.CharField(required=False, max_length=200, label=_("Batch"))
    split = forms.ChoiceField(required=False, choices=[("", _("Any")), *Split.choices], label=_("Split"))
    state = forms.ChoiceField(
        required=False, label=_("State"),
        choices=[
            ("", _("Any")), ("waiting", _("Waiting")), ("claimed", _("In hand")), ("done", _("Done")),
            ("parked", _("Parked")), ("archived", _("Archived")),
        ],
    )  # fmt: skip
    skipped = forms.ChoiceField(required=False, choices=[("", _("Any")), *SkipReason.choices], label=_("Skipped as"))


class MarkForm(PageForm):
    mark = forms.ChoiceField(
        choices=[(mark, mark) for mark in (TaskMark.Mark.PARKED, TaskMark.Mark.RESTORED, TaskMark.Mark.ARCHIVED)]
    )
    note = forms.CharField(required=False, max_length=2000, label=_("Note"))


class TaskForm(PageForm):
    priority = forms.IntegerField()
    overlap = forms.IntegerField()


class ReviewForm(PageForm):
    verdict = forms.ChoiceField(choices=[(one.value, one.label) for one in GIVEN])
    comment = forms.CharField(required=False, max_length=5000, label=_("Comment"))


class AnswerForm(PageForm):
    answer = LongText(
        widget=forms.Textarea(attrs={"rows": 4}), strip=False, max_length=20_000, label=_("Answer"),
        help_text=_("Markdown works. The letters are the asker's own: name the point, not the letter."),
    )  # fmt: skip
    faq = forms.BooleanField(required=False, label=_("Add to the guidelines' FAQ"))
    faq_question = forms.CharField(
        required=False, max_length=500, label=_("The question as the guidelines word it"),
        help_text=_("All labelers read it, as a new version of the guidelines. The asker is not named."),
    )  # fmt: skip

    @classmethod
    def of(cls, question: Question, *, is_manager: bool, data: Any = None) -> "AnswerForm":
        wording = question.faq_question or " ".join(question.text.split())[:500]
        initial = {"answer": question.answer, "faq": question.is_in_faq, "faq_question": wording}
        form = cls(data, initial=initial, auto_id=f"id_{question.pk}_%s")
        if not is_manager:
            del form.fields["faq"], form.fields["faq_question"]
        return form
