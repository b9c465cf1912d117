"""By which texts an area is sorted and found."""

from pypinyin import lazy_pinyin

from gewu.places.spelling import initials_of


def keys_of(name: str, short: str, name_en: str, code: str) -> tuple[str, str]:
    """Its pinyin, and everything it is found by: names, pinyin, initials, number."""
    syllables = lazy_pinyin(name)
    key = " ".join(syllables)
    words = [name, short, name_en.lower(), key.replace(" ", ""), initials_of(name, syllables), code]
    return key, " ".join(words)
