"""How chains and seals stand, and what a verification finds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from gewu.cases.queries.evidence import numbers_of
from gewu.evidence import commands, queries
from gewu.evidence.models import Verification
from gewu.kernel.access import ActorRequest
from gewu.kernel.findings import Wrong
from gewu.people.access import for_roles

MEANINGS = {
    Wrong.CHANGED: _("An entry was changed"),
    Wrong.REMOVED: _("An entry was removed"),
    Wrong.INSERTED: _("An entry was put in between"),
    Wrong.SWAPPED: _("Two entries were swapped"),
    Wrong.MOVED: _("An entry was moved"),
    Wrong.REHASHED: _("An entry was changed and calculated anew"),
    Wrong.ORPHANED: _("What the entries are about is gone"),
    Wrong.SEAL_BROKEN: _("A seal is broken"),
    Wrong.SEAL_REMOVED: _("A seal was removed"),
    Wrong.SEAL_FILE: _("The file of a seal says otherwise"),
    Wrong.SEALED_ANEW: _("A day was sealed anew"),
    Wrong.KEY_REPLACED: _("A seal is signed with another key"),
    Wrong.KEPT_COPY: _("The kept copy is damaged"),
    Wrong.UNSEALED: _("Entries are under no seal"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as an auditor reads it."""

    meaning: str
    day: str
    number: str
    subject: UUID | None
    entry: int | None
    detail: str


@require_safe
@for_roles("auditor")
def every(request: ActorRequest) -> HttpResponse:
    """Each township's journal at a glance."""
    return render(request, "evidence/states.html", {"states": queries.states(request.actor)})


@require_POST
@for_roles("auditor")
def verify(request: ActorRequest, township: int) -> HttpResponse:
    """Have the worker verify a township, and watch it do so."""
    run = commands.ask_for_verification(township=township, actor=request.actor)
    return redirect("evidence:run", run.id)


@require_safe
@for_roles("auditor")
def run(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """One verification: how far it is, or what it found. While it runs, the page asks for its part again."""
    found = queries.run(request.actor, run_id)
    page = {
        "run": found,
        "name": queries.name_of(found.township),
        "rows": list(_rows(request, found)),
        "more": max(0, found.found - len(found.findings)),
    }
    response = render(request, f"evidence/run.html{'#run' if 'HX-Request' in request.headers else ''}", page)
    patch_vary_headers(response, ("HX-Request",))
    return response


@require_safe
@for_roles("auditor")
def runs(request: ActorRequest, township: int) -> HttpResponse:
    """The verifications of a township, newest first."""
    found = queries.runs(request.actor, township, after=request.GET.get("after") or None)
    return render(request, "evidence/runs.html", {"runs": found, "name": queries.name_of(township)})


def _rows(request: ActorRequest, run: Verification) -> Iterator[Row]:
    subjects = {UUID(found["subject"]) for found in run.findings if found["subject"]}
    numbers = numbers_of(request.actor, run.township, subjects) if subjects else {}
    for found in run.findings:
        yield _row(found, numbers)


def _row(found: Mapping[str, str], numbers: Mapping[UUID, str]) -> Row:
    subject = UUID(found["subject"]) if found["subject"] else None
    number = numbers.get(subject, "") if subject else ""
    return Row(
        meaning=str(MEANINGS[Wrong(found["wrong"])]),
        day=found["day"] or "",
        number=number,
        subject=subject,
        entry=int(found["number"]) if found["number"] else None,
        detail=found["detail"],
    )
