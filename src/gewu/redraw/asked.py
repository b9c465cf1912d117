"""Edits as they are asked for: by the editor, over HTTP, by the planner.

Shape is checked here, sense in edits.py.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from gewu.kernel.errors import Invalid
from gewu.redraw import edits, taking
from gewu.redraw.cut import Change, Cut, Names
from gewu.redraw.taking import House

MOST_POINTS = 2_000
MOST_KEYS = 500

Key = Annotated[str, Field(pattern=r"^[0-9a-z]{1,20}$")]
Degrees = tuple[
    Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)],
    Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)],
]
Line = Annotated[list[Degrees], Field(min_length=2, max_length=MOST_POINTS)]
Ring = Annotated[list[Degrees], Field(min_length=4, max_length=MOST_POINTS)]
Keys = Annotated[list[Key], Field(min_length=1, max_length=MOST_KEYS)]
Said = Annotated[str, Field(max_length=60)]


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Split(_Asked):
    """Cut a grid along a line that crosses it."""

    kind: Literal["split"]
    key: Key
    line: Line


class Merge(_Asked):
    """Make one of neighbouring grids of a community."""

    kind: Literal["merge"]
    keys: Keys


class Shift(_Asked):
    """Another border between two neighbours.

    A line from border to border, or between two points of the old one.
    """

    kind: Literal["shift"]
    one: Key
    other: Key
    line: Line


class Draw(_Asked):
    """A new grid where a ring lies; those under it give up their ground."""

    kind: Literal["draw"]
    ring: Ring
    zh: Said = ""
    en: Said = ""


class Take(_Asked):
    """Houses of a grid become a grid of their own, or go to a neighbour (`into`)."""

    kind: Literal["take"]
    key: Key
    into: str = Field("", max_length=20)
    houses: Annotated[list[str], Field(min_length=1, max_length=MOST_POINTS)]


class Regroup(_Asked):
    """Grids under another group of their community, or (no `parent`) under a new one."""

    kind: Literal["regroup"]
    keys: Keys
    parent: str = Field("", max_length=20)


class Rename(_Asked):
    """What a grid is called."""

    kind: Literal["name"]
    key: Key
    zh: Said
    short: Annotated[str, Field(max_length=30)] = ""
    en: Said = ""


Asked = Annotated[Split | Merge | Shift | Draw | Take | Regroup | Rename, Field(discriminator="kind")]
_READER: TypeAdapter[Any] = TypeAdapter(Asked)

HousesOf = Callable[[str], Sequence[House]]


def read(raw: object) -> Any:
    """The edit that is meant; Invalid says what is missing or wrong."""
    try:
        return _READER.validate_python(raw)
    except ValidationError as error:
        wrong = {".".join(map(str, one["loc"][1:])) or "kind": str(one["msg"]) for one in error.errors()[:5]}
        raise Invalid(_("This edit cannot be read."), fields=wrong) from None


def made(
    asked: Any, cut: Cut, *, fresh: Iterator[str], courses: Sequence[BaseGeometry], houses: HousesOf
) -> Change:
    """What an edit makes of a town. CannotDraw where it cannot be made."""
    match asked:
        case Split():
            change = edits.split(cut, asked.key, LineString(asked.line), fresh=fresh, courses=courses)
        case Merge():
            change = edits.merge(cut, asked.keys, fresh=fresh)
        case Shift():
            change = edits.shift(cut, asked.one, asked.other, LineString(asked.line), courses=courses)
        case Draw():
            names = Names(asked.zh, asked.zh, asked.en or asked.zh)
            change = edits.draw(cut, Polygon(asked.ring), fresh=fresh, names=names if asked.zh else Names())
        case Take():
            change = taking.take(
                cut, asked.key, asked.into, houses=houses(asked.key), chosen=asked.houses, fresh=fresh
            )
        case Regroup():
            change = edits.regroup(cut, asked.keys, asked.parent, fresh=fresh)
        case _:
            change = edits.name(
                cut, asked.key, Names(asked.zh, asked.short or asked.zh, asked.en or asked.zh)
            )
    return change
