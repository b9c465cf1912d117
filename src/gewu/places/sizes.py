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


class Most(Frozen):
    """How much one person carries before a list says so: more than this is told of, never refused."""

    areas: int | None = Field(default=None, ge=1)
    households: int | None = Field(default=None, ge=1)
    cases: int | None = Field(default=None, ge=1)


class StaffRule(Frozen):
    """Posts on every area of a level. `each`: least and most of them there; `total`: in the whole place.

    `persons`: how many people hold them, where one may hold several. `seat` narrows it to those who fill that
    seat ("" to those who fill none). `where` says which posts count for an area: those on it, on what it is
    part of, or on its parts. `partner`: each holder has somebody next door who acts for them (AB 岗). `most`:
    what one holder carries before that is told of. `name`: what a gap is called, if not as the roles.
    """

    level: Key
    roles: tuple[Key, ...] = Field(min_length=1)
    seat: Annotated[str, StringConstraints(pattern=r"^([a-z][a-z0-9_]{1,19})?$")] | None = None
    where: Literal["here", "above", "below"] = "here"
    each: tuple[int, int] | None = None
    total: int | None = Field(default=None, ge=1)
    persons: int | None = Field(default=None, ge=1)
    partner: bool = False
    most: Most | None = None
    name: Said | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.each is None and self.total is None and self.persons is None:
            raise ValueError("a staffing rule says each, total or persons")
        if self.each and self.each[0] > self.each[1]:
            raise ValueError(f"{self.each[0]} posts are more than {self.each[1]}")
        if self.seat and self.name is None:
            raise ValueError(f"the seat {self.seat!r} has no name")
        if self.where != "here" and self.each is None:
            raise ValueError("posts above or below an area are counted for each")
        return self

    def counts(self, role: str, seat: str) -> bool:
        """Whether a post of this role in this seat is one of them."""
        return role in self.roles and self.seat in {None, seat}


class Line(Frozen):
    """A telephone that everybody may need: 110, the hotline, the health station."""

    zh: str = Field(min_length=1, max_length=40)
    en: str = Field(min_length=1, max_length=60)
    phone: Annotated[str, StringConstraints(pattern=r"^[0-9][0-9 -]{1,18}$")]

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


class Card(Frozen):
    """What stands on the public contact card of a grid 公示卡: whose names, which duties, which telephones.

    `contacts`: roles whose names are public by their office, the first contact first. `supervision`: where
    people complain. Left out, duties are what a grid worker is to people here (`helpers`).
    """

    contacts: tuple[Key, ...] = Field(default=("gridworker", "gridlead"), min_length=1)
    supervision: Line = Line(
        zh="监督电话（政务服务热线）", en="Supervision (government hotline)", phone="12345"
    )
    lines: tuple[Line, ...] = (
        Line(zh="报警", en="Police", phone="110"),
        Line(zh="火警", en="Fire", phone="119"),
        Line(zh="医疗急救", en="Ambulance", phone="120"),
    )
    duties: tuple[Said, ...] = ()
