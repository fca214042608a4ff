"""The words for newcomers point at things that exist."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
PATH = re.compile(r"`((?:annotator|accounts|labeling|exports|tests|docs)/[\w./*-]+)`")
COMMAND = re.compile(r"\./run manage ([a-z_]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_of_the_documents_lead_somewhere(document: Path) -> None:
    targets = LINK.findall(document.read_text(encoding="utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_contributing_names_files_that_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    # Those of the invented examples are for the reader to make.
    paths = [path for path in PATH.findall(text) if not re.search(r"steps|openrlhf|kto", path)]
    assert len(paths) > 15
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_commands_of_the_readme_exist() -> None:
    names = set(COMMAND.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    assert names >= {"create_token", "import_prompts", "export_dataset", "simulate_labelers"}
    assert names <= set(get_commands())


def test_the_licence_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
