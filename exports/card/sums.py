"""How to check that it is what it says it is."""

from exports.dataset import Dataset


def sums(dataset: Dataset) -> list[str]:
    return [
        "## Check it",
        "",
        f"Content hash `{dataset.content_hash}`: SHA-256 over the rows as JSON lines with sorted keys, the same",
        "whatever the file format. `sha256sum -c checksums.sha256` checks the files; `manifest.json` has every figure",
        "of this card.",
    ]
