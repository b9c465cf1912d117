"""Forms drawn from definitions: what is known stands there to confirm, and only what is missing is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gewu.kernel.access import ActorRequest
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import NotFound
from gewu.kernel.typed import uuid_in
from gewu.places import queries as places
from gewu.registers import commands, queries
from gewu.registers.definition import FieldOf
from gewu.registers.pages import shell, supply
from gewu.registers.queries import RegisterFile, Shown
from gewu.registers.reading import shipped
from gewu.registers.values import At
from gewu.registers.words import SOURCES
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with

KINDS = {
    "text": "text",
    "lines": "long",
    "choice": "choice",
    "choices": "checks",
    "day": "date",
    "number": "number",
    "flag": "yesno",
    "phone": "phone",
}
# What the page asks beside the fields of a register.
MAKEABLE = frozenset({"person", "dwelling", "establishment", "facility"})


@dataclass(frozen=True, slots=True)
class Known:
    """A value that is known and shown in part: kept as it is unless somebody asks to change it."""

    label: str
    text: str
    key: str


def question(field: FieldOf, value: object = "", wrong: str = "") -> Field:
    """One question of a definition."""
    language = shell.language()
    return Field(
        name=field.key,
        label=field.said(language),
        kind=KINDS.get(field.type, "text"),
        help=field.help(language),
        required=field.needed and field.column == "name",
        value=value,
        error=wrong,
        choices=[(one.key, one.said(language)) for one in field.choices],
        max_length=field.limit if field.type in {"text", "lines", "phone"} else None,
        minimum=field.least,
        maximum=field.most,
        unit="m²" if field.unit == "square_metres" else "",
    )


def given_in(request: ActorRequest, fields: Iterable[FieldOf]) -> dict[str, object]:
    """What a form sent for these fields; what it did not ask is left out."""
    return {
        one.key: request.POST.getlist(one.key) if one.type == "choices" else request.POST[one.key]
        for one in fields
        if one.key in request.POST
    }


def source_fields(request: ActorRequest) -> list[Field]:
    """How it reached us, and whether a document was seen."""
    choices = [(key, str(word)) for key, word in SOURCES.items() if key != "exchanged"]
    said = request.POST.get("source") or shell.default_source(request)
    return [
        Field(name="source", label=_("How it reached us"), kind="choice", value=said, choices=choices),
        Field(
            name="checked",
            label=_("Check"),
            kind="checks",
            value=request.POST.get("checked", ""),
            choices=[("1", _("I have seen the document, or it was confirmed face to face"))],
        ),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@shell.writers
def edit(request: ActorRequest, kind: str, row_id: UUID) -> HttpResponse:
    """Write what is known of a row: missing fields are asked, known ones stand there."""
    found = queries.file_of(request.actor, kind, row_id)
    of = queries.register(kind)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        change = {*request.GET.getlist("change"), *request.POST}
        offices = supply.supplied(of, found.township, found.fields, change=change)
        known, asked = _asked(request, found, wrong, supply.asked(of, offices))
        said = _form(request, message, wrong) | {
            "title": _("Complete or correct"),
            "where": " · ".join(part for part in (found.name, found.address) if part),
            "known": known,
            "supplied": offices,
            "changeable": True,
            "fields": asked,
            "version": found.version,
            "back": found,
            "form": f"{kind}/edit",
            "form_version": of.version,
            "questions": (*asked, *source_fields(request)),
            "button": _("Save"),
        }
        return render(request, "registers/form.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    told = commands.record(
        kind,
        township=found.township,
        subject=row_id,
        values=given_in(request, of.fields),
        origin=shell.origin_in(request),
        actor=request.actor,
        seen_version=_version(request),
        receipt=request.POST.get("receipt") or None,
    )
    messages.success(request, _said(told.taken, told.claims))
    return redirect("registers:file", kind, row_id)


@require_http_methods(["GET", "HEAD", "POST"])
@shell.writers
def new(request: ActorRequest, kind: str) -> HttpResponse:
    """A new row: somebody behind a door, a dwelling, a shop, a component."""
    of = queries.register(kind)
    if kind not in MAKEABLE:
        raise NotFound(_("A household begins with a person."))

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        offices = supply.supplied(of, shell.township_of(request.actor))
        asks = supply.asked(of, offices)
        own = [question(one, _typed(request, one), wrong.get(one.key, "")) for one in asks]
        asked = [*_where(request, kind, wrong), *own]
        said = _form(request, message, wrong) | {
            "title": _new_words(kind),
            "fields": asked,
            "form": f"{kind}/new",
            "form_version": of.version,
            "questions": (*asked, *source_fields(request)),
            "kind": kind,
            "supplied": offices,
            "button": _("Save"),
        }
        return render(request, "registers/form.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    made = _made(request, kind)
    known = _("This record was there already; it is brought up to date.")
    messages.success(request, _("Recorded.") if made[1] else known)
    return redirect("registers:file", kind, made[0])


def _made(request: ActorRequest, kind: str) -> tuple[UUID, bool]:
    of = queries.register(kind)
    values = given_in(request, of.fields)
    origin, receipt = shell.origin_in(request), request.POST.get("receipt") or None
    if kind == "person":
        told = commands.arrive(
            shell.township_of(request.actor),
            values=values,
            into=shell.into_in(request),
            origin=origin,
            actor=request.actor,
            receipt=receipt,
        )
        return told.id, told.created
    told = commands.record(
        kind,
        township=shell.township_of(request.actor),
        values=values,
        origin=origin,
        actor=request.actor,
        at=At(address=shell.address_in(request)),
        receipt=receipt,
    )
    return told.id, told.created


def _asked(
    request: ActorRequest, found: RegisterFile, wrong: Mapping[str, str], fields: Iterable[FieldOf]
) -> tuple[list[Known], list[Field]]:
    """What is known in part, and the questions: missing ones, open ones with their value, those to change."""
    of = queries.register(found.kind)
    askable = {one.key: one for one in fields}
    change = set(request.GET.getlist("change")) | {key for key in request.POST if of.field(key)}
    row = queries.known(queries.row(found.kind, found.id, request.actor), of)
    known: list[Known] = []
    asked: list[Field] = []
    for shown in found.fields:
        field = askable.get(shown.key)
        if field is None:
            continue
        if shown.how in {"part", "closed"} and shown.key not in change:
            known.append(Known(shown.label, shown.text, shown.key))
            continue
        value = request.POST.getlist(field.key) if field.type == "choices" else request.POST.get(field.key)
        asked.append(question(field, value or _open(shown, row.get(field.key)), wrong.get(field.key, "")))
    return known, asked


def _open(shown: Shown, value: JsonValue) -> object:
    """The value a question begins with: only what is shown in full anyway."""
    if shown.how != "full" or value is None:
        return ""
    return ("true" if value else "false") if isinstance(value, bool) else value


def _typed(request: ActorRequest, field: FieldOf) -> object:
    given = request.POST or request.GET
    return given.getlist(field.key) if field.type == "choices" else given.get(field.key, "")


def _where(request: ActorRequest, kind: str, wrong: Mapping[str, str]) -> list[Field]:
    """Where a new row belongs: a household that was chosen, a house that was chosen, or one to be named."""
    given = request.POST or request.GET
    chosen = [name for name in ("household", "dwelling", "address") if given.get(name)]
    hidden = [Field(name=name, kind="hidden", value=given[name]) for name in chosen]
    if "household" in chosen:
        return [*hidden, relation_field(given.get("relation", ""), wrong)]
    place = Field(
        name="place",
        label=_("House"),
        help=_("Estate and house, or street and number."),
        required=kind != "facility",
        value=given.get("place", ""),
        error=wrong.get("place", "") or wrong.get("address", "") or wrong.get("household", ""),
        max_length=60,
    )
    door = Field(
        name="door",
        label=_("Door or room"),
        help=_("As on its plate: unit and room."),
        required=True,
        value=given.get("door", ""),
        error=wrong.get("door", ""),
        max_length=40,
    )
    asked = [] if "address" in chosen or "dwelling" in chosen else [place]
    return [*hidden, *asked, *([door] if kind == "person" and "dwelling" not in chosen else [])]


def relation_field(value: str, wrong: Mapping[str, str]) -> Field:
    """In which relation somebody stands to the head of a household."""
    choices = [(one.key, one.said(shell.language())) for one in shipped().lists.lists["relation"]]
    return Field(
        name="relation",
        label=_("Relation to the head"),
        kind="choice",
        required=True,
        value=value,
        error=wrong.get("relation", ""),
        choices=choices,
    )


def _form(request: ActorRequest, message: str, wrong: Mapping[str, str]) -> dict[str, object]:
    return {
        "base": shell.base_of(request),
        "message": message,
        "receipt": request.POST.get("receipt") or uuid4().hex,
        "where": _chosen_place(request),
    }


def _chosen_place(request: ActorRequest) -> str:
    """The house that was chosen on the page before, in words."""
    given = request.POST or request.GET
    address = uuid_in(given, "address")
    return places.address(address).label if address else ""


def _version(request: ActorRequest) -> int:
    typed = request.POST.get("seen_version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


def _said(taken: tuple[str, ...], claims: tuple[str, ...]) -> str:
    if claims:
        return _("Kept. What differs from a stronger source waits for a decision.")
    return _("Saved.") if taken else _("Confirmed: it was known already.")


def _new_words(kind: str) -> str:
    return {
        "person": _("Somebody new"),
        "dwelling": _("A dwelling"),
        "establishment": _("An establishment"),
        "facility": _("A facility"),
    }[kind]
