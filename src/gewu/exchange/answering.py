"""Files made on the spot."""

from django.http import HttpResponse

from gewu.exchange.writing import XLSX


def file_response(content: bytes, name: str, media_type: str = XLSX) -> HttpResponse:
    """A file made on the spot, as a download that nobody caches."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
