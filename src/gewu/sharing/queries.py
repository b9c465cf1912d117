"""Every shared read of the sharing catalogue."""

from collections.abc import Iterable
from datetime import date

from gewu.places import queries as places
from gewu.sharing import reading, rules
from gewu.sharing.definition import Item
from gewu.sharing.rules import AskedAgain, Question

__all__ = ["AskedAgain", "Item", "Question", "asked_again", "catalogue", "item", "of_field", "supplied"]


def catalogue(township: int | None = None) -> tuple[Item, ...]:
    """What offices supply, as it holds in a township; none: as it is shipped."""
    place = places.locality_of(township) if township is not None else None
    return reading.at(place.key) if place else reading.shipped().items


def item(key: str, township: int | None = None) -> Item | None:
    """One item by its key."""
    return next((one for one in catalogue(township) if one.key == key), None)


def of_field(register: str, field: str, township: int | None = None) -> Item | None:
    """The item that supplies a field of a register, whether or not it does so today."""
    held = f"{register}.{field}"
    return next((one for one in catalogue(township) if one.field == held), None)


def supplied(register: str, day: date, township: int | None = None) -> frozenset[str]:
    """The fields of a register that come by sharing on a day: no form asks for them."""
    begins = f"{register}."
    found = (one for one in catalogue(township) if one.field.startswith(begins) and one.since <= day)
    return frozenset(one.field.removeprefix(begins) for one in found)


def asked_again(
    questions: Iterable[Question], day: date, township: int | None = None
) -> tuple[AskedAgain, ...]:
    """Every question that asks for what is supplied in the township on that day."""
    return rules.asked_again(questions, catalogue(township), day)
