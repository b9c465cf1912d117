"""Which category does somebody mean? Names, everyday words and pinyin, forgiving of slips.

RapidFuzz does the comparing (MIT, wheels for every platform, well kept): it finds a phrase inside a sentence,
which difflib does not, and takes 2 ms over the 1,400 phrases of the catalogue (measured by a test).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz

from gewu.catalogue.category import Category

# Scores run from 0 to 100; below this it is noise.
ENOUGH = 50.0
# Letters are alike by chance more often than characters are.
ENOUGH_LETTERS = 82.0
# Said in other letters or in the other language, it is a little less sure.
SOUND_WEIGHT = 0.95
INITIALS_WEIGHT = 0.85
OTHER_LANGUAGE_WEIGHT = 0.9
JUMBLED_WEIGHT = 0.9
# What only staff tell apart comes after the everyday category beside it.
SPECIAL_WEIGHT = 0.95
# How much of the score comes from being alike as a whole, not only in part.
WHOLE = 0.3
LONGEST_QUERY = 200
HAN = re.compile(r"[\u4e00-\u9fff]")
NOT_WORD = re.compile(r"[^\w\u4e00-\u9fff]+")
# Characters that say nothing about what is wrong.
FILLER = re.compile(r"[我你他们的了呢吗啊吧很太都又还在有个一这那\s]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say a category, made comparable."""

    code: str
    language: str
    text: str
    core: str = ""
    syllables: tuple[str, ...] = ()
    # First letters of its syllables: as it is said, and without the characters that say nothing.
    initials: tuple[str, ...] = ()
    # Its characters in one order, for those who say things in another.
    jumbled: str = ""


class Index:
    """Every phrase of every category, made comparable once."""

    def __init__(self, categories: Iterable[Category]) -> None:
        known = tuple(categories)
        self.phrases = tuple(phrase for category in known for phrase in _phrases(category))
        self._special = {category.code for category in known if not category.public}

    def find(self, text: str, *, language: str) -> list[str]:
        """Codes of the categories that fit, best first; equal ones in the order of their codes."""
        asked = _phrase("", text[:LONGEST_QUERY], language)
        if not asked.text:
            return []
        compare = _chinese if HAN.search(asked.text) else _letters
        best: dict[str, float] = {}
        for phrase in self.phrases:
            score = compare(asked, phrase) * (SPECIAL_WEIGHT if phrase.code in self._special else 1)
            if score > best.get(phrase.code, ENOUGH):
                best[phrase.code] = score
        return sorted(best, key=lambda code: (-best[code], code))


def _phrases(category: Category) -> Iterable[Phrase]:
    yield from (_phrase(category.code, text, "zh") for text in (category.zh, *category.search.zh))
    yield from (_phrase(category.code, text, "en") for text in (category.en, *category.search.en))


def _phrase(code: str, text: str, language: str) -> Phrase:
    plain = NOT_WORD.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()
    core = FILLER.sub("", plain) or plain
    whole, syllables = _syllables(plain), _syllables(core)
    return Phrase(
        code=code,
        language=language,
        text=plain,
        core=core,
        syllables=syllables,
        initials=tuple({_initials(whole), _initials(syllables)}),
        jumbled="".join(sorted(core)),
    )


def _syllables(text: str) -> tuple[str, ...]:
    return tuple(s for s in lazy_pinyin(text.replace(" ", "")) if s) if HAN.search(text) else ()


def _initials(syllables: Sequence[str]) -> str:
    return "".join(syllable[0] for syllable in syllables)


def _chinese(asked: Phrase, phrase: Phrase) -> float:
    """Characters against characters; then by sound, for wrong characters; then in any order."""
    if phrase.language != "zh":
        return 0.0
    return max(
        _alike(asked.core, phrase.core),
        SOUND_WEIGHT * _alike(asked.syllables, phrase.syllables),
        JUMBLED_WEIGHT * fuzz.ratio(asked.jumbled, phrase.jumbled),
    )


def _letters(asked: Phrase, phrase: Phrase) -> float:
    """English words, or Chinese typed as pinyin, in full or by its first letters."""
    if phrase.language == "en":
        score = float(fuzz.token_set_ratio(asked.text, phrase.text, score_cutoff=ENOUGH_LETTERS))
        score = (1 - WHOLE) * score + WHOLE * fuzz.ratio(asked.text, phrase.text) if score else 0.0
        return score if asked.language == "en" else OTHER_LANGUAGE_WEIGHT * score
    typed = asked.text.replace(" ", "")
    begins = len(typed) > 1 and any(initials.startswith(typed) for initials in phrase.initials)
    starts = INITIALS_WEIGHT * 100 if begins else 0.0
    return max(starts, SOUND_WEIGHT * _alike(typed, "".join(phrase.syllables), at_least=ENOUGH_LETTERS))


def _alike(asked: Sequence[str], phrase: Sequence[str], *, at_least: float = 0.0) -> float:
    """How much of the shorter is found in the longer, and how much they are the same altogether."""
    if not asked or not phrase:
        return 0.0
    part = fuzz.partial_ratio(asked, phrase, score_cutoff=at_least)
    return (1 - WHOLE) * part + WHOLE * fuzz.ratio(asked, phrase) if part else 0.0
