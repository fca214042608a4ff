"""What becomes of each key of a file's rows, in a word for each layout."""

import re

from labeling.importing.rows import ROW_KEYS

NUMBERED = re.compile(r"(completion|model|license)_[1-9]\Z")
# What a key is taken for: prompt, completions, models, licenses, itself (a field of the row), metadata, unknown.
PLAIN = {"prompt": "prompt", "completions": "completions", "metadata": "metadata"}
BY_LAYOUT: dict[str, dict[str, str]] = {
    "plain": PLAIN,
    "pair": {**PLAIN, "chosen": "completions", "rejected": "completions"},
    "conversation": {**PLAIN, "messages": "conversation"},
    "label_studio": {
        **PLAIN, "data": "both", "items": "completions", "answer1": "completions", "answer2": "completions",
        "annotations": "judgments", "annotator": "judgments", "annotation_id": "judgments", "lead_time": "judgments",
        "predictions": "metadata", "drafts": "metadata", "meta": "metadata", "file_upload": "metadata",
        "created_at": "metadata", "updated_at": "metadata", "inner_id": "metadata", "project": "metadata",
        "total_annotations": "metadata", "cancelled_annotations": "metadata", "total_predictions": "metadata",
        "comment_count": "metadata", "unresolved_comment_count": "metadata", "last_comment_updated_at": "metadata",
        "updated_by": "metadata", "comment_authors": "metadata",
    },
    "argilla": {
        **PLAIN, "fields": "both", "responses": "judgments", "suggestions": "metadata", "vectors": "metadata",
        "external_id": "itself", "status": "metadata", "_server_id": "metadata", "inserted_at": "metadata",
        "updated_at": "metadata",
    },
}  # fmt: skip


def use_of(name: str, layouts: list[str]) -> str:
    """How rows of these layouts use the key."""
    for layout in layouts:
        if use := BY_LAYOUT.get(layout, PLAIN).get(name):
            return use
    if found := NUMBERED.match(name):
        return {"completion": "completions", "model": "models", "license": "licenses"}[found[1]]
    return "itself" if name in ROW_KEYS else "unknown"
