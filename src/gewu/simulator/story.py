"""A story is what happens to one demand: a report and the steps that follow, by whom and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from gewu.kernel.canonical import JsonValue
from gewu.kernel.points import Point


@dataclass(frozen=True, slots=True)
class Who:
    """A role at a place, or in an office: `key` is the code of an area or the key of an organisation."""

    role: str
    key: str = ""
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Photo:
    """A drawn picture: which scene, which of its looks, before or after."""

    scene: str
    look: int
    after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The report itself."""

    category: str
    text: str
    point: Point
    address: str
    source: str
    name: str = ""
    phone: str = ""
    danger: bool = False
    # What the kind of case asks beside that.
    answers: Mapping[str, JsonValue] = field(default_factory=dict)
    photos: tuple[Photo, ...] = ()
    solved: str = ""
    instead: str = ""  # why there is no photo of it
    after: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One command: `verb` says which, `name` the move, the kind of photo or the area."""

    at: datetime
    who: Who
    verb: str
    name: str = ""
    data: Mapping[str, JsonValue] = field(default_factory=dict)
    # How long ago it had happened when it was written down.
    ago: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that happens to one demand, in order; the first step is its report."""

    told: Told
    steps: tuple[Step, ...]
