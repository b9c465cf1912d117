"""A font that has Chinese: named by a setting, from the wheel we depend on, or of the system."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from fontTools.ttLib import TTCollection

from gewu.kernel.errors import RuleBroken

WHEEL = "pylopdf_fonts_zh_cn"
# Where Debian, Fedora, macOS and Windows keep theirs.
SYSTEM = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/System/Library/Fonts/STHeiti Light.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/simhei.ttf",
)
SIMPLIFIED = " SC"


@dataclass(frozen=True, slots=True)
class Font:
    """A font file, and which of the fonts in it."""

    path: Path
    number: int | None


@cache
def chinese_font() -> Font:
    """The first that is there, or RuleBroken saying what to install."""
    for path in _places():
        if path.is_file():
            return Font(path, _simplified(path) if path.suffix.lower() == ".ttc" else None)
    raise RuleBroken(
        _("No font with Chinese was found. Install pylopdf-fonts-zh-cn or name a file in GEWU_PDF_FONT.")
    )


def _places() -> Iterator[Path]:
    if settings.PDF_FONT:
        yield Path(settings.PDF_FONT)
    if find_spec(WHEEL):
        yield Path(str(files(WHEEL))) / "NotoSansSC-Regular.otf"
    yield from map(Path, SYSTEM)


def _simplified(path: Path) -> int:
    """Of a collection, the one drawn for mainland China; the first where names do not tell."""
    with TTCollection(path, lazy=True) as collection:
        names = [str(font["name"].getDebugName(4)) for font in collection.fonts]
    return next((number for number, name in enumerate(names) if SIMPLIFIED in f"{name} "), 0)
