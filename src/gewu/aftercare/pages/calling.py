"""Calling back: whose turn it is, the form beside the opened phone, what was tried on a case's page."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.aftercare import commands, queries
from gewu.aftercare.commands import Answer, Try
from gewu.aftercare.words import call_in_words, channel_names, mark_names, reason_names, solved_names
from gewu.cases import commands as cases_commands
from gewu.cases import queries as cases
from gewu.cases.queries import CaseFile, Contact
from gewu.cases.queries.afterwards import call_back_move
from gewu.catalogue import queries as catalogue
from gewu.catalogue.effects import Effect
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.kernel.typed import local_moment_in
from gewu.people.access import for_roles
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with

PURPOSE = "call_back"
YES = "yes"


@require_safe
@for_roles("clerk")
def to_call(request: ActorRequest) -> HttpResponse:
    """Whom to call, with what was tried before."""
    found = queries.to_call(request.actor, after=request.GET.get("after") or None)
    rows = [(one, [call_in_words(row) for row in one.tries]) for one in found.items]
    return render(request, "aftercare/to_call.html", {"rows": rows, "next": found.next})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("clerk")
def call(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """The questions of a call-back; or what was answered, or why nobody was reached."""
    if request.method != "POST":
        return _draw(request, case_id)
    cases.brief(request.actor, case_id)
    redraw_with(request, lambda message, wrong: _draw(request, case_id, message=message, wrong=wrong))
    said = _said(request.POST)
    commands.call_back(
        case_id=case_id,
        said=said,
        seen_version=_seen_version(request),
        actor=request.actor,
        receipt=request.POST.get("receipt") or None,
    )
    messages.success(request, _("The answer is noted.") if said.answer else _("The try is noted."))
    return redirect("cases:case", case_id)


@never_cache
@require_POST
@for_roles("clerk")
def phone(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Open the phone to call back: shown on this one page, and the journal keeps that it was opened."""
    cases.brief(request.actor, case_id)
    redraw_with(request, lambda message, wrong: _draw(request, case_id, message=message, wrong=wrong))
    opened = cases_commands.open_contact(case_id=case_id, purpose=PURPOSE, actor=request.actor)
    return _draw(request, case_id, contact=opened)


def panel(request: ActorRequest, file: CaseFile) -> SafeString | str:
    """On the page of a case: what was tried."""
    if file.for_resident:
        return ""
    calls = queries.calls_of(request.actor, file.id, file.township)
    if not calls and not _calls(request, file):
        return ""
    lines = [(one, call_in_words(one.row)) for one in calls]
    return render_to_string("aftercare/_panel.html", {"lines": lines}, request)


def own_page(request: ActorRequest, file: CaseFile, move: str) -> tuple[str, str] | None:
    """A clerk notes what a reporter answered on the page of the call, and nowhere else: with every try."""
    known = catalogue.definition(file.definition_id).move(file.stage, move)
    if known is None or Effect.RATES not in known.effects or not _calls(request, file):
        return None
    return reverse("aftercare:call", args=[file.id]), _("Call back")


def _calls(request: ActorRequest, file: CaseFile) -> bool:
    return file.awaits == "rate" and "clerk" in request.actor.roles


def _draw(
    request: ActorRequest,
    case_id: UUID,
    *,
    contact: Contact | None = None,
    message: str = "",
    wrong: Mapping[str, str] | None = None,
) -> HttpResponse:
    file = cases.case_file(request.actor, case_id)
    reached, answered, missed = _fields(request.POST, wrong or {})
    page = {
        "file": file,
        "calls": [
            (one, call_in_words(one.row)) for one in queries.calls_of(request.actor, case_id, file.township)
        ],
        "contact": contact or file.reporter,
        "waits": call_back_move(request.actor, case_id) is not None,
        "reached": reached,
        "answered": answered,
        "missed": missed,
        "all": (reached, *answered, *missed),
        "message": message,
        "receipt": uuid4().hex,
    }
    return render(request, "aftercare/call.html", page)


def _fields(
    given: Mapping[str, str], wrong: Mapping[str, str]
) -> tuple[Field, tuple[Field, ...], tuple[Field, ...]]:
    reached = Field(
        name="reached",
        label=_("Did somebody answer?"),
        kind="radio",
        required=True,
        choices=((YES, _("Yes, answered")), ("no", _("No, nobody reached"))),
    )
    answered = (
        Field(name="contacted", label=_("Was somebody from the office in touch?"), kind="yesno"),
        Field(name="solved", label=_("Is it solved?"), kind="radio", choices=tuple(solved_names().items())),
        Field(
            name="rating",
            label=_("How satisfied?"),
            kind="radio",
            choices=tuple((str(mark), name) for mark, name in mark_names().items()),
        ),
        Field(
            name="opinion",
            label=_("In the reporter's words"),
            kind="long",
            rows=3,
            max_length=1000,
            help=_("Kept apart like all words; made public only after staff have read it."),
        ),
    )
    channels = tuple((key, name) for key, name in channel_names().items() if key != "link")
    missed = (
        Field(name="reason", label=_("Why not?"), kind="radio", choices=tuple(reason_names().items())),
        Field(
            name="next_at",
            label=_("Next try"),
            kind="datetime",
            help=_("Left empty: whenever there is time."),
        ),
        Field(name="channel", label=_("How was it tried?"), kind="radio", choices=channels, value="phone"),
    )
    return (
        _filled(reached, given, wrong),
        tuple(_filled(one, given, wrong) for one in answered),
        tuple(_filled(one, given, wrong) for one in missed),
    )


def _filled(field: Field, given: Mapping[str, str], wrong: Mapping[str, str]) -> Field:
    return replace(field, value=given.get(field.name, field.value), error=wrong.get(field.name, ""))


def _said(given: Mapping[str, str]) -> Try:
    channel = given.get("channel") or "phone"
    if given.get("reached") == YES:
        return Try(channel=channel, answer=_answer(given))
    if given.get("reached") != "no":
        raise _missing("reached")
    return Try(channel=channel, reason=given.get("reason", ""), next_at=local_moment_in(given, "next_at"))


def _answer(given: Mapping[str, str]) -> Answer:
    rating, contacted = given.get("rating", ""), given.get("contacted")
    missing = {
        "contacted": contacted not in {"true", "false"},
        "solved": given.get("solved") not in solved_names(),
        "rating": rating not in {str(mark) for mark in mark_names()},
    }
    if any(missing.values()):
        raise _missing(*(name for name, is_missing in missing.items() if is_missing))
    return Answer(contacted == "true", given["solved"], int(rating), given.get("opinion", ""))


def _missing(*names: str) -> Invalid:
    sentence = _("Choose one of the given answers.")
    return Invalid(_("Some answers cannot be accepted."), fields=dict.fromkeys(names, sentence))


def _seen_version(request: ActorRequest) -> int:
    given = request.POST.get("seen_version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0
