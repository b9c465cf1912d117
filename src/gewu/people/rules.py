"""Decisions about people on plain values: what a role is, who may appoint whom, where a holder comes in."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from gewu.kernel.access import AccessClass, Actor, Scope, Tier

Home = Literal["desk", "field", "portal"]


class Role(BaseModel):
    """What holding a role allows. The words for it are kept apart."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    reads: frozenset[str]
    class_: Literal["open", "masked", "protected", "sealed"] = Field(alias="class")
    tiers: frozenset[Tier]
    inbox: bool
    home: Home
    # Roles that holders give to others under their own place, and those for which they name stand-ins.
    may_grant: frozenset[str] = frozenset()
    may_stand_in: frozenset[str] = frozenset()
    # Definitions of the places under the post: whether holders draft them, and publish what another drafted.
    drafts: bool = False
    publishes: bool = False
    # Whether holders need more than a password; an installation or a place may decide otherwise.
    second_factor: Literal["required", "optional"] = "optional"

    @property
    def access_class(self) -> AccessClass:
        return AccessClass[self.class_.upper()]


def read_roles(data: Mapping[str, Mapping[str, object]]) -> dict[str, Role]:
    """Roles from the parsed definition file, by key; ValueError if a role could give more than it has."""
    roles = {key: Role.model_validate({"key": key, **values}) for key, values in data.items()}
    for role in roles.values():
        if unknown := (role.may_grant | role.may_stand_in) - roles.keys():
            raise ValueError(f"{role.key} may grant what is no role: {sorted(unknown)}")
        for given in role.may_grant:
            if beyond := roles[given].may_grant - role.may_grant:
                raise ValueError(f"{role.key} could have {given} grant what it may not: {sorted(beyond)}")
            if beyond := roles[given].may_stand_in - role.may_stand_in:
                raise ValueError(f"{role.key} could have {given} name stand-ins for {sorted(beyond)}")
    return roles


@dataclass(frozen=True, slots=True)
class Grant:
    """What a post gives: a role at a place. `path` names every area from the province down to that place."""

    role: str
    scope: Scope
    path: tuple[UUID, ...]

    def within(self, outer: Scope) -> bool:
        """Whether the place lies under (or is) the place of another post."""
        return outer.low <= self.scope.low and self.scope.high <= outer.high and outer.area in self.path


def may_give(actor: Actor, grant: Grant, *, roles: Mapping[str, Role]) -> bool:
    """Nobody gives what they do not have: only roles their own role may grant, only under their own place."""
    return actor.door == "job" or any(
        grant.role in roles[post.role].may_grant
        and grant.within(post.scope)
        # Whoever only stands in gives no role that would give others in turn.
        and (post.primary or not roles[grant.role].may_grant)
        for post in actor.posts
    )


def may_name_stand_in(actor: Actor, grant: Grant, *, roles: Mapping[str, Role]) -> bool:
    """Whoever could give the post, and whoever the table trusts with naming stand-ins under their place."""
    return may_give(actor, grant, roles=roles) or any(
        grant.role in roles[post.role].may_stand_in and grant.within(post.scope) for post in actor.posts
    )


def may_manage_person(
    actor: Actor, *, home: int, held: Sequence[Grant], roles: Mapping[str, Role]
) -> Literal["home", "beyond"] | None:
    """Why this actor may not change this account, if they may not.

    Who could reset the password of somebody with a higher post would have that post.
    """
    if not may_manage(actor, home, home):
        return "home"
    return None if all(may_give(actor, grant, roles=roles) for grant in held) else "beyond"


Days = tuple[date, date | None]


def overlap(one: Days, other: Days) -> Days | None:
    """The days that two spans share; None as last day means no end."""
    first = max(one[0], other[0])
    ends = [day for day in (one[1], other[1]) if day is not None]
    last = min(ends) if ends else None
    return None if last is not None and last < first else (first, last)


Cover = tuple[date, date | None, Sequence[tuple[date, date]]]
"""Days on which somebody acts, and the spans of them on which they are away themselves."""


def first_gap(days: tuple[date, date], covers: Sequence[Cover]) -> tuple[date, date] | None:
    """The first run of days on which nobody acts, if there is one."""
    first, last = days
    one_day = timedelta(days=1)
    begin = next((day for day in _each(first, last) if not _acts(day, covers)), None)
    if begin is None:
        return None
    covered = next((day for day in _each(begin, last) if _acts(day, covers)), last + one_day)
    return begin, covered - one_day


def _each(first: date, last: date) -> Iterator[date]:
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)


def _acts(day: date, covers: Sequence[Cover]) -> bool:
    return any(
        first <= day and (last is None or day <= last) and not any(one <= day <= other for one, other in away)
        for first, last, away in covers
    )


AccountState = Literal["active", "invited", "locked", "left"]


def account_state(*, is_active: bool, left_on: date | None, can_sign_in: bool) -> AccountState:
    """What a list says about an account."""
    if left_on is not None:
        return "left"
    if not is_active:
        return "locked"
    return "active" if can_sign_in else "invited"


def appointment_problem(
    role: Role, tier: Tier, *, with_organisation: bool
) -> Literal["tier", "organisation"] | None:
    """Why this role cannot be held like this, if it cannot."""
    if tier not in role.tiers:
        return "tier"
    if role.inbox and not with_organisation:
        return "organisation"
    return None


def may_manage(actor: Actor, low: int, high: int) -> bool:
    """Administrators manage the townships under their posts; the platform itself (jobs, console) all."""
    if actor.door == "job":
        return True
    administers = [post.scope for post in actor.posts if post.role == "admin"]
    return any(scope.low <= low and high <= scope.high for scope in administers)


def home_door(roles: Sequence[Role]) -> Home:
    """Where a person with these roles lands after signing in: the desk if any post is worked there."""
    homes = {role.home for role in roles}
    if "desk" in homes:
        return "desk"
    return "field" if "field" in homes else "portal"


def token_digest(secret: str) -> bytes:
    """What is kept of a token. It has 256 random bits, so one round of SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).digest()


@dataclass(frozen=True, slots=True)
class Allowed:
    """So many failed attempts in so long a time."""

    failures: int
    within: timedelta


# Who mistypes from one address is stopped soon; a name attacked from many addresses later, so that nobody can
# easily lock a colleague out; an address last, for a whole office may share one.
SIGN_IN_LIMITS: dict[str, Allowed] = {
    "name and address": Allowed(5, timedelta(minutes=15)),
    "name": Allowed(30, timedelta(hours=1)),
    "address": Allowed(100, timedelta(minutes=15)),
}
# Codes of one person, whose password was right already: six digits are few.
CODE_LIMIT = Allowed(5, timedelta(minutes=15))
