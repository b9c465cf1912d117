"""The form of stored rows: their letters, and the gaps that differ from copy to copy. No database here.

A line is one row in the text form of PostgreSQL's COPY: fields apart by tabs, `\\N` for nothing,
backslashes doubled.
"""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

UUID_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# A day or a moment as it stands in JSON; PostgreSQL's own spelling of a moment stands alone in its field.
IN_JSON = re.compile(r'(?<=")\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?(?=")')
NOTHING = "\\N"


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands in a line and is another thing in every copy: an id, a number, a day or a moment."""

    value: Hashable


@dataclass(frozen=True, slots=True)
class JsonTime:
    """A day or a moment in the spelling of a JSON document, which a copy keeps."""

    text: str

    @property
    def is_day(self) -> bool:
        return len(self.text) == len("2026-01-01")

    @property
    def day(self) -> date:
        """The day it lies on, in the zone it is written in."""
        return date.fromisoformat(self.text[:10])

    def moved(self, shift: timedelta) -> str:
        """So much later, in the same spelling."""
        if self.is_day:
            return (date.fromisoformat(self.text) + shift).isoformat()
        moved = datetime.fromisoformat(self.text) + shift
        text = moved.isoformat(timespec="microseconds" if "." in self.text else "seconds")
        return text.removesuffix("+00:00") + "Z" if self.text.endswith("Z") else text


@dataclass(frozen=True, slots=True)
class Known:
    """The ids and the number of the case that a mould is made of."""

    ids: frozenset[str]
    number: str


class Slots:
    """A place for the value of each gap of a case, given out in the order in which gaps are met."""

    def __init__(self, first: Iterable[Hashable] = ()) -> None:
        self._places: dict[Hashable, int] = {value: place for place, value in enumerate(first)}

    def of(self, value: Hashable) -> int:
        """The place of this value, taken now if it has none."""
        return self._places.setdefault(value, len(self._places))

    def values(self) -> tuple[Hashable, ...]:
        """What stands in the gaps of the original, place by place."""
        return tuple(self._places)


class Mould:
    """Letters and gaps by turns; the value of a gap stands in its place of a list."""

    def __init__(self, parts: Iterable[str | Gap], slots: Slots) -> None:
        self._letters: list[str] = []
        self._gaps: list[int] = []
        text: list[str] = []
        for part in parts:
            if isinstance(part, Gap):
                self._letters += ["".join(text), ""]
                self._gaps.append(slots.of(part.value))
                text = []
            else:
                text.append(part)
        self._letters.append("".join(text))

    def fill(self, values: Sequence[str]) -> str:
        """The text with these values in its gaps."""
        line = self._letters.copy()
        line[1::2] = [values[gap] for gap in self._gaps]
        return "".join(line)


def parts_of(text: str, known: Known) -> list[str | Gap]:
    """A text with gaps where it names a known id, the number, or (as a JSON string) a day or a moment."""
    named = [match for match in UUID_TEXT.finditer(text) if match[0] in known.ids]
    numbered = re.finditer(re.escape(known.number), text) if known.number else ()
    found = [(match, Gap(match[0])) for match in (*named, *numbered)]
    found += [(match, Gap(JsonTime(match[0]))) for match in IN_JSON.finditer(text)]
    parts: list[str | Gap] = []
    end = 0
    for match, gap in sorted(found, key=lambda each: each[0].start()):
        parts += [text[end : match.start()], gap]
        end = match.end()
    return [*parts, text[end:]]


def moment_of(field: str) -> Gap:
    """The gap for a field that holds a moment, as PostgreSQL writes it in UTC."""
    return Gap(datetime.fromisoformat(field.replace(" ", "T", 1) + ":00" * (field[-3] in "+-")))


def day_of(field: str) -> Gap:
    """The gap for a field that holds a day."""
    return Gap(date.fromisoformat(field))


def field_of(value: object) -> str:
    """A value as a field of a line."""
    match value:
        case None:
            return NOTHING
        case bool():
            return "t" if value else "f"
        case datetime():
            return value.isoformat(sep=" ")
        case str():
            return escaped(value)
    return str(value)


def escaped(text: str) -> str:
    """A text as a field of a line."""
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
