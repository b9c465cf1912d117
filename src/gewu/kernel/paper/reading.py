"""Reading our own PDFs back, as far as the tests need it: the words of each page."""

import re
import zlib

_STREAM = re.compile(rb"(?<=\nstream\n).*?(?=\nendstream)", re.DOTALL)
_MAPPED = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
_SHOWN = re.compile(rb"\(((?:[^\\()]|\\.)*)\) Tj", re.DOTALL)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)


def pages_of(content: bytes) -> list[str]:
    """What a reader finds by searching, page by page; lines are joined."""
    streams = [_plain(found) for found in _STREAM.findall(content)]
    glyphs = {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for stream in streams
        if b"beginbfchar" in stream
        for code, text in _MAPPED.findall(stream)
    }
    return [_words(stream, glyphs) for stream in streams if b" Tj" in stream]


def _plain(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def _words(stream: bytes, glyphs: dict[int, str]) -> str:
    shown = (_ESCAPED.sub(_unescaped, text) for text in _SHOWN.findall(stream))
    return "".join(
        glyphs[int.from_bytes(text[place : place + 2])] for text in shown for place in range(0, len(text), 2)
    )


def _unescaped(found: re.Match[bytes]) -> bytes:
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(found[1], found[1])
