"""Pages and JSON travel compressed; downloads never do. Why that is safe: docs/decisions/0011-compressed-answers.md."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# What is asked for by ranges, or saved as a file, must arrive byte for byte as its length and ETag say.
DOWNLOADS = ("Accept-Ranges", "Content-Range", "Content-Disposition", "ETag")
TEXTS = ("text/html", "text/plain", "application/json", "application/vnd.oai.openapi")


class Compress(GZipMiddleware):
    """Stands inside of whitenoise, whose files are compressed once and for all when they are collected."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_download = response.streaming or any(name in response.headers for name in DOWNLOADS)
        if is_download or not response.headers.get("Content-Type", "").startswith(TEXTS):
            return response
        return super().process_response(request, response)
