"""Importing: send a workbook, look at what its columns are, at every bad cell, bring it in, take it back."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.exchange import commands, queries
from gewu.exchange.answering import file_response
from gewu.exchange.models import Import, State
from gewu.exchange.pages import comparing
from gewu.exchange.pages.comparing import workers
from gewu.exchange.queries.imports import letters, target_choices
from gewu.exchange.reading.limits import MOST_BYTES
from gewu.exchange.rules import SYSTEMS
from gewu.exchange.targets import NAMES
from gewu.exchange.words import FILE
from gewu.kernel import clock
from gewu.kernel.access import Actor, ActorRequest
from gewu.kernel.errors import Invalid
from gewu.registers.sources import Source
from gewu.ui.forms import Choice, Field
from gewu.ui.redraw import redraw_with

SOURCES = {
    Source.EXCHANGED: gettext_lazy("Another office's system"),
    Source.PAPER: gettext_lazy("Typed from paper"),
    Source.WINDOW: gettext_lazy("Our own window"),
    Source.DOOR: gettext_lazy("Noted at the doors"),
}
BOOKS = ".xlsx,.xls,.xlsb,.ods,.csv,.txt"
STATES: Mapping[str, tuple[str, Any]] = {
    State.READING: ("working", gettext_lazy("Being read")),
    State.LAID: ("received", gettext_lazy("Say what the columns are")),
    State.CHECKING: ("working", gettext_lazy("Being checked")),
    State.CHECKED: ("received", gettext_lazy("Checked; nothing brought in yet")),
    State.GOING: ("working", gettext_lazy("Being brought in")),
    State.DONE: ("done", gettext_lazy("Brought in")),
    State.REFUSED: ("late", gettext_lazy("Refused; nothing brought in")),
    State.STOPPED: ("quiet", gettext_lazy("Given up; nothing brought in")),
    State.UNDOING: ("working", gettext_lazy("Being taken back")),
    State.UNDONE: ("quiet", gettext_lazy("Taken back")),
}


@require_safe
@workers
def listed(request: ActorRequest) -> HttpResponse:
    """What was brought in lately."""
    rows = [(row, NAMES[row.kind], *state_of(row)) for row in queries.imports(request.actor)]
    return render(request, "exchange/imports.html", {"rows": rows})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@workers
def new(request: ActorRequest) -> HttpResponse:
    """Choose a file; say what it is and where it comes from."""
    if request.method != "POST":
        return _draw_new(request, "", {})
    redraw_with(request, lambda message, wrong: _draw_new(request, message, wrong))
    upload = request.FILES.get("file")
    if upload is None:
        message = _("Choose a file.")
        raise Invalid(message, fields={"file": message})
    import_id = commands.receive(
        upload=upload,
        kind=request.POST.get("kind", ""),
        source=request.POST.get("source", ""),
        office=request.POST.get("office", ""),
        day=day_of(request.POST.get("day", "")),
        actor=request.actor,
        aim=request.POST.get("aim") or "import",
        receipt=request.POST.get("receipt") or None,
    )
    return redirect("exchange:import", import_id)


def day_of(said: str) -> date:
    """A day as a form sends it, or Invalid."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        message = _("Say of which day this is.")
        raise Invalid(message, fields={"day": message}) from None


def _draw_new(request: ActorRequest, message: str, wrong: Mapping[str, str]) -> HttpResponse:
    said = {
        "fields": source_fields(request.POST, wrong),
        "message": "" if wrong else message,
        "receipt": request.POST.get("receipt") or uuid4().hex,
    }
    return render(request, "exchange/import_new.html", said)


def source_fields(given: Mapping[str, str], wrong: Mapping[str, str]) -> list[Field]:
    """What is asked about any file that comes in."""
    return [
        Field(
            name="file",
            label=_("Workbook or text table"),
            kind="file",
            required=True,
            accept=BOOKS,
            most_bytes=MOST_BYTES,
            help=_("xlsx, xls, ods or CSV, at most 60 MB. Hidden sheets are left out."),
            error=wrong.get("file", ""),
        ),
        Field(
            name="kind",
            label=_("What is in it"),
            kind="radio",
            required=True,
            value=given.get("kind") or "residents",
            choices=[Choice(key, str(words)) for key, words in NAMES.items()],
            error=wrong.get("kind", ""),
        ),
        Field(
            name="aim",
            label=_("What for"),
            kind="radio",
            required=True,
            value=given.get("aim") or "import",
            choices=[
                Choice("import", _("Bring it into the registers")),
                Choice("compare", _("Only compare it with the registers (residents)")),
            ],
        ),
        Field(
            name="source",
            label=_("How it reached us"),
            kind="radio",
            required=True,
            value=given.get("source") or "exchanged",
            choices=[Choice(key.value, str(words)) for key, words in SOURCES.items()],
            help=_("What another office shares is believed before what was typed."),
            error=wrong.get("source", ""),
        ),
        Field(
            name="office",
            label=_("Who gave it"),
            required=True,
            max_length=80,
            value=given.get("office", ""),
            error=wrong.get("office", ""),
        ),
        Field(
            name="day",
            label=_("Of which day it is"),
            kind="date",
            required=True,
            value=given.get("day") or localdate(clock.now()).isoformat(),
            error=wrong.get("day", ""),
        ),
    ]


@require_safe
@workers
def one(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """An import: while it runs it asks for itself."""
    row = queries.one_import(request.actor, import_id)
    part = "#import" if "HX-Request" in request.headers else ""
    response = render(request, f"exchange/import.html{part}", shown(row, request.actor))
    patch_vary_headers(response, ("HX-Request",))
    return response


def state_of(row: Import) -> tuple[str, Any]:
    """The tone and the word of its state."""
    if row.aim == "compare" and row.state == State.DONE:
        return "done", _("Compared; nothing brought in")
    return STATES[row.state]


def shown(
    row: Import,
    actor: Actor,
    given: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Everything the page of an import says, by its state."""
    said: dict[str, Any] = {
        "row": row,
        "kind": NAMES[row.kind],
        "state": state_of(row),
        "hidden": [one["name"] for one in row.sheets if one["hidden"]],
        "others": [one["name"] for one in row.sheets if not one["hidden"] and one["name"] != row.sheet],
    }
    if row.state == State.REFUSED:
        said["why"] = str(FILE[row.said]) % row.facts if row.said in FILE else row.said
    if row.state in {State.LAID, State.CHECKED}:
        said |= _columns(row, given or {}, wrong or {})
    if row.findings and row.state in {State.CHECKED, State.DONE}:
        problems = queries.findings(row)
        said |= {
            "codes": queries.found_by_code(row),
            "problems": problems,
            "more": len(problems) < row.findings,
        }
    if row.doubts and row.state in {State.CHECKED, State.DONE}:
        said["doubts"] = queries.doubts(row)
    if row.aim == "compare" and row.state in {State.CHECKED, State.DONE}:
        said |= comparing.said_of(row, actor)
    if row.state in {State.DONE, State.UNDONE}:
        said["kept_back"] = queries.named(queries.kept_back(row), actor)
    if row.state == State.DONE and row.aim == "import":
        said["came_in"] = queries.named(queries.came_in(row), actor)
    return said


def _columns(row: Import, given: Mapping[str, str], wrong: Mapping[str, str]) -> dict[str, Any]:
    mapping = laid_columns(given) if given else {int(at): key for at, key in row.mapping.items()}
    crs = given.get("crs", row.crs)
    choices = target_choices(row)
    columns = [
        Field(
            name=f"column.{at}",
            label=f"{letters(at)} · {heading or _('no heading')}",
            kind="choice",
            value=mapping.get(at, ""),
            choices=choices,
            silent=True,
            placeholder=_("Leave this column out"),
            error=wrong.get(f"column.{at}", ""),
        )
        for at, heading in enumerate(row.headings)
    ]
    return {
        "columns": columns,
        "others_fields": _how(row, given, wrong, points={"lon", "lat"} & set(mapping.values())),
        "preview": _preview(row, mapping, crs),
        "wrong_columns": wrong.get("columns", ""),
    }


def _preview(row: Import, mapping: Mapping[int, str], crs: str) -> queries.Preview | None:
    """Before the check; after it the bad cells are named one by one."""
    if row.state != State.LAID:
        return None
    return queries.preview(row, {str(at): key for at, key in mapping.items()}, crs)


def _how(row: Import, given: Mapping[str, str], wrong: Mapping[str, str], *, points: set[str]) -> list[Field]:
    asked = [
        Field(
            name="header",
            label=_("The headings stand in row"),
            kind="number",
            required=True,
            whole=True,
            minimum=1,
            maximum=500,
            value=given.get("header") or row.header,
            error=wrong.get("header", ""),
        )
    ]
    if points:
        asked.append(
            Field(
                name="crs",
                label=_("Coordinate system of the points"),
                kind="radio",
                required=True,
                value=given.get("crs", row.crs),
                choices=[Choice(one, one) for one in SYSTEMS],
                help=_("Between the systems lies half a kilometre. Ask whoever gave the file."),
                error=wrong.get("crs", ""),
            )
        )
    if row.aim == "import":
        asked.append(
            Field(
                name="mode",
                label=_("If some rows are bad"),
                kind="radio",
                required=True,
                value=given.get("mode") or ("all" if row.all_or_none else "good"),
                choices=[
                    Choice("all", _("Bring nothing in")),
                    Choice("good", _("Bring the good rows in, and give me the bad ones as a file")),
                ],
            )
        )
    return asked


def laid_columns(given: Mapping[str, str]) -> dict[int, str]:
    """The columns a form sent."""
    names = [name for name in given if name.startswith("column.")]
    found = {name.removeprefix("column."): given.get(name, "") for name in names}
    return {int(at): key for at, key in found.items() if at.isdecimal() and len(at) < 4 and key}


@require_POST
@workers
def lay(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """Say what the columns are; look again, or have all rows checked."""
    row = queries.one_import(request.actor, import_id)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        said = shown(row, request.actor, request.POST, wrong)
        return render(request, "exchange/import.html", said | {"message": "" if wrong else message})

    redraw_with(request, draw)
    if request.POST.get("step") == "look" and row.state == State.LAID and not _turned(request, row):
        return draw("", {})
    header = request.POST.get("header", "")
    commands.lay(
        import_id=import_id,
        mapping=laid_columns(request.POST),
        all_or_none=request.POST.get("mode") != "good",
        crs=request.POST.get("crs", ""),
        sheet=request.POST.get("sheet", ""),
        header=int(header) if header.isdecimal() and len(header) < 4 else 0,
        actor=request.actor,
    )
    return redirect("exchange:import", import_id)


def _turned(request: ActorRequest, row: Import) -> bool:
    sheet, header = request.POST.get("sheet", ""), request.POST.get("header", "")
    return bool((sheet and sheet != row.sheet) or (header and header != str(row.header)))


@require_POST
@workers
def go(request: ActorRequest, import_id: UUID) -> HttpResponse:
    good_only = request.POST.get("step") == "good"
    commands.go(import_id=import_id, good_only=good_only, actor=request.actor)
    return redirect("exchange:import", import_id)


@require_POST
@workers
def stop(request: ActorRequest, import_id: UUID) -> HttpResponse:
    commands.stop(import_id=import_id, actor=request.actor)
    messages.success(request, _("Given up. Nothing was brought in, and the file is gone."))
    return redirect("exchange:imports")


@require_POST
@workers
def undo(request: ActorRequest, import_id: UUID) -> HttpResponse:
    commands.undo(import_id=import_id, actor=request.actor)
    return redirect("exchange:import", import_id)


@require_safe
@workers
def bad(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """The bad rows as a workbook with a column of reasons."""
    return file_response(commands.bad_rows(import_id=import_id, actor=request.actor), "gewu-bad-rows.xlsx")
