"""Organisations: the tree, one with its people, beginning, correcting and closing."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.kernel.access import ActorRequest
from gewu.kernel.exports import csv_response
from gewu.kernel.filters import Filter, parse
from gewu.people import commands, queries
from gewu.people.access import for_roles
from gewu.people.commands import NewOrganisation, OrganisationChanges
from gewu.people.desk import choices, given
from gewu.people.models import Organisation
from gewu.people.queries import Branch
from gewu.places import queries as places
from gewu.ui.forms import Choice, Field
from gewu.ui.redraw import redraw_with


@require_safe
@for_roles("admin")
def tree(request: ActorRequest) -> HttpResponse:
    """The organisations of my place, parts under wholes."""
    chosen = parse(filters(), request.GET)
    branches = queries.tree(request.actor, chosen=chosen)
    fields = [
        Field(
            name=known.name,
            label=str(known.label),
            kind="choice",
            value=request.GET.get(known.name, ""),
            choices=[(key, str(words)) for key, words in known.choices.items()],
        )
        for known in filters()
        if known.name != "q"
    ]
    said = {"branches": branches, "chosen": chosen, "fields": fields, "given": request.GET}
    return render(request, "people/desk/organisations.html", said)


@require_safe
@for_roles("admin")
def on_paper(request: ActorRequest) -> HttpResponse:
    chosen = parse(filters(), request.GET)
    said = {"branches": queries.tree(request.actor, chosen=chosen), "chosen": chosen}
    return render(request, "people/desk/organisations_print.html", said)


@require_safe
@for_roles("admin")
def as_csv(request: ActorRequest) -> HttpResponse:
    """The list, one line for every organisation."""
    header = (
        _("Its key"), _("Name"), _("English name"), _("Kind"), _("Place"), _("Part of"), _("People"),
        _("Inbox"), _("State"),
    )  # fmt: skip
    branches = queries.tree(request.actor, chosen=parse(filters(), request.GET))
    names = {branch.row.id: branch.row.name_zh for branch in branches}
    return csv_response(_("Organisations"), header, (_line(branch, names) for branch in branches))


@require_safe
@for_roles("admin")
def one(request: ActorRequest, organisation_id: UUID) -> HttpResponse:
    return _draw(request, organisation_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("admin")
def begin(request: ActorRequest) -> HttpResponse:
    """A new organisation."""

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        said = {
            "fields": _fields(request, request.POST or {"inbox": "open"}, wrong, new=True),
            "message": "" if wrong else message,
            "receipt": request.POST.get("receipt") or uuid4().hex,
        }
        return render(request, "people/desk/organisation_edit.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    asked = request.POST
    new = NewOrganisation(
        key=asked.get("key", ""),
        name_zh=asked.get("name_zh", ""),
        name_en=asked.get("name_en", ""),
        kind=asked.get("kind", ""),
        area=given.identifier(asked, "area"),
        inbox_open=asked.get("inbox") == "open",
        parent=given.optional_identifier(asked, "parent"),
    )
    made = commands.create_organisation(new=new, actor=request.actor, receipt=given.receipt(request))
    messages.success(request, _("The organisation is there."))
    return redirect("people:organisation", made.id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("admin")
def edit(request: ActorRequest, organisation_id: UUID) -> HttpResponse:
    """Correct an organisation."""
    row = queries.organisation_seen(request.actor, organisation_id)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        values = request.POST if request.method == "POST" else _values(row)
        said = {
            "of": row,
            "fields": _fields(request, values, wrong, new=False, but=row.id),
            "message": "" if wrong else message,
            "version": queries.organisation(organisation_id).version,
        }
        return render(request, "people/desk/organisation_edit.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    asked = request.POST
    changes = OrganisationChanges(
        name_zh=asked.get("name_zh", ""),
        name_en=asked.get("name_en", ""),
        kind=asked.get("kind", ""),
        area=given.identifier(asked, "area"),
        inbox_open=asked.get("inbox") == "open",
        parent=given.optional_identifier(asked, "parent"),
    )
    commands.edit_organisation(
        organisation_id=organisation_id,
        changes=changes,
        actor=request.actor,
        seen_version=given.seen_version(request),
    )
    messages.success(request, _("It is corrected."))
    return redirect("people:organisation", organisation_id)


@require_POST
@for_roles("admin")
def close(request: ActorRequest, organisation_id: UUID) -> HttpResponse:
    queries.organisation_seen(request.actor, organisation_id)
    redraw_with(request, lambda message, wrong: _draw(request, organisation_id, message))
    commands.close_organisation(
        organisation_id=organisation_id, actor=request.actor, seen_version=given.seen_version(request)
    )
    messages.success(request, _("The organisation is closed."))
    return redirect("people:organisation", organisation_id)


@require_POST
@for_roles("admin")
def reopen(request: ActorRequest, organisation_id: UUID) -> HttpResponse:
    queries.organisation_seen(request.actor, organisation_id)
    redraw_with(request, lambda message, wrong: _draw(request, organisation_id, message))
    commands.reopen_organisation(
        organisation_id=organisation_id, actor=request.actor, seen_version=given.seen_version(request)
    )
    messages.success(request, _("The organisation is open again."))
    return redirect("people:organisation", organisation_id)


def filters() -> tuple[Filter, ...]:
    return (
        Filter("q", gettext_lazy("Name or key"), kind="text", narrow=_words),
        Filter("kind", gettext_lazy("Kind"), choices=dict(choices.kinds())),
        Filter(
            "state",
            gettext_lazy("State"),
            choices={"open": gettext_lazy("At work"), "closed": gettext_lazy("Closed organisation")},
            narrow=_state,
        ),
    )


def _words(typed: object) -> Q:
    wanted = str(typed)
    return Q(name_zh__icontains=wanted) | Q(name_en__icontains=wanted) | Q(key__contains=wanted.lower())


def _state(state: object) -> Q:
    return Q(last_day=None) if state == "open" else Q(last_day__isnull=False)


def _line(branch: Branch, names: Mapping[UUID, str]) -> tuple[object, ...]:
    row = branch.row
    inbox = _("open") if row.inbox_open else _("shut")
    state = _("At work") if row.last_day is None else _("Closed organisation")
    place = places.area(row.area_id).in_language(choices.language())
    whole = names.get(row.parent_id, "") if row.parent_id else ""
    return (
        row.key, row.name_zh, row.name_en, row.get_kind_display(), place, whole, branch.people, inbox, state,
    )  # fmt: skip


def _draw(request: ActorRequest, organisation_id: UUID, message: str = "") -> HttpResponse:
    row = queries.organisation_seen(request.actor, organisation_id)
    said = {
        "of": row,
        "members": queries.members(row),
        "parts": queries.parts(row),
        "work": queries.open_work_in(row),
        "message": message,
    }
    return render(request, "people/desk/organisation.html", said)


def _values(row: Organisation) -> dict[str, str]:
    return {
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "kind": row.kind,
        "area": str(row.area_id),
        "inbox": "open" if row.inbox_open else "shut",
        "parent": str(row.parent_id or ""),
    }


def _fields(
    request: ActorRequest,
    values: Mapping[str, str],
    wrong: Mapping[str, str],
    *,
    new: bool,
    but: UUID | None = None,
) -> list[Field]:
    inbox = [("open", _("Takes cases")), ("shut", _("Takes none"))]
    about_key = _("Small letters, digits or dashes; definitions name it, and it stays.")
    asked: list[tuple[str, str, str, str, list[Choice] | list[tuple[str, str]]]] = [
        ("key", _("Its key"), "text", about_key, []),
        ("name_zh", _("Chinese name"), "text", "", []),
        ("name_en", _("English name"), "text", "", []),
        ("kind", _("Kind"), "choice", "", choices.kinds()),
        ("area", _("Place it serves"), "grouped", "", choices.places_under(request.actor)),
        ("parent", _("Part of"), "grouped", "", _wholes(request, but)),
        ("inbox", _("Own inbox"), "radio", "", inbox),
    ]
    return [
        Field(
            name=name,
            label=label,
            kind=kind,
            help=about,
            required=name != "parent",
            value=values.get(name, ""),
            error=wrong.get(name, ""),
            choices=offered,
            max_length=120 if kind == "text" else None,
        )
        for name, label, kind, about, offered in asked
        if new or name != "key"
    ]


def _wholes(request: ActorRequest, but: UUID | None) -> list[Choice]:
    return [choice for choice in choices.organisations_of(request.actor) if choice.value != str(but)]
