"""How much one request may carry: refused by what it declares, before a byte is read, and while it comes in.

Django's own limit (`DATA_UPLOAD_MAX_MEMORY_SIZE`) is for everything but files.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from gewu.exchange.reading.limits import MEGA, MOST_BYTES
from gewu.ui.problems import TOO_LARGE

# Nine photos of 20 MB, with the words beside them.
MOST = 192 * MEGA
# One workbook, and the few answers about it.
MOST_BY_PATH: Mapping[str, int] = {
    "/desk/imports/new/": MOST_BYTES + MEGA,
    "/api/v1/imports": MOST_BYTES + MEGA,
}


class TooLarge(RequestDataTooBig):
    """More was sent than this address takes. `str()` is a sentence for people."""


class Bounded(FileUploadHandler):
    """Stands before the handlers that keep files, and lets pass what is not too much."""

    request: HttpRequest

    def handle_raw_input(
        self,
        input_data: Any,
        META: Mapping[str, Any],  # noqa: N803 - likewise
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.most = MOST_BY_PATH.get(self.request.path, MOST)
        self.left = self.most
        if content_length > self.most:
            raise self._too_large(content_length)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.left -= len(raw_data)
        if self.left < 0:
            raise self._too_large(self.most - self.left)
        return raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        return None

    def _too_large(self, size: int) -> TooLarge:
        return TooLarge(str(TOO_LARGE) % {"size": -(-size // MEGA), "most": self.most // MEGA})
