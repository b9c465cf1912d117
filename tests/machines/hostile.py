"""Bytes and words that nobody sends by mistake: real files bent out of shape, text from the edges."""

import struct
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import pillow_heif
from hypothesis import strategies as st
from PIL import Image

Draw = Any
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n40\n%%EOF\n"
EXIF = (
    b"Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"
    b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0"
)
# What parsers trip over: control, surrogates, marks that turn text, digits of other scripts, ends of ranges.
EDGES = (
    "\0",
    "\ud800",
    "\udfff",
    "\u202e",
    "\u2028",
    "٣",
    "１",
    "①",
    "🀄",
    "e\u0301",
    "'",
    '"',
    "\\",
    "%00",
    "&#0;",
)
NUMBERS = (
    "",
    "0",
    "-0",
    "1e309",
    "-1",
    "nan",
    "NaN",
    "inf",
    "-Infinity",
    "0x10",
    "1_000",
    "９",
    "1" * 5000,
    "1.5",
)


@cache
def real_files() -> dict[str, bytes]:
    """A small file of every kind that is taken."""
    picture = Image.linear_gradient("L").resize((64, 48)).convert("RGB")
    made = {"pdf": PDF}
    for kind, more in {"jpeg": {"exif": EXIF}, "png": {}, "webp": {}}.items():
        content = BytesIO()
        picture.save(content, kind.upper(), **more)
        made[kind] = content.getvalue()
    content = BytesIO()
    pillow_heif.from_pillow(picture).save(content, quality=50)
    return made | {"heic": content.getvalue()}


def bent_files() -> st.SearchStrategy[bytes]:
    """A real file after one to four injuries."""
    return st.sampled_from(sorted(real_files())).flatmap(lambda kind: bent(real_files()[kind]))


@st.composite
def bent(draw: Draw, content: bytes) -> bytes:
    """Bytes after one to four injuries."""
    for injury in draw(st.lists(st.sampled_from(INJURIES), min_size=1, max_size=4)):
        content = injury(draw, content)
    return bytes(content[:200_000])


def _cut(draw: Draw, content: bytes) -> bytes:
    return content[: draw(st.integers(0, len(content)))]


def _flip(draw: Draw, content: bytes) -> bytes:
    bent = bytearray(content)
    for at in draw(st.lists(st.integers(0, max(len(bent) - 1, 0)), max_size=8)) if bent else []:
        bent[at] = draw(st.integers(0, 255))
    return bytes(bent)


def _insert(draw: Draw, content: bytes) -> bytes:
    at = draw(st.integers(0, len(content)))
    junk = draw(
        st.one_of(st.binary(max_size=64), st.sampled_from([EXIF, b"\xff\xd8", b"\xff\xe1\xff\xff", b"IDAT"]))
    )
    return content[:at] + junk + content[at:]


def _repeat(draw: Draw, content: bytes) -> bytes:
    start = draw(st.integers(0, len(content)))
    return content[:start] + content[start : start + 300] * draw(st.integers(2, 20)) + content[start:]


def _graft(draw: Draw, content: bytes) -> bytes:
    """The head of one file on the body of another."""
    other = draw(st.sampled_from(sorted(real_files().values())))
    return other[: draw(st.integers(0, 64))] + content[draw(st.integers(0, 64)) :]


def _boast(draw: Draw, content: bytes) -> bytes:
    """A PNG that claims any size, with its checksum right."""
    if not content.startswith(b"\x89PNG") or len(content) < 33:
        return content
    sides = (draw(st.integers(0, 2**31)), draw(st.integers(0, 2**31)))
    head = b"IHDR" + struct.pack(">II", *sides) + content[24:29]
    return content[:12] + head + struct.pack(">I", zlib.crc32(head)) + content[33:]


INJURIES: tuple[Callable[[Draw, bytes], bytes], ...] = (_cut, _flip, _insert, _repeat, _graft, _boast)


def words(most: int = 60) -> st.SearchStrategy[str]:
    """Any text, with a taste for what parsers trip over."""
    pieces = st.one_of(st.text(max_size=8), st.sampled_from(EDGES), st.sampled_from(NUMBERS))
    return st.lists(pieces, max_size=5).map(lambda parts: "".join(parts)[: most * 100])


def like(*examples: str) -> st.SearchStrategy[str]:
    """Something near a value that is right: a piece changed, doubled, cut, written wide."""

    @st.composite
    def near(draw: Draw) -> str:
        text = draw(st.sampled_from(examples))
        at, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        piece = draw(
            st.one_of(st.just(""), st.sampled_from(EDGES), st.text(max_size=3), st.just(text[at:end] * 2))
        )
        return text[:at] + piece + text[end:]

    return st.one_of(st.sampled_from(examples), near(), words())


def sendable(said: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """As a form can carry it: half a character has no spelling in UTF-8."""
    return said.map(lambda text: text.encode(errors="replace").decode())
