"""JSON in and out of the API: strict, exact for every code point, and fast."""

from collections.abc import Mapping
from typing import IO, Any

import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from accounts.errors import TooLarge


def as_json(value: Any) -> Any:
    """Turn what orjson does not know (lazy strings) into text."""
    return str(value)


class OrjsonRenderer(BaseRenderer):
    """Renders UTF-8 JSON, times in UTC ending in Z."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        if data is None:
            return b""
        return orjson.dumps(data, default=as_json, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


class OrjsonParser(BaseParser):
    """Parses UTF-8 JSON up to DATA_UPLOAD_MAX_MEMORY_SIZE; NaN, infinities and lone surrogates are refused."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        # Django holds only forms to its limit; a body of JSON would be read whole.
        most: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(most + 1)
        if len(body) > most:
            raise TooLarge(_("A body of JSON has %(most)s bytes at most.") % {"most": most})
        try:
            return orjson.loads(body) if body else {}
        except orjson.JSONDecodeError as error:
            raise ParseError(_("The body is not valid JSON: %(error)s") % {"error": error}) from error
