"""Rows of a table read as standards. Every cell that cannot be read is named; reading goes on."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gewu.catalogue.category import KIND_DIGITS, Category
from gewu.studio.tables.cells import Sheet, cell_name
from gewu.studio.tables.columns import Layout

NOTHING = frozenset({"", "none", "null", "nan", "无", "/", "-", "--", "—", "——", "n/a"})
KINDS = {"部件": "01", "事件": "02", "社区": "03", "component": "01", "event": "02", "community": "03"}
DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
# The longest first: 紧急工作时 holds 工作时 and 时.
UNITS = (
    ("紧急工作小时", "urgent_hour"),
    ("紧急工作时", "urgent_hour"),
    ("紧急小时", "urgent_hour"),
    ("紧急工作日", "urgent_day"),
    ("紧急工作天", "urgent_day"),
    ("工作小时", "work_hour"),
    ("工作时", "work_hour"),
    ("个工作日", "work_day"),
    ("工作日", "work_day"),
    ("自然日", "calendar_day"),
    ("日历日", "calendar_day"),
    ("小时", "hour"),
    ("时", "hour"),
    ("hours", "hour"),
    ("h", "hour"),
    ("天", "day"),
    ("日", "day"),
)
# Digits and letters as wide as characters, as an input method leaves them: ３ for 3.
WIDE = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
# Lines that speak about the table itself.
NOTE = re.compile(
    r"(注|备注|说明|附|填表|填报|制表|审核|小计|合计|总计|共)[：:\d]|第\d+页|(注|备注|小计|合计|总计)$"
)
NUMERALS = "".join(DIGITS)
LIMIT = re.compile(rf"(\d{{1,4}}|[{NUMERALS}]{{1,3}})个?({'|'.join(unit for unit, _ in UNITS)})")
# Beside a limit these make it another one: 1.5小时, 1～2天, 一至两天, 两天半.
MORE = re.compile(r"[\d半至～~]")
SPACES = re.compile(r"\s+")
SQUARES = (
    ("平方米", "㎡"),
    ("平米", "㎡"),
    ("m²", "㎡"),
    ("m2", "㎡"),
    ("M2", "㎡"),
    ("平方厘米", "c㎡"),
    ("cm²", "c㎡"),
)


@dataclass(frozen=True, slots=True)
class Units:
    """What a table means where it only says hours or days."""

    hour: str = "work_hour"
    day: str = "work_day"


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that cannot be read: `what` is a code, `text` what stands there."""

    cell: str
    what: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Standard:
    """A row that can be read."""

    cell: str
    code: str
    condition: str
    amount: int
    unit: str
    closing: str
    note: str = ""  # what stood beside the limit, such as 制止


@dataclass(frozen=True, slots=True)
class Reading:
    """A table as far as it can be read."""

    standards: tuple[Standard, ...]
    bad: tuple[Bad, ...]
    unknown: tuple[Bad, ...]  # rows of categories that are not in the catalogue
    rows: int


@dataclass(frozen=True, slots=True)
class _Line:
    """The cells of one row that matter, with what stands above where a table leaves it out."""

    number: int
    cells: Mapping[str, str]


def read(sheets: Sequence[tuple[Sheet, Layout]], categories: Sequence[Category], units: Units) -> Reading:
    """All rows of all sheets."""
    found: list[Standard] = []
    bad: list[Bad] = []
    unknown: list[Bad] = []
    rows = 0
    for sheet, layout in sheets:
        for line in _lines(sheet, layout):
            rows += 1
            code = _code(line, sheet, layout, categories)
            if isinstance(code, Bad):
                (unknown if code.what == "unknown" else bad).append(code)
                continue
            readable, wrong = _row(line, sheet, layout, code, units)
            found += readable
            bad += wrong
    bad += _without_closing(found)
    return Reading(tuple(_closed(found)), tuple(bad), tuple(unknown), rows)


def tidy(text: str) -> str:
    """One line, one way to write square metres; nothing where a table says that there is nothing."""
    narrow = text.translate(WIDE)
    plain = SPACES.sub("", narrow) if _is_chinese(text) else SPACES.sub(" ", narrow).strip()
    for written, meant in SQUARES:
        plain = plain.replace(written, meant)
    return "" if plain.casefold() in NOTHING else plain


def limit_of(text: str, units: Units) -> tuple[int, str, str] | None:
    """Amount, unit and what else stood there: 2紧急工作时, 1个工作日, 三天, 1紧急工作时制止.

    None as well where another number stands beside it: 1.5小时 is not five hours, 1～2天 not two days.
    """
    plain = tidy(text)
    match = LIMIT.search(plain)
    if match is None or MORE.search(plain[: match.start()] + plain[match.end() :]):
        return None
    amount = _number(match[1])
    unit = dict(UNITS)[match[2]]
    meant = {"hour": units.hour, "day": units.day}.get(unit, unit)
    rest = (plain[: match.start()] + plain[match.end() :]).strip("，,。;； ()（）内")
    return (amount, meant, rest) if amount > 0 else None


def _number(text: str) -> int:
    """3, 三, 十五, 二十四; nought for what is no number, such as 五六."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return DIGITS[text] if len(text) == 1 else 0
    parts = (DIGITS.get(tens, 0) if tens else 1, DIGITS.get(ones, 0))
    return parts[0] * 10 + parts[1] if len(tens) < 2 and len(ones) < 2 else 0


def _is_chinese(text: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in text)


def _lines(sheet: Sheet, layout: Layout) -> Iterator[_Line]:
    above: dict[str, str] = {}
    for number in range(layout.header + 1, len(sheet.rows)):
        cells = {what: tidy(sheet.at(number, column)) for what, column in layout.columns.items()}
        if not any(cells.values()) or _is_heading(sheet, layout, number) or _is_note(cells):
            continue
        above = _carried(cells, above)
        yield _Line(number, {**above, **{what: said for what, said in cells.items() if said}})


def _carried(cells: Mapping[str, str], above: Mapping[str, str]) -> dict[str, str]:
    """What a table says once for several rows: a new major class ends the minor one, a new name its code."""
    kept = dict(above)
    if cells.get("major") or cells.get("major_code"):
        kept = {"kind": kept.get("kind", "")}
    elif any(cells.get(what) for what in ("minor", "minor_code", "code")):
        kept = {what: said for what, said in kept.items() if what not in {"minor", "minor_code", "code"}}
    names = ("kind", "major", "major_code", "minor", "minor_code", "code")
    return {**kept, **{what: cells[what] for what in names if cells.get(what)}}


def _is_note(cells: Mapping[str, str]) -> bool:
    """A line about the table, such as 注：… or 小计: one text, merged over some columns or not."""
    texts = set(filter(None, cells.values()))
    return len(texts) == 1 and bool(NOTE.match(next(iter(texts))))


def _is_heading(sheet: Sheet, layout: Layout, number: int) -> bool:
    """The headings again, as on every printed page."""
    return sheet.rows[number] == sheet.rows[layout.header]


def _code(line: _Line, sheet: Sheet, layout: Layout, categories: Sequence[Category]) -> "str | Bad":
    """The code of the category the row is about, by its digits or by its name."""
    known = {category.code: category for category in categories}
    kind = _kind(line, sheet)
    digits = _digits(line, kind)
    if digits in known:
        return digits
    name = line.cells.get("minor", "")
    named = [one.code for one in categories if _alike(one.zh, name) and one.code.startswith(kind)]
    if len(named) == 1:
        return named[0]
    what = next((one for one in ("minor_code", "code", "minor") if one in layout.columns), "condition")
    cell = cell_name(sheet.name, line.number, layout.columns[what])
    text = " ".join(dict.fromkeys(filter(None, (digits or line.cells.get(what, ""), name))))
    return Bad(cell, "unknown" if digits or name else "no_category", text)


def _alike(one: str, other: str) -> bool:
    """The same name, whatever the width of its brackets."""
    return unicodedata.normalize("NFKC", tidy(one)) == unicodedata.normalize("NFKC", other)


def _kind(line: _Line, sheet: Sheet) -> str:
    """Component, event or matter of a neighbourhood: as the row says, or the name of its sheet."""
    said = f"{line.cells.get('kind', '')} {sheet.name}".casefold()
    return next((digits for word, digits in KINDS.items() if word in said), "")


def _digits(line: _Line, kind: str) -> str:
    """Six digits from a whole code, or from kind, major and minor of one or two digits each."""
    whole = line.cells.get("code", "")
    if whole.isdigit():
        if len(whole) in {5, 6}:
            return whole.zfill(6)
        if len(whole) in {3, 4} and kind:
            return kind + whole.zfill(4)
    major, minor = line.cells.get("major_code", ""), line.cells.get("minor_code", "")
    if minor.isdigit() and len(minor) == 6:
        return minor
    if (
        major.isdigit()
        and minor.isdigit()
        and len(major) <= 2
        and len(minor) <= 2
        and kind in KIND_DIGITS.values()
    ):
        return kind + major.zfill(2) + minor.zfill(2)
    return ""


def _row(
    line: _Line, sheet: Sheet, layout: Layout, code: str, units: Units
) -> tuple[list[Standard], list[Bad]]:
    """The standard of the row, or every cell that keeps it from being one."""

    def at(what: str) -> str:
        return cell_name(sheet.name, line.number, layout.columns[what])

    def says(what: str) -> str:
        return sheet.at(line.number, layout.columns[what]) if what in layout.columns else ""

    condition, limit = tidy(says("condition")), limit_of(says("limit"), units)
    bad = [] if condition else [Bad(at("condition"), "no_condition", says("condition"))]
    if limit is None:
        return [], [*bad, Bad(at("limit"), "no_limit", says("limit"))]
    amount, unit, note = limit
    standard = Standard(at("condition"), code, condition, amount, unit, tidy(says("closing")), note)
    return ([], bad) if bad else ([standard], [])


def _without_closing(found: Sequence[Standard]) -> list[Bad]:
    """Categories for which no row says when they are done."""
    said = {one.code for one in found if one.closing}
    first = {one.code: one for one in reversed(found)}
    return [Bad(one.cell, "no_closing", one.code) for code, one in first.items() if code not in said]


def _closed(found: Sequence[Standard]) -> Iterator[Standard]:
    """A closing standard said once holds for the rows below it, as merged cells mean it."""
    last: dict[str, str] = {}
    for one in found:
        closing = one.closing or last.get(one.code, "")
        last[one.code] = closing
        yield replace(one, closing=closing)
