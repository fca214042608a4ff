"""Hashed static files, module imports rewritten to the hashed names."""

import re
from collections.abc import Callable
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped library
    """Lets browsers cache for ever: a changed file has another name."""

    support_js_module_import_aggregation = True
    # A pass brings names one import further up; Django's five are fewer than our modules are deep.
    max_post_process_passes = 25

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[re.Match[str]], str]:
        """Leave JSDoc's `import("./x.js").Type` alone: names in comments load nothing, and may go in circles."""
        convert: Callable[..., Any] = super().url_converter(name, hashed_files, template)
        return lambda match: match["matched"] if is_in_comment(match) else convert(match)


def is_in_comment(match: re.Match[str]) -> bool:
    before = match.string[: match.start()]
    return before.rfind("/*") > before.rfind("*/")
