"""Looking for a person who reported: a purpose, then phone or whole name; and who looked, for auditors."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from gewu.finding import commands, queries
from gewu.finding.commands.persons import KINDS, LONGEST, Sought
from gewu.finding.purposes import LOOKING
from gewu.finding.rules import may_look_for_people
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotAllowed
from gewu.people import queries as people
from gewu.people.access import for_roles, staff_only
from gewu.ui.forms import Choice, Field
from gewu.ui.redraw import redraw_with


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def person(request: ActorRequest) -> HttpResponse:
    """What is typed is never part of an address, and what is found is not kept."""
    if not may_look_for_people(request.actor):
        raise NotAllowed(_("This page is not part of your post."))
    if request.method != "POST":
        return _draw(request, "", {}, None)
    redraw_with(request, lambda message, wrong: _draw(request, message, wrong, None))
    sought = commands.look_for(
        by=request.POST.get("by", ""),
        value=request.POST.get("value", ""),
        purpose=request.POST.get("purpose", ""),
        actor=request.actor,
    )
    return _draw(request, "", {}, sought)


@require_safe
@for_roles("auditor")
def looked(request: ActorRequest) -> HttpResponse:
    """Who looked for a person, when and for what. Whom: only as far as two lookups were for the same."""
    page = queries.lookups(request.actor, after=request.GET.get("after") or None)
    said = {
        "page": page,
        "names": people.name_of(row.user for row in page.items),
        "purposes": {key: str(words) for key, words in LOOKING.items()},
        "ways": _ways(),
    }
    return render(request, "finding/looked.html", said)


def _draw(
    request: ActorRequest, message: str, wrong: Mapping[str, str], sought: Sought | None
) -> HttpResponse:
    said = {
        "fields": _fields(request.POST, wrong),
        "message": "" if wrong else message,
        "sought": sought,
    }
    return render(request, "finding/person.html", said)


def _ways() -> dict[str, str]:
    return {"phone": _("Phone"), "name": _("Whole name")}


def _fields(given: Mapping[str, str], wrong: Mapping[str, str]) -> list[Field]:
    ways = _ways()
    return [
        Field(
            name="purpose",
            label=_("What do you need it for?"),
            kind="radio",
            required=True,
            value=given.get("purpose", ""),
            choices=[Choice(key, str(words)) for key, words in LOOKING.items()],
            help=_("It is kept who looked, when and for what."),
            error=wrong.get("purpose", ""),
        ),
        Field(
            name="by",
            label=_("Look by"),
            kind="radio",
            required=True,
            value=given.get("by") or "phone",
            choices=[Choice(key, ways[key]) for key in KINDS],
            error=wrong.get("by", ""),
        ),
        Field(
            name="value",
            label=_("Phone or name"),
            required=True,
            max_length=LONGEST,
            help=_("Exactly as it was left: names and phones are sealed and are only found whole."),
            value=given.get("value", ""),
            error=wrong.get("value", ""),
        ),
    ]
