"""What is asked before a list leaves, and how it is answered: as a file, or as paper."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gewu.exchange.answering import file_response
from gewu.exchange.commands.taking import Asked, Taken
from gewu.exchange.purposes import TAKING
from gewu.kernel.access import ActorRequest
from gewu.ui.forms import Choice, Field


def asked_of(given: Mapping[str, str], *, confirmed: bool) -> Asked:
    """How somebody takes a list, as a form sends it."""
    return Asked(given.get("form", ""), given.get("purpose", ""), given.get("reason", ""), confirmed)


def answer(request: ActorRequest, taken: Taken, *, title: str, back: str) -> HttpResponse:
    """The file, or the page to be printed; nobody caches either."""
    if not taken.name.endswith(".html"):
        return file_response(taken.content, taken.name, taken.media_type)
    said = {"title": title, "back": back, "line": taken.line, "page": taken.pages[0]}
    response = render(request, "exchange/paper.html", said)
    response["Cache-Control"] = "private, no-store"
    return response


def how(given: Mapping[str, str], wrong: Mapping[str, str], *, purpose: str = "") -> Sequence[Field]:
    """How it is taken."""
    return [
        Field(
            name="full",
            label=_("How values are shown"),
            kind="radio",
            required=True,
            value=given.get("full") or "false",
            choices=[Choice("false", _("Masked")), Choice("true", _("In full, as far as my post reads"))],
        ),
        Field(
            name="purpose",
            label=_("What is the file for?"),
            kind="radio",
            required=True,
            value=given.get("purpose") or purpose,
            choices=[Choice(key, str(words)) for key, words in TAKING.items()],
            help=_("It stands in the file and in the journal."),
            error=wrong.get("purpose", ""),
        ),
        Field(name="reason", label=_("More about it"), max_length=100, value=given.get("reason", "")),
        Field(
            name="form",
            label=_("Form of the file"),
            kind="radio",
            required=True,
            value=given.get("form") or "xlsx",
            choices=[
                Choice("xlsx", "Excel (.xlsx)"),
                Choice("csv", "CSV"),
                Choice("html", _("On paper: a page to print")),
            ],
            error=wrong.get("form", ""),
        ),
    ]
