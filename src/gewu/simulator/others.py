"""Cases of other kinds than events: few, each written down, told by how long before the end they began."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from gewu.kernel.canonical import JsonValue
from gewu.places.shelf import folders
from gewu.simulator import hours
from gewu.simulator.story import Step, Story, Told, Who
from gewu.simulator.town import Cell, Town

FILE = "others.toml"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Turn(_Frozen):
    """What somebody does, so many days after the report, at an hour of that day."""

    on: int = Field(ge=0)
    at: float = Field(ge=0, lt=24)
    who: str = Field(description="A role; `handler@civil` is one of that office, `handler@civil/1` another.")
    move: str
    data: dict[str, Any] = {}


class Tale(_Frozen):
    """One case: `@civil` stands for an office, `@station` for that of its community, `+3` for a day."""

    category: str
    ago: int = Field(ge=1, description="Days before the end on which it was reported.")
    at: float = Field(ge=0, lt=24)
    # The corner that the logins of the demo look after, its community, or anywhere in the town.
    place: Literal["cell", "community", "town"] = "town"
    by: str = "resident"
    source: str = "resident"
    text: str
    name: str = ""
    answers: dict[str, Any] = {}
    turns: tuple[Turn, ...] = ()


def stories(locality: str, town: Town, *, seed: int, since: datetime, until: datetime) -> list[Story]:
    """The tales of a place that lie between two moments; none where it tells none."""
    chance = Random(f"{seed}/others")  # noqa: S311 - a story, not a secret
    told = [_story(tale, town, chance, until) for tale in _read(locality)]
    return [story for story in told if story.steps[0].at >= since]


def _read(locality: str) -> tuple[Tale, ...]:
    file = folders()[locality] / "demo" / FILE
    if not file.is_file():
        return ()
    return tuple(Tale.model_validate(one) for one in tomllib.loads(file.read_text("utf-8"))["tales"])


def _story(tale: Tale, town: Town, chance: Random, until: datetime) -> Story:
    cell, began = _cell(tale, town, chance), until.astimezone(hours.zone()).date() - timedelta(days=tale.ago)
    told = Told(
        category=tale.category,
        text=tale.text,
        point=chance.choice(cell.points),
        address=f"{cell.estate}{chance.randint(1, 9)}号楼",
        source=tale.source,
        name=tale.name,
        answers=_data(tale.answers, town, cell, began),
    )
    return Story(told, tuple(_steps(tale, town, cell, began)))


def _steps(tale: Tale, town: Town, cell: Cell, began: date) -> Iterator[Step]:
    yield Step(_moment(began, tale.at), _who(tale.by, cell), "report")
    for turn in tale.turns:
        # The reporter rates by the link that came with the number.
        verb = "rate" if (turn.who, turn.move) == ("resident", "rate") else "move"
        at, data = _moment(began + timedelta(days=turn.on), turn.at), _data(turn.data, town, cell, began)
        yield Step(at, _who(turn.who, cell), verb, turn.move, data)


def _cell(tale: Tale, town: Town, chance: Random) -> Cell:
    home = town.cells[0]
    if tale.place == "cell":
        return home
    near = [cell for cell in town.cells if tale.place == "town" or cell.community == home.community]
    return chance.choice(near)


def _moment(day: date, at: float) -> datetime:
    return hours.whole(hours.midnight(day) + timedelta(hours=at))


def _who(said: str, cell: Cell) -> Who:
    role, _, office = said.partition("@")
    key, _, nth = office.partition("/")
    places = {
        "chief": cell.community,
        "gridlead": cell.grid,
        "assistant": cell.grid,
        "gridworker": cell.code,
    }
    return Who(role, key or places.get(role, ""), int(nth or 0))


def _data(given: Mapping[str, Any], town: Town, cell: Cell, began: date) -> dict[str, JsonValue]:
    return {name: _value(value, town, cell, began) for name, value in given.items()}


def _value(value: Any, town: Town, cell: Cell, began: date) -> JsonValue:
    if isinstance(value, str) and value.startswith("@"):
        key = value[1:]
        return str(town.offices[f"{key}-{cell.community}" if key == "station" else key].id)
    if isinstance(value, str) and value.startswith("+"):
        return (began + timedelta(days=int(value))).isoformat()
    plain: JsonValue = value
    return plain
