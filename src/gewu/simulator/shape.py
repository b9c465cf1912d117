"""What a locality's demo folder says: the figures of the place, its seasons, and how its people speak."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Demands(_Frozen):
    """How many demands in how many months, and how many of them are still open."""

    months: int
    count: int
    open: int
    # The estate whose people ask together for what it never had.
    petition: str = ""


class Shares(_Frozen):
    """Quotas: how often something happens to a demand."""

    spot: float
    returned: float
    sent_back: float
    late: float
    verified: float
    resumed: float
    paused: float
    extended: float
    appealed: float
    recategorised: float
    reassigned: float
    unsolved: float
    outside: float
    commented: float
    photos: float
    released: float
    rated: float
    opinion: float
    contact: float


class Rhythm(_Frozen):
    hours: tuple[int, ...] = Field(min_length=24, max_length=24)
    weekdays: tuple[int, ...] = Field(min_length=7, max_length=7)
    months: tuple[int, ...] = Field(min_length=12, max_length=12)
    office: tuple[tuple[float, float], ...]
    cutoff: float


class Sources(_Frozen):
    spot: dict[str, int]
    filed: dict[str, int]


class OpenOnes(_Frozen):
    stages: dict[str, int]
    review_soon: int
    recent: int
    first_community: int
    first_office: int


class Persons(_Frozen):
    phone: str
    surnames: str
    titles: tuple[str, ...]


class Today(_Frozen):
    """Some of today's cases: what, where, in which stage they rest."""

    category: str
    place: str
    stage: str
    standard: str = ""
    source: str = "resident"
    by: str = ""
    due: str = ""
    # What is done once it is there: `ask_return`, `part`, `negotiate`, or `ask_help` of the office `helper`:
    # the community's "station", or the "first" office, in which the demo handler works.
    then: str = ""
    helper: str = ""
    spot: bool = False
    # What the office asks for there, as `asks` of a case has it.
    asks: str = ""
    count: int = 1
    # Raised by hand so many levels, and what was tried before.
    raised: int = 0
    tried: str = ""


class Wait(_Frozen):
    """Why something cannot be done now, for colleagues and for whoever reported it."""

    reason: str
    reply: str


class Variant(_Frozen):
    """One filing standard with what people say. r: residents, p: patrols, d: done, s: on the spot."""

    standard: str
    closing: str
    r: tuple[str, ...] = Field(min_length=1)
    p: tuple[str, ...] = Field(min_length=1)
    d: tuple[str, ...] = Field(min_length=1)
    s: tuple[str, ...] = ()
    petition: bool = False


class Kind(_Frozen):
    """A category as it occurs here."""

    category: str
    weight: int
    spot: float
    variants: tuple[Variant, ...] = Field(min_length=1)
    hard: float = 0
    season: str = "always"
    scene: str = ""
    waits: tuple[Wait, ...] = ()

    @model_validator(mode="after")
    def _hard_ones_wait(self) -> Self:
        if self.hard and not self.waits and self.hard > 1:
            raise ValueError(f"{self.category} is hard to do, and nobody says why")
        return self


class Added(_Frozen):
    """What is put before and after a sentence."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class Words(_Frozen):
    estates: tuple[tuple[str, ...], ...]
    slots: dict[str, tuple[str, ...]]
    residents: Added
    patrols: Added
    comments: tuple[str, ...]
    returns: tuple[str, ...]
    help_wanted: tuple[str, ...]
    help_done: tuple[str, ...]
    reassigns: tuple[str, ...]
    send_backs: tuple[str, ...]
    unsolveds: tuple[str, ...]
    notes: tuple[str, ...]
    questions: tuple[str, ...]
    findings: tuple[str, ...]
    instructions: tuple[str, ...]
    thanks: tuple[str, ...]
    refusals: tuple[str, ...]
    late_reasons: tuple[str, ...]
    late_replies: tuple[str, ...]
    late_causes: tuple[str, ...]
    extensions: tuple[str, ...]
    appeals: tuple[str, ...]
    declines: tuple[str, ...]
    opinions: dict[int, tuple[str, ...]]


class Shape(_Frozen):
    """Everything together."""

    demands: Demands
    shares: Shares
    rhythm: Rhythm
    sources: Sources
    seasons: dict[str, tuple[int, ...]]
    open: OpenOnes
    persons: Persons
    today: tuple[Today, ...]
    words: Words
    kinds: tuple[Kind, ...]

    def kind(self, category: str) -> Kind:
        return next(kind for kind in self.kinds if kind.category == category)


def is_told(locality: str) -> bool:
    """Whether the locality ships a demo."""
    return (files("gewu") / "localities" / locality / "demo").is_dir()


@cache
def read(locality: str) -> Shape:
    """The shape of a shipped locality, or LookupError if it has no demo."""
    if not is_told(locality):
        raise LookupError(f"{locality} has no demo")
    folder = files("gewu") / "localities" / locality / "demo"
    shape = tomllib.loads((folder / "shape.toml").read_text(encoding="utf-8"))
    words = tomllib.loads((folder / "words.toml").read_text(encoding="utf-8"))
    texts = sorted((file for file in (folder / "kinds").iterdir()), key=lambda file: file.name)
    kinds = [kind for file in texts for kind in tomllib.loads(file.read_text(encoding="utf-8"))["kinds"]]
    return Shape.model_validate(shape | {"words": words, "kinds": kinds})
