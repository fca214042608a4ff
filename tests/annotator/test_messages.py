"""The check of the catalogs: what it finds, and where."""

import io
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from annotator.supervisor import messages

HEAD = 'msgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree with one app that says three things."""
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "APPS", ("app",))
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "views.py").write_text('from x import gettext as _\n\nsaid = _("Hello %(name)s") % {"name": 1}\n')
    (folder / "page.html").write_text(
        '{% load i18n %}\n  {% translate "Open" context "button" %}\n'
        "{% blocktranslate count n=n %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}\n"
    )
    return folder


def complaints(text: str) -> list[str]:
    known = read_po(io.BytesIO((HEAD + text).encode()), locale="zh_Hans")
    return list(messages.complain(messages.gather(known), known, Path("x.po")))


GOOD = """msgctxt "button"
msgid "Open"
msgstr "开放"

msgid "%(n)s row"
msgid_plural "%(n)s rows"
msgstr[0] "%(n)s 行"

msgid "Hello %(name)s"
msgstr "你好 %(name)s"
"""


def test_a_full_catalog_has_no_complaint(app: Path) -> None:
    assert complaints(GOOD) == []


def test_code_and_templates_are_named_by_file_and_line(app: Path) -> None:
    assert sorted(complaints("")) == [
        "app/page.html:2: not in the catalog: 'Open'",
        "app/page.html:3: not in the catalog: '%(n)s row'",
        "app/views.py:3: not in the catalog: 'Hello %(name)s'",
    ]


@pytest.mark.parametrize(
    "before, after, said",
    [
        ("你好 %(name)s", "", "app/views.py:3: not translated: 'Hello %(name)s'"),
        ("你好 %(name)s", "你好 %(nam)s", "x.po:14: other placeholders or tags than its source: 'Hello %(name)s'"),
        ('msgid "Hello', '#, fuzzy\nmsgid "Hello', "x.po:15: fuzzy: 'Hello %(name)s'"),
        ("开放", "开放\"\n\nmsgid \"Gone\"\nmsgstr \"没了", "x.po:10: nothing says this any more: 'Gone'"),
    ],
    ids=["empty", "placeholder", "fuzzy", "stale"],
)  # fmt: skip
def test_what_is_wrong_is_found(app: Path, before: str, after: str, said: str) -> None:
    assert complaints(GOOD.replace(before, after)) == [said]


def test_writing_twice_gives_the_same_bytes(app: Path) -> None:
    known = read_po(io.BytesIO((HEAD + GOOD).encode()), locale="zh_Hans")
    once = messages.text_of(messages.gather(known))
    again = messages.gather(read_po(io.BytesIO(once), locale="zh_Hans"))
    assert messages.text_of(again) == once
    assert messages.compiled(again) == messages.compiled(messages.gather(known))
