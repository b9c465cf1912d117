"""What is known already of whoever is about to be taken into a programme: nobody is asked for it again."""

from collections.abc import Iterator
from uuid import UUID

from gewu.kernel.access import Actor
from gewu.registers import holding
from gewu.registers.definition import FieldOf, Programme, Register
from gewu.registers.models import TABLES, Enrolment, RegisterRow
from gewu.registers.queries.definitions import register
from gewu.registers.queries.rows import row
from gewu.registers.queries.shown import Shown, depth, shown_values
from gewu.registers.sources import Mark
from gewu.registers.values import KnownValue


def foreknown(of: Programme, who: RegisterRow) -> dict[str, KnownValue]:
    """The values a new enrolment begins with, each with the mark it has: in clear, for who masks them.

    From the last time in the same programme as long as that is kept, else from a register that holds the same
    fact (`same_as`). A protected programme takes nothing from its past: that is opened for a purpose only.
    """
    found = dict(_by_registers(of, who))
    before = None if of.secret else _last_time(of, who)
    if before is not None:
        values = {**before.values, **holding.sealed_values(before.secret)}
        found |= {
            key: KnownValue(values[key], Mark.unpacked(packed))
            for key, packed in before.sources.items()
            if key in values and of.field(key)
        }
    return found


def shown_foreknown(actor: Actor, kind: str, identifier: UUID, of: Programme) -> tuple[Shown, ...]:
    """The same as its reader reads it, in the order of the programme."""
    who = row(kind, identifier, actor)
    known = {key: one for key, one in foreknown(of, who).items() if one.mark}
    held = {key: one.value for key, one in known.items()}
    marks = {key: one.mark.packed() for key, one in known.items() if one.mark}
    fields = shown_values(of, held, marks, depth=depth(actor, who))
    return tuple(one for one in fields if one.key in known)


def _last_time(of: Programme, who: RegisterRow) -> Enrolment | None:
    ended = Enrolment.objects.filter(
        township=who.township, subject=who.id, programme=of.key, until__isnull=False, erased_at=None
    )
    return ended.order_by("-until", "-id").first()


def _by_registers(of: Programme, who: RegisterRow) -> Iterator[tuple[str, KnownValue]]:
    beside: dict[str, RegisterRow | None] = {}
    for one in of.fields:
        for path in one.same_as:
            kind, _dot, key = path.partition(".")
            if kind not in beside:
                beside[kind] = _beside(who, kind)
            known = _held(beside[kind], register(kind), key)
            if known is not None:
                yield one.key, known


def _beside(who: RegisterRow, kind: str) -> RegisterRow | None:
    """The row itself, or the one it stands in: the dwelling or the household of a person."""
    table = TABLES[kind]
    if isinstance(who, table):
        return who
    identifier = getattr(who, kind, None)
    found: RegisterRow | None = (
        table._default_manager.filter(township=who.township, id=identifier).first() if identifier else None
    )
    return found


def _held(row: RegisterRow | None, of: Register, key: str) -> KnownValue | None:
    field: FieldOf | None = of.field(key)
    if row is None or field is None:
        return None
    value = holding.held(row, [field]).get(key)
    return KnownValue(value, holding.mark_of(row, key)) if value is not None else None
