"""Proving a case: choosing what to show, handing it out as a file and on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gewu.evidence import commands, queries
from gewu.evidence.models import Proof
from gewu.evidence.queries import Sheet
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.people import queries as people
from gewu.people.access import for_roles
from gewu.ui.redraw import redraw_with


@dataclass(frozen=True, slots=True)
class Shown:
    """Words that a proof shows."""

    entry: int
    label: str
    text: str


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("auditor")
def case(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """The seals over a case; choosing which words a proof shows, and making it."""
    if request.method != "POST":
        return _draw(request, case_id, "", {})
    redraw_with(request, lambda message, wrong: _draw(request, case_id, message, wrong))
    made = commands.make_proof(
        case_id=case_id,
        shows=_chosen(request),
        purpose=request.POST.get("purpose", ""),
        actor=request.actor,
    )
    return redirect("evidence:proof", made.id)


@require_safe
@for_roles("auditor")
def proof(request: ActorRequest, proof_id: UUID) -> HttpResponse:
    """A proof that was made: as a file, on paper, and how a stranger checks it."""
    return render(request, "evidence/proof.html", _about(request, queries.proof(request.actor, proof_id)))


@require_safe
@for_roles("auditor")
def download(request: ActorRequest, proof_id: UUID) -> HttpResponse:
    """The proof as a file for `check_proof.py`."""
    made = queries.proof(request.actor, proof_id)
    name = f"proof-{made.number}.json"
    response = HttpResponse(queries.text_of(request.actor, made), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@for_roles("auditor")
def printed(request: ActorRequest, proof_id: UUID) -> HttpResponse:
    """The proof on A4."""
    return render(request, "evidence/print.html", _about(request, queries.proof(request.actor, proof_id)))


def _draw(request: ActorRequest, case_id: UUID, message: str, wrong: Mapping[str, str]) -> HttpResponse:
    sheet = queries.sheet_of(request.actor, case_id)
    page = {
        "sheet": sheet,
        "proofs": queries.proofs_of(request.actor, case_id, sheet.file.township),
        "choices": sheet.steps[: sheet.sealed],
        "chosen": request.POST.getlist("shows"),
        "purpose": request.POST.get("purpose", ""),
        "message": message,
        "wrong": wrong,
        "list": request.GET.get("list", ""),
    }
    return render(request, "evidence/case.html", page)


def _about(request: ActorRequest, made: Proof) -> dict[str, object]:
    sheet = queries.sheet_of(request.actor, made.case_id, up_to=made.entries, seal=made.seal)
    return {
        "proof": made,
        "sheet": sheet,
        "shown": _shown(sheet, made),
        "who": people.name_of([made.made_by]).get(made.made_by, ""),
        "script": request.build_absolute_uri(reverse("evidence-script")),
        "register": request.build_absolute_uri(reverse("evidence-register")),
    }


def _shown(sheet: Sheet, made: Proof) -> list[Shown]:
    return [
        Shown(step.entry.number, words.label, words.text)
        for step in sheet.steps
        for words in step.line.words
        if words.id in made.shows
    ]


def _chosen(request: ActorRequest) -> set[UUID]:
    try:
        return {UUID(one) for one in request.POST.getlist("shows")}
    except ValueError:
        message = _("Choose from the list.")
        raise Invalid(message, fields={"shows": message}) from None
