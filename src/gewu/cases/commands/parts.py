"""Splitting a case into parts 子件: one level, each with a category and an office of its own."""

from uuid import UUID

from django.db import transaction

from gewu.cases import refusals
from gewu.cases.commands.moves import act
from gewu.cases.commands.report import Report, report_case
from gewu.cases.models import Case
from gewu.catalogue.effects import Effect
from gewu.catalogue.queries import category as category_of
from gewu.catalogue.queries import definition as definition_of
from gewu.kernel import receipts
from gewu.kernel.access import Actor
from gewu.kernel.points import Point


def open_part(
    *,
    case_id: UUID,
    category: str,
    text: str,
    actor: Actor,
    organisation: UUID | None = None,
    receipt: str | None = None,
) -> UUID:
    """Open a part of a case where the case is; with an office, offer it there at once. Gives the part's id.

    NotAllowed for those who do not split cases, RuleBroken for a part of a part or of what is closed.
    """
    request = {"what": "part", "case": case_id, "category": category, "text": text, "office": organisation}

    def do() -> str:
        return str(_open(case_id, category, text, organisation, actor))

    with transaction.atomic():
        return UUID(str(receipts.once(actor=actor, key=receipt, request=request, do=do)))


def _open(case_id: UUID, category: str, text: str, organisation: UUID | None, actor: Actor) -> UUID:
    whole = Case.objects.visible_to(actor).one(case_id)
    has_point = whole.lon is not None and whole.lat is not None
    report = Report(
        category=category,
        type=category_of(category).case_type,
        text=text,
        point=Point(whole.lon, whole.lat, whole.crs) if has_point else None,  # type: ignore[arg-type] # both are there
        area=None if has_point else whole.at_place,
        address=whole.address or whole.number,
        source=whole.source,
        taken_by=whole.township,
        whole=whole.id,
    )
    part = report_case(report=report, actor=actor)
    if organisation is not None:
        _offer(part, organisation, actor)
    return part


def _offer(part_id: UUID, organisation: UUID, actor: Actor) -> None:
    part = Case.objects.one(part_id)
    definition = definition_of(part.definition_id)
    # One that asks for nothing beside the office: what else a kind wants is said by a person, later.
    moves = [
        move
        for move in definition.moves_from(part.stage)
        if Effect.OFFERS in move.effects and set(move.needs) == {"organisation"}
    ]
    if not moves:
        raise refusals.no_inbox("organisation")
    act(
        case_id=part_id,
        move=moves[0].name,
        data={"organisation": str(organisation)},
        seen_version=part.version,
        actor=actor,
    )
