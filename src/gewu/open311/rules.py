"""What a key may do how often, and what a program's parameters must be. Pure: no Django, no clock."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

LONGEST_SPAN = timedelta(days=90)
MOST_ROWS = 1000
DEEPEST_ROW = 10_000
LONGEST_DESCRIPTION = 4000
LONGEST_URL, MOST_URLS = 380, 5
MOST_IDS = 200

_SECRET = re.compile(r"o311_(\d{9})_[A-Za-z0-9_-]{20,64}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?)?")
_URL = re.compile(r"https?://[^\s<>\"\x00-\x1f\x7f]+")


# Keys


@dataclass(frozen=True, slots=True)
class Limits:
    """What a key may do. `live`: it may report into the town; otherwise it only plays in the sandbox."""

    per_minute: int = 30
    per_day: int = 1000
    live: bool = False


@dataclass(frozen=True, slots=True)
class Used:
    """How often a key was used in the minute and on the day it was used last."""

    minute: datetime | None = None
    in_minute: int = 0
    day: date | None = None
    on_day: int = 0


def spent(used: Used, *, moment: datetime) -> Used:
    """One use more, at a local moment."""
    minute = moment.replace(second=0, microsecond=0)
    same_minute, same_day = used.minute == minute, used.day == moment.date()
    return replace(
        used,
        minute=minute,
        in_minute=used.in_minute + 1 if same_minute else 1,
        day=moment.date(),
        on_day=used.on_day + 1 if same_day else 1,
    )


def wait_for(used: Used, limits: Limits, *, moment: datetime) -> int:
    """Seconds until the key may be used again; 0 when this use is within its limits."""
    if used.on_day > limits.per_day:
        midnight = datetime.combine(moment.date() + timedelta(days=1), datetime.min.time(), moment.tzinfo)
        return int((midnight - moment).total_seconds()) + 1
    return 60 - moment.second if used.in_minute > limits.per_minute else 0


def township_in(secret: str) -> int | None:
    """The township a secret was given for: it is written in it, so that looking it up names a township."""
    found = _SECRET.fullmatch(secret)
    return int(found[1]) if found else None


def digest_of(secret: str) -> bytes:
    """What is kept of a secret. It is random and long, so a plain digest cannot be guessed back."""
    return sha256(secret.encode()).digest()


# Parameters


def moment_of(text: str) -> datetime | None:
    """A moment as W3C writes it, perhaps without a zone; a bare day is its midnight. None if it is none."""
    if not _MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def listed(text: str) -> tuple[str, ...]:
    """The values of a comma list, each once."""
    return tuple(dict.fromkeys(value.strip() for value in text.split(",") if value.strip()))


def is_url(text: str) -> bool:
    return len(text) <= LONGEST_URL and _URL.fullmatch(text) is not None


def full_name(first: str, last: str) -> str:
    """A name in one piece, in the order of its script: 王小样, but Ada Lovelace."""
    first, last = first.strip(), last.strip()
    if re.search(r"[\u3400-\u9fff]", first + last):
        return last + first
    return f"{first} {last}".strip()


# Questions


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One attribute of a service definition, and the JSON Schema its answer has to fit."""

    code: str
    label: str
    help: str
    required: bool
    schema: Mapping[str, Any]
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def datatype(self) -> str:
        """The word of the standard for what the schema asks for."""
        kind = self.schema.get("type")
        if kind == "array":
            return "multivaluelist"
        if self.choices:
            return "singlevaluelist"
        if kind in {"integer", "number"}:
            return "number"
        if self.schema.get("format") in {"date", "date-time"}:
            return "datetime"
        return "text" if "x-lines" in self.schema or self.schema.get("maxLength", 0) > 200 else "string"


def answers_of(questions: Iterable[Question], given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The answers typed as the schemas have them; what cannot be typed stays text, for the schema to refuse.

    Attributes nobody asked for are left out: programs send their own to everybody.
    """
    found = {}
    for question in questions:
        values = [value for value in given.get(question.code, ()) if value.strip()]
        if values:
            found[question.code] = (
                values if question.datatype == "multivaluelist" else _typed(question, values[-1])
            )
    return found


def _typed(question: Question, raw: str) -> Any:
    match question.schema.get("type"):
        case "boolean":
            return {"true": True, "false": False}.get(raw.lower(), raw)
        case "integer":
            return int(raw) if re.fullmatch(r"[+-]?\d{1,15}", raw, re.ASCII) else raw
        case "number":
            return float(raw) if re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,15})?", raw, re.ASCII) else raw
    if question.schema.get("format") == "date":
        moment = moment_of(raw)
        return moment.date().isoformat() if moment else raw
    return raw
