"""Forms of the manager's pages. They check shape; the actions judge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from labeling.models import Question, TaskMark
from labeling.reviews.verdicts import GIVEN

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


class LongText(forms.CharField):
    """A text of many lines. Browsers send line ends as CRLF, whatever they were."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


def overlap_field(**kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(min_value=1, max_value=HIGHEST_OVERLAP, **kwargs)


class ImportForm(PageForm):
    file = forms.FileField(label=_("File"), allow_empty_file=True)


class MarkForm(PageForm):
    mark = forms.ChoiceField(
        choices=[(mark, mark) for mark in (TaskMark.Mark.PARKED, TaskMark.Mark.RESTORED, TaskMark.Mark.ARCHIVED)]
    )
    note = forms.CharField(required=False, max_length=2000, label=_("Note"))


class TaskForm(PageForm):
    priority = forms.IntegerField()
    overlap = forms.IntegerField()
    # What the page showed when it was opened.
    shown_priority = forms.IntegerField(required=False)
    shown_overlap = forms.IntegerField(required=False)

    def changes(self) -> dict[str, int]:
        """What was touched. The rest stays as it is: as another manager has it now, or growing by disagreement."""
        given = self.cleaned_data
        return {name: given[name] for name in ("priority", "overlap") if given[name] != given[f"shown_{name}"]}


class ReviewForm(PageForm):
    verdict = forms.ChoiceField(choices=[(one.value, one.label) for one in GIVEN])
    comment = forms.CharField(required=False, max_length=5000, label=_("Comment"))
    # The number of the review that the page showed, 0: none.
    seen = forms.IntegerField(required=False, min_value=0)


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
