"""Example stories of a case type: who does what, and where the case stands then. Each one is a test.

A person who does not program can write one. The rules that answer are given from outside (`Player`).
"""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.resources.abc import Traversable
from typing import Literal, Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import Field, JsonValue, model_validator

from gewu.catalogue.definition import CaseType, Key, Part, Schema
from gewu.kernel.errors import DomainError

Refusal = Literal["not-allowed", "rule-broken", "invalid", "conflict", "not-found"]


class Step(Part):
    """One thing somebody does, and what comes of it: a stage, or a refusal."""

    role: Key = Field(alias="as")
    who: str = Field(default="", description="A name in this story; left out, the role has one person.")
    office: str = Field(default="", description="The organisation this person acts for, by a name.")
    move: Key
    data: dict[str, JsonValue] = {}
    day: date | None = None
    stage: Key | None = None
    refused: Refusal | None = None
    waits: bool = False

    @model_validator(mode="after")
    def _one_outcome(self) -> "Step":
        if (self.stage is None) == (self.refused is None):
            raise ValueError("a step names either the stage it leads to or the refusal")
        return self

    @property
    def person(self) -> UUID:
        """Who acts, as an id."""
        return id_of(self.who or self.role)

    @property
    def offices(self) -> frozenset[UUID]:
        return frozenset({id_of(self.office)} if self.office else ())

    def answers(self, case_type: CaseType) -> dict[str, JsonValue]:
        """The answers as the engine gets them: organisations by id, not by their name in the story."""
        return {name: _answer(case_type.answers.get(name, {}), value) for name, value in self.data.items()}


class Journey(Part):
    title: str
    version: int = Field(ge=1)
    category: Key
    reporter: str = "resident"
    sent_to: tuple[str, ...] = Field(default=(), description="Offices it is sent to at once, by a name.")
    day: date = date(2026, 3, 2)
    steps: tuple[Step, ...] = Field(min_length=1)


class Outcome(Part):
    """Where a case stands after a step."""

    stage: Key
    waits: bool = False


class Player(Protocol):
    """One case under the rules: makes a step, or refuses with a DomainError and stays as it was."""

    def play(self, step: Step) -> Outcome: ...


def walk(journey: Journey, player: Player) -> tuple[str, ...]:
    """Play a story to its end and name every step that came out otherwise."""
    problems = (_differs(number, step, player) for number, step in enumerate(journey.steps, start=1))
    return tuple(problem for problem in problems if problem)


def journeys(place: Traversable) -> Mapping[str, Journey]:
    """The stories beside a case type, by file name."""
    found: Iterable[Traversable] = (place / "journeys").iterdir()
    return {
        file.name.removesuffix(".toml"): Journey.model_validate(
            tomllib.loads(file.read_text(encoding="utf-8"))
        )
        for file in sorted(found, key=lambda file: file.name)
    }


def id_of(name: str) -> UUID:
    """The same id for the same name, always."""
    return uuid5(NAMESPACE_URL, name)


def _differs(number: int, step: Step, player: Player) -> str:
    try:
        outcome = player.play(step)
    except DomainError as refusal:
        came, wanted = f"refused as {refusal.code}", f"refused as {step.refused}"
    else:
        came, wanted = (
            _stands(outcome.stage, waits=outcome.waits),
            _stands(step.stage or "", waits=step.waits),
        )
    if came == wanted:
        return ""
    expected = f"refused as {step.refused}" if step.refused else _stands(step.stage or "", waits=step.waits)
    return f"step {number} ({step.role}: {step.move}) was to be {expected}, and is {came}"


def _stands(stage: str, *, waits: bool) -> str:
    return f"{stage}, waiting" if waits else stage


def _answer(schema: Schema, value: JsonValue) -> JsonValue:
    return str(id_of(value)) if schema.get("format") == "uuid" and isinstance(value, str) else value
