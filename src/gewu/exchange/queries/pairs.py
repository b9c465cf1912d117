"""Pairs of records that may be one person, side by side and masked."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language

from gewu.exchange.masking import shown
from gewu.exchange.matching import matchers
from gewu.exchange.models import Pair
from gewu.kernel.access import Actor
from gewu.registers import queries as registers
from gewu.registers.definition import FieldOf
from gewu.registers.values import Known


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both records, masked; `same` where they agree."""

    label: str
    left: str
    right: str
    same: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """A pair: what matched, both records field by field."""

    pair: Pair
    matcher: str
    numbers: tuple[str, str]
    lines: tuple[Line, ...]


def pairs(actor: Actor, *, state: str = "open", most: int = 100) -> list[tuple[Pair, str, str, str]]:
    """Pairs in a state: with what matched and both names."""
    found = list(Pair.objects.visible_to(actor).filter(state=state).order_by("matcher", "id")[:most])
    ids = {one for pair in found for one in (pair.left, pair.right)}
    rows = registers.rows("person", actor).filter(township__in={one.township for one in found}, id__in=ids)
    names = dict(rows.values_list("id", "name"))
    words = matchers()
    return [
        (one, words[one.matcher].label, names.get(one.left, ""), names.get(one.right, "")) for one in found
    ]


def beside(actor: Actor, pair_id: UUID) -> Beside:
    """One pair, field by field, or NotFound."""
    pair = Pair.objects.visible_to(actor).one(pair_id)
    of = registers.register("person")
    left, right = (
        registers.known(registers.row("person", one, actor), of) for one in (pair.left, pair.right)
    )
    lines = []
    for field in of.fields:
        if field.key in left.values or field.key in right.values:
            same = left.get(field.key) == right.get(field.key)
            lines.append(Line(_label(field), _said(left, field), _said(right, field), same))
    return Beside(pair, matchers()[pair.matcher].label, (left.number, right.number), tuple(lines))


def _label(field: FieldOf) -> str:
    return field.en if (get_language() or "").startswith("en") else field.zh


def _said(known: Known, field: FieldOf) -> str:
    value = known.get(field.key)
    return shown(field, value) if value is not None else ""
