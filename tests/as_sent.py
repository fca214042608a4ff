"""Static files under their plain names, with what is sent in production: joined, and without comments."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage

from annotator.static_storage import OWN, ModuleStaticFilesStorage, Sent


class AsSent(StaticFilesStorage):
    """The browser tests get what people get, and not a hundred modules a page, which costs more than most tests do."""

    joined = ModuleStaticFilesStorage.joined

    def post_process(self, paths: dict[str, Any], **_: Any) -> Iterator[tuple[str, str, bool]]:
        """Collected is a link to each source: put what is sent in its place, at once. Other tests read the folder."""
        sent, draft = Sent(paths, self.joined), Path(self.location).with_name("static-draft")
        for name in paths:
            if name.startswith(OWN) and name.endswith((".css", ".js")):
                draft.write_bytes(sent.open(name).read())
                draft.replace(self.path(name))
                yield name, name, True
