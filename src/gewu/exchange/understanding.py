"""Understanding the rows of one import: cells by their columns, then what must hold within a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gewu.exchange import targets
from gewu.exchange.masking import masked
from gewu.exchange.models import Import
from gewu.exchange.places import Ground
from gewu.exchange.reading.book import Raw
from gewu.exchange.reading.cells import blank
from gewu.exchange.rowrules import RULES, Row
from gewu.exchange.targets import Target
from gewu.kernel import clock


@dataclass(frozen=True, slots=True)
class Checker:
    """Understands rows, column by column; needs no database once it is made."""

    kind: str
    strict: bool
    columns: tuple[tuple[int, Target, Any], ...]
    ground: Ground
    days: tuple[str, ...]

    @classmethod
    def of(cls, row: Import, mapping: Mapping[str, str] | None = None, crs: str = "") -> "Checker":
        """With the columns as they were laid, or as somebody is trying them."""
        today = clock.now().date()
        laid = row.mapping if mapping is None else mapping
        chosen = [(int(column), targets.target(row.kind, key)) for column, key in laid.items()]
        columns = tuple((at, one, one.reads(today)) for at, one in chosen if one)
        days = tuple(
            one.key for _at, one, _reads in columns if one.type == "day" and one.key != "person.born"
        )
        ground = Ground.of(row.township, crs or row.crs)
        return cls(row.kind, row.aim == "import", columns, ground, days)

    def understood(self, number: int, cells: Sequence[Raw]) -> Row:
        """One row: its values, and what is wrong with it."""
        found = Row(number, {}, [])
        for at, target, reads in self.columns:
            raw = cells[at] if at < len(cells) else None
            if blank(raw):
                if target.needed and self.strict:
                    found.wrong.append((at, "needed", ""))
                continue
            value, wrong = reads(raw)
            if wrong:
                found.wrong.append((at, wrong, masked(target, raw)))
            elif value is not None:
                found.values[target.key] = value
        for rule in RULES[self.kind]:
            rule(found, self)
        return found

    def column(self, key: str) -> int:
        """Where a target stands; -1 where no column is it."""
        return next((at for at, target, _reads in self.columns if target.key == key), -1)
