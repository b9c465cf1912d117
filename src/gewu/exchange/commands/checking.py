"""The dry run: every cell of every row is understood or named as bad; nothing touches the registers."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.exchange import targets
from gewu.exchange.commands.carrying import enter, own
from gewu.exchange.commands.doubting import Doubt, doubts
from gewu.exchange.commands.receiving import read_file
from gewu.exchange.commands.remembering import remember
from gewu.exchange.models import Chunk, Finding, Import, State
from gewu.exchange.rowrules import Row
from gewu.exchange.rules import DOUBT, SYSTEMS
from gewu.exchange.understanding import Checker
from gewu.kernel import secrets
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import Invalid
from gewu.kernel.ids import new_id
from gewu.kernel.jobs import job

# Chunks that one job checks before it hands on: a killed worker loses these seconds at most.
AT_ONCE = 24
MARK = 16
LONGEST_SHOWN = 60
COUNTS = ("cursor", "good", "bad", "twice", "findings", "doubts")


@dataclass(frozen=True, slots=True)
class Above:
    """What stood above: marks of strong keys and of their rows.

    `sign` is equal for equal texts, and nobody can turn it back: a digest under the key of blind indexes.
    """

    rows: dict[bytes, bytes]
    sign: Callable[[str], bytes]


@transaction.atomic
def lay(
    *,
    import_id: UUID,
    mapping: Mapping[int, str],
    all_or_none: bool,
    crs: str = "",
    sheet: str = "",
    header: int = 0,
    actor: Actor,
) -> None:
    """Say which column is what, and have every row checked.

    `mapping`: column from nought → key of a target. With another `sheet` or `header` row (from one) the file
    is read again first and the import waits with a new guess. Points need their system `crs`, or are refused.
    """
    row = own(import_id, actor, State.LAID, State.CHECKED)
    if (sheet and sheet != row.sheet) or (header and header != row.header):
        _read_again(row, sheet or row.sheet, header, actor)
        return
    kept = _mapping(row, mapping)
    _check_points(kept, crs)
    row.mapping, row.crs, row.all_or_none, row.state = kept, crs, all_or_none, State.CHECKING
    row.good = row.bad = row.twice = row.findings = row.doubts = row.cursor = 0
    Finding.objects.filter(township=row.township, import_id=row.id).delete()
    changed = ("mapping", "crs", "all_or_none", "state", *COUNTS)
    told: list[JsonValue] = [*sorted(kept.values())]
    enter("exchange.laid", row, actor, write=changed, columns=told, crs=crs)
    check.defer(import_id=row.id, lock=row.id)


def _read_again(row: Import, sheet: str, header: int, actor: Actor) -> None:
    known = {str(one["name"]) for one in row.sheets if not one["hidden"]}
    if sheet not in known or not 0 <= header <= 500:
        message = _("There is no such row or sheet in the file.")
        raise Invalid(message, fields={"header": message})
    row.sheet, row.header, row.state = sheet, header, State.READING
    enter("exchange.turned", row, actor, write=("sheet", "header", "state"), header=header)
    read_file.defer(import_id=row.id, lock=row.id)


def _mapping(row: Import, mapping: Mapping[int, str]) -> dict[str, str]:
    known = {one.key for one in targets.targets(row.kind)}
    kept = {column: key for column, key in sorted(mapping.items()) if key}
    wrong: dict[str, str] = {}
    if strange := [column for column, key in kept.items() if key not in known or column >= len(row.headings)]:
        wrong[f"column.{strange[0]}"] = _("Choose one of the given answers.")
    double = next((column for column, key in kept.items() if list(kept.values()).count(key) > 1), None)
    if double is not None:
        wrong[f"column.{double}"] = _("Two columns cannot be the same.")
    if missing := targets.NEEDED[row.kind] - set(kept.values()) if row.aim == "import" else None:
        names = [one.label for one in targets.targets(row.kind) if one.key in missing]
        wrong["columns"] = _("Say which column is this: %(names)s.") % {"names": "、".join(names)}
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    return {str(column): key for column, key in kept.items()}


def _check_points(mapping: Mapping[str, str], crs: str) -> None:
    """Half a kilometre lies between the systems in use: whoever brings points says which one."""
    if not {"lon", "lat"} & set(mapping.values()):
        return
    if crs not in SYSTEMS:
        message = _("Say in which coordinate system the points are. Without it they cannot be taken.")
        raise Invalid(message, fields={"crs": message})


def check_some(import_id: UUID) -> bool:
    """Check the next chunks of an import; whether it is finished."""
    row = Import.objects.select_for_update().one(import_id)
    if row.state != State.CHECKING:
        return True
    checker, seen = Checker.of(row), Above(_seen(row), secrets.indexer("interest"))
    waiting = Chunk.objects.filter(township=row.township, import_id=row.id, number__gte=row.cursor)
    for chunk in waiting.order_by("number")[:AT_ONCE]:
        _check_chunk(row, checker, chunk, seen)
        row.cursor = chunk.number + 1
    finished = row.cursor >= row.steps
    if finished:
        row.state = State.CHECKED
        _finish(row)
    else:
        row.write(*COUNTS)
    return finished


def _finish(row: Import) -> None:
    remember(row)
    enter(
        "exchange.checked", row, SYSTEM, write=(*COUNTS, "state"),
        rows=row.rows, good=row.good, bad=row.bad, twice=row.twice, findings=row.findings, doubts=row.doubts,
    )  # fmt: skip


def _check_chunk(row: Import, checker: Checker, chunk: Chunk, seen: Above) -> None:
    good: list[tuple[int, dict[str, Any]]] = []
    bad: list[Finding] = []
    marks: list[bytes] = []
    for number, cells in json.loads(chunk.rows.open()):
        found = checker.understood(number, cells)
        if _stands_above(found, checker, seen, marks):
            row.twice += 1
        elif found.wrong:
            row.bad += 1
            bad += _findings(row, found)
        else:
            row.good += 1
            good.append((number, found.values))
    row.findings += len(bad)
    if row.aim == "import":
        doubtful = [_doubt(row, one) for one in doubts(checker, good)]
        row.doubts += len(doubtful)
        bad += doubtful
    Finding.objects.bulk_create(bad, batch_size=2000)
    chunk.understood, chunk.marks = json.dumps(good, ensure_ascii=False), b"".join(marks)
    chunk.write("understood", "marks")


def _findings(row: Import, found: Row) -> Iterator[Finding]:
    for column, code, shown in found.wrong:
        yield Finding(
            id=new_id(row.township),
            township=row.township,
            import_id=row.id,
            row=found.number,
            column=column,
            code=code,
            shown=shown[:LONGEST_SHOWN],
        )


def _doubt(row: Import, one: Doubt) -> Finding:
    return Finding(
        id=new_id(row.township),
        township=row.township,
        import_id=row.id,
        row=one.row,
        column=one.column,
        code=DOUBT,
        check_key=one.check,
        facts=dict(one.said),
    )


def _stands_above(found: Row, checker: Checker, seen: Above, marks: list[bytes]) -> bool:
    """Whether the same row stood above; one with the same strong key and other answers is bad."""
    key, code = _strong(found, checker.kind)
    if not key:
        return False
    sign = seen.sign(json.dumps(found.values, sort_keys=True, ensure_ascii=False))[:MARK]
    mark = seen.sign(key)[:MARK]
    before = seen.rows.setdefault(mark, sign)
    if before is sign:
        marks += [mark, sign]
        return False
    if before == sign:
        return True
    target = {"identity_twice": "person.identity_number", "code_twice": "facility.object_code"}[code]
    shown = secrets.mask_identity(key) if code == "identity_twice" else key
    found.wrong.append((checker.column(target), code, shown))
    return False


def _strong(found: Row, kind: str) -> tuple[str, str]:
    if kind == "residents":
        return str(found.values.get("person.identity_number", "")), "identity_twice"
    if kind == "facilities":
        return str(found.values.get("facility.object_code", "")), "code_twice"
    return "", ""


def _seen(row: Import) -> dict[bytes, bytes]:
    """What stood in the chunks that are checked already."""
    done = Chunk.objects.filter(township=row.township, import_id=row.id, number__lt=row.cursor)
    seen: dict[bytes, bytes] = {}
    for marks in done.values_list("marks", flat=True):
        kept = bytes(marks)
        seen |= {
            kept[at : at + MARK]: kept[at + MARK : at + 2 * MARK] for at in range(0, len(kept), 2 * MARK)
        }
    return seen


@job("exchange.check")
def check(import_id: UUID) -> None:
    """Some chunks, then the next job: one that is killed loses only its own."""
    with transaction.atomic():
        if not check_some(import_id):
            check.defer(import_id=import_id, lock=import_id)
