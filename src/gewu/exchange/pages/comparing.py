"""A file beside the registers: for whom it should stand, the counts both ways, every difference decided."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gewu.exchange import commands, queries
from gewu.exchange.answering import file_response
from gewu.exchange.commands.comparing import RESULTS
from gewu.exchange.commands.scoping import areas_of, name_of_scope, programmes_for
from gewu.exchange.models import Import, State
from gewu.exchange.rules import WORKERS
from gewu.kernel.access import Actor, ActorRequest
from gewu.kernel.errors import Invalid
from gewu.people.access import for_roles
from gewu.ui.forms import Choice, Field

workers = for_roles(*sorted(WORKERS))


@require_POST
@workers
def compare(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """The file with a column that says what the registers have."""
    content = commands.compare(
        import_id=import_id,
        actor=request.actor,
        programme=request.POST.get("programme", ""),
        area=request.POST.get("area", ""),
    )
    return file_response(content, "gewu-compared.xlsx")


@require_safe
@workers
def listed(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """Differences of one kind: those to decide, or those that were."""
    row = queries.one_import(request.actor, import_id)
    result = _kind(request.GET.get("of", ""))
    state = "decided" if request.GET.get("state") == "decided" else "open"
    said = {
        "row": row,
        "of": result,
        "state": state,
        "counts": queries.how_many(row),
        "lines": queries.differences(row, request.actor, result=result, state=state),
    }
    return render(request, "exchange/differences.html", said)


@require_POST
@workers
def settle(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """Take over what was chosen, or leave it."""
    done = commands.settle(
        import_id=import_id,
        chosen=_ids(request.POST.getlist("chosen")),
        decision=request.POST.get("decision", ""),
        actor=request.actor,
    )
    decided = done.taken + done.claimed + done.left
    said = ngettext("%(n)d difference decided.", "%(n)d differences decided.", decided) % {"n": decided}
    if done.claimed:
        said += " " + _("A better source holds %(n)d of them: theirs waits beside it.") % {"n": done.claimed}
    if done.refused:
        said += " " + _("%(n)d could not be taken over and stay open.") % {"n": done.refused}
    messages.success(request, said)
    of = _kind(request.POST.get("of", ""))
    answer = redirect("exchange:differences", import_id)
    answer["Location"] += f"?of={of}"
    return answer


def _kind(said: str) -> str:
    return said if said in {"only_here", "to_check"} else "differs"


def _ids(given: list[str]) -> set[UUID]:
    try:
        return {UUID(one) for one in given}
    except ValueError:
        message = _("Choose one of the given answers.")
        raise Invalid(message, fields={"chosen": message}) from None


def said_of(row: Import, actor: Actor) -> Mapping[str, Any]:
    """What the page of a file to be compared asks and says."""
    said: dict[str, Any] = {"scope": _asked(row, actor)}
    if row.state == State.DONE:
        here = row.facts.get("here", {})
        said |= {
            "results": [(str(words), row.facts.get(key, 0)) for key, words in RESULTS.items()],
            "here": [(str(words), here.get(key, 0)) for key, words in _here_words().items()],
            "scope_said": [one for one in name_of_scope(row.facts, get_language() or "zh") if one],
            "open": sum(one["open"] for one in queries.how_many(row).values()),
        }
    return said


def _here_words() -> dict[str, str]:
    return {
        "found": _("In their file"),
        "maybe": _("Perhaps in their file: same name and day of birth"),
        "only_here": _("Only here"),
        "all": _("Together"),
    }


def _asked(row: Import, actor: Actor) -> list[Field]:
    language = get_language() or "zh"
    return [
        Field(
            name="programme",
            label=_("Who should stand in their file"),
            kind="choice",
            value=str(row.facts.get("programme", "")),
            silent=True,
            placeholder=_("Everybody"),
            choices=_programmes(row, actor, language),
        ),
        Field(
            name="area",
            label=_("Where"),
            kind="choice",
            value=str(row.facts.get("area", "")),
            silent=True,
            placeholder=_("The whole place"),
            choices=[Choice(str(one.id), one.in_language(language)) for one in areas_of(row.township)],
        ),
    ]


def _programmes(row: Import, actor: Actor, language: str) -> list[Choice]:
    return [Choice(one.key, one.said(language)) for one in programmes_for(row.township, actor)]
