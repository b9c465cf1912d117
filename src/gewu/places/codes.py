"""Code schemes as data: what the digits of a grid's number mean, who gets which, and what may not be given.

A scheme numbers areas of some tiers (or buildings). Its segments are read off the official code, constant, or
an order: the place of an area among those whose code begins alike, row by row from the north-west.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from shapely.geometry.base import BaseGeometry

from gewu.places.order import reading_order

DIGITS = "0123456789"
# Letters that cannot be taken for digits.
CHARSETS = {
    "digits": DIGITS,
    "letters": "ABCDEFGHJKLMNPQRSTUVWXYZ",
    "both": DIGITS + "ABCDEFGHJKLMNPQRSTUVWXYZ",
}
LONGEST = 24

Counted = Literal["community", "grid", "cell", "building"]
Range = tuple[int, int]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Said(Frozen):
    zh: Line
    en: Line

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


class Downwards(Frozen):
    """Areas of these levels are counted from the end of their own range down."""

    levels: tuple[str, ...]
    range: Range


class Segment(Frozen):
    name: Said
    length: int = Field(ge=1, le=12)
    charset: Literal["digits", "letters", "both"] = "digits"
    source: Literal["official", "constant", "order"] = Field(alias="from")
    digits: Range | None = None
    value: str = ""
    counts: Counted | None = None
    range: Range | None = None
    reserved: tuple[Range, ...] = ()
    downwards: Downwards | None = None
    # What stands here for an area above the tier that is counted; padding fills up what is short.
    none: str = ""
    pad: Annotated[str, StringConstraints(min_length=1, max_length=1)] = "0"

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if problems := list(_segment_problems(self)):
            raise ValueError("; ".join(problems))
        return self

    def free(self, level: str) -> Iterator[int]:
        """The numbers that may be given to an area of this level, in the order they are given."""
        if self.downwards and level in self.downwards.levels:
            low, high = self.downwards.range
            yield from range(high, low - 1, -1)
            return
        assert self.range  # noqa: S101 - an order has one: checked when read
        for number in range(self.range[0], self.range[1] + 1):
            if not any(low <= number <= high for low, high in self.reserved):
                yield number


class Scheme(Frozen):
    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,19}$")]
    title: Said
    source: Said
    numbers: tuple[Counted, ...] = Field(min_length=1)
    segments: tuple[Segment, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.length > LONGEST:
            raise ValueError(f"{self.length} characters, at most {LONGEST}")
        if sum(segment.source == "order" for segment in self.segments) == 0:
            raise ValueError("no segment tells one area from the next")
        return self

    @property
    def length(self) -> int:
        return sum(segment.length for segment in self.segments)


class CodeUse(Frozen):
    """A scheme that a place uses: as its main number, its former one, or one of another system."""

    scheme: str
    use: Literal["main", "old", "external"]


@dataclass(frozen=True)
class Item:
    """Something that gets a number: its own official code, and those of what it lies in, by tier."""

    code: str
    tier: str
    level: str
    above: Mapping[str, str]
    ground: BaseGeometry


class CodeError(ValueError):
    """A scheme cannot number what it is asked to."""


def generate(scheme: Scheme, items: Iterable[Item], taken: Mapping[str, str] | None = None) -> dict[str, str]:
    """Official code → code of the scheme. What is `taken` (by what is retired, too) is never given again.

    What has a code already keeps it. CodeError when a range is used up or a reserved number is needed.
    """
    every, kept = {item.code: item for item in items}, dict(taken or {})
    texts = dict.fromkeys(every, "")
    start = 0
    for segment in scheme.segments:
        stretch = slice(start, start + segment.length)
        if segment.source == "order":
            texts = _with_order(segment, every, texts, kept, stretch)
        else:
            texts = {code: text + _given(segment, every[code]) for code, text in texts.items()}
        start = stretch.stop
    codes = {code: text for code, text in texts.items() if every[code].tier in scheme.numbers}
    if clash := [text for text, times in Counter(codes.values()).items() if times > 1]:
        raise CodeError(f"{scheme.key}: {clash[0]} would be given twice")
    return codes


def problems_of(scheme: Scheme, code: str) -> Iterator[str]:
    """Why a code cannot be one of this scheme."""
    if len(code) != scheme.length:
        yield f"{code}: {len(code)} characters, {scheme.key} has {scheme.length}"
        return
    start = 0
    for segment in scheme.segments:
        text = code[start : start + segment.length]
        start += segment.length
        if problem := _wrong(segment, text):
            yield f"{code}: {text} is no {segment.name.en.lower()} of {scheme.key}, {problem}"


def _with_order(
    segment: Segment, every: Mapping[str, Item], texts: Mapping[str, str], kept: Mapping[str, str], at: slice
) -> dict[str, str]:
    """The next segment of every item: its number, that of the area it lies in, or what stands for none."""
    longer = {code: text + segment.none for code, text in texts.items()}
    groups: dict[str, dict[str, Item]] = {}
    for code, item in every.items():
        if item.tier == segment.counts:
            groups.setdefault(texts[code], {})[code] = item
    for prefix, inside in groups.items():
        used = {text[at] for text in kept.values() if text[: at.start] == prefix}
        for code, number in _numbers(segment, inside, kept, used, at).items():
            longer[code] = prefix + number
    for code, item in every.items():
        if (above := item.above.get(segment.counts or "")) and above in longer and above != code:
            longer[code] = texts[code] + longer[above][at]
    return longer


def _numbers(
    segment: Segment, inside: Mapping[str, Item], kept: Mapping[str, str], used: set[str], at: slice
) -> dict[str, str]:
    free = {level: _unused(segment, level, used) for level in {item.level for item in inside.values()}}
    numbers = {code: kept[code][at] for code in inside if code in kept}
    new = {code: item.ground for code, item in inside.items() if code not in kept}
    for code in reading_order(new):
        number = next(free[inside[code].level], None)
        if number is None:
            raise CodeError(f"{segment.name.en}: no number is left for {code}")
        used.add(number)
        numbers[code] = number
    return numbers


def _unused(segment: Segment, level: str, used: set[str]) -> Iterator[str]:
    for number in segment.free(level):
        if (text := str(number).rjust(segment.length, segment.pad)) not in used:
            yield text


def _given(segment: Segment, item: Item) -> str:
    if segment.source == "constant":
        return segment.value
    first, last = segment.digits or (1, segment.length)
    text = item.code[first - 1 : last]
    if problem := _wrong(segment, text):
        raise CodeError(f"{item.code}: {text} is no {segment.name.en.lower()}, {problem}")
    return text


def _wrong(segment: Segment, text: str) -> str:
    """What keeps a text from standing in a segment; empty when nothing does."""
    if not set(text) <= set(CHARSETS[segment.charset]):
        return f"only {segment.charset}"
    if segment.source == "constant":
        return "" if text == segment.value else f"it is always {segment.value}"
    if text == segment.none or segment.range is None or segment.charset != "digits":
        return ""
    number, ranges = int(text), [segment.range, *([segment.downwards.range] if segment.downwards else [])]
    if not any(low <= number <= high for low, high in ranges):
        return f"not between {segment.range[0]} and {segment.range[1]}"
    return "it is reserved" if any(low <= number <= high for low, high in segment.reserved) else ""


def _segment_problems(segment: Segment) -> Iterator[str]:
    """Everything about one segment that does not hold together."""
    needs = {"official": segment.digits, "constant": segment.value, "order": segment.counts and segment.range}
    if not needs[segment.source]:
        yield f"segment {segment.name.en}: {segment.source} without its numbers"
        return
    if segment.digits and segment.digits[1] - segment.digits[0] + 1 != segment.length:
        yield f"segment {segment.name.en}: digits {segment.digits} are not {segment.length}"
    if len(segment.value or segment.none or "0" * segment.length) != segment.length:
        yield f"segment {segment.name.en}: {segment.value or segment.none!r} is not {segment.length} long"
    if segment.source == "order" and segment.charset != "digits":
        yield f"segment {segment.name.en}: an order is written in digits"
    yield from _range_problems(segment)


def _range_problems(segment: Segment) -> Iterator[str]:
    downwards = [segment.downwards.range] if segment.downwards else []
    for low, high in [*([segment.range] if segment.range else []), *segment.reserved, *downwards]:
        if not 0 <= low <= high < 10**segment.length:
            yield f"segment {segment.name.en}: {low}–{high} does not fit into {segment.length} digits"
    for low, high in downwards:
        if segment.range and low <= segment.range[1] and segment.range[0] <= high:
            yield f"segment {segment.name.en}: the range that is counted down lies in the other"
