"""Checks over one row of a register before it is kept: what a dry run tells of every cell. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from gewu.checkups.definition import (
    CHECKED_ROWS,
    AgeFits,
    AgreesWithIdentity,
    Check,
    CheckDigit,
    FieldBetween,
    FieldDigits,
    InOrder,
    NotInFuture,
    RowWords,
)
from gewu.kernel.codes import credit_code, identity_number
from gewu.kernel.errors import Invalid

Row = Mapping[str, object]
Said = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowWrong:
    """Something wrong in a row: which row of those given, in which field, by which check."""

    row: int
    field: str
    check: str
    said: Said


def look(checks: Iterable[Check], register: str, rows: Iterable[Row], today: date) -> Iterator[RowWrong]:
    """What the checks of a register find in rows; values by the keys of fields, days as `date`."""
    mine = [one for one in checks if isinstance(one, CHECKED_ROWS) and one.register_key == register]
    for at, row in enumerate(rows):
        for check in mine:
            for field, said in CHECKS[check.kind](check, row, today):
                yield RowWrong(at, field, check.key, said)


def digits(check: FieldDigits, row: Row, _today: date) -> Iterator[tuple[str, Said]]:
    value = _text(row, check.field)
    if value and not re.fullmatch(check.pattern, value):
        yield check.field, {}


def check_digit(check: CheckDigit, row: Row, _today: date) -> Iterator[tuple[str, Said]]:
    read = identity_number if check.scheme == "identity" else credit_code
    if value := _text(row, check.field):
        try:
            read(value)
        except Invalid:
            yield check.field, {}


def agrees_with_identity(check: AgreesWithIdentity, row: Row, _today: date) -> Iterator[tuple[str, Said]]:
    number, told = _text(row, check.identity), row.get(check.field)
    if not number or told in (None, ""):
        return
    try:
        known = identity_number(number)
    except Invalid:
        return
    if (known.born if check.part == "born" else known.sex) != told:
        yield check.field, {}


def field_between(check: FieldBetween, row: Row, _today: date) -> Iterator[tuple[str, Said]]:
    try:
        value = Decimal(_text(row, check.field))
    except InvalidOperation:
        return
    if not check.low <= value <= check.high:
        yield check.field, {"value": f"{value:f}", "low": f"{check.low:f}", "high": f"{check.high:f}"}


def in_order(check: InOrder, row: Row, _today: date) -> Iterator[tuple[str, Said]]:
    first, then = row.get(check.earlier), row.get(check.later)
    if isinstance(first, date) and isinstance(then, date) and first > then:
        yield check.later, {"days": str((first - then).days)}


def not_in_future(check: NotInFuture, row: Row, today: date) -> Iterator[tuple[str, Said]]:
    day = row.get(check.field)
    if isinstance(day, date) and day > today:
        yield check.field, {"days": str((day - today).days)}


def age_fits(check: AgeFits, row: Row, today: date) -> Iterator[tuple[str, Said]]:
    born = row.get(check.born)
    if _text(row, check.field) not in check.values or not isinstance(born, date):
        return
    age = age_on(born, today)
    if not check.youngest <= age <= check.oldest:
        yield check.field, {"age": str(age), "youngest": str(check.youngest), "oldest": str(check.oldest)}


def row_words(check: RowWords, row: Row, _today: date) -> Iterator[tuple[str, Said]]:
    text = _text(row, check.field)
    for wrong, right in check.words.items():
        if wrong in text:
            yield check.field, {"wrong": wrong, "right": right}


def age_on(born: date, day: date) -> int:
    """Full years on a day; whoever is born on 29 February is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _text(row: Row, field: str) -> str:
    value = row.get(field)
    return "" if value is None else str(value).strip()


CHECKS: Mapping[str, Callable[[Any, Row, date], Iterator[tuple[str, Said]]]] = {
    "digits": digits,
    "check_digit": check_digit,
    "agrees_with_identity": agrees_with_identity,
    "field_between": field_between,
    "in_order": in_order,
    "not_in_future": not_in_future,
    "age_fits": age_fits,
    "row_words": row_words,
}
