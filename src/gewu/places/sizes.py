"""How many live in a place, by which count, and how many people its grids are to have. Values only."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from gewu.places.dictionary import Said

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,19}$")]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Population(Frozen):
    """One count of the same ground: 户籍 registered, 常住 resident, 流动 floating. They are never mixed."""

    kind: Literal["registered", "resident", "floating"]
    households: int | None = Field(default=None, ge=0)
    people: int | None = Field(default=None, ge=0)
    year: int = Field(ge=1949, le=2100)
    note: Said | None = None


class StaffRule(Frozen):
    """Posts on every area of a level. `each`: least and most of them there; `total`: in the whole place.

    `persons`: how many people hold them, where one may hold several.
    """

    level: Key
    roles: tuple[Key, ...] = Field(min_length=1)
    each: tuple[int, int] | None = None
    total: int | None = Field(default=None, ge=1)
    persons: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.each is None and self.total is None and self.persons is None:
            raise ValueError("a staffing rule says each, total or persons")
        if self.each and self.each[0] > self.each[1]:
            raise ValueError(f"{self.each[0]} posts are more than {self.each[1]}")
        return self
