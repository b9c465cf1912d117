"""A workbook arrives: judged, kept sealed, read aside into sealed pieces, its headings found and guessed."""

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.core.files.base import File as Upload
from django.db import transaction
from django.utils.translation import gettext as _

from gewu.exchange import layouts, targets
from gewu.exchange.commands.carrying import Home, at_home, enter, refuse
from gewu.exchange.models import Chunk, Import, State
from gewu.exchange.reading.book import Book, Raw, opened
from gewu.exchange.reading.layout import Layout, is_row
from gewu.exchange.reading.limits import MOST_BYTES, check_size, kind_of
from gewu.exchange.reading.refused import Unreadable
from gewu.exchange.rules import CHUNK
from gewu.exchange.words import FILE
from gewu.kernel import clock, files, receipts, secrets, text
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid
from gewu.kernel.ids import new_id
from gewu.kernel.jobs import job
from gewu.registers.sources import Source

MEDIA = "application/octet-stream"
LONGEST_NAME, LONGEST_OFFICE = 120, 80
AIMS = ("import", "compare")


def receive(  # noqa: PLR0913 - what a file is, all said by name
    *,
    upload: "Upload[bytes]",
    kind: str,
    source: str,
    office: str,
    day: date,
    actor: Actor,
    aim: str = "import",
    receipt: str | None = None,
) -> UUID:
    """Take a workbook in and have it read. Invalid names the field; what is no workbook is never kept.

    `source` is how the values reached us (registers.sources.Source), `office` who gave them, `day` of which
    day they are. Nothing gets into the registers before `commands.go`.
    """
    township, owner = at_home(actor)
    _check(kind, source, office, day, aim)
    content = _content(upload)
    name = text.clean(upload.name or "", field="file", limit=LONGEST_NAME, lines=False)

    def do() -> str:
        return str(_receive(content, name, (kind, source, office, aim), day, Home(township, owner), actor))

    request = {
        "kind": kind,
        "source": source,
        "office": office,
        "aim": aim,
        "sha256": sha256(content).hexdigest(),
    }
    return UUID(str(receipts.once(actor=actor, key=receipt, request=request, do=do)))


def read(import_id: UUID) -> None:
    """Find the sheet and its headings, guess the columns, and put the rows aside, sealed."""
    row = Import.objects.one(import_id)
    if row.state != State.READING:
        return
    try:
        book = opened(row.name, stored(row))
        sheet, layout = _chosen(book, row)
        _put_aside(row, book, sheet, layout)
    except Unreadable as wrong:
        refuse(row, wrong.code, wrong.facts)


def stored(row: Import) -> bytes:
    """The bytes of the workbook, unsealed."""
    if row.file_id is None:
        raise Unreadable("cut_off")
    with files.open_original(files.File.objects.one(row.file_id)) as kept:
        return secrets.unseal(kept.read(), _home(row.id)).encode("latin-1")


def _home(import_id: UUID) -> secrets.Home:
    return secrets.Home("exchange_import", "file", import_id)


def _check(kind: str, source: str, office: str, day: date, aim: str) -> None:
    wrong: dict[str, str] = {}
    if kind not in targets.KINDS:
        wrong["kind"] = _("Choose one of the given answers.")
    if source not in set(Source) or aim not in AIMS:
        wrong["source"] = _("Choose one of the given answers.")
    if not office.strip():
        wrong["office"] = _("Say who gave the file.")
    if day > clock.now().date():
        wrong["day"] = _("This day has not come yet.")
    text.clean(office, field="office", limit=LONGEST_OFFICE, lines=False)
    if wrong:
        raise Invalid(_("Some answers cannot be accepted."), fields=wrong)


def _content(upload: "Upload[bytes]") -> bytes:
    """The bytes, once their size and kind are known to be fit. The size is looked at before reading."""
    try:
        check_size(int(upload.size or 0))
        content: bytes = upload.read(MOST_BYTES + 1)
        kind_of(upload.name or "", content)
    except Unreadable as wrong:
        said = str(FILE[wrong.code]) % wrong.facts
        raise Invalid(said, fields={"file": said}) from wrong
    return content


@transaction.atomic
def _receive(
    content: bytes, name: str, what: tuple[str, str, str, str], day: date, home: Home, actor: Actor
) -> UUID:
    kind, source, office, aim = what
    township = home.township
    import_id = new_id(township)
    # The file holds whole registers: it lies sealed like every identity number in it.
    kept = files.keep(
        content=secrets.seal(content.decode("latin-1"), _home(import_id)),
        name=f"{import_id.hex[-8:]}.sealed",
        media_type=MEDIA,
        township=township,
        actor=actor,
        purpose="exchange",
        subject=import_id,
    )
    row = Import(
        id=import_id,
        township=township,
        owner=home.owner,
        aim=aim,
        kind=kind,
        name=name or "workbook",
        size=len(content),
        sha256=sha256(content).hexdigest(),
        file_id=kept.id,
        source=source,
        office=office.strip(),
        day=day,
        asked_at=clock.now(),
    )
    enter(
        "exchange.received", row, actor, table=kind, aim=aim, source=source, size=row.size, sha256=row.sha256
    )
    read_file.defer(import_id=import_id, lock=import_id)
    return import_id


def _chosen(book: Book, row: Import) -> tuple[str, Layout]:
    """The sheet with the most headings we know; where a person said which, theirs."""
    row.sheets = [
        {"name": one.name, "hidden": one.hidden, "rows": one.rows, "merged": one.merged}
        for one in book.sheets
    ]
    if not book.shown:
        raise Unreadable("hidden")
    if row.sheet and row.header:
        heads = list(itertools.islice(book.rows(row.sheet), layouts.LOOKED_AT + row.header))
        return row.sheet, layouts.laid(heads, row.header - 1, row.depth)
    found = [(one.name, layouts.found(book, one.name, row.kind)) for one in book.shown]
    whole = [(name, layout) for name, layout in found if layout]
    if not whole:
        raise Unreadable("no_header")
    known = targets.known_words(row.kind)
    return max(whole, key=lambda one: layouts.score(one[1], known))


def _put_aside(row: Import, book: Book, sheet: str, layout: Layout) -> None:
    # Again from the start, should a worker have been killed half-way: nothing of it stays.
    Chunk.objects.filter(township=row.township, import_id=row.id).delete()
    lines = _lines(book.rows(sheet), layout)
    row.rows = row.left_out = 0
    sample: list[Sequence[Raw]] = []
    for number, piece in enumerate(_pieces(lines, row)):
        sample = sample or [cells for _number, cells in piece[: layouts.SAMPLE]]
        chunk_id = new_id(row.township)
        Chunk.objects.create(
            id=chunk_id,
            township=row.township,
            import_id=row.id,
            number=number,
            first=piece[0][0],
            count=len(piece),
            rows=json.dumps(piece, ensure_ascii=False),
        )
        row.rows += len(piece)
        row.steps = number + 1
    if not row.rows:
        raise Unreadable("empty")
    _settle(row, sheet, layout, sample)


def _lines(rows: Iterator[list[Raw]], layout: Layout) -> Iterator[tuple[int, list[Raw], bool]]:
    """Row numbers as the spreadsheet shows them, cells, and whether it is a row of the table."""
    for number, cells in enumerate(rows, 1):
        if number > layout.first and any(cell is not None for cell in cells):
            yield number, cells, is_row(cells, layout.headings)


def _pieces(
    lines: Iterator[tuple[int, list[Raw], bool]], row: Import
) -> Iterator[list[tuple[int, list[Raw]]]]:
    piece: list[tuple[int, list[Raw]]] = []
    for number, cells, counts in lines:
        if not counts:
            row.left_out += 1
            continue
        piece.append((number, cells))
        if len(piece) == CHUNK:
            yield piece
            piece = []
    if piece:
        yield piece


def _settle(row: Import, sheet: str, layout: Layout, sample: Sequence[Sequence[Raw]]) -> None:
    row.sheet, row.header, row.depth = sheet, layout.header + 1, layout.depth
    row.headings, row.shape = list(layout.headings), layout.shape
    kept = layouts.remembered(row)
    row.remembered = kept is not None
    mapping: Mapping[str, str] = kept or layouts.guessed(layout, sample, row.kind)
    row.mapping, row.state, row.cursor = dict(mapping), State.LAID, 0
    row.write(
        "sheets", "sheet", "header", "depth", "headings", "shape", "mapping", "remembered", "state", "rows",
        "left_out", "steps", "cursor",
    )  # fmt: skip


@job("exchange.read")
def read_file(import_id: UUID) -> None:
    with transaction.atomic():
        read(import_id)
