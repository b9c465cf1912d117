"""The page of a case, on paper, and its journal."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gewu.cases import queries
from gewu.cases.journal_kinds import KINDS
from gewu.cases.pages.lists import Shown, shown_list
from gewu.cases.pages.sheet import Sheet, sheet_of
from gewu.kernel.access import ActorRequest
from gewu.kernel.models import Entry
from gewu.people import queries as people
from gewu.people.access import for_roles, staff_only

CASE, MOVES = "case", "moves"


@require_safe
@staff_only
def one_case(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """The whole case, with the list it was opened from at its left."""
    return draw(request, sheet_of(request, queries.case_file(request.actor, case_id)))


@require_safe
@staff_only
def printed(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """The case on A4."""
    sheet = sheet_of(request, queries.case_file(request.actor, case_id))
    page = {"sheet": replace(sheet, story=sheet.story[::-1]), "code": _code(request, sheet.file.number)}
    return render(request, "cases/print.html", page)


@require_safe
@for_roles("auditor")
def journal(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """The entries of a case as they are chained, for those who audit."""
    file = queries.case_file(request.actor, case_id)
    entries = queries.journal_of(request.actor, case_id)
    names = people.name_of(entry.user for entry in entries)
    titles = {line.number: line.title for line in file.story}
    page = {
        "file": file,
        "links": [_link(entry, names, titles) for entry in entries],
        "list": request.GET.get("list", ""),
    }
    return render(request, "cases/journal.html", page)


def _code(request: ActorRequest, number: str) -> str:
    """A QR code that leads to the public page of the number, as a picture in the address itself."""
    return segno.make(request.build_absolute_uri(f"/c/{number}/"), error="m").svg_data_uri(border=0, scale=3)


def draw(request: ActorRequest, sheet: Sheet) -> HttpResponse:
    """The page, or the part of it that a swap asked for."""
    part = request.headers.get("HX-Target", "").rpartition("#")[2]
    wanted = f"#{part}" if "HX-Request" in request.headers and part in {CASE, MOVES} else ""
    shown = None if wanted else beside(request)
    page: dict[str, Any] = {
        "sheet": sheet,
        "shown": shown,
        "rows": shown.page if shown else None,
        "list": asked_list(request),
    }
    response = render(request, f"cases/case.html{wanted}", page)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def beside(request: ActorRequest) -> Shown | None:
    """The list at the left, if the case was opened from one that the actor has."""
    key = asked_list(request)
    return shown_list(request, key) if key in queries.lists_of(request.actor) else None


def asked_list(request: ActorRequest) -> str:
    """The list somebody came from; a form carries it along."""
    return request.POST.get("list") or request.GET.get("list", "")


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as an auditor reads it."""

    entry: Entry
    title: str
    meaning: str
    who: str
    facts: str
    hash: str
    previous: str


def _link(entry: Entry, names: Mapping[UUID, str], titles: Mapping[int, str]) -> Link:
    facts = json.dumps(dict(queries.facts_of(entry)), ensure_ascii=False, indent=1, sort_keys=True)
    return Link(
        entry=entry,
        title=titles.get(entry.number, ""),
        meaning=KINDS.get(entry.kind, ""),
        who=names.get(entry.user, "") if entry.user else _("nobody signed in"),
        facts=facts,
        hash=bytes(entry.hash).hex(),
        previous=bytes(entry.previous).hex(),
    )
