"""Who may do what with a case, and with which answers. Pure: no database, no clock, no request."""

import math
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from gewu.cases import refusals, words
from gewu.cases.guards import ANSWER_GUARDS, GUARDS, Facts
from gewu.cases.standing import Standing, parse_day
from gewu.catalogue.definition import CaseType, Move, Schema
from gewu.catalogue.effects import HELPERS_OWN, Effect
from gewu.kernel.errors import DomainError

RESIDENT = "resident"
Allowance = Literal["wait", "pause", "extension"]
# The answer that says why there is no photo: text is always accepted instead.
NO_PHOTO = "no_photo"

# A phone's clock is a little off; a phone without a network comes back within two weeks.
CLOCK_SKEW = timedelta(minutes=2)
LONGEST_OFFLINE = timedelta(days=14)

# How a case came to us. The role of whoever reports decides when nothing is said.
SOURCES = (
    "resident",
    "patrol",
    "hotline",
    "window",
    "visit",
    "department",
    "leader",
    "reception",  # 公开接访: a day on which leaders receive people
    "open311",
)
_USUAL_SOURCE = {
    "gridworker": "patrol",
    "assistant": "patrol",
    "gridlead": "patrol",
    "chief": "visit",
    "clerk": "hotline",
    "dispatcher": "hotline",
}


# How near open data come to the spot before a person opened the place.
NEARNESS = 50.0
_METRES_PER_DEGREE = 111_320.0


def next_move(definition: CaseType, *, name: str, facts: Facts, data: Mapping[str, object]) -> Move:
    """The move, or a refusal that says why not."""
    move = definition.move(facts.standing.stage, name)
    if move is None:
        raise refusals.no_such_move(name, facts.standing.stage)
    require_permitted(move, facts)
    _require_not_used_up(definition, move, facts)
    check_answers(definition.answers_schema(move, facts.standing.category), data)
    for guard in move.guards:
        if guard in ANSWER_GUARDS:
            ANSWER_GUARDS[guard](facts, data)
    _require_near(definition, move, facts, data)
    return move


def require_shown(
    definition: CaseType,
    move: Move,
    standing: Standing,
    *,
    data: Mapping[str, object],
    shown: Callable[[], Collection[str]],
) -> None:
    """Refuse a report of handling without the photos its category asks for, unless it says why not.

    `shown` tells what photos there are; it is asked only where some are wanted.
    """
    if Effect.HANDLES not in move.effects or NO_PHOTO in data:
        return
    due = definition.photos_due(standing.category, standing.standard)
    if missing := due - set(shown() if due else ()):
        raise refusals.photos_missing(missing)


def moves_open_to(definition: CaseType, facts: Facts) -> tuple[Move, ...]:
    """Every move the actor may make now, in the order of the definition."""
    return tuple(
        move for move in definition.moves_from(facts.standing.stage) if _is_permitted(definition, move, facts)
    )


def require_permitted(move: Move, facts: Facts) -> None:
    """Refuse a move that is not for this actor, or not for now."""
    if facts.standing.merged_into is not None:
        raise refusals.is_merged()
    if not move.by & roles_for(move, facts):
        raise refusals.not_your_turn(move.name, move.by)
    if facts.standing.stands_still and move.waiting == "no":
        raise refusals.case_waits(move.name)
    if not facts.standing.stands_still and move.waiting == "only":
        raise refusals.case_does_not_wait(move.name)
    for guard in move.guards:
        if guard in GUARDS:
            GUARDS[guard](facts)


def roles_for(move: Move, facts: Facts) -> frozenset[str]:
    """The roles that count for a move: an office asked to help does its own part and nothing beyond it."""
    return facts.helper_roles if move.effects & HELPERS_OWN else facts.roles


def require_may_report(definition: CaseType, roles: Collection[str]) -> None:
    """Refuse a report by somebody whose posts do not report this type."""
    if not definition.report.by & set(roles):
        raise refusals.not_yours_to_report(definition.report.by)


def usual_source(roles: Collection[str]) -> str:
    """How a case came to us, judged by who reports it."""
    return next((source for role, source in _USUAL_SOURCE.items() if role in roles), _other_source(roles))


def require_plausible(claimed: datetime, *, now: datetime, not_before: datetime | None) -> None:
    """Refuse a moment that a device cannot have seen: ahead of us, before the case, or too long ago."""
    if claimed.tzinfo is None:
        raise refusals.impossible_moment("zone")
    if claimed > now + CLOCK_SKEW:
        raise refusals.impossible_moment("future")
    if not_before is not None and claimed < not_before - CLOCK_SKEW:
        raise refusals.impossible_moment("before")
    if claimed < now - LONGEST_OFFLINE:
        raise refusals.impossible_moment("past")


def check_answers(schema: Schema, data: Mapping[str, object]) -> None:
    """Refuse answers that the schema does not allow, naming every field at once."""
    validator = Draft202012Validator(schema, format_checker=FORMATS)
    wrong: dict[str, str] = {}
    for error in validator.iter_errors(dict(data)):
        for field in _fields(error):
            wrong.setdefault(field, _sentence(error))
    if wrong:
        raise refusals.invalid(wrong)


def coarse(lon: float, lat: float) -> tuple[float, float]:
    """The middle of a square of `NEARNESS` metres that holds the point.

    One point always gives the same answer, and so do its neighbours: asking again averages nothing out.
    """
    high = NEARNESS / _METRES_PER_DEGREE
    row = math.floor(lat / high)
    middle = (row + 0.5) * high
    # As wide as high at the foot of its row; all points of a row agree on the width.
    wide = high / max(math.cos(math.radians(row * high)), 0.01)
    return round((math.floor(lon / wide) + 0.5) * wide, 6), round(middle, 6)


def metres_apart(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """How far two points of a town are apart, to a thousandth."""
    east = (other_lon - lon) * math.cos(math.radians((lat + other_lat) / 2))
    return math.hypot(east, other_lat - lat) * _METRES_PER_DEGREE


def _require_not_used_up(definition: CaseType, move: Move, facts: Facts) -> None:
    """Refuse to put off, pause or extend once more than the definition allows."""
    for effect, (what, done, _day) in ALLOWANCES.items():
        allowed = definition.allowed.get(what)
        if effect in move.effects and allowed and done(facts.standing) >= allowed.most:
            raise refusals.used_up(what, allowed.most)


def _require_near(definition: CaseType, move: Move, facts: Facts, data: Mapping[str, object]) -> None:
    """Refuse a day further ahead than the definition allows."""
    for effect, (what, _done, day) in ALLOWANCES.items():
        allowed = definition.allowed.get(what)
        if not (day and effect in move.effects and allowed and allowed.days):
            continue
        if parse_day(data[day]) > facts.today + timedelta(days=allowed.days):
            raise refusals.too_far_ahead(day, allowed.days)


def _is_permitted(definition: CaseType, move: Move, facts: Facts) -> bool:
    with suppress(DomainError):
        require_permitted(move, facts)
        _require_not_used_up(definition, move, facts)
        # A step that must name a standard is no step for a category without any.
        return move.standard is None or bool(definition.standards(move, facts.standing.category))
    return False


def _other_source(roles: Collection[str]) -> str:
    return "resident" if set(roles) <= {RESIDENT} else "department"


def _fields(error: ValidationError) -> list[str]:
    if error.path:
        return [str(error.path[0])]
    given, schema = cast("Mapping[str, object]", error.instance), cast("Mapping[str, Any]", error.schema)
    if error.validator == "required":
        return [name for name in schema["required"] if name not in given]
    return sorted(set(given) - set(schema["properties"]))


def _sentence(error: ValidationError) -> str:
    return words.answer_problem(str(error.validator), error.validator_value)


# Effects a definition limits: under which name, how often it was done, which answer is the day ahead.
ALLOWANCES: dict[Effect, tuple[Allowance, Callable[[Standing], int], str]] = {
    Effect.WAITS: ("wait", lambda standing: standing.put_offs, "review_on"),
    Effect.PAUSES: ("pause", lambda standing: standing.pauses, "resume_on"),
    Effect.ASKS_EXTENSION: ("extension", lambda standing: len(standing.extended_at), ""),
}

FORMATS = FormatChecker(formats=("date", "uuid"))
