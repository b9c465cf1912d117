"""What a case hears of its parts: nothing ends or begins again without being told at the whole."""

from uuid import UUID

from gewu.cases import refusals
from gewu.cases.models import Case
from gewu.cases.powers import MAY_PART
from gewu.cases.queries.facts import facts_for
from gewu.kernel import journal
from gewu.kernel.access import Actor


def whole_for_part(case_id: UUID, actor: Actor) -> Case:
    """The case that a new part is to belong to, held until the transaction ends."""
    whole = Case.objects.visible_to(actor).select_for_update().one(case_id)
    if not facts_for(actor, whole).roles & MAY_PART:
        raise refusals.not_your_turn("part", MAY_PART)
    if whole.parent is not None:
        raise refusals.no_parts_of_parts()
    if whole.closed_at is not None:
        raise refusals.whole_is_over()
    return whole


def begin_part(whole: Case, part: Case, *, actor: Actor) -> None:
    """Write at the whole that it has one part more."""
    whole.open_parts += 1
    _tell("case.part_opened", whole, part, actor)


def tell_whole(part: Case, *, was_over: bool, actor: Actor) -> None:
    """Write at the whole that a part is over, or goes on after all."""
    is_over = part.closed_at is not None
    if part.parent is None or was_over == is_over:
        return
    whole = Case.objects.by_id(part.parent).select_for_update().get()
    whole.open_parts = max(whole.open_parts + (-1 if is_over else 1), 0)
    _tell("case.part_ended" if is_over else "case.part_reopened", whole, part, actor)


def _tell(kind: str, whole: Case, part: Case, actor: Actor) -> None:
    # Forms that are open at the whole stay good: what its moves may do does not hang on who saw this.
    journal.record(
        kind,
        subject=whole,
        actor=actor,
        write=["open_parts"],
        part=str(part.id),
        number=part.number,
        category=part.category,
        type=part.type_key,
        part_stage=part.stage,
    )
