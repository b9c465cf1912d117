"""Forgetting: what was typed of a person goes from sheets under way when the registers have erased them."""

import json
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from gewu.kernel import clock, journal
from gewu.kernel.access import SYSTEM
from gewu.kernel.jobs import reaction
from gewu.kernel.models import Entry
from gewu.kernel.secrets import Sealed
from gewu.sheets.commands import typed
from gewu.sheets.models import Sheet
from gewu.sheets.rules import UNDER_WAY, without


@reaction("sheets.forget_person")
def forget_person(entry: Entry) -> None:
    """The registers have erased a record."""
    forget_record(entry.township, entry.subject_id)


@transaction.atomic
def forget_record(township: int, subject: UUID) -> None:
    """Take the lines about a record, and what was typed in them, out of sheets that are not settled yet."""
    under_way = Sheet.objects.filter(township=township, state__in=UNDER_WAY)
    for row in under_way.order_by("id").select_for_update():
        left, standing = without(str(subject), row.lines)
        if len(left) == len(row.lines):
            continue
        row.lines, row.changed_at = left, clock.now()
        row.first, row.second = _renumbered(row.first, standing), _renumbered(row.second, standing)
        row.version += 1
        write = ["lines", "first", "second", "version", "changed_at"]
        journal.record("sheet.thinned", subject=row, actor=SYSTEM, write=write, lines=len(left))


def _renumbered(sealed: Sealed | None, standing: Mapping[str, str]) -> str | None:
    if sealed is None:
        return None
    kept = {standing[line]: said for line, said in typed(sealed).items() if line in standing}
    return json.dumps(kept, ensure_ascii=False)
