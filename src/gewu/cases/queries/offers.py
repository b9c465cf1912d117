"""The moves an actor may make now, each with the JSON Schema of its answers and the choices of the place."""

from collections.abc import Mapping
from uuid import UUID

from pydantic import JsonValue

from gewu.cases.guards import Facts
from gewu.cases.models import Case
from gewu.cases.queries.names import language, open_inboxes
from gewu.cases.queries.values import OfferedMove
from gewu.cases.rules import moves_open_to
from gewu.catalogue import queries as catalogue
from gewu.catalogue.definition import CaseType, Move, Schema
from gewu.catalogue.effects import Effect

OFFICE, HELPER, SUGGESTED = "organisation", "helper", "suggested"


def offered_moves(case: Case, definition: CaseType, facts: Facts) -> tuple[OfferedMove, ...]:
    """What this actor may do now. Offices are read only when a move asks for one."""
    moves = moves_open_to(definition, facts)
    asked = any(definition.takes_office(answer) for move in moves for answer in move.answers)
    offices = offices_for(case) if asked else {}
    return tuple(offered(case, definition, move, offices) for move in moves)


def offices_for(case: Case) -> dict[UUID, str]:
    """Offices the case can be given to: open inboxes, but not the one it lies in already."""
    here = case.offered_org or case.holder_org
    return {office: name for office, name in open_inboxes(case.township).items() if office != here}


def helpers_for(case: Case) -> dict[UUID, str]:
    """Offices that can be asked to help: all that neither have the case nor were asked already."""
    busy = {case.offered_org, case.holder_org, *case.helpers}
    return {office: name for office, name in open_inboxes(case.township).items() if office not in busy}


def offered(case: Case, definition: CaseType, move: Move, offices: dict[UUID, str]) -> OfferedMove:
    """One move with its form; the choices of offices are those given."""
    said = catalogue.words(definition, language()).moves[move.name]
    schema = catalogue.form(definition, move, case.category, language())
    handles = Effect.HANDLES in move.effects
    due = definition.photos_due(case.category, case.standard) if handles else frozenset()
    return OfferedMove(
        name=move.name,
        titles={code: catalogue.words(definition, code).moves[move.name].title for code in ("zh", "en")},
        button=said.button,
        help=said.help,
        schema=_with_offices(
            schema, {name: _for(case, name, offices) for name in _offices_of(definition, move)}
        ),
        photos=move.photos or "",
        photos_due=tuple(sorted(due)),
    )


def _offices_of(definition: CaseType, move: Move) -> tuple[str, ...]:
    return tuple(answer for answer in move.answers if definition.takes_office(answer))


def _for(case: Case, answer: str, offices: dict[UUID, str]) -> dict[UUID, str]:
    return helpers_for(case) if answer == HELPER else offices


def _with_offices(schema: Schema, choices_of: dict[str, dict[UUID, str]]) -> Schema:
    properties = schema["properties"]
    assert isinstance(properties, dict)  # noqa: S101 - an object schema of our own
    return {**schema, "properties": {**properties, **_named(properties, choices_of)}}


def _named(properties: Mapping[str, JsonValue], choices_of: dict[str, dict[UUID, str]]) -> Schema:
    named: Schema = {}
    for answer, offices in choices_of.items():
        said = properties[answer]
        assert isinstance(said, dict)  # noqa: S101 - likewise
        choices: list[JsonValue] = [{"const": str(office), "title": name} for office, name in offices.items()]
        named[answer] = {**said, "oneOf": choices}
    return named
