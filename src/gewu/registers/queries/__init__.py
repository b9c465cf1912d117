"""Every shared read of the registers."""

from gewu.registers.queries.definitions import (
    all_programmes,
    programme,
    programmes,
    register,
    registers,
    runs,
    shared_list,
    switch,
)
from gewu.registers.queries.rows import (
    dwelling_at,
    kind_of,
    known,
    known_person,
    named_by,
    own_person,
    row,
    rows,
)
from gewu.registers.queries.visited import visits_by_building

__all__ = [
    "all_programmes",
    "dwelling_at",
    "kind_of",
    "known",
    "known_person",
    "named_by",
    "own_person",
    "programme",
    "programmes",
    "register",
    "registers",
    "row",
    "rows",
    "runs",
    "shared_list",
    "switch",
    "visits_by_building",
]
