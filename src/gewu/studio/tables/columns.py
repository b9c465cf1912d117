"""Which column says what: guessed from its heading, shown, and put right by a person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gewu.studio.tables.cells import Sheet

# What a column may be, and the headings it goes by; the first that fits a heading has it.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "minor_code": ("小类代码", "小类编码", "小类号", "小类序号", "代码小类"),
    "major_code": ("大类代码", "大类编码", "大类号", "大类序号"),
    "code": ("类别代码", "类别编码", "六位码", "编码", "代码", "code"),
    "minor": ("小类名称", "小类", "事项名称", "问题名称", "类别名称", "名称", "category"),
    "major": ("大类名称", "大类", "major"),
    "closing": ("结案条件", "结案标准", "结案规范", "结案", "closing"),
    "limit": ("处置时限", "处理时限", "办理时限", "工作时限", "时限", "期限", "limit", "time"),
    "condition": ("立案条件", "立案标准", "立案规范", "处置条件", "条件", "filing", "condition"),
    "kind": ("部件事件", "类型", "分类", "class"),
}
NEEDED = frozenset({"condition", "limit"})
HEADER_ROWS = 15


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one sheet. `header` is the row of the headings, counted from nought."""

    sheet: str
    header: int
    columns: Mapping[str, int]

    @property
    def is_whole(self) -> bool:
        """Enough to read rows by."""
        named = {"minor_code", "code", "minor"} & self.columns.keys()
        return self.columns.keys() >= NEEDED and bool(named)


def guessed(sheet: Sheet) -> Layout:
    """The row with the most headings we know, and what its columns are."""
    candidates = [(_columns(row), number) for number, row in enumerate(sheet.rows[:HEADER_ROWS])]
    columns, header = max(candidates, key=lambda one: (len(one[0]), -one[1]), default=({}, 0))
    return Layout(sheet.name, header, columns)


def _columns(row: tuple[str, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, heading in enumerate(row):
        plain = re.sub(r"[\s()（）/、:：*]", "", heading).casefold()
        what = _meant(plain) if plain and len(plain) <= 20 else ""
        if what and what not in found:
            found[what] = number
    return found


def _meant(heading: str) -> str:
    exact = next((what for what, names in HEADINGS.items() if heading in names), "")
    return exact or next(
        (what for what, names in HEADINGS.items() if any(one in heading for one in names)), ""
    )
