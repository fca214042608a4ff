"""The catalogs of annotator/locale: extract, keep what is translated, compile; and the check that nothing is missing.

    .venv/bin/python -m annotator.supervisor.messages [--write]

gettext's own programs need not be there: Babel reads and writes the catalogs.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from annotator.supervisor.site import ROOT

LOCALE = ROOT / "annotator" / "locale"
APPS = ("annotator", "accounts", "labeling", "exports")
NAMES = ("gettext", "ngettext", "pgettext", "npgettext")
KEYWORDS = {*DEFAULT_KEYWORDS, *(f"{name}_lazy" for name in NAMES), "gettext_noop"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
Text = str | tuple[str, ...]
HTML_TAG = re.compile(r"</?[a-z][^>]*>")


class Words(Catalog):
    """A catalog without times and versions: it changes when its messages do."""

    mime_headers = property(
        lambda self: [
            ("Language", str(self.locale)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", str(self.plural_forms)),
        ]
    )


def sources() -> Iterator[Path]:
    """Every file that may say something to somebody. What commands say stays English."""
    for app in APPS:
        yield from sorted((ROOT / app).rglob("*.html"))
        for path in sorted((ROOT / app).rglob("*.py")):
            if not {"migrations", "commands", "supervisor"} & set(path.parts):
                yield path


def extract(path: Path) -> Iterator[tuple[int, Text, str | None]]:
    """Line, message (or its singular and plural) and context of each call of gettext in the file."""
    text = path.read_text()
    if path.suffix == ".html":
        # What is left of a template is no Python: indentation would only confuse its reader.
        text = "\n".join(line.lstrip() for line in templatize(text, str(path)).split("\n"))
    keywords: Any = list(KEYWORDS)
    words: Any
    for line, function, words, _comments in extract_python(io.BytesIO(text.encode()), keywords, [], {}):
        given = list(words) if isinstance(words, tuple) else [words]
        context = given.pop(0) if "pgettext" in str(function) else None
        message = tuple(given[:2]) if str(function).startswith("n") else given[0]
        if message and (isinstance(message, str) or all(message)):
            yield line, message, context


def messages_of(catalog: Catalog) -> list[Message]:
    """Without the head, whose message is empty."""
    return [message for message in catalog if message.id]


def gather(known: Catalog) -> Words:
    """A catalog of all that the code says now, with the translations that are known."""
    words = Words(
        known.locale,
        fuzzy=False,
        header_comment="# Made by annotator/supervisor/messages.py; docs/translating.md tells how to translate.",
    )
    for path in sources():
        for line, message, context in extract(path):
            place = (str(path.relative_to(ROOT)), line)
            words.add(message, locations=[place], context=context, flags=flags_of(message))
    for said in messages_of(words):
        before = known.get(said.id, said.context)
        if before is not None and type(before.id) is type(said.id):
            said.string = before.string
    return words


def flags_of(message: Text) -> set[str]:
    text = message if isinstance(message, str) else message[0]
    return {"python-format"} if "%(" in text else set()


def complain(words: Words, known: Catalog, path: Path) -> Iterator[str]:
    """What is wrong with the catalog, each by file and line."""
    for message in messages_of(words):
        file, line = message.locations[0]
        before = known.get(message.id, message.context)
        said = shown(message)
        if before is None:
            yield f"{file}:{line}: not in the catalog: {said}"
        elif before.fuzzy:
            yield f"{path}:{before.lineno}: fuzzy: {said}"
        elif not all(translations(message)):
            yield f"{file}:{line}: not translated: {said}"
        elif any(marks(text) != marks(source_of(message)) for text in translations(message)):
            yield f"{path}:{before.lineno}: other placeholders or tags than its source: {said}"
    for message in messages_of(known):
        if words.get(message.id, message.context) is None:
            yield f"{path}:{message.lineno}: nothing says this any more: {shown(message)}"


def shown(message: Message) -> str:
    return repr(message.id if isinstance(message.id, str) else message.id[0])


def source_of(message: Message) -> str:
    """The text whose placeholders count: of several, the plural."""
    return message.id if isinstance(message.id, str) else message.id[-1]


def translations(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else [text or "" for text in message.string or [""]]


def marks(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text) + HTML_TAG.findall(text))


def text_of(words: Words) -> bytes:
    file = io.BytesIO()
    write_po(file, words, width=0, omit_header=False, include_lineno=False, sort_by_file=True)
    return file.getvalue()


def compiled(words: Words) -> bytes:
    file = io.BytesIO()
    write_mo(file, words)
    return file.getvalue()


def main(*, is_writing: bool) -> int:
    complaints: list[str] = []
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        known = read_po(io.BytesIO(path.read_bytes()), locale=path.parts[-3])
        words, name = gather(known), path.relative_to(ROOT)
        if is_writing:
            path.write_bytes(text_of(words))
            path.with_suffix(".mo").write_bytes(compiled(words))
            known = read_po(io.BytesIO(path.read_bytes()), locale=path.parts[-3])
        complaints += complain(words, known, name)
        if path.read_bytes() != text_of(words):
            complaints.append(f"{name}: its places or order are not those of the code")
        if path.with_suffix(".mo").read_bytes() != compiled(words):
            complaints.append(f"{name.with_suffix('.mo')}: differs from the .po")
    if complaints:
        print(*complaints, sep="\n")
        print("To bring in what is new and compile: .venv/bin/python -m annotator.supervisor.messages --write")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(is_writing="--write" in sys.argv))
