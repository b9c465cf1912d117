"""Where a case stands, as plain values, and how a move changes that. Entries can be replayed through it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from gewu.catalogue.definition import CaseType, Effect, Move, Stage

# A case whose work is over still waits to be rated and archived; nobody is late with that.
AFTERWARDS = timedelta(days=7)
REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Standing:
    """The columns of a case that moves decide."""

    category: str
    stage: str
    turn: str
    awaits: str
    stage_since: datetime
    due_at: datetime | None
    case_due_at: datetime
    closed_at: datetime | None = None
    offered_org: UUID | None = None
    holder_org: UUID | None = None
    holder_user: UUID | None = None
    handlers: tuple[UUID, ...] = ()
    standard: str = ""
    review_on: date | None = None
    returns: int = 0
    solved_on_spot: bool = False
    rating: int | None = None
    version: int = 1

    @property
    def waits(self) -> bool:
        return self.review_on is not None


COLUMNS = tuple(field.name for field in fields(Standing))


@dataclass(frozen=True, slots=True)
class Deed:
    """A move as it was made: by whom, for which offices, when (in local time), with which answers."""

    move: Move
    user: UUID | None
    offices: frozenset[UUID]
    moment: datetime
    data: Mapping[str, object]


def opened(definition: CaseType, *, category: str, moment: datetime) -> Standing:
    """How a new case stands."""
    whole = timedelta(hours=definition.case_hours(category=category))
    blank = Standing(
        category=category,
        stage=definition.first,
        turn="",
        awaits="",
        stage_since=moment,
        due_at=None,
        case_due_at=moment + whole,
    )
    return _rests(blank, definition=definition, moment=moment)


def after(definition: CaseType, *, standing: Standing, deed: Deed) -> Standing:
    """How the case stands once the move is made."""
    move = deed.move
    new = replace(standing, version=standing.version + 1)
    if move.standard == "filing":
        new = _filed(new, definition=definition, standard=str(deed.data["standard"]))
    for effect in Effect:
        if effect in move.effects:
            new = EFFECTS[effect](new, deed)
    changes_stage = move.to is not None or bool({Effect.WAITS, Effect.RESUMES} & move.effects)
    if not changes_stage:
        return new
    new = replace(new, stage=move.goes_to(standing.stage))
    return _rests(new, definition=definition, moment=deed.moment)


def awaited(definition: CaseType, stage: str) -> str:
    """What a case in the stage waits for, told from the moves that leave it: the key of a worklist."""
    if definition.stages[stage].final:
        return ""
    moves = [move for move in definition.moves_from(stage) if move.to is not None]
    return next(
        (key for key, fits in AWAITED.items() if any(fits(definition, move) for move in moves)), "verify"
    )


def parse_day(value: object) -> date:
    """A day as it comes in answers."""
    return date.fromisoformat(str(value))


def _rests(standing: Standing, *, definition: CaseType, moment: datetime) -> Standing:
    stage = definition.stages[standing.stage]
    hours = definition.stage_hours(standing.stage, category=standing.category, standard=standing.standard)
    return replace(
        standing,
        turn=stage.turn,
        awaits=REVIEW if standing.waits else awaited(definition, standing.stage),
        stage_since=moment,
        due_at=_due(stage, hours=hours, review_on=standing.review_on, moment=moment),
        closed_at=None if stage.open else (standing.closed_at or moment),
    )


def _due(stage: Stage, *, hours: float | None, review_on: date | None, moment: datetime) -> datetime | None:
    if stage.final:
        return None
    if review_on is not None:
        return datetime.combine(review_on, time.max, moment.tzinfo)
    return moment + (timedelta(hours=hours) if hours else AFTERWARDS)


def _filed(standing: Standing, *, definition: CaseType, standard: str) -> Standing:
    """The standard a case is filed under may shorten or lengthen its whole way."""
    before = definition.case_hours(category=standing.category, standard=standing.standard)
    now = definition.case_hours(category=standing.category, standard=standard)
    return replace(
        standing, standard=standard, case_due_at=standing.case_due_at + timedelta(hours=now - before)
    )


def _offers(standing: Standing, deed: Deed) -> Standing:
    # Whoever held it stays responsible until the next office has accepted 首问责任.
    return replace(standing, offered_org=UUID(str(deed.data["organisation"])))


def _takes(standing: Standing, deed: Deed) -> Standing:
    return replace(standing, holder_org=standing.offered_org, holder_user=deed.user, offered_org=None)


def _gives_back(standing: Standing, deed: Deed) -> Standing:
    given_back = standing.offered_org if standing.offered_org in deed.offices else None
    if given_back and standing.holder_org and standing.holder_org != given_back:
        return replace(standing, offered_org=None, returns=standing.returns + 1)
    # Closing gives back as well; only what an office hands back with a reason counts as returned.
    has_office = standing.offered_org is not None or standing.holder_org is not None
    returned = int(has_office and "reason" in deed.move.needs)
    return replace(
        standing, offered_org=None, holder_org=None, holder_user=None, returns=standing.returns + returned
    )


def _handles(standing: Standing, deed: Deed) -> Standing:
    handlers: Iterable[UUID] = [*standing.handlers, *([deed.user] if deed.user else [])]
    return replace(standing, handlers=tuple(dict.fromkeys(handlers)))


def _solves_on_spot(standing: Standing, deed: Deed) -> Standing:
    return replace(standing, solved_on_spot=True)


def _reopens_spot(standing: Standing, deed: Deed) -> Standing:
    return replace(standing, solved_on_spot=False)


def _unchanged(standing: Standing, deed: Deed) -> Standing:
    return standing


def _waits(standing: Standing, deed: Deed) -> Standing:
    return replace(standing, review_on=parse_day(deed.data["review_on"]))


def _resumes(standing: Standing, deed: Deed) -> Standing:
    return replace(standing, review_on=None)


def _recategorises(standing: Standing, deed: Deed) -> Standing:
    return replace(standing, category=str(deed.data["category"]))


def _rates(standing: Standing, deed: Deed) -> Standing:
    return replace(standing, rating=int(str(deed.data["rating"])))


EFFECTS: dict[Effect, Callable[[Standing, Deed], Standing]] = {
    Effect.OFFERS: _offers,
    Effect.TAKES: _takes,
    Effect.GIVES_BACK: _gives_back,
    Effect.HANDLES: _handles,
    Effect.SOLVES_ON_SPOT: _solves_on_spot,
    Effect.REOPENS_SPOT: _reopens_spot,
    Effect.CHECKS: _unchanged,
    Effect.WAITS: _waits,
    Effect.RESUMES: _resumes,
    Effect.RATES: _rates,
    Effect.RECATEGORISES: _recategorises,
}

# In this order: a stage from which a case can be filed and refused waits to be filed.
AWAITED: dict[str, Callable[[CaseType, Move], bool]] = {
    "file": lambda definition, move: move.standard == "filing",
    "accept": lambda definition, move: move.effects == {Effect.TAKES},
    "handle": lambda definition, move: move.effects == {Effect.HANDLES},
    "check": lambda definition, move: Effect.CHECKS in move.effects,
    "close": lambda definition, move: move.standard == "closing",
    "dispatch": lambda definition, move: move.effects == {Effect.OFFERS},
    "rate": lambda definition, move: Effect.RATES in move.effects,
    "archive": lambda definition, move: bool(move.to and definition.stages[move.to].final),
}
