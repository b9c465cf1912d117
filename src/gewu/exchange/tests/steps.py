"""The steps of an import, as tests take them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps

from gewu.exchange import commands
from gewu.exchange.models import Finding, Import, Landed
from gewu.exchange.tests.books import upload, workbook
from gewu.kernel.access import Actor
from gewu.kernel.jobs import run_due
from gewu.places.testing import TinyTown


def table(name: str) -> Any:
    """A table of the registers, to look at what came in."""
    return apps.get_model("registers", name)


@dataclass(frozen=True, slots=True)
class Desk:
    """A clerk in the tiny town."""

    town: TinyTown
    clerk: Actor
    day: date = date(2026, 3, 1)

    def receive(self, content: bytes, name: str = "人口.xlsx", **more: Any) -> Import:
        """A workbook that was read."""
        values: dict[str, Any] = {
            "kind": "residents",
            "source": "exchanged",
            "office": "小样派出所",
            "day": self.day,
        }
        import_id = commands.receive(upload=upload(content, name), actor=self.clerk, **{**values, **more})
        run_due()
        return Import.objects.one(import_id)

    def checked(self, content: bytes, **more: Any) -> Import:
        """The same, every row checked with the guessed columns."""
        all_or_none, crs = bool(more.pop("all_or_none", True)), str(more.pop("crs", ""))
        row = self.receive(content, **more)
        return self.lay(row, all_or_none=all_or_none, crs=crs)

    def lay(self, row: Import, *, all_or_none: bool = True, crs: str = "") -> Import:
        mapping = {int(column): key for column, key in row.mapping.items()}
        commands.lay(import_id=row.id, mapping=mapping, all_or_none=all_or_none, crs=crs, actor=self.clerk)
        run_due()
        return Import.objects.one(row.id)

    def landed(self, rows: Sequence[Sequence[object]], **more: Any) -> Import:
        """Rows of residents, brought in."""
        row = self.checked(workbook(rows), **more)
        if not more and self.findings(row):
            raise AssertionError(self.findings(row))
        commands.go(import_id=row.id, actor=self.clerk)
        run_due()
        return Import.objects.one(row.id)

    def undone(self, import_id: UUID) -> Import:
        commands.undo(import_id=import_id, actor=self.clerk)
        run_due()
        return Import.objects.one(import_id)

    def findings(self, row: Import) -> list[tuple[int, int, str]]:
        """Row, column and code of every bad cell."""
        found = Finding.objects.filter(township=row.township, import_id=row.id).order_by(
            "row", "column", "code"
        )
        return list(found.values_list("row", "column", "code"))

    def left(self, row: Import) -> list[tuple[str, str]]:
        found = Landed.objects.filter(township=row.township, import_id=row.id)
        return sorted(found.values_list("kind", "how"))
