"""What routing says on the pages of others: above the questions of a move, and on the page of a case."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gewu.cases import queries as cases
from gewu.cases.merging import UNDO_WITHIN
from gewu.cases.pages.forms import MoveForm
from gewu.cases.powers import MAY_MERGE
from gewu.cases.queries import CaseFile, CaseMatter
from gewu.kernel import clock
from gewu.kernel.access import ActorRequest
from gewu.people import queries as people
from gewu.routing import queries, suggesting
from gewu.routing.suggesting import CATEGORY, OFFICE

# While a person decides what becomes of a report.
DECIDING = frozenset({"file", "verify", "dispatch"})


def same_matter(request: ActorRequest, file: CaseFile) -> SafeString | str:
    """What a case is joined with, and what else may be the same matter; for staff."""
    if file.for_resident:
        return ""
    ties = cases.ties_of(request.actor, file.township, file.id)
    may_join = bool(request.actor.roles & MAY_MERGE)
    deciding = may_join and file.awaits in DECIDING and file.merged_into is None
    page = {
        "file": file,
        "into": next((tie for tie in ties if tie.bond == "merged" and tie.leads), None),
        "joined": [tie for tie in ties if tie.bond == "merged" and not tie.leads],
        "linked": [tie for tie in ties if tie.bond == "follows"],
        "likely": queries.likely_same(request.actor, file) if deciding else (),
        "before": queries.asked_before(request.actor, file) if deciding else (),
        "may_join": may_join,
        "undo_until": clock.now() - UNDO_WITHIN,
        "list": request.GET.get("list", ""),
        "receipt": uuid4().hex,
    }
    if not any(page[name] for name in ("into", "joined", "linked", "likely", "before")):
        return ""
    return render_to_string("routing/_same.html", page, request)


def suggested(request: ActorRequest, form: MoveForm) -> SafeString | str:
    """Above a move that asks for an office or a category: what a rule says and where like cases went."""
    asked = {field.name for field in form.fields} & {OFFICE, CATEGORY}
    matter = _matter(request) if asked else None
    if matter is None:
        return ""
    found = suggesting.suggested(matter, asked)
    page = {
        "rule": found.rule,
        "rule_office": _office(found.rule.office) if found.rule else "",
        "offices": found.offices,
        "categories": found.categories,
        "chosen": request.GET.get(OFFICE, "") or request.GET.get(CATEGORY, ""),
        "form": form,
        "case_id": matter.id,
        "list": request.GET.get("list", ""),
    }
    if not (found.rule or found.offices or found.categories):
        return ""
    return render_to_string("routing/_suggested.html", page, request)


def preset(request: ActorRequest, form: MoveForm) -> Mapping[str, Any]:
    """Answers put in before somebody answers: the suggestion they tapped, else what the rule says."""
    names = {field.name for field in form.fields} & {OFFICE, CATEGORY}
    tapped = {name: request.GET[name] for name in names if request.GET.get(name)}
    if tapped or request.method != "GET" or OFFICE not in names:
        return tapped
    matter = _matter(request)
    rule = queries.rule_for(matter) if matter and matter.awaits == "dispatch" and not matter.returns else None
    return {OFFICE: str(rule.office)} if rule else {}


def _matter(request: ActorRequest) -> CaseMatter | None:
    """The case of the page that is being drawn."""
    match = request.resolver_match
    case_id = match.kwargs.get("case_id") if match else None
    return cases.matter(request.actor, case_id) if isinstance(case_id, UUID) else None


def _office(identifier: UUID) -> str:
    return queries.office_name(people.organisations([identifier]).get(identifier))
