"""A ledger to take away: the same lines as comma-separated values or as a workbook."""

from collections.abc import Iterator
from io import BytesIO
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from gewu.clearance.pages import shown
from gewu.clearance.queries import Sheet
from gewu.clearance.rules import COUNTED
from gewu.kernel.exports import csv_response, safe_cell

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Line = tuple[object, ...]


def table_of(sheet: Sheet, form: str) -> HttpResponse:
    """`csv` or `xlsx`."""
    name = f"{sheet.place.code}-{sheet.period}-{sheet.first:%Y%m%d}"
    header, *rows = _lines(sheet)
    return csv_response(name, header, rows) if form == "csv" else _workbook(name, [header, *rows])


def _lines(sheet: Sheet) -> Iterator[Line]:
    yield (_("Place"), sheet.place.name, sheet.place.code)
    yield (str(shown.PERIODS[sheet.period]), sheet.first.isoformat(), sheet.last.isoformat())
    for name in COUNTED:
        yield (str(shown.FIGURES[name]), getattr(sheet.figures, name), "")
    yield (str(shown.RATES[sheet.period]), "" if sheet.figures.rate is None else sheet.figures.rate, "%")
    if sheet.ledger:
        signed = timezone.localtime(sheet.ledger.signed_at).isoformat(timespec="minutes")
        yield (_("Signed"), sheet.signed_by, signed)
        yield (_("Digest"), sheet.ledger.digest, "")
    for one in sheet.corrections:
        yield (_("Correction"), f"{one.row.figure}: {one.row.was} → {one.row.should_be}", one.row.why)
    yield (_("Carried over"), _("To be closed by"), _("Reason"))
    for case in sheet.carried:
        due = timezone.localtime(case.due).isoformat(timespec="minutes") if case.due else ""
        yield (case.number, due, shown.reason_name(case.reason))


def _workbook(name: str, lines: list[Line]) -> HttpResponse:
    book = Workbook(write_only=True)
    page = book.create_sheet(name[:31])
    for line in lines:
        page.append([cell if isinstance(cell, int | float) else safe_cell(cell) for cell in line])
    content = BytesIO()
    book.save(content)
    response = HttpResponse(content.getvalue(), content_type=SHEET)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response
