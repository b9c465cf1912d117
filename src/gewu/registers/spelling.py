"""How people and places of the registers are found: by name, pinyin and its initials. Pure."""

import re
import unicodedata

from pypinyin import lazy_pinyin

_HAN = re.compile(r"[\u3400-\u9fff]")


def found_by(name: str) -> tuple[str, str]:
    """The pinyin of a name without spaces, and its initials: 王小样 → wangxiaoyang, wxy."""
    said = plain(name)
    syllables = lazy_pinyin(said)
    initials = "".join(part if part in said and not _HAN.search(part) else part[:1] for part in syllables)
    return "".join(syllables)[:240], initials[:60]


def plain(text: str) -> str:
    """Half-width, small, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def has_han(text: str) -> bool:
    return bool(_HAN.search(text))
