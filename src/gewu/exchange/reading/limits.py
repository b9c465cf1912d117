"""What is looked at before anything is unpacked: size, kind, and how large a zip would become."""

import io
import zipfile
import zlib
from typing import BinaryIO

from gewu.exchange.reading.refused import Unreadable

MEGA = 1_000_000
MOST_BYTES = 60 * MEGA
MOST_UNPACKED = 1200 * MEGA
MOST_PARTS = 2000
# A sheet of one form filled by hand grows to ten or twenty times its size; what grows so much is no sheet.
MOST_GROWTH, SMALL = 150, 50 * MEGA
PIECE = 1 << 18
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# An OLE file that is a locked workbook names this stream, two bytes a letter.
LOCKED = "EncryptedPackage".encode("utf-16-le")


def check_size(size: int) -> None:
    """Refuse what is too large, from what its sender declares: before a byte of it is read."""
    if size > MOST_BYTES:
        raise Unreadable("large", most=MOST_BYTES // MEGA, size=size // MEGA)
    if size == 0:
        raise Unreadable("empty")


def kind_of(name: str, content: bytes) -> str:
    """`book` or `text`, or Unreadable; judged by the content, the name only breaks a tie."""
    check_size(len(content))
    if content.startswith(ZIP):
        check_zip(io.BytesIO(content))
        return "book"
    if content.startswith(OLE):
        if LOCKED in content:
            raise Unreadable("locked")
        return "book"
    start = content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<meta", b"<head")):
        raise Unreadable("web_page")
    binary = b"\0" in content[:4096] and not content.startswith(UTF_16)
    if start.startswith(b"<?xml") or binary or name.lower().endswith((".xlsx", ".xls", ".ods")):
        raise Unreadable("no_workbook")
    return "text"


def check_zip(file: BinaryIO) -> None:
    """Refuse a zip that unpacks to too much: by what it declares, then by what it really holds."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable("broken") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable("bomb", most=MOST_UNPACKED // MEGA)
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("locked")
    left = MOST_UNPACKED
    for part in parts:
        size = _real_size(file, part, left)
        if size > max(SMALL, part.compress_size * MOST_GROWTH):
            raise Unreadable("growth", times=MOST_GROWTH)
        left -= size


def _real_size(file: BinaryIO, part: zipfile.ZipInfo, left: int) -> int:
    """How much a part really unpacks to, whatever its header says; never held in memory."""
    if part.compress_type != zipfile.ZIP_DEFLATED:
        return part.compress_size
    file.seek(part.header_offset + 26)
    name, extra = (int.from_bytes(file.read(2), "little") for _length in range(2))
    file.seek(name + extra, io.SEEK_CUR)
    return _unpacked(file, part.compress_size, left)


def _unpacked(file: BinaryIO, packed: int, left: int) -> int:
    stream, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
    try:
        while packed > 0 and not stream.eof:
            piece = file.read(min(PIECE, packed))
            packed -= len(piece)
            while piece:
                size += len(stream.decompress(piece, PIECE * 8))
                if size > left:
                    raise Unreadable("bomb", most=MOST_UNPACKED // MEGA)
                piece = stream.unconsumed_tail
            if not packed and not stream.eof:
                break
    except zlib.error as error:
        raise Unreadable("broken") from error
    return size
