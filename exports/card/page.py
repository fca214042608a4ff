"""The card on the export's page."""

from django.utils.safestring import SafeString

from exports import folders
from labeling.rendering import render


def shown(export_id: int) -> SafeString:
    """The card as sanitised HTML, without its head; empty where there is none."""
    try:
        text = (folders.folder_of(export_id) / "README.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        return SafeString("")
    return render(text.split("\n---\n", 1)[-1])
