"""What the checks of data health find in rows that come in: said, but no reason to keep them out.

Who checks rows stands beside the exchange and is named in the settings (ROW_CHECKS).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from gewu.exchange import targets
from gewu.exchange.understanding import Checker

WHOLE_DAY = 10
KNOWN = frozenset({"person.born", "person.sex"})
# Read and compared with its day and sex cell by cell already, three times as dear as all the rest.
READ = frozenset({"person.identity_number"})


class Fault(Protocol):
    """What a check says of a row: which of those given, in which field, the check and its figures."""

    @property
    def row(self) -> int: ...
    @property
    def field(self) -> str: ...
    @property
    def check(self) -> str: ...
    @property
    def said(self) -> Mapping[str, str]: ...


class Doubt(NamedTuple):
    """One of them, in the words of a workbook: its row, and the column; -1 where none is the field."""

    row: int
    column: int
    check: str
    said: Mapping[str, str]


Check = Callable[[str, Iterable[Mapping[str, object]]], Iterable[Fault]]


def doubts(checker: Checker, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> Iterator[Doubt]:
    """Of rows as they were understood: (number in the sheet, values by target)."""
    check = cast("Check", import_string(settings.ROW_CHECKS["find"]))
    for register in targets.KINDS[checker.kind]:
        head, reads = f"{register}.", _reads(checker, register)
        given = ({key: read(values[at]) for at, key, read in reads if at in values} for _n, values in rows)
        for one in check(register, given):
            yield Doubt(rows[one.row][0], checker.column(head + one.field), one.check, one.said)


def _reads(checker: Checker, register: str) -> list[tuple[str, str, Callable[[Any], object]]]:
    """Of each field of a register: its target, its key, and how the checks want its values."""
    columns = {one.key for _at, one, _reads in checker.columns}
    # What follows from an identity number has no column of its own.
    wanted = [one for one in targets.targets(checker.kind) if one.key in columns or one.key in KNOWN]
    head = f"{register}."
    return [
        (one.key, one.field, _day if one.type == "day" else _as_it_is)
        for one in wanted
        if one.key.startswith(head) and one.key not in READ
    ]


def _day(value: Any) -> object:
    return date.fromisoformat(value) if len(value) == WHOLE_DAY else value


def _as_it_is(value: Any) -> object:
    return value
