"""One spelling for comparing: width, traditional characters, blanks and marks folded away."""

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

_MARKS = re.compile(r"[\s()（）\[\]【】<>《》/\\、,,.。:：;；*#＊\-—_“”\"'·]")


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """The text for comparing headings and answers from a list, never for keeping."""
    return _MARKS.sub("", _simplifier().convert(unicodedata.normalize("NFKC", text))).casefold()


def narrowed(text: str) -> str:
    """Full width becomes half, and blanks go: for numbers and codes."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=20_000)
def simplified(text: str) -> str:
    """Traditional characters as simplified ones: for comparing names."""
    return str(_simplifier().convert(unicodedata.normalize("NFKC", text)))
