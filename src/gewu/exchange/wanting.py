"""What a list of a register is to have: columns with their headings, and which rows."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from gewu.exchange.models import Outward

OLDEST = 150


@dataclass(frozen=True, slots=True)
class Only:
    """Which rows: of an area, of a programme, of ages in full years, both within; blank for all."""

    area: str = ""
    programme: str = ""
    age_from: int | None = None
    age_to: int | None = None

    @property
    def packed(self) -> dict[str, Any]:
        """As it is kept: what is asked for, and nothing else."""
        return {key: value for key, value in asdict(self).items() if value not in (None, "")}

    @classmethod
    def unpacked(cls, kept: Mapping[str, Any]) -> "Only":
        return cls(**kept)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be taken: a register, its fields in order with headings, in full or not, counted by what."""

    kind: str
    columns: tuple[tuple[str, str], ...]
    full: bool = False
    count_by: str = ""
    office: str = ""
    table: UUID | None = None
    only: Only = field(default_factory=Only)


def wanted_of(row: Outward, *, full: bool = False) -> Wanted:
    """What a saved table asks for."""
    columns = tuple((str(one["field"]), str(one["heading"])) for one in row.columns)
    return Wanted(row.kind, columns, full, row.count_by, row.office, row.id, Only.unpacked(row.only))
