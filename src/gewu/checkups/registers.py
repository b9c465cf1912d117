"""Checks over the registers: each kind asks `registers.queries.health`, a few statements for a township."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.timezone import localdate

from gewu.checkups import rows
from gewu.checkups.definition import (
    AgeFits,
    Check,
    CheckDigit,
    FieldBetween,
    FieldDigits,
    InOrder,
    NotInFuture,
    ProgrammeAge,
    RowWords,
)
from gewu.checkups.keeping import At, Wrong
from gewu.kernel import clock
from gewu.registers.queries import health
from gewu.registers.queries.health import Ages, Odd


def find(township: int, check: Check) -> Iterator[Wrong]:
    """What a check finds in the registers of a township. What is kept sealed is looked at as it comes in."""
    if look := LOOKS.get(check.kind):
        for odd in look(check, township, localdate(clock.now())):
            at = At(odd.register, odd.id, *odd.where, access_class=odd.depth)
            yield Wrong(f"{odd.register}/{odd.id}", at, odd.said)


def _age_fits(check: AgeFits, township: int, today: date) -> Iterable[Odd]:
    ages = Ages(check.youngest, check.oldest)
    return health.of_wrong_age(
        check.register_key, township, key=check.field, values=check.values, ages=ages, today=today
    )


def _programme_age(check: ProgrammeAge, township: int, today: date) -> Iterable[Odd]:
    ages = Ages(check.youngest, check.oldest)
    return health.enrolled_of_wrong_age(township, key=check.programme, ages=ages, today=today)


def _check_digit(check: CheckDigit, township: int, today: date) -> Iterator[Odd]:
    """Of codes kept in clear: identity numbers are sealed, and checked at the door."""
    if check.scheme == "identity":
        return
    for odd, text in health.texts(check.register_key, township, key=check.field):
        if list(rows.check_digit(check, {check.field: text}, today)):
            yield odd


def _field_between(check: FieldBetween, township: int, _today: date) -> Iterator[Odd]:
    for odd, text in health.texts(check.register_key, township, key=check.field):
        try:
            value = Decimal(text)
        except InvalidOperation:
            continue
        if not check.low <= value <= check.high:
            said = {"value": f"{value:f}", "low": f"{check.low:f}", "high": f"{check.high:f}"}
            yield Odd(odd.register, odd.id, odd.where, odd.depth, said)


def _row_words(check: RowWords, township: int, _today: date) -> Iterator[Odd]:
    for odd, text in health.texts(check.register_key, township, key=check.field, holding=check.words):
        wrong, right = next((one, other) for one, other in check.words.items() if one in text)
        said = {"wrong": wrong, "right": right}
        yield Odd(odd.register, odd.id, odd.where, odd.depth, said)


def _digits(check: FieldDigits, township: int, _today: date) -> Iterable[Odd]:
    return health.unlike_pattern(check.register_key, township, key=check.field, pattern=check.pattern)


def _in_order(check: InOrder, township: int, _today: date) -> Iterable[Odd]:
    return health.out_of_order(check.register_key, township, earlier=check.earlier, later_one=check.later)


def _not_in_future(check: NotInFuture, township: int, today: date) -> Iterable[Odd]:
    return health.in_future(check.register_key, township, key=check.field, today=today)


LOOKS: Mapping[str, Callable[[Any, int, date], Iterable[Odd]]] = {
    "age_fits": _age_fits,
    "programme_age": _programme_age,
    "check_digit": _check_digit,
    "digits": _digits,
    "field_between": _field_between,
    "in_order": _in_order,
    "not_in_future": _not_in_future,
    "row_words": _row_words,
    "not_visited_after_death": lambda _check, township, _today: health.visited_after_death(township),
    "no_more_households_than_rooms": lambda _check, township, _today: health.crowded_buildings(township),
    "one_head": lambda _check, township, _today: health.many_heads(township),
}
