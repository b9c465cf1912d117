"""What was written to a row, in words: the newest first, and one's own last deed on top of its file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gewu.kernel.access import ActorRequest
from gewu.registers import queries
from gewu.registers.pages import shell
from gewu.registers.queries import RegisterFile, Told
from gewu.registers.words import DEEDS, TOLD


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was written, in words."""

    what: str
    at: datetime
    who: str
    fields: str


@dataclass(frozen=True, slots=True)
class Own:
    """What one did last oneself, and how long it can be taken back."""

    id: UUID
    what: str
    at: datetime
    until: datetime
    fields: str


def own(request: ActorRequest, found: RegisterFile) -> Own | None:
    """The deed that the file offers to take back."""
    step = queries.own_step(request.actor, found.township, found.id) if found.may_write else None
    if step is None:
        return None
    # Whoever wrote nothing new has confirmed what was known: there is no field to name.
    deed = "confirmed" if step.deed == "recorded" and not step.fields else step.deed
    return Own(step.id, str(DEEDS[deed]), step.at, step.until, _said(found, step.fields))


def lines(found: RegisterFile, told: Iterable[Told], names: Mapping[UUID, str]) -> list[Line]:
    """What was written, in words."""
    return [
        Line(str(TOLD[one.kind]), one.at, names.get(one.by, "") if one.by else "", _said(found, one.fields))
        for one in told
        if one.kind in TOLD
    ]


def _said(found: RegisterFile, keys: Iterable[str]) -> str:
    """Fields by the names that the file gives them; those of programmes by theirs."""
    labels = {field.key: field.label for one in found.programmes for field in one.fields}
    labels |= {field.key: field.label for field in found.fields}
    joined = ", " if shell.language().startswith("en") else "、"
    return joined.join(dict.fromkeys(labels[key] for key in keys if key in labels))
