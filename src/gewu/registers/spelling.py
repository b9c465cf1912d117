"""How people and places of the registers are found: by name, pinyin and its initials. Pure."""

import re
import unicodedata
from functools import cache

from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT

# Longer texts hold words anyway, and many pieces.
LONGEST_NAME = 6
_HAN = re.compile(r"[\u3400-\u9fff]")


def found_by(name: str) -> tuple[str, str]:
    """The pinyin of a name without spaces, and its initials: 王小样 → wangxiaoyang, wxy."""
    said = plain(name)
    syllables = syllables_of(said)
    initials = "".join(part if part in said and not _HAN.search(part) else part[:1] for part in syllables)
    return "".join(syllables)[:240], initials[:60]


def syllables_of(said: str) -> list[str]:
    """As `lazy_pinyin`, which looks for words in each name: few hold one, and imports ask by the thousand."""
    han = not _HAN.sub("", said)
    pieces = (said[at:end] for at in range(len(said)) for end in range(at + 2, len(said) + 1))
    if not han or len(said) > LONGEST_NAME or any(one in PHRASES_DICT for one in pieces):
        return list(lazy_pinyin(said))
    return [_syllable(one) for one in said]


@cache
def _syllable(character: str) -> str:
    return "".join(lazy_pinyin(character))


def plain(text: str) -> str:
    """Half-width, small, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def has_han(text: str) -> bool:
    return bool(_HAN.search(text))
