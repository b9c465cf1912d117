"""Somebody new behind a door: the dwelling, the household and the person in one step."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from gewu.kernel import receipts
from gewu.kernel.access import Actor
from gewu.registers.commands.members import HEAD
from gewu.registers.commands.moving import Into, dwelling_behind
from gewu.registers.commands.record import record
from gewu.registers.sources import Origin
from gewu.registers.values import At, Recorded


@transaction.atomic
def arrive(
    township: int,
    *,
    values: Mapping[str, object],
    into: Into,
    origin: Origin,
    actor: Actor,
    receipt: str | None = None,
) -> Recorded:
    """Record a person who lives behind a door, or in a household that is there.

    Somebody whom an identity number already names is not moved by this: moving is a step of its own.
    """
    asked = ["registers.arrive", township, dict(values), into]
    answer = receipts.once(
        actor=actor,
        key=receipt,
        request=asked,
        do=lambda: _arrived(township, values, into, origin=origin, actor=actor).packed(),
    )
    return Recorded.unpacked(answer)  # type: ignore[arg-type] # what was packed above


def _arrived(
    township: int, values: Mapping[str, object], into: Into, *, origin: Origin, actor: Actor
) -> Recorded:
    household, relation = into.household, into.relation
    if household is None:
        household, relation = _household(township, into, origin, actor), HEAD
    at = At(household=household, relation=relation)
    return record("person", township=township, values=values, origin=origin, actor=actor, at=at)


def _household(township: int, into: Into, origin: Origin, actor: Actor) -> UUID:
    dwelling = into.dwelling or dwelling_behind(into, township, actor)
    values = {"kind": "family"}
    at = At(dwelling=dwelling)
    return record("household", township=township, values=values, origin=origin, actor=actor, at=at).id
