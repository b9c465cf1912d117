"""Workbooks for tests, made on the spot: good ones, and every kind of bad one."""

import io
from collections.abc import Sequence

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

HEADS = ("姓名", "性别", "出生日期", "公民身份号码", "联系电话", "民族", "现住地址", "与户主关系")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(born: str = "19620305", order: int = 1) -> str:
    """A made-up identity number that is valid: born as YYYYMMDD, an odd order is a man."""
    body = f"370402{born}{order:03}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def person(name: str, order: int = 1, born: str = "19620305", **other: object) -> list[object]:
    """One row under `HEADS`."""
    row = {
        "姓名": name,
        "性别": "男" if order % 2 else "女",
        "出生日期": f"{born[:4]}年{int(born[4:6])}月{int(born[6:])}日",
        "公民身份号码": identity(born, order),
        "联系电话": f"1380632{order:04}",
        "民族": "汉",
        "现住地址": "幸福小区1号楼1单元101室",
        "与户主关系": "",
    }
    return [(row | other)[head] for head in HEADS]


def workbook(rows: Sequence[Sequence[object]], heads: Sequence[object] = HEADS, title: str = "") -> bytes:
    """An xlsx with one sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    if title:
        sheet.append([title])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(heads))
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(content: bytes, name: str = "人口.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
