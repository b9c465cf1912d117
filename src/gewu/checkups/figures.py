"""Checks over the figures of one report: pure functions, one for each kind. Each yields what is wrong."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from gewu.checkups.definition import (
    AllListed,
    Balance,
    Between,
    EnoughForEach,
    FigureCheck,
    HouseholdsEach,
    NotThatRate,
    OneFigure,
    OneName,
    RatePossible,
    RightWords,
    SameScope,
    SumOfParts,
)

HUNDRED = Decimal(100)
DAYS = Decimal(365)
TENTH, CENT, WHOLE = Decimal("0.1"), Decimal("0.01"), Decimal(1)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it was published: `value` in `unit`, the sentence it stands in, and what is listed there.

    `ref` says which it is: the id of a kept statement, or its key in a file.
    """

    ref: str
    item: str
    value: Decimal | None = None
    unit: str = ""
    text: str = ""
    listed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something wrong: `mark` stays the same for the same mistake, `said` is what a sentence is made of."""

    mark: str
    said: Mapping[str, str]
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """The figures of one place and one period."""

    figures: tuple[Figure, ...]
    by_item: Mapping[str, list[Figure]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[str, list[Figure]] = defaultdict(list)
        for one in self.figures:
            found[one.item].append(one)
        object.__setattr__(self, "by_item", dict(found))

    def valued(self, *items: str) -> tuple[tuple[Figure, Decimal], ...]:
        """The first figure of each item with its value; nothing where one of them is not there."""
        found = []
        for item in items:
            one = next((one for one in self.by_item.get(item, ()) if one.value is not None), None)
            if one is None or one.value is None:
                return ()
            found.append((one, one.value))
        return tuple(found)


def look(check: FigureCheck, report: Report) -> Iterator[Wrong]:
    """What the check finds in the report."""
    yield from CHECKS[check.kind](check, report)


def rate_possible(check: RatePossible, report: Report) -> Iterator[Wrong]:
    """No whole number of persons gives this rate, rounded or cut off at the digits it is told with."""
    if not (found := report.valued(check.rate, check.of)):
        return
    (rate, told), (base, of) = found
    if of <= 0 or of != of.to_integral_value() or not 0 <= told <= HUNDRED:
        return
    below = int(told * of / HUNDRED)
    near = [one for one in (below, below + 1) if 0 <= one <= of]
    if any(told in _told_as(HUNDRED * one / of, told) for one in near):
        return
    nearest = "; ".join(f"{one}/{int(of)} = {_plain(_cents(HUNDRED * one / of))} %" for one in near)
    yield Wrong(
        check.rate, {"rate": _plain(told), "of": _plain(of), "nearest": nearest}, (rate.ref, base.ref)
    )


def balance(check: Balance, report: Report) -> Iterator[Wrong]:
    """What came less what left is not what is there."""
    if not (found := report.valued(*check.plus, *check.minus, check.equals)):
        return
    came, left = found[: len(check.plus)], found[len(check.plus) : -1]
    there = found[-1][1]
    makes = sum((value for _one, value in came), Decimal()) - sum((value for _one, value in left), Decimal())
    if makes != there:
        told = " + ".join(_plain(value) for _one, value in came)
        told += "".join(f" − {_plain(value)}" for _one, value in left)
        yield _sum(check.equals, told, makes, there, found)


def sum_of_parts(check: SumOfParts, report: Report) -> Iterator[Wrong]:
    """The parts do not make the whole."""
    if not (found := report.valued(*check.parts, check.whole)):
        return
    parts, whole = [value for _one, value in found[:-1]], found[-1][1]
    makes = sum(parts, Decimal())
    if makes != whole:
        yield _sum(check.whole, " + ".join(map(_plain, parts)), makes, whole, found)


def between(check: Between, report: Report) -> Iterator[Wrong]:
    """A figure outside of what its unit can be."""
    for one in report.figures:
        if one.unit == check.unit and one.value is not None and not check.low <= one.value <= check.high:
            said = {"value": _plain(one.value), "unit": one.unit}
            said |= {"low": _plain(check.low), "high": _plain(check.high)}
            yield Wrong(f"{one.item}:{one.ref}", said, (one.ref,))


def households_each(check: HouseholdsEach, report: Report) -> Iterator[Wrong]:
    """So many persons in so many grids are not within the households each that the report itself gives."""
    if not (found := report.valued(check.persons, check.grids, check.low, check.high)):
        return
    persons, grids, low, high = (value for _one, value in found)
    if grids <= 0:
        return
    each = persons / grids
    households = each / check.persons_per_household
    if not low <= households <= high:
        said = {"persons": _whole(each), "households": _whole(households)}
        said |= {"low": _plain(low), "high": _plain(high), "by": _plain(check.persons_per_household)}
        yield Wrong(check.persons, said, _refs(found))


def enough_for_each(check: EnoughForEach, report: Report) -> Iterator[Wrong]:
    """Fewer than the least of each would need."""
    if not (found := report.valued(check.have, check.grids, check.least)):
        return
    have, grids, least = (value for _one, value in found)
    if have < grids * least:
        said = {"have": _plain(have), "grids": _plain(grids), "least": _plain(least)}
        yield Wrong(check.have, said | {"need": _plain(grids * least)}, _refs(found))


def not_that_rate(check: NotThatRate, report: Report) -> Iterator[Wrong]:
    """A rate of another thing that is, as it is told, exactly this one."""
    if not (found := report.valued(check.rate, check.done, check.of)):
        return
    rate, done, of = (value for _one, value in found)
    if of > 0 and rate in _told_as(HUNDRED * done / of, rate):
        other = _plain(_cents(HUNDRED * done / of))
        said = {"rate": _plain(rate), "done": _plain(done), "of": _plain(of), "other": other}
        yield Wrong(check.rate, said, _refs(found))


def same_scope(check: SameScope, report: Report) -> Iterator[Wrong]:
    """A figure a day and a figure a year that cannot count the same."""
    if not (found := report.valued(check.a_day, check.a_year)):
        return
    a_day, a_year = (value for _one, value in found)
    if a_day <= 0 or a_year <= 0:
        return
    makes = a_day * DAYS
    if max(makes, a_year) > min(makes, a_year) * check.up_to:
        said = {"day": _plain(a_day), "year": _plain(a_year), "makes": _plain(makes)}
        yield Wrong(check.a_day, said | {"mean": _plain((a_year / DAYS).quantize(TENTH))}, _refs(found))


def all_listed(check: AllListed, report: Report) -> Iterator[Wrong]:
    """So many are named, and so many names are given."""
    for item in check.items:
        for one in report.by_item.get(item, ()):
            if one.value is not None and one.value != len(one.listed):
                said = {"named": _plain(one.value), "listed": str(len(one.listed))}
                yield Wrong(item, said, (one.ref,))


def one_figure(check: OneFigure, report: Report) -> Iterator[Wrong]:
    """One thing with several figures."""
    told = [one for one in report.by_item.get(check.item, ()) if one.value is not None]
    values = list(dict.fromkeys(_plain(one.value) for one in told if one.value is not None))
    if len(values) > 1:
        yield Wrong(check.item, {"values": " / ".join(values)}, tuple(one.ref for one in told))


def one_name(check: OneName, report: Report) -> Iterator[Wrong]:
    """One thing under several names."""
    told = report.by_item.get(check.item, ())
    names = list(dict.fromkeys(name for one in told for name in one.listed))
    if len(names) > 1:
        yield Wrong(check.item, {"names": " / ".join(names)}, tuple(one.ref for one in told))


def right_words(check: RightWords, report: Report) -> Iterator[Wrong]:
    """What stands there and should be called otherwise."""
    for wrong, right in check.words.items():
        there = tuple(one.ref for one in report.figures if wrong in one.text)
        if there:
            yield Wrong(wrong, {"wrong": wrong, "right": right}, there)


def _sum(
    mark: str, told: str, makes: Decimal, there: Decimal, found: Iterable[tuple[Figure, Decimal]]
) -> Wrong:
    said = {"told": told, "makes": _plain(makes), "there": _plain(there)}
    return Wrong(mark, said, _refs(found))


def _told_as(exact: Decimal, like: Decimal) -> set[Decimal]:
    """How an exact rate is told with as many digits: rounded, or cut off."""
    digits = WHOLE.scaleb(min(0, int(like.normalize().as_tuple().exponent)))
    return {exact.quantize(digits, ROUND_HALF_UP), exact.quantize(digits, ROUND_DOWN)}


def _refs(found: Iterable[tuple[Figure, Decimal]]) -> tuple[str, ...]:
    return tuple(one.ref for one, _value in found)


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def _whole(value: Decimal) -> str:
    return str(int(value.quantize(WHOLE, ROUND_HALF_UP)))


def _plain(value: Decimal) -> str:
    """A number without the zeros of its column."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


CHECKS: Mapping[str, Callable[[Any, Report], Iterator[Wrong]]] = {
    "rate_possible": rate_possible,
    "balance": balance,
    "sum_of_parts": sum_of_parts,
    "between": between,
    "households_each": households_each,
    "enough_for_each": enough_for_each,
    "not_that_rate": not_that_rate,
    "same_scope": same_scope,
    "all_listed": all_listed,
    "one_figure": one_figure,
    "one_name": one_name,
    "right_words": right_words,
}
