"""What a locality's demo folder says: the figures of the place, its seasons, and how its people speak."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from gewu.places.shelf import folders


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Demands(_Frozen):
    """How many demands in how many months, and how many of them are still open."""

    months: int
    count: int
    open: int
    # The estate whose people ask together for what it never had.
    petition: str = ""
    # On so many of the last mornings those who lead a place sign its ledgers.
    mornings: int = 8


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


class Odd(_Frozen):
    """So many demands in which e-supervision 电子监察 finds something odd enough for a person to look at."""

    told_late: int = 0
    hasty: int = 0
    back_and_forth: int = 0
    wordless: int = 0
    unusual: int = 0
    words: tuple[str, ...] = ()


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
    odd: Odd = Odd()
    persons: Persons
    today: tuple[Today, ...]
    words: Words
    kinds: tuple[Kind, ...]

    def kind(self, category: str) -> Kind:
        return next(kind for kind in self.kinds if kind.category == category)


class Like(_Frozen):
    """A demo that speaks as that of another place does, with figures of its own."""

    like: str
    # Categories that do not occur here: no heating where nobody heats.
    without: tuple[str, ...] = ()


def is_told(locality: str) -> bool:
    """Whether the locality has a demo."""
    return locality in folders() and (folders()[locality] / "demo").is_dir()


@cache
def read(locality: str) -> Shape:
    """The shape of a locality, or LookupError if it has no demo."""
    if not is_told(locality):
        raise LookupError(f"{locality} has no demo")
    return Shape.model_validate(_raw(locality))


def problems_of(locality: str) -> list[str]:
    """Every mistake in the demo of a locality; none where there is no demo."""
    if not is_told(locality):
        return []
    try:
        read(locality)
    except ValidationError as error:
        return [f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()]
    except (LookupError, OSError, tomllib.TOMLDecodeError) as error:
        return [str(error)]
    return []


def _raw(locality: str) -> dict[str, Any]:
    folder = folders()[locality] / "demo"
    shape = _toml(folder / "shape.toml")
    if "like" not in shape:
        texts = sorted((folder / "kinds").iterdir(), key=lambda file: file.name)
        kinds = [kind for file in texts for kind in _toml(file)["kinds"]]
        return shape | {"words": _toml(folder / "words.toml"), "kinds": kinds}
    way = Like(like=shape.pop("like"), without=tuple(shape.pop("without", ())))
    if way.like == locality or not is_told(way.like):
        raise LookupError(f"{way.like} has no demo to be like")
    whole = _raw(way.like)
    fitting = {
        part: [one for one in whole[part] if one["category"] not in way.without]
        for part in ("kinds", "today")
    }
    return _over(whole | fitting, shape)


def _over(whole: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """What is said here instead of what is said there, table by table."""
    tables = {key: {**whole[key], **said} for key, said in own.items() if isinstance(said, dict)}
    return whole | own | tables


def _toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
