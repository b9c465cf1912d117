"""Times to answer and thresholds for look-ups, as the files say them; a place may have its own."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, field_validator

from gewu.catalogue.definition import Span
from gewu.places import queries as places
from gewu.places.shelf import folders
from gewu.rights.rules import RULES, Kind, Limits

FILE = "looks.toml"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LimitsFile(_Frozen):
    """The thresholds of one rule."""

    least: int = Field(default=1, ge=1)
    minutes: int = Field(default=60, ge=1, le=1440)
    from_hour: int = Field(default=0, ge=0, le=23)
    to_hour: int = Field(default=0, ge=0, le=23)
    days: int = Field(default=0, ge=0, le=60)
    # A place may leave a rule out.
    off: bool = False

    @property
    def limits(self) -> Limits:
        return Limits(self.least, self.minutes, self.from_hour, self.to_hour, self.days)


def _known(looks: Mapping[str, LimitsFile]) -> Mapping[str, LimitsFile]:
    if stray := set(looks) - set(RULES):
        raise ValueError(f"unknown rules: {sorted(stray)}")
    return looks


class RightsFile(_Frozen):
    answers: Mapping[Kind, Span]
    looks: Mapping[str, LimitsFile]

    @field_validator("looks")
    @classmethod
    def _rules_are_known(cls, looks: Mapping[str, LimitsFile]) -> Mapping[str, LimitsFile]:
        return _known(looks)


class PlaceFile(_Frozen):
    looks: Mapping[str, LimitsFile] = Field(default_factory=dict)

    @field_validator("looks")
    @classmethod
    def _rules_are_known(cls, looks: Mapping[str, LimitsFile]) -> Mapping[str, LimitsFile]:
        return _known(looks)


@cache
def shipped() -> RightsFile:
    text = (files("gewu") / "definitions" / "rights.toml").read_text(encoding="utf-8")
    return RightsFile.model_validate(tomllib.loads(text))


def limits_of(township: int) -> Mapping[str, Limits]:
    """The rules that act in a township, with its own thresholds where it has some."""
    locality = places.locality_of(township)
    own = _own(locality.key) if locality else {}
    merged = {**shipped().looks, **own}
    return {rule: one.limits for rule, one in merged.items() if not one.off}


def own_rules(township: int) -> frozenset[str]:
    """The rules for which a place has thresholds of its own, or which it has left out."""
    locality = places.locality_of(township)
    return frozenset(_own(locality.key)) if locality else frozenset()


@cache
def _own(locality: str) -> Mapping[str, LimitsFile]:
    folder = folders().get(locality)
    file = folder / FILE if folder else None
    if file is None or not file.is_file():
        return {}
    return PlaceFile.model_validate(tomllib.loads(file.read_text("utf-8"))).looks
