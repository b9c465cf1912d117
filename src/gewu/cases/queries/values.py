"""What the rest of the platform gets to see of cases: frozen values without a database behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gewu.catalogue.definition import PublicState, Schema
from gewu.kernel.canonical import JsonValue
from gewu.places.values import AreaName


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or some office, by id and name."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Helper:
    """An office that was asked to help 协办, and what it answered: `asked`, `signed` or `declined`."""

    office: Named
    state: str
    asked_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class CasePart:
    """A part of a case, or the whole of a part. `may_open`: the reader sees it; else only that it exists."""

    id: UUID
    number: str
    type: str
    category_name: str
    stage: str
    stage_title: str
    public_state: PublicState
    is_open: bool
    holder: str
    may_open: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """Who reported it: masked until opened for a purpose (`commands.open_contact`), by those who may."""

    name: str
    phone: str
    masked: bool
    may_open: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A coded answer in words."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote. `releasable`: a person may open it to the public."""

    id: UUID
    kind: str
    label: str
    text: str
    released: bool
    releasable: bool


@dataclass(frozen=True, slots=True)
class Photo:
    """A file of the case; `id` is the one to fetch it by."""

    id: UUID
    kind: str
    name: str
    media_type: str
    size: int
    is_image: bool
    added_at: datetime
    released: bool


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One thing that happened, as the timeline tells it."""

    number: int
    at: datetime
    happened_at: datetime
    kind: str
    move: str
    title: str
    who: str
    role: str
    stage: str
    words: tuple[Words, ...]
    answers: tuple[Answer, ...]
    photos: tuple[Photo, ...]


@dataclass(frozen=True, slots=True)
class OfferedMove:
    """A move this actor may make now. The schema says everything a form or a program needs."""

    name: str
    titles: Mapping[str, str]
    button: str
    help: str
    schema: Schema
    # What photos that come with it show, and which are wanted unless it says why there are none.
    photos: str = ""
    photos_due: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A whole case for one actor: what a page or an API answer needs, and nothing that is not theirs."""

    id: UUID
    township: int
    number: str
    type: str
    definition_id: UUID
    type_title: str
    category: str
    category_name: str
    source: str
    stage: str
    stage_title: str
    public_state: PublicState
    public_title: str
    turn: str
    awaits: str
    version: int
    is_open: bool
    is_late: bool
    waits: bool
    review_on: date | None
    resumes_at: datetime | None
    due_at: datetime | None
    case_due_at: datetime
    # Which level of the ladder is responsible, until when; how often it was raised, which level solved it.
    level: str
    level_due_at: datetime | None
    raised: int
    solved_at: str
    provisional: bool
    extensions: int
    asks: str
    was_late: bool
    appeal: str
    reported_at: datetime
    recorded_at: datetime
    closed_at: datetime | None
    solved_on_spot: bool
    rating: int | None
    returns: int
    access_class: int
    text: str
    address: str
    lon: float | None
    lat: float | None
    crs: str
    place_released: bool
    path: tuple[AreaName, ...]
    no_grid: bool
    # 件次: how many demands it carries; and the earlier case it became part of.
    demands: int
    merged_into: UUID | None
    boundary_version: UUID | None
    offered_to: Named | None
    held_by: Named | None
    handler: Named | None
    # The first of the staff to have had it: answers for it as long as no office has accepted 首问责任.
    received_by: Named | None
    # Whom the office that gave it back, or asks to, would give it to.
    suggested: Named | None
    return_asked: bool
    bound: bool
    helpers: tuple[Helper, ...]
    whole: CasePart | None
    parts: tuple[CasePart, ...]
    open_parts: int
    may_part: bool
    # Whether a community may be given it without agreeing first 准入.
    admitted: bool
    reporter: Contact | None
    answers: tuple[Answer, ...]
    # The same as they were given, newest of each, with people's words: what later forms need not ask again.
    given: Mapping[str, JsonValue]
    story: tuple[StoryLine, ...]
    photos: tuple[Photo, ...]
    moves: tuple[OfferedMove, ...]
    may_comment: bool
    may_release: bool
    may_place: bool
    for_resident: bool


@dataclass(frozen=True, slots=True)
class Brief:
    """Where a case stands: what a client needs after a change."""

    id: UUID
    number: str
    stage: str
    version: int


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list."""

    id: UUID
    township: int
    number: str
    type: str
    definition_id: UUID
    category: str
    category_name: str
    icon: str
    text: str
    place: str
    address: str
    stage: str
    stage_title: str
    public_state: PublicState
    source: str
    holder: str
    version: int
    is_late: bool
    waits: bool
    no_grid: bool
    solved_on_spot: bool
    returns: int
    demands: int
    merged: bool
    due_at: datetime | None
    review_on: date | None
    reported_at: datetime
    recorded_at: datetime
    resumes_at: datetime | None = None
    provisional: bool = False
    asks: str = ""


@dataclass(frozen=True, slots=True)
class MapPoint:
    """An open case on a map."""

    id: UUID
    number: str
    lon: float
    lat: float
    category_name: str
    icon: str
    stage_title: str
    public_state: PublicState
    is_late: bool


@dataclass(frozen=True, slots=True)
class PublicWords:
    """Words that residents may read."""

    at: datetime
    label: str
    text: str
    is_report: bool


@dataclass(frozen=True, slots=True)
class PublicStep:
    """A change of what a resident sees."""

    at: datetime
    state: PublicState
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PublicCase:
    """All that anybody may know who has the number."""

    number: str
    category_name: str
    state: PublicState
    state_title: str
    sentence: str
    place: str
    reported_at: datetime
    closed_at: datetime | None
    review_on: date | None
    steps: tuple[PublicStep, ...]
    words: tuple[PublicWords, ...]
    photos: tuple[UUID, ...]
    may_rate: bool
    # The reporter was not content with the first closing and may have it done again, once.
    may_reopen: bool
    # 件次: how many want it; and the number of the earlier case whose state this page tells.
    demands: int
    lead: str
    may_second: bool
