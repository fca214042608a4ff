"""`digest_judgments`: findings at once, or anew."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from labeling.models import JudgmentFinding
from tests import make

pytestmark = pytest.mark.django_db


def digest(*arguments: str) -> str:
    out = StringIO()
    call_command("digest_judgments", *arguments, stdout=out)
    return out.getvalue()


def test_findings_are_made_and_made_anew() -> None:
    project = make.assignment("submitted").project
    assert digest(project.slug) == "findings of 1 judgments\n"
    JudgmentFinding.objects.all().delete()
    assert digest(project.slug) == "findings of 0 judgments\n", "nothing is new"
    assert digest(project.slug, "--rebuild") == "findings of 1 judgments\n"


def test_an_unknown_project_is_named() -> None:
    with pytest.raises(CommandError, match="There is no project nowhere"):
        digest("nowhere")
