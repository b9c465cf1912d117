"""Reads of imports: the list, one of them, how its rows will be understood, what is wrong, what was kept."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db.models import Count
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from gewu.exchange import targets
from gewu.exchange.masking import masked
from gewu.exchange.models import Chunk, Finding, FindingQuerySet, Import, Landed
from gewu.exchange.rules import DOUBT, SHOWN_ROWS
from gewu.exchange.understanding import Checker
from gewu.exchange.words import CELL
from gewu.kernel.access import Actor
from gewu.kernel.secrets import mask_name
from gewu.registers import queries as registers

MOST_FINDINGS, MOST_KEPT, FIRST_CAME = 200, 200, 20
Say = Callable[[str, Mapping[str, str]], tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it will be understood, masked; `wrong` says why it cannot be."""

    said: str
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows: their numbers, and a cell for each column that was laid."""

    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One bad cell: where, what it says (masked), why it cannot be taken, what to do."""

    row: int
    column: str
    heading: str
    shown: str
    code: str
    why: str
    todo: str


@dataclass(frozen=True, slots=True)
class Named:
    """A record an import left: the row it came from, what it is, its number, its name (masked)."""

    row: int
    kind: str
    said: str
    subject: UUID
    number: str
    name: str


def imports(actor: Actor, *, most: int = 50) -> list[Import]:
    """What was brought in lately, newest first."""
    return list(Import.objects.visible_to(actor).order_by("-asked_at", "-id")[:most])


def one_import(actor: Actor, import_id: UUID) -> Import:
    """One of them, or NotFound."""
    return Import.objects.visible_to(actor).one(import_id)


def preview(row: Import, mapping: Mapping[str, str], crs: str = "") -> Preview:
    """Twenty rows as they would be understood with these columns."""
    chunk = Chunk.objects.filter(township=row.township, import_id=row.id).order_by("number").first()
    if chunk is None:
        return Preview((), ())
    checker = Checker.of(row, mapping, crs)
    lines = json.loads(chunk.rows.open())[:SHOWN_ROWS]
    heads = tuple(target.label for _at, target, _reads in checker.columns)
    return Preview(heads, tuple((number, _cells(checker, number, cells)) for number, cells in lines))


def _cells(checker: Checker, number: int, cells: Sequence[str | int | float | None]) -> tuple[Cell, ...]:
    found = checker.understood(number, cells)
    wrong = {at: str(CELL[code][0]) for at, code, _shown in found.wrong}
    shown = []
    for at, target, _reads in checker.columns:
        value = found.values.get(target.key)
        said = cells[at] if value is None and at < len(cells) else value
        answer = target.spoken(said) if said is not None else ""
        shown.append(Cell(masked(target, answer) if answer else "", wrong.get(at, "")))
    return tuple(shown)


def findings(row: Import, after: int = 0, most: int = MOST_FINDINGS) -> list[Problem]:
    """Bad cells in the order of the sheet, behind a row."""
    rows = _found(row).filter(row__gt=after).exclude(code=DOUBT)
    return [_problem(row, one) for one in rows.order_by("row", "column")[:most]]


def doubts(row: Import, after: int = 0, most: int = MOST_FINDINGS) -> list[Problem]:
    """Rows that can be taken and break a check of data health, in the order of the sheet, behind a row."""
    say = cast("Say", import_string(settings.ROW_CHECKS["say"]))
    rows = _found(row).filter(row__gt=after, code=DOUBT)
    return [_doubt(row, one, say) for one in rows.order_by("row", "column", "check_key")[:most]]


def _found(row: Import) -> FindingQuerySet:
    return Finding.objects.filter(township=row.township, import_id=row.id)


def _doubt(row: Import, one: Finding, say: Say) -> Problem:
    title, sentence, mend = say(one.check_key, one.facts)
    heading = row.headings[one.column] if 0 <= one.column < len(row.headings) else ""
    return Problem(one.row, letters(one.column), heading, title, one.check_key, sentence, mend)


def _problem(row: Import, one: Finding) -> Problem:
    why, todo = CELL[one.code]
    heading = row.headings[one.column] if 0 <= one.column < len(row.headings) else ""
    return Problem(one.row, letters(one.column), heading, one.shown, one.code, str(why), str(todo))


def letters(column: int) -> str:
    """As a spreadsheet names a column: A, B, … AA; blank for none."""
    said, left = "", column + 1
    while left > 0:
        left, rest = divmod(left - 1, 26)
        said = chr(65 + rest) + said
    return said


def found_by_code(row: Import) -> list[tuple[str, int]]:
    """What is wrong how often, the most frequent first."""
    rows = _found(row).exclude(code=DOUBT).values("code")
    counted = rows.annotate(n=Count("id")).order_by("-n", "code")
    return [(str(CELL[one["code"]][0]), one["n"]) for one in counted]


def kept_back(row: Import, most: int = MOST_KEPT) -> list[Landed]:
    """After an undo: the records that stayed, because somebody changed them since; else those to check."""
    rows = Landed.objects.filter(township=row.township, import_id=row.id).order_by("row", "id")
    chosen = rows.filter(undone="kept") if row.taken_back or row.kept else rows.filter(how="to_check")
    return list(chosen[:most])


def came_in(row: Import, most: int = FIRST_CAME) -> list[Landed]:
    """The first records of its rows that it made or changed: of residents the persons."""
    kind = targets.KINDS[row.kind][0]
    rows = Landed.objects.filter(township=row.township, import_id=row.id, kind=kind)
    return list(rows.filter(how__in=("created", "changed")).order_by("row", "id")[:most])


def named(left: Sequence[Landed], actor: Actor) -> list[Named]:
    """Records an import left, with their numbers and, masked, their names; those that are there still."""
    found: dict[UUID, tuple[str, str]] = {}
    for kind in {one.kind for one in left}:
        of, wanted = registers.register(kind), {one.subject_id for one in left if one.kind == kind}
        for one in registers.rows(kind, actor).filter(id__in=wanted, township=left[0].township):
            known = registers.known(one, of)
            name = str(known.get("name") or "")
            found[one.id] = (known.number, mask_name(name) if kind == "person" else name)
    language = get_language() or "zh"
    return [
        Named(
            one.row,
            one.kind,
            registers.register(one.kind).said(language),
            one.subject_id,
            *found[one.subject_id],
        )
        for one in left
        if one.subject_id in found
    ]


def target_choices(row: Import) -> list[tuple[str, str]]:
    """What a column can be: key and label."""
    return [(one.key, one.label) for one in targets.targets(row.kind)]
