"""Tables to take away: CSV that opens well in a spreadsheet and cannot run there."""

import csv
import io
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from django.http import HttpResponse

# What a spreadsheet takes for a formula when a cell begins with it; the wide forms count as well.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # fmt: skip


def safe_cell(value: object) -> str:
    """The text of a cell; what would be a formula is told to be text by a leading apostrophe."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def as_csv(header: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """Lines as RFC 4180 has them, with the mark by which spreadsheets know UTF-8."""
    written = io.StringIO()
    writer = csv.writer(written)
    for row in (header, *rows):
        writer.writerow([safe_cell(cell) for cell in row])
    return "\ufeff" + written.getvalue()


def csv_response(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The table as a download; `name` is the file's, without its ending."""
    response = HttpResponse(as_csv(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.csv"
    return response
