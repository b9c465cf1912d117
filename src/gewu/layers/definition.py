"""A locality's `layers.toml`: the layers that stand beside its tree of grids. Values only."""

import tomllib
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from gewu.layers.rules import Form, Kind
from gewu.places.faults import readable
from gewu.places.locality import LocalityError, Words, twice
from gewu.places.shelf import folders

FILE = "layers.toml"
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,19}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{3,24}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AreaEntry(Frozen):
    """One area of a layer: `members` are areas of the tree by code, `buildings` houses by code."""

    code: Code
    zh: Name
    en: Name
    form: Form | None = None
    parent: Code | None = None
    members: tuple[Code, ...] = ()
    buildings: tuple[Code, ...] = ()
    # The office that answers for it, by its key in people.toml, and who leads it, by title.
    office: str = ""
    leader: str = Field("", max_length=60)

    @model_validator(mode="after")
    def _lies_somewhere(self) -> Self:
        if self.members and self.buildings:
            raise ValueError(f"{self.code}: an area is made of areas or of houses, not of both")
        return self


class LayerEntry(Frozen):
    """A layer. `squares`: cut along communities into pieces of so many square metres (made up)."""

    key: Key
    kind: Kind
    names: Words
    note: Words
    scheme: str = ""
    carries: tuple[str, ...] = ()
    # The office that answers for every area of which nothing else is said.
    office: str = ""
    squares: int | None = Field(default=None, ge=2_500, le=1_000_000)
    # One area for every house of these uses, and the form it has: {"school": "unit"}.
    houses: dict[str, Form] = {}
    areas: tuple[AreaEntry, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        codes = [area.code for area in self.areas]
        problems = [f"area {code} stands twice" for code in twice(codes)]
        problems += [
            f"area {area.code}: its parent {area.parent} is not in the layer"
            for area in self.areas
            if area.parent and area.parent not in codes
        ]
        if not (self.squares or self.houses or self.areas):
            problems.append(f"layer {self.key}: it has no areas")
        if problems:
            raise ValueError("; ".join(problems))
        return self


class LayersFile(Frozen):
    layers: tuple[LayerEntry, ...] = ()

    @model_validator(mode="after")
    def _one_layer_for_a_matter(self) -> Self:
        keys = twice([layer.key for layer in self.layers])
        carried = twice([code for layer in self.layers for code in layer.carries])
        problems = [f"layer {key!r} stands twice" for key in keys]
        problems += [f"{code}: one layer carries a matter, not two" for code in carried]
        if problems:
            raise ValueError("; ".join(problems))
        return self


def read(key: str) -> LayersFile:
    """The layers of a locality, none if it has no file; or LocalityError with every mistake."""
    folder = folders().get(key)
    file = folder / FILE if folder else None
    if file is None or not file.exists():
        return LayersFile()
    raw: dict[str, Any] = {}
    try:
        raw = tomllib.loads(file.read_text("utf-8"))
        return LayersFile.model_validate(raw)
    except tomllib.TOMLDecodeError as error:
        raise LocalityError(f"{key}/{FILE}", [str(error)]) from None
    except ValidationError as error:
        raise LocalityError(f"{key}/{FILE}", readable(error, raw)) from None
