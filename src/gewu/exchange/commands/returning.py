"""The rows that could not be taken, as the workbook they came in with a column of reasons."""

import json
from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.exchange.commands.carrying import enter, own
from gewu.exchange.models import Chunk, Finding, Import
from gewu.exchange.queries.imports import letters
from gewu.exchange.reading.book import DAY
from gewu.exchange.rules import DOUBT
from gewu.exchange.words import CELL
from gewu.exchange.writing import Page, Watermark, written
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed, NotFound


@transaction.atomic
def bad_rows(*, import_id: UUID, actor: Actor) -> bytes:
    """An xlsx of the bad rows as they came in, only for whoever sent them; each fetching is noted."""
    row = own(import_id, actor)
    if row.owner != actor.user:
        raise NotAllowed(_("Only whoever sent this workbook gets its rows back."))
    chunks = Chunk.objects.filter(township=row.township, import_id=row.id)
    if not row.bad or not chunks.exists():
        raise NotFound(_("There are no bad rows, or their days are over."))
    enter("exchange.returned", row, actor, rows=row.bad)
    mark = Watermark(actor.name, clock.now(), _("Bad rows to be mended"))
    header = [_("Row"), *row.headings, _("What is wrong and what to do")]
    return written("xlsx", mark, Page(row.sheet or "1", header, list(_lines(row))))


def _lines(row: Import) -> Iterator[list[object]]:
    wrong: dict[int, list[str]] = defaultdict(list)
    found = (
        Finding.objects.filter(township=row.township, import_id=row.id)
        .exclude(code=DOUBT)
        .order_by("row", "column")
    )
    for one in found:
        why, todo = CELL[one.code]
        head = row.headings[one.column] if 0 <= one.column < len(row.headings) else ""
        place = {"cell": f"{letters(one.column)}{one.row}", "heading": head, "why": why, "todo": todo}
        wrong[one.row].append(_("%(cell)s %(heading)s: %(why)s %(todo)s") % place)
    width = len(row.headings)
    chunks = Chunk.objects.filter(township=row.township, import_id=row.id).order_by("number")
    for chunk in chunks.iterator(chunk_size=4):
        for number, cells in json.loads(chunk.rows.open()):
            if number in wrong:
                said = [_plain(cell) for cell in cells[:width]] + [""] * (width - len(cells))
                yield [number, *said, "\n".join(wrong[number])]


def _plain(cell: object) -> str:
    return "" if cell is None else str(cell).removeprefix(DAY)
