"""What a column of a workbook can be: the fields of the registers, with all the words they go by."""

import dataclasses
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gewu.exchange.reading.cells import Bounds, Reader, reader
from gewu.exchange.reading.folding import folded
from gewu.exchange.reading.layout import Heading
from gewu.registers import queries as registers
from gewu.registers.definition import FieldOf

# What can be brought in, and the registers whose fields a row of it may fill.
KINDS: Mapping[str, tuple[str, ...]] = {
    "residents": ("person", "household", "dwelling"),
    "dwellings": ("dwelling",),
    "establishments": ("establishment",),
    "facilities": ("facility",),
}
NAMES: Mapping[str, str | Promise] = {
    "residents": _("Residents with households and dwellings"),
    "dwellings": _("Dwellings"),
    "establishments": _("Establishments"),
    "facilities": _("Facilities"),
}
# Columns that are no field of one register: how a row hangs together, and where it is.
TIES: Mapping[str, Mapping[str, tuple[str, str, str]]] = {
    "residents": {
        "address": ("text", "现住地址", "Address"),
        "relation": ("choice", "与户主关系", "Relation to the head"),
    },
    "dwellings": {"address": ("text", "地址", "Address")},
    "establishments": {"address": ("text", "地址", "Address")},
    "facilities": {
        "address": ("text", "地址", "Address"),
        "lon": ("degrees", "经度", "Longitude"),
        "lat": ("degrees", "纬度", "Latitude"),
    },
}
NEEDED: Mapping[str, frozenset[str]] = {
    "residents": frozenset({"person.name", "address"}),
    "dwellings": frozenset({"address"}),
    "establishments": frozenset({"establishment.name"}),
    "facilities": frozenset({"lon", "lat"}),
}
# Values that can be nothing else, whatever stands above them.
TELLING = frozenset({"identity_number", "credit_code", "phone"})
PAST = frozenset({"born", "died_on"})
READERS: Mapping[str, str] = {
    "identity_number": "identity",
    "phone": "phone",
    "credit_code": "credit_code",
    "number": "number",
    "flag": "boolean",
    "day": "date",
}


@dataclass(frozen=True, slots=True)
class Target:
    """A field of a register, or a tie, that a column can fill."""

    key: str
    type: str
    zh: str
    en: str
    words: tuple[str, ...]
    options: Mapping[str, str]
    zh_answers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    en_answers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    held: int = 0
    needed: bool = False
    limit: int = 200
    least: float | None = None
    most: float | None = None

    @property
    def label(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.zh

    @property
    def answers(self) -> Mapping[str, str]:
        return self.en_answers if (get_language() or "").startswith("en") else self.zh_answers

    @property
    def field(self) -> str:
        return self.key.rpartition(".")[2]

    def spoken(self, value: object) -> str:
        """A value as people say it: the word of an answer instead of its key."""
        if isinstance(value, list):
            return "、".join(self.spoken(one) for one in value)
        return self.answers.get(str(value), str(value))

    def reads(self, today: date) -> Reader:
        """The function that understands its cells."""
        kind = "name" if self.key == "person.name" else READERS.get(self.type, self.type)
        if kind == "date" and self.field in PAST:
            kind = "past"
        bounds = Bounds(self.limit, self.least, self.most)
        return reader(kind, today=today, options=self.options or None, bounds=bounds)


@cache
def targets(kind: str) -> tuple[Target, ...]:
    """Everything a column can be, for workbooks of a kind; in the order of the registers."""
    fields = [
        _of(register, one, kind)
        for register in KINDS[kind]
        for one in registers.register(register).fields
        if one.type != "object_code" or register == "facility"
    ]
    return (*fields, *(_tie(kind, key) for key in TIES[kind]))


def target(kind: str, key: str) -> Target | None:
    """One of them by its key."""
    return next((one for one in targets(kind) if one.key == key), None)


def headings(kind: str, today: date) -> tuple[Heading, ...]:
    """The same, as the reader of workbooks wants them."""
    return tuple(
        Heading(one.key, one.words, one.reads(today), telling=one.type in TELLING) for one in targets(kind)
    )


def known_words(kind: str) -> dict[str, str]:
    """Folded headings, and the targets they mean."""
    return {folded(word): one.key for one in reversed(targets(kind)) for word in one.words}


def _of(register: str, asked: FieldOf, kind: str) -> Target:
    key = f"{register}.{asked.key}"
    return Target(
        key=key,
        type=asked.type,
        zh=asked.zh,
        en=asked.en,
        words=(asked.zh, asked.en, *_synonyms().get(key, ())),
        options=options({one.key: (one.zh, one.en) for one in asked.choices}, key),
        zh_answers={one.key: one.zh for one in asked.choices},
        en_answers={one.key: one.en for one in asked.choices},
        held=asked.depth,
        limit=asked.limit,
        least=asked.least,
        most=asked.most,
        needed=key in NEEDED[kind],
    )


def _tie(kind: str, key: str) -> Target:
    type_, zh, en = TIES[kind][key]
    list_ = registers.shared_list("relation") if key == "relation" else ()
    offered = {one.key: (one.zh, one.en) for one in list_}
    return Target(
        key=key,
        type=type_,
        zh=zh,
        en=en,
        words=(zh, en, *_synonyms().get(key, ())),
        options=options(offered, key),
        zh_answers={one.key: one.zh for one in list_},
        en_answers={one.key: one.en for one in list_},
        needed=key in NEEDED[kind],
    )


def options(choices: Mapping[str, Sequence[str]], key: str) -> dict[str, str]:
    """Folded words of the answers of a list, with their usual other names, and the key each means."""
    other = _answers().get(key, {})
    found = {folded(word): answer for answer, words in choices.items() for word in _spellings(answer, words)}
    return found | {folded(word): answer for answer, words in other.items() for word in words}


def _spellings(answer: str, words: Sequence[str]) -> tuple[str, ...]:
    """An answer goes by its key, with or without noughts before it, and by its words: 汉族, 汉."""
    short = tuple(word.rstrip("族") for word in words if len(word.rstrip("族")) > 0)
    return (answer, answer.lstrip("0") or answer, *short, *words)


@cache
def _data() -> dict[str, dict[str, object]]:
    return tomllib.loads((files("gewu.exchange") / "headings.toml").read_text(encoding="utf-8"))


def _synonyms() -> Mapping[str, tuple[str, ...]]:
    found: Mapping[str, tuple[str, ...]] = _data()["headings"]  # type: ignore[assignment] # lists of words
    return found


def _answers() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    found: Mapping[str, Mapping[str, tuple[str, ...]]] = _data()["answers"]  # type: ignore[assignment] # likewise
    return found
