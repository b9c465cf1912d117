"""Where a case stands, as plain values, and where it goes from there. Entries can be replayed through it.

`deeds` says what each effect of a move does to these values; here is what follows from it: the stage, what
the case then waits for, and until when.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from uuid import UUID

from gewu.cases import ladder, reminding, requests
from gewu.cases.clocks import AFTERWARDS, counted
from gewu.cases.deeds import EFFECTS, Deed
from gewu.cases.requests import parse_day
from gewu.catalogue.definition import CaseType, Move
from gewu.catalogue.effects import Effect
from gewu.deadlines.rules import Calendar

__all__ = [
    "AFTERWARDS",
    "COLUMNS",
    "EFFECTS",
    "REVIEW",
    "Deed",
    "Standing",
    "after",
    "awaited",
    "gone_on",
    "opened",
    "parse_day",
    "recounted",
]

REVIEW = "review"
# What an office has to do, and not those who look after the place.
OFFICE_WORK = frozenset({"accept", "handle"})


@dataclass(frozen=True, slots=True)
class Standing:
    """The columns of a case that moves decide."""

    category: str
    stage: str
    turn: str
    awaits: str
    recorded_at: datetime
    # Since when it stands as it stands; and since when the clock of its stage runs, whatever stopped it.
    stage_since: datetime
    clock_since: datetime
    due_at: datetime | None
    case_due_at: datetime
    # A year that is not published yet lies on the way to one of the two: a calendar may still move it.
    provisional: bool = False
    closed_at: datetime | None = None
    # The first closing of a case that was worked on again, and since when it is.
    first_closed_at: datetime | None = None
    reopened_at: datetime | None = None
    offered_org: UUID | None = None
    holder_org: UUID | None = None
    holder_user: UUID | None = None
    handlers: tuple[UUID, ...] = ()
    # Offices asked to help that have neither signed off nor declined 协办.
    helpers: tuple[UUID, ...] = ()
    # The first of the staff to have had it: answers for it as long as no office has accepted 首问责任.
    received_by: UUID | None = None
    # Whom the office that gave it back would give it to, and whether it asks to give it back.
    suggested_org: UUID | None = None
    return_asked: bool = False
    returned_in_row: int = 0
    # The offices that gave it back in this row: none of them says whose it is.
    returned_by: tuple[UUID, ...] = ()
    # Whoever it is offered to cannot return it 指定承办.
    bound: bool = False
    standard: str = ""
    review_on: date | None = None
    # When the clock stopped and went on, in turn; while it stands still, when it goes on by itself.
    stops: tuple[datetime, ...] = ()
    resumes_at: datetime | None = None
    put_offs: int = 0
    pauses: int = 0
    extended_at: tuple[datetime, ...] = ()
    # What the handling office asks for, and who asked or reviewed it (`requests`).
    asks: str = ""
    asked_by: tuple[UUID, ...] = ()
    # Done after the moment it was due, whatever was decided about it later.
    handled_late: bool = False
    appeal: str = ""
    returns: int = 0
    solved_on_spot: bool = False
    rating: int | None = None
    # The level of the place tree that is responsible, until when, how often raised, where it was solved.
    level: str = ""
    level_since: datetime | None = None
    level_due_at: datetime | None = None
    raised: int = 0
    solved_at: str = ""
    # The next reminder of this stage, and how many were given.
    remind_at: datetime | None = None
    reminded: int = 0
    unhappy: bool = False
    # The earlier case this one became part of.
    merged_into: UUID | None = None
    version: int = 1

    @property
    def stands_still(self) -> bool:
        """Put off or paused: its clock does not run, and most moves have to wait."""
        return self.resumes_at is not None

    @property
    def was_late(self) -> bool:
        """Closed after it was due, or done after the office's own limit."""
        return self.handled_late or (self.closed_at is not None and self.closed_at > self.case_due_at)


COLUMNS = tuple(field.name for field in fields(Standing))


def opened(definition: CaseType, *, category: str, moment: datetime, calendar: Calendar) -> Standing:
    """How a new case stands."""
    blank = Standing(
        category=category,
        stage=definition.first,
        turn="",
        awaits="",
        recorded_at=moment,
        stage_since=moment,
        clock_since=moment,
        due_at=None,
        case_due_at=moment,
    )
    resting = _rests(blank, definition=definition, moment=moment, calendar=calendar)
    return ladder.begun(definition, resting, calendar)


def after(definition: CaseType, *, standing: Standing, deed: Deed, calendar: Calendar) -> Standing:
    """How the case stands once the move is made."""
    move = deed.move
    new = replace(standing, version=standing.version + 1, received_by=standing.received_by or deed.user)
    if move.standard == "filing":
        new = replace(new, standard=str(deed.data["standard"]))
    for effect in Effect:
        if effect in move.effects:
            new = EFFECTS[effect](new, deed)
    stage = _target(move, new)
    if stage is not None:
        new = replace(requests.lapsed(new), stage=stage)
        new = _rests(new, definition=definition, moment=deed.moment, calendar=calendar)
    elif move.effects & CLOCKWORK:
        new = _awaits(new, definition, calendar)
    return ladder.followed(definition, standing, new, deed=deed, calendar=calendar)


def _target(move: Move, standing: Standing) -> str | None:
    """Where the move leads a case that stands like this after it; None if it stays in its stage."""
    if move.again and standing.returned_in_row >= move.again.count:
        return move.again.to
    return move.last if move.last and not standing.helpers else move.to


def gone_on(definition: CaseType, *, standing: Standing, seen: datetime, calendar: Calendar) -> Standing:
    """Where the day has come on which a clock goes on: since that moment, however late it is seen.

    Nobody's move: the version stays, so that a form that was opened while it waited can still be sent.
    """
    assert standing.resumes_at is not None  # noqa: S101 - asked of a clock that stands still
    running = requests.goes_on(standing, standing.resumes_at, seen=seen)
    return ladder.gone_on(definition, _awaits(running, definition, calendar), calendar)


def recounted(definition: CaseType, *, standing: Standing, calendar: Calendar) -> Standing:
    """The same standing with its deadlines counted again, on a calendar that has changed."""
    again = reminding.planned(
        definition, counted(standing, definition=definition, calendar=calendar), calendar
    )
    return ladder.recounted(definition, again, calendar)


def awaited(definition: CaseType, stage: str) -> str:
    """What a case in the stage waits for, as it says or its moves tell: the key of a worklist."""
    here = definition.stages[stage]
    if here.final or here.awaits:
        return here.awaits or ""
    # Calling a part off is nothing a case waits for.
    moves = [move for move in definition.moves_from(stage) if move.targets and "is_part" not in move.guards]
    return next(
        (key for key, fits in AWAITED.items() if any(fits(definition, move) for move in moves)), "verify"
    )


def _rests(standing: Standing, *, definition: CaseType, moment: datetime, calendar: Calendar) -> Standing:
    """In a stage it has just come to."""
    stage = definition.stages[standing.stage]
    resting = replace(
        standing,
        turn=stage.turn,
        stage_since=moment,
        clock_since=moment,
        closed_at=None if stage.open else (standing.closed_at or moment),
        reminded=0,
    )
    return _awaits(resting, definition, calendar)


def _awaits(standing: Standing, definition: CaseType, calendar: Calendar) -> Standing:
    """What it waits for, and until when; who is reminded of that."""
    key = REVIEW if standing.stands_still else awaited(definition, standing.stage)
    told = counted(replace(standing, awaits=key), definition=definition, calendar=calendar)
    return reminding.planned(definition, told, calendar)


# Effects after which the clock is counted anew although the stage stays.
CLOCKWORK = frozenset({Effect.WAITS, Effect.PAUSES, Effect.RESUMES, Effect.DECIDES})

# In this order: a stage from which a case can be filed and refused waits to be filed.
AWAITED: dict[str, Callable[[CaseType, Move], bool]] = {
    "file": lambda definition, move: move.standard == "filing",
    "accept": lambda definition, move: move.effects == {Effect.TAKES},
    "handle": lambda definition, move: move.effects == {Effect.HANDLES},
    "answer": lambda definition, move: bool(move.last),
    "coordinate": lambda definition, move: Effect.BINDS in move.effects,
    "check": lambda definition, move: Effect.CHECKS in move.effects,
    "close": lambda definition, move: move.standard == "closing",
    "dispatch": lambda definition, move: move.effects == {Effect.OFFERS},
    "rate": lambda definition, move: Effect.RATES in move.effects,
    "archive": lambda definition, move: bool(move.to and definition.stages[move.to].final),
}
