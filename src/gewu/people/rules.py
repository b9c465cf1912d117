"""Decisions about people on plain values: what a role is, where it may be held, where its holder comes in."""

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from gewu.kernel.access import AccessClass, Tier

Home = Literal["desk", "field", "portal"]

# How many digits of a code are common to all townships under an area of the tier.
_DIGITS = {Tier.PROVINCE: 2, Tier.CITY: 4, Tier.COUNTY: 6}
_TOWNSHIP_DIGITS = 9


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


def township_range(code: str, tier: Tier) -> tuple[int, int]:
    """The lowest and highest nine-digit township code under an area, or the one it lies in."""
    common = code[: _DIGITS.get(tier, _TOWNSHIP_DIGITS)]
    return int(common.ljust(_TOWNSHIP_DIGITS, "0")), int(common.ljust(_TOWNSHIP_DIGITS, "9"))


def home_door(roles: Sequence[Role]) -> Home:
    """Where a person with these roles lands after signing in: the desk if any post is worked there."""
    homes = {role.home for role in roles}
    if "desk" in homes:
        return "desk"
    return "field" if "field" in homes else "portal"
