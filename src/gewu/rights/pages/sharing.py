"""Who may use which field for what: the sharing catalogue, for the staff and for everybody."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gewu.kernel.access import ActorRequest
from gewu.people.access import staff_only
from gewu.registers import queries as registers
from gewu.rights import words
from gewu.sharing.queries import catalogue as shared

LONGEST = 40


@require_safe
@staff_only
def catalogue(request: ActorRequest) -> HttpResponse:
    """Every field with its supplier, and who uses it for what on which basis; `?q=`."""
    home = request.actor.posts[0].scope.low
    return render(request, "rights/sharing.html", _said(request, home))


@require_safe
@cache_control(private=True, max_age=300)
def public(request: HttpRequest) -> HttpResponse:
    """The same for everybody: what of them is used by whom."""
    return render(request, "rights/shared.html", _said(request, None))


def _said(request: HttpRequest, township: int | None) -> dict[str, object]:
    asked = request.GET.get("q", "").strip()[:LONGEST]
    rows = [row for row in _rows(township) if _fits(row, asked)]
    return {"rows": rows, "q": asked, "suppliers": len({row["supplier"] for row in rows})}


def _rows(township: int | None) -> list[dict[str, object]]:
    spoken = words.language()
    return [
        {
            "name": one.name(spoken),
            "field": _fields(one.fields, spoken),
            "supplier": one.supplier.name(spoken),
            "since": one.since,
            "basis": one.basis.name(spoken),
            "uses": [
                (use.office.name(spoken), use.purpose.name(spoken), use.basis.name(spoken))
                for use in one.uses
            ],
        }
        for one in shared(township)
    ]


def _fields(paths: Sequence[str], spoken: str) -> str:
    named = [name for path in paths if (name := _field(path, spoken))]
    return (", " if spoken.startswith("en") else "、").join(named)


def _field(dotted: str, spoken: str) -> str:
    """The register and the field in words; nothing for what is looked up and not held."""
    kind, _dot, key = dotted.partition(".")
    known = {one.key: one for one in (*registers.registers(), *registers.all_programmes())}
    of = known.get(kind)
    field = of.field(key) if of else None
    return f"{of.said(spoken)} · {field.said(spoken)}" if of and field else ""


def _fits(row: dict[str, object], asked: str) -> bool:
    uses = row["uses"]
    told = [str(row[key]) for key in ("name", "field", "supplier", "basis")]
    if isinstance(uses, Sequence):
        told += [text for use in uses for text in use]
    return not asked or any(asked.casefold() in text.casefold() for text in told)
