"""Values as PostgreSQL's COPY wants them in its text format."""

NULL = b"\\N"


def cell(text: str) -> bytes:
    if "\\" in text or "\n" in text or "\t" in text or "\r" in text:
        text = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return text.encode()


def json_cell(json: bytes) -> bytes:
    """JSON as orjson writes it, without control characters: only backslashes mean something to COPY."""
    return json.replace(b"\\", b"\\\\")


def bytes_cell(digest: bytes) -> bytes:
    return b"\\\\x" + digest.hex().encode()
