"""What a role would see of each stage: buttons and forms, without any case."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from gewu.catalogue import queries as catalogue
from gewu.catalogue.definition import Move
from gewu.catalogue.local import LocalCaseType
from gewu.catalogue.spoken import said as limit_said
from gewu.catalogue.words import language_of
from gewu.kernel.access import ActorRequest
from gewu.people.roles import roles
from gewu.studio import queries, said
from gewu.studio.pages.sheet import DraftSheet
from gewu.ui.forms import Choice, Field, fields_from_schema


@dataclass(frozen=True, slots=True)
class Button:
    """A move as the role sees it."""

    title: str
    button: str
    help: str
    only_if: bool
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class StagePreview:
    """A stage with what the role may do there."""

    key: str
    title: str
    public: str
    limit: str
    buttons: tuple[Button, ...]


def preview(request: ActorRequest, sheet: DraftSheet) -> dict[str, Any]:
    """`?role=&category=`: every stage as that role would find it."""
    definition = queries.definition_in(sheet.row, sheet.sections)
    if definition is None:
        return {"stages": (), "shapeless": True, "chosen": ()}
    role = request.GET.get("role", "")
    role = role if role in roles() else "clerk"
    code = request.GET.get("category", "")
    code = code if code in definition.terms else next(iter(definition.terms), "")
    stages = [_stage(sheet, definition, key, role, code) for key in definition.stages]
    return {"stages": stages, "shapeless": False, "chosen": _chosen(sheet, definition, role, code)}


def _chosen(sheet: DraftSheet, definition: LocalCaseType, role: str, code: str) -> tuple[Field, ...]:
    named = tuple((key, said.role(key, sheet.language)) for key in roles())
    codes = tuple(
        (one, known.name(sheet.language))
        for one in definition.terms
        if (known := catalogue.category_or_none(one, definition))
    )
    return (
        Field(name="role", label=_("As"), kind="choice", value=role, choices=named, required=True),
        Field(name="category", label=_("Category"), kind="choice", value=code, choices=codes, required=True),
    )


def _stage(sheet: DraftSheet, definition: LocalCaseType, key: str, role: str, category: str) -> StagePreview:
    words, here = definition.words[language_of(sheet.language)], definition.stages[key]
    limit = definition.stage_limit(key, category=category)
    moves = [move for move in definition.moves_from(key) if role in move.by and move.waiting != "only"]
    named = words.stages.get(key)
    return StagePreview(
        key=key,
        title=named.title if named else key,
        public=words.public.get(here.public, here.public.value),
        limit=limit_said(limit) if limit else "",
        buttons=tuple(_button(sheet, definition, move, (key, category)) for move in moves),
    )


def _button(sheet: DraftSheet, definition: LocalCaseType, move: Move, at: tuple[str, str]) -> Button:
    words = definition.words[language_of(sheet.language)]
    named = words.moves.get(move.name)
    known = all(name in words.fields for name in move.answers) and named
    fields = _fields(sheet, definition, move, at) if known else ()
    return Button(
        title=named.title if named else move.name,
        button=named.button if named else move.name,
        help=named.help if named else "",
        only_if=bool(move.guards),
        fields=fields,
    )


def _fields(
    sheet: DraftSheet, definition: LocalCaseType, move: Move, at: tuple[str, str]
) -> tuple[Field, ...]:
    stage, category = at
    schema = catalogue.form(definition, move, category, sheet.language)
    properties: Any = schema["properties"]
    choices = {
        name: tuple(Choice(str(one["const"]), str(one["title"])) for one in rule.get("oneOf", ()))
        for name, rule in properties.items()
    }
    words = definition.words[language_of(sheet.language)]
    drawn = fields_from_schema(schema, words.fields, choices=choices)
    return tuple(_apart(one, f"{stage}-{move.name}") for one in drawn)


def _apart(field: Field, prefix: str) -> Field:
    """The same question may stand in many forms of one page: each gets a name of its own."""
    kind = "choice" if field.name == "category" else field.kind
    return replace(field, name=f"{prefix}-{field.name}", kind=kind)
