"""A table that is kept for an office: its own words above the columns, which rows, on which day."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gewu.exchange import commands, queries
from gewu.exchange.commands.tables import LAST_DAY, LONGEST_HEADING
from gewu.exchange.models import Outward
from gewu.exchange.pages.pairs import clerks
from gewu.exchange.pages.rows import only_fields, only_of
from gewu.exchange.spoken import label_of
from gewu.exchange.wanting import wanted_of
from gewu.kernel.access import ActorRequest
from gewu.registers import queries as registers
from gewu.ui.forms import Choice, Field
from gewu.ui.redraw import redraw_with

Wrong = Mapping[str, str]


@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def edit(request: ActorRequest, table_id: UUID) -> HttpResponse:
    """Headings in the office's words, the order of the columns, the rows, the day of the month."""
    row = queries.table(request.actor, table_id)
    if request.method != "POST":
        return _draw(request, row, "", {})
    redraw_with(request, lambda message, wrong: _draw(request, row, message, wrong))
    day = request.POST.get("day", "")
    commands.change_table(
        table_id=table_id,
        name=request.POST.get("name", ""),
        headings=_headings(row, request.POST),
        only=only_of(request.POST),
        day=int(day) if day.isdecimal() and len(day) < 3 else 0,
        actor=request.actor,
    )
    return redirect("exchange:table", table_id)


@require_POST
@clerks
def make(request: ActorRequest, table_id: UUID) -> HttpResponse:
    """This month's table, before its day."""
    return redirect("exchange:edition", commands.make_now(table_id=table_id, actor=request.actor))


def _headings(row: Outward, given: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """The columns in the order that was typed; those of one place stay as they stood."""
    kept = [(str(one["field"]), str(one["heading"])) for one in row.columns]
    return [
        (key, given.get(f"heading.{key}", said))
        for _place, (key, said) in sorted(
            enumerate(kept), key=lambda one: (_place(given.get(f"place.{one[1][0]}"), one[0]), one[0])
        )
    ]


def _place(said: str | None, usual: int) -> int:
    return int(said) - 1 if said and said.isdecimal() and len(said) < 4 else usual


def _draw(request: ActorRequest, row: Outward, message: str, wrong: Wrong) -> HttpResponse:
    given = request.POST
    only = only_of(given) if given else wanted_of(row).only
    said = {
        "row": row,
        "name": _name(given.get("name", row.name), wrong),
        "columns": _columns(row, given, wrong),
        "rows": only_fields(row.kind, only, wrong, request.actor),
        "day": _day(given.get("day", str(row.day)), wrong),
        "message": "" if wrong else message,
    }
    return render(request, "exchange/table_edit.html", said)


def _name(value: str, wrong: Wrong) -> Field:
    return Field(
        name="name", label=_("Name of the table"), required=True, max_length=60, value=value,
        error=wrong.get("name", ""),
    )  # fmt: skip


def _columns(row: Outward, given: Mapping[str, str], wrong: Wrong) -> list[tuple[str, Field, Field]]:
    of, lines = registers.register(row.kind), []
    for place, one in enumerate(row.columns, 1):
        key = str(one["field"])
        field = of.field(key)
        label = label_of(field) if field else key
        heading = Field(
            name=f"heading.{key}",
            label=_("Heading"),
            silent=True,
            max_length=LONGEST_HEADING,
            placeholder=label,
            value=given.get(f"heading.{key}", one["heading"]),
            error=wrong.get(f"heading.{key}", ""),
        )
        order = Field(
            name=f"place.{key}", label=_("Position"), silent=True, kind="number", whole=True, minimum=1,
            maximum=len(row.columns), value=given.get(f"place.{key}", place),
        )  # fmt: skip
        lines.append((label, heading, order))
    return lines


def _day(value: str, wrong: Wrong) -> Field:
    days = [
        Choice(str(day), _("on day %(day)d of each month") % {"day": day}) for day in range(1, LAST_DAY + 1)
    ]
    return Field(
        name="day",
        label=_("When it is made"),
        kind="choice",
        required=True,
        value=value,
        choices=[Choice("0", _("when somebody wants it")), *days],
        help=_("On that morning it waits on the first page of the desk, to be looked at and handed over."),
        error=wrong.get("day", ""),
    )
