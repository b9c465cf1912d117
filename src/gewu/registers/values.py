"""What others get to see of the registers: frozen values without a database behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from gewu.kernel.canonical import JsonValue
from gewu.kernel.points import Point
from gewu.registers.sources import Mark


@dataclass(frozen=True, slots=True)
class At:
    """Where a row belongs: an address with a door, a dwelling, a household with a relation, or a point."""

    address: UUID | None = None
    door: str = ""
    dwelling: UUID | None = None
    household: UUID | None = None
    relation: str = "other"
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an offer, field by field. `claims` are those that differ and did not win."""

    id: UUID
    created: bool = False
    taken: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()

    def packed(self) -> dict[str, JsonValue]:
        return {
            "id": str(self.id),
            "created": self.created,
            "taken": list(self.taken),
            "confirmed": list(self.confirmed),
            "claims": list(self.claims),
        }

    @classmethod
    def unpacked(cls, packed: Mapping[str, JsonValue]) -> "Recorded":
        lists = {key: packed[key] for key in ("taken", "confirmed", "claims")}
        named = {key: tuple(map(str, value)) for key, value in lists.items() if isinstance(value, list)}
        return cls(id=UUID(str(packed["id"])), created=bool(packed["created"]), **named)


@dataclass(frozen=True, slots=True)
class KnownValue:
    """A value that is held, in clear, and where it came from."""

    value: JsonValue
    mark: Mark | None

    def __repr__(self) -> str:
        return "<known value>"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one row, in clear: to confirm instead of to ask. Only for whom the row is visible."""

    id: UUID
    kind: str
    number: str
    version: int
    values: Mapping[str, KnownValue] = field(default_factory=dict)
    address: UUID | None = None
    building: UUID | None = None
    household: UUID | None = None
    dwelling: UUID | None = None
    born: date | None = None

    def get(self, key: str) -> JsonValue:
        found = self.values.get(key)
        return found.value if found else None
