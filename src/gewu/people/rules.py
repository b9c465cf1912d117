"""Decisions about people on plain values: what a role is, who may appoint whom, where a holder comes in."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from gewu.kernel.access import AccessClass, Actor, Tier

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

    @property
    def access_class(self) -> AccessClass:
        return AccessClass[self.class_.upper()]


def read_roles(data: Mapping[str, Mapping[str, object]]) -> dict[str, Role]:
    """Roles from the parsed definition file, by key."""
    return {key: Role.model_validate({"key": key, **values}) for key, values in data.items()}


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
