"""The photos of a case as they go on paper. One that cannot be read does not stop the whole file."""

from io import BytesIO
from uuid import UUID

import structlog
from PIL import Image

from gewu.kernel import files

WIDTH = 1280

log = structlog.get_logger()


def picture_of(identifier: UUID) -> BytesIO | None:
    """A JPEG that every reader can draw, or None where the content is gone or damaged; that is logged."""
    row = files.File.objects.one(identifier)
    try:
        return _sound(row)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as problem:
        # What a disk raises over what is not there, and Pillow over what is no picture any more.
        why = type(problem).__name__
    log.error("photo_unreadable", file=str(row.id), sha256=row.sha256, problem=why)
    return None


def _sound(row: files.File) -> BytesIO:
    """Decoded to the end: the head of a picture that was cut off is sound, and a PDF takes it in as it is."""
    with files.open_thumbnail(row, WIDTH) as stored:
        content = BytesIO(stored.read())
    with Image.open(content, formats=["JPEG"]) as picture:
        picture.load()
    return BytesIO(content.getvalue())
