"""What a list can be narrowed by: declared once, read from a query string, applied, and shown as chips."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Literal, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from gewu.kernel import text
from gewu.kernel.errors import Invalid

Row = TypeVar("Row", bound=Model)
Words = str | Promise
Kind = Literal["choice", "choices", "text", "day", "day_from", "day_to", "flag", "id"]
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow a list.

    `kind`: choice (one of `choices`), choices (any of them), text, day (a local day), day_from, day_to, flag
    (present or not), id. `narrow` turns the value into a condition; without it, `lookup` or the name is it.
    """

    name: str
    label: Words
    kind: Kind = "choice"
    choices: Mapping[str, Words] = field(default_factory=dict)
    lookup: str = ""
    narrow: Callable[[Any], Q] | None = None

    def condition(self, value: object) -> Q:
        if self.narrow:
            return self.narrow(value)
        return Q(**{(self.lookup or self.name) + _SUFFIXES.get(self.kind, ""): value})


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, as a page shows it: its words, and the query string without it."""

    name: str
    label: Words
    words: Words
    without: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The filters somebody set on a list."""

    values: Mapping[str, object]
    chips: tuple[Chip, ...]
    query: str
    _condition: Q

    def apply(self, queryset: QuerySet[Row]) -> QuerySet[Row]:
        return queryset.filter(self._condition) if self._condition else queryset


def parse(filters: Sequence[Filter], params: "MultiValueDict[str, str] | Mapping[str, str]") -> Chosen:
    """Read the filters from a query string; Invalid names every parameter with a value that cannot be."""
    given = {known.name: _given(params, known.name) for known in filters}
    values: dict[str, object] = {}
    wrong: dict[str, str] = {}
    for known in filters:
        if not given[known.name]:
            continue
        try:
            values[known.name] = _READ[known.kind](known, given[known.name])
        except (ValueError, KeyError):
            wrong[known.name] = _("This is not a value to filter by: %(value)s") % {
                "value": given[known.name][0][:40]
            }
    if wrong:
        raise Invalid(_("This list cannot be filtered like that."), fields=wrong)
    condition = Q()
    for known in filters:
        if known.name in values:
            condition &= known.condition(values[known.name])
    pairs = [(name, value) for name in values for value in given[name]]
    chips = tuple(_chip(known, value, pairs) for known in filters for value in given[known.name])
    return Chosen(values, chips, urlencode(pairs), condition)


def _given(params: "MultiValueDict[str, str] | Mapping[str, str]", name: str) -> list[str]:
    found = params.getlist(name) if isinstance(params, MultiValueDict) else [params.get(name) or ""]
    return list(dict.fromkeys(value.strip() for value in found if value.strip()))


def _chip(known: Filter, value: str, pairs: list[tuple[str, str]]) -> Chip:
    words = "" if known.kind == "flag" else known.choices.get(value, value)
    without = urlencode([pair for pair in pairs if pair != (known.name, value)])
    return Chip(known.name, known.label, words, without)


def _one(values: list[str]) -> str:
    if len(values) > 1:
        raise ValueError("one value only")
    return values[0]


def _choices(known: Filter, values: list[str]) -> list[str]:
    if any(value not in known.choices for value in values):
        raise KeyError(known.name)
    return values


def _text(known: Filter, values: list[str]) -> str:
    return text.clean(_one(values), field=known.name, limit=LONGEST, lines=False)


def _day(_known: Filter, values: list[str]) -> date:
    return date.fromisoformat(_one(values))


def _flag(_known: Filter, values: list[str]) -> bool:
    return {"1": True, "true": True, "on": True}[_one(values)]


def _midnight(known: Filter, values: list[str]) -> datetime:
    return make_aware(datetime.combine(_day(known, values), time.min))


def _last_moment(known: Filter, values: list[str]) -> datetime:
    return make_aware(datetime.combine(_day(known, values), time.max))


_READ: dict[Kind, Callable[[Filter, list[str]], object]] = {
    "choice": lambda known, values: _choices(known, [_one(values)])[0],
    "choices": _choices,
    "text": _text,
    "day": _day,
    "day_from": _midnight,
    "day_to": _last_moment,
    "flag": _flag,
    "id": lambda _known, values: UUID(_one(values)),
}
_SUFFIXES: dict[Kind, str] = {"choices": "__in", "day": "__date", "day_from": "__gte", "day_to": "__lte"}
