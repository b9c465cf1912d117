"""Questions about a piece of a definition, made from its schema; and the answers put back into it.

The editor knows no member by name: what the schema of stages, moves or the frame gains later is asked for
like everything else. Members it cannot ask about in plain words (lists of stages, guards, effects) stay as
they are.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from gewu.kernel.errors import Invalid

Schema = Mapping[str, Any]
Choices = Mapping[str, Sequence[tuple[str, str]]]
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One member that can be asked for. Kinds: limit, number, share, yesno, choice, choices, text."""

    path: Path
    kind: str
    title: str
    help: str
    required: bool
    value: Any
    choices: tuple[tuple[str, str], ...] = ()
    minimum: int | None = None
    maximum: int | None = None

    @property
    def name(self) -> str:
        return ".".join(self.path)


class Shape:
    """The schema of a model, with the names that only a draft knows (roles, stages) as choices."""

    def __init__(
        self, model: type[BaseModel], choices: Choices, *, without: frozenset[str] = frozenset()
    ) -> None:
        whole = model.model_json_schema(by_alias=True)
        self._defs: Mapping[str, Schema] = whole.get("$defs", {})
        self._whole, self._choices, self._without = whole, choices, without

    def questions(self, value: Mapping[str, Any]) -> list[Question]:
        """Every member that can be asked for, with what it says now."""
        return list(self._object(self._whole, value, ()))

    def _object(self, schema: Schema, value: Mapping[str, Any], path: Path) -> Iterator[Question]:
        required = schema.get("required", ())
        for name, rule in schema.get("properties", {}).items():
            if not path and name in self._without:
                continue
            given = value.get(name, rule.get("default"))
            yield from self._member(rule, given, (*path, name), required=name in required)

    def _member(self, rule: Schema, value: Any, path: Path, *, required: bool) -> Iterator[Question]:
        plain, optional = self._plain(rule)
        kind, choices = self._kind(plain, path[-1])
        if kind == "object":
            yield from self._object(plain, value or {}, path) if value or not optional else ()
        elif kind == "map":
            inner = plain["additionalProperties"]
            for key, member in (value or {}).items():
                yield from self._member(inner, member, (*path, key), required=True)
        elif kind == "list":
            for number, member in enumerate(value or []):
                yield from self._member(plain["items"], member, (*path, str(number)), required=True)
        elif kind:
            yield Question(
                path=path,
                kind=kind,
                title=str(plain.get("title", path[-1])),
                help=str(rule.get("description", "")),
                required=required and not optional,
                value=value,
                choices=choices,
                minimum=plain.get("minimum"),
                maximum=plain.get("maximum"),
            )

    def _plain(self, rule: Schema) -> tuple[Schema, bool]:
        """The rule behind references, and whether it may be left out."""
        options = [one for one in rule.get("anyOf", ()) if one.get("type") != "null"]
        if len(options) == 1:
            return self._plain(options[0])[0], True
        if "$ref" in rule:
            return self._defs[rule["$ref"].rpartition("/")[2]], False
        return rule, False

    def _kind(self, rule: Schema, name: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        known = tuple(self._choices.get(name, ()))
        match rule.get("type"):
            case "object":
                return self._of_object(rule), ()
            case "array":
                items, _optional = self._plain(rule.get("items", {}))
                listed = "list" if items.get("type") == "object" else ""
                return ("choices", known) if known else (listed, ())
            case "string" if "format" in rule:
                return "text", ()
            case "string":
                options = known or tuple((str(one), str(one)) for one in rule.get("enum", ()))
                return ("choice", options) if options else ("", ())
        return {"integer": "number", "number": "share", "boolean": "yesno"}.get(str(rule.get("type")), ""), ()

    @staticmethod
    def _of_object(rule: Schema) -> str:
        members = rule.get("properties", {})
        if members.keys() == {"amount", "unit"}:
            return "limit"
        return "map" if not members and isinstance(rule.get("additionalProperties"), dict) else "object"


def put(value: Any, path: Path, answer: Any) -> Any:
    """A copy with this member replaced; `None` leaves it out."""
    first, *rest = path
    if isinstance(value, list):
        number = int(first)
        return [put(one, tuple(rest), answer) if n == number else one for n, one in enumerate(value)]
    found = dict(value or {})
    if rest:
        found[first] = put(found.get(first), tuple(rest), answer)
    elif answer is None:
        found.pop(first, None)
    else:
        found[first] = answer
    return found


def answered(value: Mapping[str, Any], questions: Sequence[Question], sent: Any) -> dict[str, Any]:
    """The piece with what a form sent (a QueryDict). Invalid names every answer that cannot be read."""
    wrong: dict[str, str] = {}
    found: Any = dict(value)
    for question in questions:
        try:
            answer = _answer(question, sent)
        except ValueError:
            wrong[question.name] = (
                _("Write a number.") if question.kind == "share" else _("Write a whole number.")
            )
            continue
        if not _same(question, answer):
            found = put(found, question.path, answer)
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    done: dict[str, Any] = found
    return done


def _same(question: Question, answer: Any) -> bool:
    """Nothing was changed; the order in which roles were ticked says nothing."""
    if question.kind == "choices":
        return set(answer) == set(question.value or ())
    return bool(answer == question.value)


def _answer(question: Question, sent: Any) -> Any:
    given = str(sent.get(question.name, "")).strip()
    match question.kind:
        case "limit":
            amount = str(sent.get(f"{question.name}.amount", "")).strip()
            unit = str(sent.get(f"{question.name}.unit", ""))
            return {"amount": _whole(amount), "unit": unit} if amount else None
        case "number":
            return _whole(given) if given else None
        case "share":
            return _share(given) if given else None
        case "yesno":
            return given == "true" if given else question.value
        case "choices":
            order = [value for value, _label in question.choices]
            chosen = set(sent.getlist(question.name))
            return [value for value in order if value in chosen]
    return given or None


def _share(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,6}([.][0-9]{1,6})?", text):
        raise ValueError(text)
    return float(text)


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValueError(text)
    return int(text)
