"""Questions of a form as plain values: drawn by `{% field f %}`, made by hand or from a JSON Schema.

Answers come back typed (`answers`): what pages and programs send is checked by the same schema.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any, Protocol

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

GROUPED = frozenset({"radio", "checks", "several", "rating", "yesno"})
TEMPLATES = {
    "checks": "radio",
    "yesno": "radio",
    "datetime": "date",
    "phone": "text",
    "email": "text",
    "password": "text",
}
INPUT_TYPES = {
    "phone": "tel",
    "email": "email",
    "password": "password",
    "date": "date",
    "datetime": "datetime-local",
}
PHOTOS = "image/jpeg,image/png,image/webp,image/heic,image/heif"
LONG_TEXT = 200
FEW_CHOICES = 7


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer among several."""

    value: str
    label: str
    help: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Choices that belong together, and how many of them are chosen."""

    name: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> int:
        return sum(choice.chosen for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Known:
    """An answer that stands there before anybody asks. `source`: where it comes from, as a sentence."""

    value: Any
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question.

    Kinds: text long phone email number date datetime choice grouped radio checks several yesno rating file
    place hidden. `grouped` and `several` have many choices, whose help names their group: for one answer, and
    for any number of them.
    """

    name: str
    label: str = ""
    kind: str = "text"
    help: str = ""
    required: bool = False
    # Not called optional: one of many that may all stay empty.
    silent: bool = False
    value: Any = ""
    error: str = ""
    choices: Sequence[tuple[str, str] | Choice] = ()
    placeholder: str = ""
    max_length: int | None = None
    minimum: Any = None
    maximum: Any = None
    whole: bool = False
    unit: str = ""
    rows: int = 4
    size: str = ""
    autocomplete: str = "off"
    multiple: bool = False
    accept: str = PHOTOS
    # Bytes that one file may have: said before it is sent, where the browser can.
    most_bytes: int = 0
    # Of what is typed, where that is not the page's own.
    language: str = ""
    lon: str = ""
    lat: str = ""
    # Where its value is known from: then it is shown to confirm, and changed with one tap.
    known: str = ""

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def grouped(self) -> bool:
        return self.kind in GROUPED

    @property
    def template(self) -> str:
        return f"ui/fields/{TEMPLATES.get(self.kind, self.kind)}.html"

    @property
    def input_type(self) -> str:
        return INPUT_TYPES.get(self.kind, "text")

    @property
    def input_mode(self) -> str:
        return "tel" if self.kind == "phone" else ""

    @property
    def most_megabytes(self) -> int:
        return self.most_bytes // 1_000_000

    @property
    def described_by(self) -> str:
        parts = [("help", self.help), ("error", self.error)]
        return " ".join(f"{self.id}-{part}" for part, said in parts if said)

    @property
    def said(self) -> str:
        """The answer in words: names of choices, or the value as it is."""
        chosen = [choice.label for choice in self.marked_choices if choice.chosen]
        return ", ".join(chosen) or _plain(self.value)

    @property
    def marked_choices(self) -> list[Choice]:
        """The choices with the given answer marked."""
        given = self.value if isinstance(self.value, list | tuple | set) else [self.value]
        wanted = {_plain(value) for value in given}
        plain = (choice if isinstance(choice, Choice) else Choice(*choice) for choice in self._all_choices())
        return [Choice(c.value, c.label, c.help, chosen=c.value in wanted) for c in plain]

    @property
    def groups(self) -> list[Group]:
        """The choices by their group, in their order."""
        by_name: dict[str, list[Choice]] = {}
        for choice in self.marked_choices:
            by_name.setdefault(choice.help, []).append(choice)
        return [Group(name, tuple(choices)) for name, choices in by_name.items()]

    @property
    def short_choices(self) -> bool:
        """Few and short enough to stand side by side, even on a phone."""
        labels = [choice.label for choice in self.marked_choices]
        return len(labels) <= 3 and all(len(label) <= 6 for label in labels)

    def _all_choices(self) -> Sequence[tuple[str, str] | Choice]:
        if self.kind == "yesno" and not self.choices:
            return (("true", gettext("Yes")), ("false", gettext("No")))
        if self.kind == "rating" and not self.choices:
            return tuple((str(mark), str(mark)) for mark in range(1, 6))
        return self.choices


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


class Said(Protocol):
    """What a question is called: a label, a line of help and names for its choices."""

    @property
    def label(self) -> str: ...
    @property
    def help(self) -> str: ...
    @property
    def choices(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a question, where no case type brings them."""

    label: str
    help: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


def fields_from_schema(
    schema: Mapping[str, Any],
    words: Mapping[str, Said],
    values: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    *,
    choices: Mapping[str, Sequence[tuple[str, str] | Choice]] | None = None,
) -> list[Field]:
    """The questions of an object schema, in its order.

    `choices[name]` gives the answers that only the running system knows (organisations, people, categories).
    A property may say `x-lines` (how many lines to offer) or `x-kind` where its type does not tell how.
    """
    required = set(schema.get("required", ()))
    values, errors, choices = values or {}, errors or {}, choices or {}
    return [
        _field(
            name=name,
            rule=rule,
            said=words.get(name, Words(name)),
            offered=tuple(choices.get(name, ())),
            required=name in required,
            value=values.get(name, rule.get("default", "")),
            error=errors.get(name, ""),
        )
        for name, rule in schema.get("properties", {}).items()
    ]


def _field(
    *,
    name: str,
    rule: Mapping[str, Any],
    said: Said,
    offered: tuple[tuple[str, str] | Choice, ...],
    required: bool,
    value: Any,
    error: str,
) -> Field:
    offered = offered or _choices(rule, said)
    return Field(
        name=name,
        label=said.label,
        help=said.help,
        kind=rule.get("x-kind") or _kind(rule, offered),
        required=required,
        value=value,
        error=error,
        choices=offered,
        max_length=rule.get("maxLength"),
        minimum=rule.get("minimum"),
        maximum=rule.get("maximum"),
        whole=rule.get("type") == "integer",
        multiple=rule.get("type") == "array",
        rows=rule.get("x-lines", 4),
    )


def _choices(rule: Mapping[str, Any], said: Said) -> tuple[Choice, ...]:
    options: Iterable[Any] = rule.get("enum") or rule.get("items", {}).get("enum") or ()
    return tuple(
        Choice(_plain(option), said.choices.get(_plain(option), _plain(option))) for option in options
    )


def _kind(rule: Mapping[str, Any], offered: Sequence[object]) -> str:
    if rule.get("type") == "array":
        return "checks" if offered else "file"
    if offered:
        return "radio" if len(offered) < FEW_CHOICES else "choice"
    if rule.get("type") == "string":
        return _text_kind(rule)
    if (rule.get("minimum"), rule.get("maximum")) == (1, 5):
        return "rating"
    return {"boolean": "yesno", "integer": "number", "number": "number"}.get(str(rule.get("type")), "text")


def _text_kind(rule: Mapping[str, Any]) -> str:
    form = {"date": "date", "date-time": "datetime", "email": "email"}.get(str(rule.get("format")))
    if form:
        return form
    return "long" if "x-lines" in rule or rule.get("maxLength", 0) > LONG_TEXT else "text"


@dataclass(frozen=True, slots=True)
class Asked:
    """A form as it is shown: its questions with what is known in them, and its signed moment."""

    fields: tuple[Field, ...]
    opened: str = ""

    @property
    def by(self) -> Mapping[str, Field]:
        """The questions by their names."""
        return {field.name: field for field in self.fields}


def with_known(fields: Iterable[Field], known: Mapping[str, Known]) -> tuple[Field, ...]:
    """The questions with known answers in them. What was typed goes before what is known."""
    return tuple(_known(field, known.get(field.name)) for field in fields)


def _known(field: Field, known: Known | None) -> Field:
    if known is None or known.value in (None, "", []) or field.error:
        return field
    if field.value in (None, "", []) or _plain(field.value) == _plain(known.value):
        return replace(field, value=known.value, known=known.source)
    return field


def answers(schema: Mapping[str, Any], sent: MultiValueDict[str, str]) -> dict[str, Any]:
    """What a form sent, typed as the schema has it.

    Blank answers are left out; what cannot be typed stays text, and the schema refuses it by name.
    """
    given: dict[str, Any] = {}
    for name, rule in schema.get("properties", {}).items():
        raw = [value.strip() for value in sent.getlist(name) if value.strip()]
        if raw:
            given[name] = raw if rule.get("type") == "array" else _typed(rule, raw[-1])
    return given


def _typed(rule: Mapping[str, Any], raw: str) -> Any:
    kind = rule.get("type")
    if kind == "boolean":
        return {"true": True, "false": False, "on": True}.get(raw, raw)
    if kind not in {"integer", "number"}:
        return raw
    try:
        number = int(raw) if kind == "integer" else float(raw)
    except ValueError:
        return raw
    return number if isfinite(number) else raw
