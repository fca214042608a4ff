"""The card on the export's page."""

import logging
from contextlib import closing

from django.utils.safestring import SafeString

from exports.models import Export
from exports.storage import stored
from exports.storage.errors import StorageFailed
from labeling.texts.rendering import render

CARD = "README.md"
logger = logging.getLogger(__name__)


def shown(export: Export) -> SafeString:
    """The card as sanitised HTML, without its head; empty where there is none, or storage does not give it."""
    listed = next((file for file in export.files if file["path"] == CARD), None)
    if listed is None:
        return SafeString("")
    try:
        with closing(stored.files_of(export).read(CARD, 0, listed["bytes"] - 1)) as chunks:
            text = b"".join(chunks).decode()
    except (FileNotFoundError, StorageFailed) as error:
        logger.warning("The card of export %s cannot be read: %s", export.pk, error)
        return SafeString("")
    return render(text.split("\n---\n", 1)[-1])
