"""Files that people give: judged by content, cleaned, written under their digest before the row naming it.

A command stores the file first and locks its case after: drawing a photo takes a moment. When the command
rolls back, the content stays behind unclaimed and `sweep` removes it after a day.
"""

import unicodedata
from collections.abc import Set
from hashlib import sha256
from pathlib import PurePosixPath
from time import time
from typing import BinaryIO
from uuid import UUID

from django.core.files.base import File as Upload
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, NotFound
from gewu.kernel.files.content import (
    ACCEPTED,
    EXTENSIONS,
    IMAGES,
    MOST_BYTES,
    PDF,
    THUMBNAILS,
    Kept,
    Unfit,
    examine,
)
from gewu.kernel.files.storage import storage
from gewu.kernel.ids import new_id
from gewu.kernel.models.files import File

__all__ = [
    "ACCEPTED",
    "IMAGES",
    "File",
    "forget",
    "keep",
    "open_original",
    "open_thumbnail",
    "response",
    "store",
    "sweep",
]

DAY = 24 * 3600


def store(
    *,
    upload: "Upload[bytes]",
    township: int,
    actor: Actor,
    purpose: str,
    subject: UUID | None = None,
    field: str = "file",
    accept: Set[str] = ACCEPTED,
) -> File:
    """Keep an upload and return its row, or Invalid naming the field, with nothing stored."""
    try:
        kept = _kept(upload, accept)
    except Unfit as unfit:
        raise Invalid(str(unfit), fields={field: str(unfit)}) from unfit
    digest = sha256(kept.content).hexdigest()
    shelf = storage()
    for side, content in kept.thumbnails.items():
        shelf.write(f"{digest}-{side}", content)
    shelf.write(digest, kept.content)
    return File.objects.create(
        id=new_id(township),
        township=township,
        sha256=digest,
        media_type=kept.media_type,
        size=len(kept.content),
        width=kept.width,
        height=kept.height,
        name=shown_name(upload.name or "", kept.media_type),
        purpose=purpose,
        subject_id=subject,
        uploaded_by=actor.user,
        recorded_at=clock.now(),
    )


def keep(
    *, content: bytes, name: str, media_type: str, township: int, actor: Actor, purpose: str, subject: UUID
) -> File:
    """Keep a file that we made ourselves, as it is; `name` with its ending."""
    digest = sha256(content).hexdigest()
    storage().write(digest, content)
    return File.objects.create(
        id=new_id(township),
        township=township,
        sha256=digest,
        media_type=media_type,
        size=len(content),
        name=name,
        purpose=purpose,
        subject_id=subject,
        uploaded_by=actor.user,
        recorded_at=clock.now(),
    )


def forget(identifier: UUID) -> None:
    """Take a file away: its row now, its content by night if no other row claims it."""
    File.objects.by_id(identifier).delete()


def open_original(file: File) -> BinaryIO:
    """The stored content."""
    return storage().open(file.sha256)


def open_thumbnail(file: File, width: int) -> BinaryIO:
    """A JPEG whose longer side is 320 or 1280 pixels at most; NotFound for what is no picture."""
    if not file.is_image or width not in THUMBNAILS:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    return storage().open(f"{file.sha256}-{width}")


def response(request: HttpRequest, file: File, *, width: int | None = None) -> HttpResponseBase:
    """The answer that serves a file (or its thumbnail) to somebody who was already found to be allowed."""
    etag = f'"{file.sha256}-{width or 0}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged:
        return unchanged
    answer = FileResponse(
        open_thumbnail(file, width) if width else open_original(file),
        as_attachment=not file.is_image,
        filename=file.name,
        content_type="image/jpeg" if width else file.media_type,
    )
    answer["ETag"] = etag
    # A browser keeps it but asks each time: rights may have ended, and desks are shared.
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def shown_name(name: str, media_type: str) -> str:
    """A file's name as it may be shown: the last part, one line, nothing invisible, with the true ending."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/")).rpartition("/")[2]
    plain = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    stem = PurePosixPath(plain).stem.strip(" .")[:100] or "file"
    return f"{stem}.{EXTENSIONS[media_type][0]}"


def sweep() -> int:
    """Remove content that no row has claimed for a day. Reads digests of the whole county, by night."""
    shelf, yesterday, gone = storage(), time() - DAY, 0
    for keys in _batches(list(shelf.untouched_since(yesterday)), 500):
        digests = {key.partition("-")[0] for key in keys}
        rows = File.objects.filter(sha256__in=digests).values_list("sha256", flat=True)
        claimed = {key for digest in rows for key in _keys(digest)}
        gone += sum(shelf.delete(key, untouched_since=yesterday) for key in keys if key not in claimed)
    return gone


def _keys(digest: str) -> tuple[str, ...]:
    return digest, *(f"{digest}-{side}" for side in THUMBNAILS)


def _kept(upload: "Upload[bytes]", accept: Set[str]) -> Kept:
    content = _read(upload)
    kept = examine(content)
    if kept.media_type not in accept:
        only_photos = accept <= IMAGES
        raise Unfit(
            _("Only photos can be sent here.") if only_photos else _("Only PDF files can be sent here.")
        )
    _check_ending(upload.name or "", kept.media_type)
    return kept


def _read(upload: "Upload[bytes]") -> bytes:
    content: bytes = upload.read(MOST_BYTES + 1)
    if not content:
        raise Unfit(_("This file is empty."))
    if len(content) > MOST_BYTES:
        raise Unfit(_("This file is too large: at most 20 MB."))
    return content


def _check_ending(name: str, media_type: str) -> None:
    """Phones mix up the endings of pictures; any other ending that does not fit is a disguise."""
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower().removeprefix(".")
    fitting = {PDF} if media_type == PDF else IMAGES
    if ending and not any(ending in EXTENSIONS[kind] for kind in fitting):
        raise Unfit(_("The name of this file does not fit its content."))


def _batches(keys: list[str], size: int) -> list[list[str]]:
    return [keys[start : start + size] for start in range(0, len(keys), size)]
