"""Numbers under a name: houses, units and rooms, looked up in the database or in memory."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol
from uuid import UUID

from gewu.places import models


class Node(NamedTuple):
    """What stands under a number in the tree."""

    id: UUID
    kind: str
    plate: str
    parent: UUID | None
    building: UUID | None


class Tree(Protocol):
    """Where numbers are looked up: the database for one text, memory for thousands."""

    def houses(self, above: UUID, plates: Sequence[str]) -> Sequence[Node]: ...

    def within(self, building: UUID, plates: Sequence[str]) -> Sequence[Node]: ...

    def only_room(self, building: UUID) -> Node | None: ...


class Database:
    """Asked number by number, each house once."""

    def __init__(self) -> None:
        self._within: dict[UUID, list[Node]] = {}

    def houses(self, above: UUID, plates: Sequence[str]) -> Sequence[Node]:
        rows = models.Address.objects.filter(
            parent_id=above, kind="building", plate__in=plates, retired_at=None
        )
        return [Node(*row) for row in rows.values_list(*Node._fields[:3], "parent_id", "building_id")]

    def within(self, building: UUID, plates: Sequence[str]) -> Sequence[Node]:
        rows = models.Address.objects.filter(building_id=building, plate__in=plates, retired_at=None)
        return [Node(*row) for row in rows.values_list(*Node._fields[:3], "parent_id", "building_id")]

    def only_room(self, building: UUID) -> Node | None:
        found = self.within(building, [""])
        return found[0] if len(found) == 1 else None


class Memory:
    """All living houses, units and rooms of a township in two dictionaries."""

    def __init__(self, township: int) -> None:
        self._houses: dict[tuple[UUID | None, str], list[Node]] = {}
        self._within: dict[tuple[UUID | None, str], list[Node]] = {}
        rows = models.Address.objects.filter(
            township=township, retired_at=None, kind__in=["building", "unit", "room"]
        )
        for row in rows.values_list(*Node._fields[:3], "parent_id", "building_id").iterator(5_000):
            node = Node(*row)
            shelf = self._houses if node.kind == "building" else self._within
            above = node.parent if node.kind == "building" else node.building
            shelf.setdefault((above, node.plate), []).append(node)

    def houses(self, above: UUID, plates: Sequence[str]) -> Sequence[Node]:
        return [node for plate in plates for node in self._houses.get((above, plate), ())]

    def within(self, building: UUID, plates: Sequence[str]) -> Sequence[Node]:
        return [node for plate in plates for node in self._within.get((building, plate), ())]

    def only_room(self, building: UUID) -> Node | None:
        found = self.within(building, [""])
        return found[0] if len(found) == 1 else None
