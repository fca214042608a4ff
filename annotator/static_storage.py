"""Hashed static files, module imports rewritten to the hashed names; our own without comments, and joined per page."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

from annotator import joining
from annotator.comments import script_without_comments, sheet_without_comments

# The pages' own scripts and sheets. What others made is sent as they made it.
OWN = ("accounts/", "annotator/", "exports/", "labeling/")


class ModuleStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped library
    """Lets browsers cache for ever: a changed file has another name."""

    support_js_module_import_aggregation = True
    # A pass brings names one import further up; Django's five are fewer than our modules are deep.
    max_post_process_passes = 25
    # Scripts that carry all they import: what keeps a state must not be fetched beside them, or it is there twice.
    joined = ("annotator/page.js", "labeling/label.js")

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        sent = Sent(paths, self.joined)
        return super().post_process({name: (sent, name) for name in paths}, *args, **options)  # type: ignore[no-any-return]


class Sent:
    """A storage of the files as they are sent. The collected originals beside them stay as they are."""

    def __init__(self, paths: dict[str, Any], joined: tuple[str, ...]) -> None:
        self.paths = paths
        self.joined = joined
        self.text = cache(self._text)
        self.shorter = cache(self._shorter)

    def open(self, name: str) -> "File[Any]":
        if name.startswith(OWN) and name.endswith((".css", ".js")):
            return ContentFile(self.text(name).encode())
        return self.original(name)

    def original(self, name: str) -> "File[Any]":
        storage, path = self.paths[name]
        found: File[Any] = storage.open(path)
        return found

    def _text(self, name: str) -> str:
        if name.endswith(".css"):
            return joining.sheet(name, self.shorter)
        return joining.script(name, self.shorter) if name in self.joined else self.shorter(name)

    def _shorter(self, name: str) -> str:
        with self.original(name) as file:
            source = file.read().decode()
        return script_without_comments(source) if name.endswith(".js") else sheet_without_comments(source)
