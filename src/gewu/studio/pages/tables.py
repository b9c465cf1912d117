"""A table of standards into a draft: columns guessed and shown, a dry run, then all of it or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.people.access import for_roles
from gewu.studio import commands, queries
from gewu.studio.document import CATEGORY, Sections
from gewu.studio.editors.sheets import unit_choices
from gewu.studio.pages.edit import seen_version
from gewu.studio.pages.overview import STUDIO
from gewu.studio.pages.sheet import DraftSheet
from gewu.studio.tables import cells, columns, merging, standards
from gewu.studio.tables.standards import Bad, Reading, Units
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with

MOST_SHOWN = 200
WRONG: Mapping[str, str | Promise] = {
    "no_category": gettext_lazy("It does not say which category it is about."),
    "no_condition": gettext_lazy("The condition for taking it on is missing."),
    "no_limit": gettext_lazy("This is no limit such as 2紧急工作时 or 3天."),
    "no_closing": gettext_lazy("No row of this category says when it is done."),
    "unknown": gettext_lazy("This category is not in the catalogue."),
    "twice": gettext_lazy("This condition stands above already, with another limit."),
}
COLUMNS: Mapping[str, str | Promise] = {
    "kind": gettext_lazy("Class"),
    "major_code": gettext_lazy("Code of the major class"),
    "major": gettext_lazy("Major class"),
    "code": gettext_lazy("Code"),
    "minor_code": gettext_lazy("Code of the minor class"),
    "minor": gettext_lazy("Category"),
    "condition": gettext_lazy("Taken on when"),
    "limit": gettext_lazy("Time for handling"),
    "closing": gettext_lazy("Done when"),
}
NO_TABLE: Mapping[str, str | Promise] = {
    "large": gettext_lazy("This file is too large."),
    "empty": gettext_lazy("There is nothing in this file."),
    "unreadable": gettext_lazy("This is no spreadsheet that can be read. Save it as xlsx, ods or CSV."),
}


@dataclass(frozen=True, slots=True)
class Tried:
    """A dry run."""

    sheets: tuple[cells.Sheet, ...]
    layouts: tuple[columns.Layout, ...]
    units: Units
    reading: Reading
    bad: tuple[Bad, ...]

    @property
    def categories(self) -> int:
        return len({one.code for one in self.reading.standards})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*STUDIO)
def table(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """Choose a file; look at what was read; bring all of it in, or nothing."""
    sheet = DraftSheet(request, draft_id)
    if request.method != "POST":
        return _draw(request, sheet)
    redraw_with(request, lambda message, wrong: _draw(request, sheet, message=message))
    commands.require_writable(sheet.row, request.actor)
    tried = _tried(request, sheet)
    if request.POST.get("step") != "bring":
        return _draw(request, sheet, tried)
    if tried.bad or (tried.reading.unknown and not request.POST.get("leave_out")):
        return _draw(request, sheet, tried, message=_("Some rows cannot be read. Nothing was brought in."))
    if not tried.reading.standards:
        return _draw(request, sheet, tried, message=_("There is nothing to bring in."))
    commands.change(
        draft_id=draft_id,
        part="table",
        edit=lambda newest: _merged(sheet, newest, tried),
        seen_version=seen_version(request),
        actor=request.actor,
    )
    messages.success(request, _("Brought in. Look at the check and at what is different."))
    return redirect("studio:room", draft_id, "changes")


def _merged(sheet: DraftSheet, newest: Sections, tried: Tried) -> Sections:
    codes = dict.fromkeys(one.code for one in tried.reading.standards)
    before = {code: queries.category_in(sheet.row, newest, code) or {} for code in codes}
    found = merging.merged(before, tried.reading.standards)
    return newest | {CATEGORY + code: value for code, value in found.items() if value != before[code]}


def _tried(request: ActorRequest, sheet: DraftSheet) -> Tried:
    sheets = _sheets(request)
    layouts = tuple(_layout(request, number, one) for number, one in enumerate(sheets))
    known = dict(unit_choices())
    given = {name: request.POST.get(name, "") for name in ("hour", "day")}
    units = Units(**{name: value for name, value in given.items() if value in known})
    whole = [(one, layout) for one, layout in zip(sheets, layouts, strict=True) if _is_read(one, layout)]
    reading = standards.read(whole, sheet.draftsman.shipped, units)
    crossed = tuple(Bad(one.cell, "twice", one.condition) for one in merging.twice(reading.standards))
    return Tried(sheets, layouts, units, reading, (*reading.bad, *crossed))


def _is_read(sheet: cells.Sheet, layout: columns.Layout) -> bool:
    """What its maker hid is an older version or a scratch pad, never the table."""
    return layout.is_whole and not sheet.hidden


def _sheets(request: ActorRequest) -> tuple[cells.Sheet, ...]:
    upload = request.FILES.get("file")
    try:
        if upload is None:
            return cells.taken_up(request.POST.get("cells", ""))
        return cells.read(upload.name or "", upload.read(cells.MOST_BYTES + 1))
    except cells.NoTable as wrong:
        message = str(NO_TABLE[str(wrong)])
        raise Invalid(message, fields={"file": message}) from None


def _layout(request: ActorRequest, number: int, sheet: cells.Sheet) -> columns.Layout:
    """As guessed, or as somebody put it right."""
    guess = columns.guessed(sheet)
    if request.FILES or not any(name.startswith(f"column.{number}.") for name in request.POST):
        return guess
    chosen = {what: request.POST.get(f"column.{number}.{what}", "") for what in COLUMNS}
    found = {what: int(at) for what, at in chosen.items() if at.isdecimal() and len(at) < 3}
    return columns.Layout(sheet.name, guess.header, found)


def _draw(
    request: ActorRequest, sheet: DraftSheet, tried: Tried | None = None, *, message: str = ""
) -> HttpResponse:
    shown: dict[str, Any] = {"sheet": sheet, "message": message, "tried": tried}
    if tried:
        wrong = [*tried.bad, *tried.reading.unknown]
        shown |= {
            "cells": cells.carried(tried.sheets),
            "mappings": _mappings(tried),
            "units": _unit_fields(tried.units),
            "bad": [(one.cell, str(WRONG[one.what]), one.text) for one in wrong[:MOST_SHOWN]],
            "bad_count": len(wrong),
            "found": _found(sheet, tried),
            "may_bring": not tried.bad and bool(tried.reading.standards),
        }
    return render(request, "studio/table.html", shown, status=422 if message else 200)


def _mappings(tried: Tried) -> list[tuple[str, str, list[Field]]]:
    """Name, why it was left out if it was, and its columns; those of a hidden sheet are not asked for."""
    return [
        (one.name, _why_not(one, layout), [] if one.hidden else _column_fields(number, one, layout))
        for number, (one, layout) in enumerate(zip(tried.sheets, tried.layouts, strict=True))
    ]


def _why_not(sheet: cells.Sheet, layout: columns.Layout) -> str:
    if sheet.hidden:
        return _("left out: hidden in the file")
    return "" if layout.is_whole else _("left out: no condition and limit found")


def _column_fields(number: int, sheet: cells.Sheet, layout: columns.Layout) -> list[Field]:
    heads = sheet.rows[layout.header] if sheet.rows else ()
    letters = [cells.cell_name("", 0, at)[1:-1] for at in range(len(heads))]
    choices = [(str(at), f"{letters[at]} · {head}"[:40]) for at, head in enumerate(heads)]
    return [
        Field(
            name=f"column.{number}.{what}",
            label=str(label),
            kind="choice",
            value=str(layout.columns.get(what, "")),
            choices=choices,
        )
        for what, label in COLUMNS.items()
    ]


def _unit_fields(units: Units) -> list[Field]:
    labels = {"hour": _("“小时” alone means"), "day": _("“天” alone means")}
    return [
        Field(name=name, label=label, kind="choice", value=getattr(units, name), choices=unit_choices())
        for name, label in labels.items()
    ]


def _found(sheet: DraftSheet, tried: Tried) -> Sequence[tuple[str, str, str, str, str]]:
    """What was read, as lines: cell, category, condition, limit, closing."""
    names = {one.code: one.name(sheet.language) for one in sheet.draftsman.shipped}
    value = sheet.names.value
    return [
        (
            one.cell,
            names.get(one.code, one.code),
            one.condition,
            value({"amount": one.amount, "unit": one.unit}) + (f" ({one.note})" if one.note else ""),
            one.closing,
        )
        for one in tried.reading.standards[:MOST_SHOWN]
    ]
