"""Values that stand against each other: what is held, what was offered, and where each came from."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.paging import Page, page
from gewu.registers import holding
from gewu.registers.definition import DEPTH, FieldOf
from gewu.registers.models import Claim, RegisterRow
from gewu.registers.queries.definitions import register, registers
from gewu.registers.queries.rows import rows
from gewu.registers.reach import depth_of, may_write
from gewu.registers.sources import Mark

WAITING = ("open", "ask")
SIZE = 20


@dataclass(frozen=True, slots=True)
class Offered:
    """A value that waits beside the one held."""

    claim: UUID
    value: JsonValue
    mark: Mark
    state: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Dispute:
    """A field of a row with more than one value. `open_to`: the actor reads it in full and may decide."""

    kind: str
    subject: UUID
    name: str
    number: str
    field: FieldOf
    held: JsonValue
    mark: Mark | None
    offers: tuple[Offered, ...]
    readable: bool
    open_to: bool


def value_of(claim: Claim) -> JsonValue:
    """What a claim offers, in clear."""
    found: JsonValue = json.loads(claim.secret.open()) if claim.secret else claim.offered
    return found


def disputes(
    actor: Actor, *, kind: str = "", field: str = "", after: str | None = None, size: int = SIZE
) -> Page[Dispute]:
    """Fields that wait for a decision, the longest first; each with everything that waits there."""
    seen = [
        _narrowed(one.order_by().filter(state__in=WAITING), kind, field)
        for one in Claim.objects.all().reached_by(actor)
    ]
    found: Page[Claim] = page(seen, order=("made_at", "id"), after=after, size=size)
    return Page(items=tuple(_side_by_side(found.items, actor)), next=found.next)


def counts(actor: Actor) -> dict[tuple[str, str], int]:
    """How many claims wait, by register and field."""
    rows_ = Claim.objects.visible_to(actor).filter(state__in=WAITING)
    counted = rows_.values_list("subject_kind", "field").annotate(n=Count("id")).order_by("-n")
    return {(kind, field): n for kind, field, n in counted}


def waiting_ids(actor: Actor, *, kind: str, field: str, most: int) -> list[UUID]:
    """The first claims of one kind, one a row: for a decision that is the same for all of them."""
    rows_ = Claim.objects.visible_to(actor).filter(state__in=WAITING, subject_kind=kind, field=field)
    by_subject: dict[UUID, UUID] = {}
    for claim, subject in rows_.order_by("made_at", "id").values_list("id", "subject")[: 4 * most]:
        by_subject.setdefault(subject, claim)
    return list(by_subject.values())[:most]


def _narrowed(found: QuerySet[Claim], kind: str, field: str) -> QuerySet[Claim]:
    named = found.filter(subject_kind=kind) if kind else found
    return named.filter(field=field) if field else named


def _side_by_side(claims: Iterable[Claim], actor: Actor) -> Iterable[Dispute]:
    """Each field once, with all that waits there, even what stands on a later page."""
    keys = dict.fromkeys((one.subject_kind, one.subject, one.field, one.township) for one in claims)
    by_field: Mapping[tuple[UUID, str], list[Claim]] = _all_waiting(keys, actor)
    subjects = {kind: {subject for known, subject, _f, _t in keys if known == kind} for kind, *_rest in keys}
    found: dict[UUID, RegisterRow] = {}
    for kind, wanted in subjects.items():
        for row in rows(kind, actor).filter(id__in=wanted):
            found[row.id] = row
    for kind, subject, key, _township in keys:
        field = register(kind).field(key)
        if field is not None and subject in found:
            yield _dispute(kind, found[subject], field, by_field[subject, key], actor)


def _all_waiting(
    keys: Iterable[tuple[str, UUID, str, int]], actor: Actor
) -> Mapping[tuple[UUID, str], list[Claim]]:
    by_field: dict[tuple[UUID, str], list[Claim]] = defaultdict(list)
    wanted = [subject for _kind, subject, _field, _township in keys]
    seen = Claim.objects.visible_to(actor).filter(subject__in=wanted, state__in=WAITING)
    for one in seen.order_by("made_at", "id"):
        by_field[one.subject, one.field].append(one)
    return by_field


def _dispute(kind: str, row: RegisterRow, field: FieldOf, claims: list[Claim], actor: Actor) -> Dispute:
    deep = depth_of(actor, row)
    readable = deep is not None and int(deep) >= DEPTH[field.held]
    offers = tuple(
        Offered(one.id, value_of(one), Mark.unpacked(one.mark), one.state, one.made_at) for one in claims
    )
    return Dispute(
        kind=kind,
        subject=row.id,
        name=row.name,
        number=row.number,
        field=field,
        held=holding.held(row, [field]).get(field.key),
        mark=holding.mark_of(row, field.key),
        offers=offers,
        readable=readable,
        open_to=readable and may_write(actor, row),
    )


def field_name(kind: str, key: str, language: str) -> str:
    """What a field of a register is called; one that is gone stands for itself."""
    of = next((one for one in registers() if one.key == kind), None)
    field = of.field(key) if of else None
    return field.said(language) if field else key
