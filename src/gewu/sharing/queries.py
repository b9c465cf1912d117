"""Every shared read of the sharing catalogue."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from gewu.places import queries as places
from gewu.sharing import reading, rules
from gewu.sharing.definition import Item
from gewu.sharing.rules import AskedAgain, HeldField, Question, Unlawful

__all__ = [
    "AskedAgain",
    "HeldField",
    "Item",
    "Question",
    "Unlawful",
    "asked_again",
    "catalogue",
    "item",
    "of_field",
    "problems_of",
    "supplied",
]


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
    return next((one for one in catalogue(township) if held in one.fields), None)


def supplied(of: str, day: date, township: int | None = None) -> Mapping[str, Item]:
    """The fields of a register or a programme that come by sharing on a day: no form asks for them."""
    begins = f"{of}."
    return {
        field.removeprefix(begins): one
        for one in catalogue(township)
        if one.since <= day
        for field in one.fields
        if field.startswith(begins)
    }


def problems_of(held: Collection[HeldField]) -> tuple[Unlawful, ...]:
    """What of these fields asks for something that is supplied, shipped and at every place; each once."""
    found = dict.fromkeys(rules.unlawful(held, reading.shipped().items))
    for key in reading.places_with_their_own():
        found |= dict.fromkeys(rules.unlawful(held, reading.at(key)))
    return (*found, *rules.unmet(held, reading.shipped().items))


def asked_again(
    questions: Iterable[Question], day: date, township: int | None = None
) -> tuple[AskedAgain, ...]:
    """Every question that asks for what is supplied in the township on that day."""
    return rules.asked_again(questions, catalogue(township), day)
