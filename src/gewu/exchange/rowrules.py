"""What must hold within one row: the answers of several columns beside each other."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from gewu.exchange.places import Ground
from gewu.exchange.reading.cells import born, sex_of


@dataclass(slots=True)
class Row:
    """A row as it was understood: values by target, and (column, code, masked) of what is wrong."""

    number: int
    values: dict[str, Any]
    wrong: list[tuple[int, str, str]]


class Checks(Protocol):
    """What a rule may ask."""

    @property
    def ground(self) -> Ground: ...
    @property
    def days(self) -> Sequence[str]: ...

    def column(self, key: str) -> int: ...


_OBJECT_CODE = re.compile(r"\d{16}", re.ASCII)
Rule = Callable[[Row, Checks], None]


def birth(row: Row, checks: Checks) -> None:
    """The day of birth agrees with the identity number, or comes from it."""
    number, said = row.values.get("person.identity_number"), row.values.get("person.born")
    known = born(number) if number else None
    if known is None:
        if said and len(said) < 10:
            row.wrong.append((checks.column("person.born"), "date_no_day", said))
        return
    if said and not known.isoformat().startswith(said):
        row.wrong.append((checks.column("person.born"), "born_differs", f"{said[:4]}-**-**"))
    row.values["person.born"] = known.isoformat()


def sex(row: Row, checks: Checks) -> None:
    """So does the sex."""
    number, said = row.values.get("person.identity_number"), row.values.get("person.sex")
    if not number:
        return
    if said and said != sex_of(number):
        row.wrong.append((checks.column("person.sex"), "sex_differs", ""))
    row.values["person.sex"] = sex_of(number)


def relation(row: Row, _checks: Checks) -> None:
    """子女 is a son or a daughter."""
    if row.values.get("relation") == "child":
        kind = {"male": "son", "female": "daughter"}
        row.values["relation"] = kind.get(str(row.values.get("person.sex")), "other")


def whole_days(row: Row, checks: Checks) -> None:
    """Any other day is whole."""
    for key in checks.days:
        value = row.values.get(key)
        if value and len(value) < 10:
            row.wrong.append((checks.column(key), "date_no_day", value))


def address(row: Row, checks: Checks) -> None:
    """The address is one of ours; the row keeps its id, and the door below it."""
    said = row.values.get("address")
    if not said:
        return
    found = checks.ground.find(str(said))
    if found.wrong:
        row.wrong.append((checks.column("address"), found.wrong, str(said)[:40]))
        return
    row.values["at"], row.values["door"] = str(found.address), found.door


def point(row: Row, checks: Checks) -> None:
    """A point lies in a grid once it is turned into our system."""
    lon, lat = row.values.get("lon"), row.values.get("lat")
    if lon is None or lat is None:
        return
    turned = checks.ground.turned(float(lon), float(lat))
    if turned is None:
        row.wrong.append((checks.column("lon"), "outside", ""))
        return
    row.values["lon"], row.values["lat"] = turned


def object_code(row: Row, checks: Checks) -> None:
    """Sixteen digits, as CJ/T 214 numbers components."""
    code = row.values.get("facility.object_code")
    if code and not _OBJECT_CODE.fullmatch(str(code)):
        row.wrong.append((checks.column("facility.object_code"), "object_code", str(code)[:20]))


RULES: Mapping[str, tuple[Rule, ...]] = {
    "residents": (birth, sex, relation, whole_days, address),
    "dwellings": (address, whole_days),
    "establishments": (address, whole_days),
    "facilities": (object_code, address, point),
}
