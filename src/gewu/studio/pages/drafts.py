"""A draft: its overview with everything that is wrong with it, and its rooms, such as flow and preview."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gewu.catalogue.drawn import flow_of
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotFound
from gewu.people.access import for_roles
from gewu.studio import queries
from gewu.studio.editors.asking import asked_in, askers
from gewu.studio.editors.questions import kind_of, kinds
from gewu.studio.pages.overview import STUDIO
from gewu.studio.pages.previews import preview
from gewu.studio.pages.sheet import DraftSheet

SHOWN_STEPS = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A difference as a line."""

    part: str
    member: str
    before: str
    after: str


@require_safe
@for_roles(*STUDIO)
def one_draft(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """What it is for, what is wrong with it, what may be done, and how it came about."""
    return draw(request, DraftSheet(request, draft_id))


def draw(
    request: ActorRequest, sheet: DraftSheet, message: str = "", wrong: Mapping[str, str] | None = None
) -> HttpResponse:
    """The overview, with what was refused."""
    shown = {
        "sheet": sheet,
        "steps": [_step(sheet, step) for step in sheet.steps[:SHOWN_STEPS]],
        "message": message,
        "wrong": wrong or {},
        "given": request.POST,
        "shipped_since": _shipped_since(sheet),
    }
    return render(request, "studio/draft.html", shown)


@require_safe
@for_roles(*STUDIO)
def room(request: ActorRequest, draft_id: UUID, room: str) -> HttpResponse:
    """One side of the draft."""
    sheet = DraftSheet(request, draft_id)
    if room not in ROOMS:
        raise NotFound(_("There is no such page."))
    template, shown = ROOMS[room]
    return render(request, template, {"sheet": sheet, "room": room, **shown(request, sheet)})


def lines_of(sheet: DraftSheet) -> list[Line]:
    """Everything that is different, in words."""
    return list(_lines(sheet))


def _lines(sheet: DraftSheet) -> Iterator[Line]:
    for one in queries.compared(sheet.row, sheet.sections):
        part, member = sheet.names.path(one.section, one.path)
        at = one.path[-1] if one.path else ""
        yield Line(part, member, sheet.names.value(one.before, at=at), sheet.names.value(one.after, at=at))


def _shipped_since(sheet: DraftSheet) -> bool:
    """Whether something else holds there by now than what the draft was started from."""
    from_then = queries.base_of(sheet.row)
    return sheet.row.ended_at is None and from_then != queries.now_at(sheet.row)


def _step(sheet: DraftSheet, step: queries.Step) -> dict[str, Any]:
    return {
        "step": step,
        "part": sheet.names.part(step.part),
        "by": sheet.people.get(step.by, "") if step.by else "",
        "undone_by": sheet.people.get(step.undone_by, "") if step.undone_by else "",
    }


def _flow(_request: ActorRequest, sheet: DraftSheet) -> dict[str, Any]:
    definition = queries.definition_in(sheet.row, sheet.sections)
    words = sheet.sections
    stages = [
        {
            "key": key,
            "title": sheet.names.of("stage", key),
            "limit": sheet.names.value(stage.get("due")),
            "turn": sheet.names.value(stage.get("turn"), at="turn"),
            "public": sheet.names.value(stage.get("public")),
        }
        for key, stage in words["stages"].items()
    ]
    moves = [
        {
            "key": key,
            "title": sheet.names.of("move", str(move.get("name", ""))),
            "from": sheet.names.value(list(move.get("from", [])), at="from"),
            "to": sheet.names.value(move.get("to"), at="to"),
            "by": sheet.names.value(list(move.get("by", [])), at="by"),
            "asks": sheet.names.value([*move.get("needs", []), *move.get("may", [])], at="needs"),
        }
        for key, move in _keyed(words["moves"])
    ]
    spoken = definition.words["en" if sheet.language.startswith("en") else "zh"] if definition else None
    return {
        "flow": flow_of(definition, spoken) if definition and spoken else None,
        "stages": stages,
        "moves": moves,
    }


def _keyed(moves: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Steps with the keys of their pages: the second of a name is `name.2`."""
    seen: Counter[str] = Counter()
    for move in moves:
        name = str(move.get("name", ""))
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name}.{seen[name]}"), move


def _questions(_request: ActorRequest, sheet: DraftSheet) -> dict[str, Any]:
    kind_names = dict(kinds())
    rows = [
        {
            "key": name,
            "label": sheet.names.of("question", name),
            "kind": kind_names.get(kind_of(schema), _("kept by the engine")),
            "shown": sheet.names.value(schema.get("x-shown", "staff")),
            "where": _where(sheet, name),
        }
        for name, schema in sheet.sections["answers"].items()
    ]
    forms = [
        (where, sheet.names.form(where), len([*piece.get("needs", ()), *piece.get("may", ())]))
        for where, piece in askers(sheet.sections)
    ]
    return {"questions": rows, "forms": forms}


def _where(sheet: DraftSheet, name: str) -> str:
    asked = asked_in(sheet.sections, name)
    titles = [sheet.names.form(where) + ("*" if how == "needs" else "") for where, how in asked.items()]
    return " · ".join(dict.fromkeys(titles))


def _categories(request: ActorRequest, sheet: DraftSheet) -> dict[str, Any]:
    wanted = request.GET.get("q", "").strip().casefold()[:60]
    rows = []
    for shipped in sheet.draftsman.shipped:
        found = sheet.category(shipped.code) or shipped
        if wanted in f"{found.code} {found.zh} {found.en}".casefold():
            limits = [sheet.names.value({"amount": one.amount, "unit": one.unit}) for one in found.filing]
            own = f"category.{found.code}" in sheet.sections
            rows.append({"category": found, "name": found.name(sheet.language), "limits": limits, "own": own})
    return {"categories": rows, "wanted": wanted}


def _changes(_request: ActorRequest, sheet: DraftSheet) -> dict[str, Any]:
    return {"lines": lines_of(sheet)}


ROOMS: Mapping[str, tuple[str, Callable[[ActorRequest, DraftSheet], dict[str, Any]]]] = {
    "flow": ("studio/flow.html", _flow),
    "questions": ("studio/questions.html", _questions),
    "categories": ("studio/categories.html", _categories),
    "preview": ("studio/preview.html", preview),
    "changes": ("studio/changes.html", _changes),
}
