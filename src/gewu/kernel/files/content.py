"""What an upload really is, judged by its content, and what of it is kept: pictures are drawn anew."""

import io
import struct
import zlib
from dataclasses import dataclass, field
from typing import Any

import pillow_heif
import puremagic
from django.utils.translation import gettext as _
from PIL import Image, ImageCms

from gewu.kernel.files import pdf

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 64_000_000
THUMBNAILS = (1280, 320)
PDF = "application/pdf"
IMAGES = frozenset({"image/jpeg", "image/png", "image/webp"})
ACCEPTED = IMAGES | {PDF}
EXTENSIONS = {
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif", "heic", "heif"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    PDF: ("pdf",),
}

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

# What a guess of puremagic may be opened as; Pillow refuses what then turns out to be something else.
_OPENED_AS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/heif": "HEIF",
    "image/heic": "HEIF",
}
_STORED_AS = {"JPEG": "image/jpeg", "HEIF": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_SAVED: dict[str, dict[str, Any]] = {
    "image/jpeg": {"format": "JPEG", "quality": 88},
    "image/png": {"format": "PNG"},
    "image/webp": {"format": "WEBP", "quality": 88, "method": 2},
}
# What Pillow and libheif raise over hostile bytes (the last one is libheif's word for anything).
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, MemoryError, RuntimeError)
_TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_ORIENTATION = 0x0112
_TURNS: dict[object, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Unfit(Exception):
    """Why an upload is not kept, as a sentence for people."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored of an upload."""

    content: bytes
    media_type: str
    width: int | None = None
    height: int | None = None
    thumbnails: dict[int, bytes] = field(default_factory=dict)


def examine(content: bytes) -> Kept:
    """What to keep of an upload, or Unfit."""
    guesses = _guesses(content)
    if PDF in guesses and content.startswith(b"%PDF-"):
        fault = pdf.fault_of(content)
        if fault:
            raise Unfit(fault)
        return Kept(content, PDF)
    formats = sorted({_OPENED_AS[guess] for guess in guesses if guess in _OPENED_AS})
    if not formats:
        raise Unfit(_("Only photos (JPEG, PNG, WebP, HEIC) and PDF files can be sent."))
    try:
        return _picture(content, formats)
    except _TOO_LARGE as bomb:
        raise Unfit(_("This picture has too many pixels.")) from bomb
    except _BROKEN as broken:
        raise Unfit(_("This picture is damaged or incomplete and cannot be opened.")) from broken


def _guesses(content: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(content[:4096])}
    except (puremagic.PureError, ValueError):  # the second one for nothing at all
        return set()


def _picture(content: bytes, formats: list[str]) -> Kept:
    with Image.open(io.BytesIO(content), formats=formats) as opened:
        _check_size(opened)
        opened.load()
        # A HEIC may turn out larger than it said.
        _check_size(opened)
        media_type = _STORED_AS[str(opened.format)]
        clean = _clean(opened, media_type)
    return Kept(
        content=_saved(clean, media_type),
        media_type=media_type,
        width=clean.width,
        height=clean.height,
        thumbnails=_thumbnails(clean),
    )


def _check_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise Unfit(_("This picture has too many pixels."))


def _clean(opened: Image.Image, media_type: str) -> Image.Image:
    """Pixels alone, the right way up and in sRGB: no EXIF, no position, no comment, no profile, one frame."""
    picture = _in_srgb(_upright(opened))
    picture = picture.convert(_mode(picture, media_type))
    # Pillow writes what it finds here (comment, EXIF, XMP, profile) into the new file.
    picture.info = {}
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    try:
        turn = _TURNS.get(picture.getexif().get(_ORIENTATION))
    except (*_BROKEN, TypeError):
        return picture  # broken metadata are no reason to refuse good pixels: they are dropped anyway
    return picture if turn is None else picture.transpose(turn)


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "CMYK"}:
        return picture
    try:
        held = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(held):
            return picture
        drawn = ImageCms.profileToProfile(picture, held, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, *_BROKEN):
        return picture
    return drawn or picture


def _mode(picture: Image.Image, media_type: str) -> str:
    if picture.mode in {"1", "L"}:
        return "L"
    return "RGBA" if media_type != "image/jpeg" and picture.has_transparency_data else "RGB"


def _thumbnails(picture: Image.Image) -> dict[int, bytes]:
    """JPEGs on white whose longer side is at most so many pixels."""
    made, small = {}, _flat(picture)
    for side in THUMBNAILS:
        small = small.copy()
        small.thumbnail((side, side), reducing_gap=2.0)
        made[side] = _saved(small, "image/jpeg")
    return made


def _flat(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A"))
    return flat


def _saved(picture: Image.Image, media_type: str) -> bytes:
    written = io.BytesIO()
    # WebP knows no grey.
    drawn = picture.convert("RGB") if media_type == "image/webp" and picture.mode == "L" else picture
    drawn.save(written, **_SAVED[media_type])
    return written.getvalue()
