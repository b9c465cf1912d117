"""A locality's `people.toml`: who is on duty there. Values only; the plan it makes is the same every time."""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle, islice
from math import gcd
from typing import Self
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import BaseModel, ConfigDict, Field, model_validator

from gewu.kernel.access import Tier
from gewu.places.shelf import folders

_PEOPLE = uuid5(NAMESPACE_URL, "https://gewu.example/people")

AreasOf = Callable[[Tier], "list[tuple[str, UUID]]"]
"""Code and id of every area of a tier, by code: the township's own, or those above it."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OrganisationEntry(_Frozen):
    key: str
    zh: str
    en: str
    kind: str
    handlers: int = Field(default=1, ge=0)


class StationEntry(_Frozen):
    """One organisation for every area of a tier: `{zh}` and `{en}` are the names of the area."""

    tier: Tier
    key: str
    zh: str
    en: str
    kind: str


class Everywhere(_Frozen):
    """People with this role for every area of a tier, working from the station there if there is one.

    `each`: so many for each area; `total`: so many posts, shared out evenly; `persons`: so many people,
    of whom each has several areas that follow one another.
    """

    role: str
    tier: Tier
    username: str
    station: str = ""
    organisation: str = ""
    seat: str = ""
    each: int = Field(default=1, ge=1)
    total: int | None = Field(default=None, ge=1)
    persons: int | None = Field(default=None, ge=1)

    def slots(self, codes: list[str]) -> Iterator[tuple[int, str]]:
        """For every post: which of the areas, and the username of who holds it."""
        for place, code in enumerate(codes):
            if self.persons is not None:
                first = -(-(place * self.persons // len(codes)) * len(codes) // self.persons)
                yield place, f"{self.username}-{codes[first]}"
                continue
            for number in range(1, self._posts(place, len(codes)) + 1):
                yield place, f"{self.username}-{code}" + (f"-{number}" if number > 1 else "")

    def _posts(self, place: int, areas: int) -> int:
        if self.total is None:
            return self.each
        least, rest = divmod(self.total, areas)
        return least + (place < rest)


class Login(_Frozen):
    """A demo login. It holds the post of the `nth` area of the tier instead of the person who would."""

    username: str
    role: str
    tier: Tier
    nth: int = Field(default=0, ge=0)
    organisation: str = ""
    station: str = ""
    seat: str = ""


class Pair(_Frozen):
    """Two holders of a role, by the codes of their places, who act for each other (AB 岗)."""

    role: str
    one: int = Field(ge=0)
    other: int = Field(ge=0)


class Away(_Frozen):
    """The `nth` holder of a role is away, `begins` days from the day of the load on."""

    role: str
    nth: int = Field(ge=0)
    reason: str
    begins: int = 0
    days: int = Field(ge=1)


class Vacant(_Frozen):
    """The `nth` holder of a role went so many days before the day of the load, and nobody has come yet.

    With negative days the post ends so many days after it.
    """

    role: str
    nth: int = Field(ge=0)
    days: int = 1
    seat: str = ""


class Coming(_Frozen):
    """Somebody who was invited and has not chosen a password yet; or, with `left`, was here and has gone."""

    username: str
    role: str
    tier: Tier
    nth: int = Field(default=0, ge=0)
    left: bool = False


class Staffing(_Frozen):
    since: date
    surnames: str
    given: tuple[str, ...]
    organisations: tuple[OrganisationEntry, ...] = ()
    stations: tuple[StationEntry, ...] = ()
    everywhere: tuple[Everywhere, ...] = ()
    logins: tuple[Login, ...] = ()
    pairs: tuple[Pair, ...] = ()
    away: tuple[Away, ...] = ()
    coming: tuple[Coming, ...] = ()
    # Played after the town was filled: posts without a person, and pairs of neighbours for a whole role.
    vacant: tuple[Vacant, ...] = ()
    paired: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        if gcd(len(self.surnames), len(self.given)) != 1:
            raise ValueError("the numbers of surnames and given names must have no common divisor")
        return self


@dataclass(frozen=True, slots=True)
class Duty:
    """One person with one post, as they will be stored."""

    user: UUID
    post: UUID
    username: str
    name: str
    login: bool
    role: str
    area: UUID
    organisation: UUID | None
    seat: str = ""


def read(key: str) -> tuple[Staffing, str] | None:
    """The staffing of a locality with the text it was read from, or None if there is no such file."""
    folder = folders().get(key)
    file = folder / "people.toml" if folder else None
    if file is None or not file.is_file():
        return None
    text = file.read_text(encoding="utf-8")
    return Staffing.model_validate(tomllib.loads(text)), text


def organisation_id(township: int, key: str) -> UUID:
    """The id of an organisation from a locality's file: the same on every machine, as with areas."""
    return uuid5(_PEOPLE, f"organisation/{township}/{key}")


def user_id(username: str) -> UUID:
    return uuid5(_PEOPLE, f"user/{username}")


def plan(staffing: Staffing, *, township: int, areas_of: AreasOf) -> list[Duty]:
    """Everybody on duty, in the order of the file. A login takes its area's place in `everywhere`."""
    names = _names(staffing)
    duties = [*_logins(staffing, township, areas_of, names)]
    taken = Counter((duty.role, duty.area, duty.seat) for duty in duties)
    for rule in staffing.everywhere:
        duties.extend(_everywhere(rule, township, areas_of(rule.tier), names, taken))
    duties.extend(_handlers(staffing, township, areas_of, names))
    return duties


def _everywhere(
    rule: Everywhere,
    township: int,
    areas: list[tuple[str, UUID]],
    names: Iterator[str],
    taken: Counter[tuple[str, UUID, str]],
) -> Iterator[Duty]:
    called: dict[str, str] = {}
    for place, username in rule.slots([code for code, _area in areas]):
        code, area = areas[place]
        if taken[rule.role, area, rule.seat]:
            taken[rule.role, area, rule.seat] -= 1
            continue
        if username not in called:
            called[username] = next(names)
        key = f"{rule.station}-{code}" if rule.station else rule.organisation
        duty = _duty(username, called[username], rule.role, area, _organisation(township, key))
        yield replace(duty, seat=rule.seat)


def names_after(staffing: Staffing, count: int) -> Iterator[str]:
    """Made-up names that nobody of the plan has: the plan took the first `count`."""
    return islice(_names(staffing), count, None)


def _logins(staffing: Staffing, township: int, areas_of: AreasOf, names: Iterator[str]) -> Iterable[Duty]:
    for login in staffing.logins:
        code, area = areas_of(login.tier)[login.nth]
        key = login.organisation or (f"{login.station}-{code}" if login.station else "")
        duty = _duty(login.username, next(names), login.role, area, _organisation(township, key), login=True)
        yield replace(duty, seat=login.seat)


def _handlers(staffing: Staffing, township: int, areas_of: AreasOf, names: Iterator[str]) -> Iterable[Duty]:
    _, street = areas_of(Tier.TOWNSHIP)[0]
    with_login = [login.organisation for login in staffing.logins]
    for entry in staffing.organisations:
        for number in range(1, entry.handlers + 1 - with_login.count(entry.key)):
            username = f"{entry.key}-{township}-{number}"
            yield _duty(username, next(names), "handler", street, _organisation(township, entry.key))


def _duty(
    username: str, name: str, role: str, area: UUID, organisation: UUID | None, login: bool = False
) -> Duty:
    person = user_id(username)
    return Duty(person, uuid5(person, f"{role}/{area}"), username, name, login, role, area, organisation)


def _organisation(township: int, key: str) -> UUID | None:
    return organisation_id(township, key) if key else None


def _names(staffing: Staffing) -> Iterator[str]:
    """Made-up names: the two lists go round side by side, so that none comes twice before all have been."""
    for surname, given in zip(cycle(staffing.surnames), cycle(staffing.given), strict=False):
        yield surname + given
