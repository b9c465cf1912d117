"""The form of one stored row: its letters, and the gaps that differ from copy to copy. No database here.

A line is one row in the text form of PostgreSQL's COPY: fields apart by tabs, `\\N` for nothing,
backslashes doubled.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

UUID_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# A day or a moment as it stands in JSON; PostgreSQL's own spelling of a moment stands alone in its field.
IN_JSON = re.compile(r'(?<=")\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?(?=")')
NOTHING = "\\N"


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands in a line and is another thing in every copy: an id, a number, a day or a moment."""

    value: object


@dataclass(frozen=True, slots=True)
class JsonTime:
    """A day or a moment in the spelling of a JSON document, which a copy keeps."""

    text: str

    @property
    def is_day(self) -> bool:
        return len(self.text) == len("2026-01-01")


@dataclass(frozen=True, slots=True)
class Known:
    """The ids and the number of the case that a mould is made of."""

    ids: frozenset[str]
    number: str


class Mould:
    """Letters and gaps by turns."""

    def __init__(self, parts: Sequence[str | Gap]) -> None:
        self._letters: list[str] = []
        self._gaps: list[Gap] = []
        text = ""
        for part in parts:
            if isinstance(part, Gap):
                self._letters += [text, ""]
                self._gaps.append(part)
                text = ""
            else:
                text += part
        self._letters.append(text)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return tuple(self._gaps)

    def fill(self, values: Mapping[Gap, str]) -> str:
        """The line with these values in its gaps."""
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


def escaped(text: str) -> str:
    """A text as a field of a line."""
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
