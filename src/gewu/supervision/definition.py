"""What the files say: kinds of supervision with their time, and the rules by which oddities are found."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from gewu.catalogue.definition import Span

Kind = Literal["late", "leader", "important"]
Sort = Literal["time", "flow", "content", "discretion"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Supervising(_Frozen):
    """One kind: who may open it, and how long there is to answer."""

    by: frozenset[str] = Field(min_length=1)
    reply: Span


class Proposing(_Frozen):
    """What is proposed by itself."""

    after: Span
    most_each_night: int = Field(ge=1)


class Settings(_Frozen):
    kinds: dict[Kind, Supervising]
    proposed: Proposing


class Rule(_Frozen):
    """One rule of e-supervision: which check, with which numbers."""

    key: str = Field(pattern=r"^[a-z][a-z_]*$")
    kind: Sort
    check: str
    first: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    seconds: int = 0
    hours: int = 0
    # What is counted, is counted over so many days; the nights in between only say what is new.
    days: int = Field(default=0, ge=0, le=366)
    from_hour: int = 0
    to_hour: int = 0
    least: int = 0
    longer_than: int = 0
    shorter_than: int = 0
    share: float = 0


class Rules(_Frozen):
    rules: tuple[Rule, ...]


@cache
def settings() -> Settings:
    return Settings.model_validate(_read("supervision.toml"))


@cache
def anomalies() -> tuple[Rule, ...]:
    return Rules.model_validate(_read("anomalies.toml")).rules


def _read(name: str) -> dict[str, object]:
    return tomllib.loads((files("gewu") / "definitions" / name).read_text(encoding="utf-8"))
