"""The form builder: a question of a form, its kind, its words and choices, and which steps ask it."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from gewu.catalogue.sense import EFFECT_NEEDS
from gewu.catalogue.words import LANGUAGES
from gewu.kernel.errors import Conflict, Invalid, NotFound
from gewu.studio import said
from gewu.studio.document import ANSWERS, WORDS, Sections
from gewu.studio.editors.asking import asked_in, asked_where, askers
from gewu.studio.editors.sheets import NOT_HERE, Draftsman, Editor, Group, Sent, Wrong, with_words_of, worded
from gewu.ui.forms import Choice, Field

NEW = "new"
NAME = re.compile(r"[a-z][a-z0-9_]{1,38}")
SPARE_CHOICES = 3
MOST_CHOICES = 40
# What the engine itself works with: words may change, what is asked may not.
FIXED = frozenset({"standard", *(name for names in EFFECT_NEEDS.values() for name in names)})
LINES = {"text": None, "long": 3}
USUAL: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": "string", "maxLength": 100, "x-words": True},
    "long": {"type": "string", "maxLength": 1000, "x-words": True, "x-lines": 3},
    "number": {"type": "integer", "minimum": 0},
    "choice": {"type": "string", "enum": []},
    "date": {"type": "string", "format": "date"},
    "yesno": {"type": "boolean"},
}
# Members of an answer's schema that this page asks for; all others stay as they are.
ASKED = frozenset(
    {"type", "enum", "format", "minLength", "maxLength", "minimum", "maximum", "x-words", "x-lines"}
)


def question(draftsman: Draftsman, name: str) -> Editor:
    """A question that is there, or `question:new`."""
    new = name == NEW
    if not new and name not in draftsman.sections[ANSWERS]:
        raise NotFound(str(NOT_HERE))
    title = _("A new question") if new else draftsman.names.part(f"question:{name}")

    def draw(sent: Sent | None, wrong: Wrong) -> tuple[Group, ...]:
        return _draw(draftsman, "" if new else name, sent, wrong)

    def apply(sections: Sections, sent: Sent) -> Sections:
        key = _new_key(sections, sent) if new else name
        return _removed(sections, key) if sent.get("remove") else _applied(sections, key, sent)

    return Editor(title, draw, apply, removable="" if new or name in FIXED else _("Take the question out"))


def kind_of(schema: Mapping[str, Any]) -> str:
    """The kind of a question by its schema; "" for what this page cannot make."""
    plain = {"boolean": "yesno", "integer": "number", "number": "number"}
    if schema.get("x-choices") or schema.get("type") != "string":
        return plain.get(str(schema.get("type")), "")
    if "enum" in schema:
        return "choice"
    if "format" in schema or "pattern" in schema:
        return "date" if schema.get("format") == "date" else ""
    return "long" if "x-lines" in schema or int(schema.get("maxLength", 0)) > 200 else "text"


def kinds() -> tuple[tuple[str, str], ...]:
    return (
        ("text", _("a line of text")),
        ("long", _("several lines of text")),
        ("number", _("a number")),
        ("choice", _("one of several")),
        ("date", _("a date")),
        ("yesno", _("yes or no")),
    )


def _draw(draftsman: Draftsman, name: str, sent: Sent | None, wrong: Wrong) -> tuple[Group, ...]:
    sections = draftsman.sections
    schema = sections[ANSWERS].get(name, {})
    fixed = bool(name) and (name in FIXED or not kind_of(schema))
    words = worded("fields", name or "\0", ("label", "help"), sections, sent, wrong)
    groups = [] if name else [Group(fields=(_key_field(sent, wrong),))]
    groups.append(Group(rows=words))
    if not fixed:
        groups.append(Group(_("What it takes"), fields=tuple(_shape_fields(schema, sent, wrong))))
    if not fixed and (not name or kind_of(schema) == "choice"):
        groups.append(
            Group(
                _("Choices"),
                rows=_choice_rows(sections, name, sent, wrong),
                help=_("An empty line is left out."),
                order="choice",
            )
        )
    groups.append(Group(_("Where it is asked"), fields=tuple(_where_fields(draftsman, name, sent))))
    return tuple(groups)


def _key_field(sent: Sent | None, wrong: Wrong) -> Field:
    return Field(
        name="key",
        label=_("Short name for programs"),
        help=_("Small letters, digits and _; it never changes."),
        value=sent.get("key", "") if sent is not None else "",
        required=True,
        max_length=39,
        error=wrong.get("key", ""),
    )


def _shape_fields(schema: Mapping[str, Any], sent: Sent | None, wrong: Wrong) -> list[Field]:
    def value(name: str, kept: Any) -> Any:
        return sent.get(name, "") if sent is not None else ("" if kept is None else kept)

    shown = tuple(Choice(key, str(said.VALUES[key])) for key in ("staff", "released"))
    public = Choice("public", _("everybody at once"))
    numbers: tuple[str, ...] = ("minimum", "maximum") if kind_of(schema) == "number" else ("maxLength",)
    if not schema:
        numbers = ("minimum", "maximum", "maxLength")
    return [
        Field(
            name="kind",
            label=_("Kind"),
            kind="choice",
            value=value("kind", kind_of(schema)),
            choices=kinds(),
            required=True,
            error=wrong.get("kind", ""),
        ),
        Field(
            name="x-shown",
            label=said.member("x-shown"),
            kind="radio",
            value=value("x-shown", schema.get("x-shown", "staff")),
            choices=(*shown, public),
            error=wrong.get("x-shown", ""),
        ),
        *(
            Field(
                name=name,
                label=said.member(name),
                kind="number",
                value=value(name, schema.get(name)),
                whole=True,
                error=wrong.get(name, ""),
            )
            for name in numbers
        ),
    ]


def _choice_rows(
    sections: Sections, name: str, sent: Sent | None, wrong: Wrong
) -> tuple[tuple[Field, ...], ...]:
    kept = [str(one) for one in sections[ANSWERS].get(name, {}).get("enum", [])]
    count = len(kept) + SPARE_CHOICES
    if sent is not None:
        count = max(count, sum(key.startswith("choice.") and key.endswith(".zh") for key in sent))
    rows = []
    for number in range(min(count, MOST_CHOICES)):
        key = kept[number] if number < len(kept) else ""
        key = sent.get(f"choice.{number}.key", "") if sent is not None else key
        pair = [
            Field(
                name=f"choice.{number}.{language}",
                label=f"{number + 1} · {said.member(language)}",
                value=sent.get(f"choice.{number}.{language}", "")
                if sent is not None
                else _choice_words(sections, language, name, key),
                max_length=60,
                error=wrong.get("choices", "") if number == 0 and language == "zh" else "",
            )
            for language in LANGUAGES
        ]
        rows.append((Field(name=f"choice.{number}.key", kind="hidden", value=key), *pair))
    return tuple(rows)


def _choice_words(sections: Sections, language: str, name: str, key: str) -> str:
    field = sections[WORDS + language].get("fields", {}).get(name, {})
    return str(field.get("choices", {}).get(key, "")) if key else ""


def _where_fields(draftsman: Draftsman, name: str, sent: Sent | None) -> list[Field]:
    here = asked_in(draftsman.sections, name) if name else {}
    choices = (("", _("not asked")), ("may", _("may be answered")), ("needs", _("must be answered")))
    return [
        Field(
            name=f"in.{where}",
            label=_("In the report")
            if where == "report"
            else draftsman.names.of("move", where.partition(".")[2]),
            kind="radio",
            value=sent.get(f"in.{where}", "") if sent is not None else here.get(where, ""),
            choices=choices if where != "report" else choices[:2],
        )
        for where, _piece in askers(draftsman.sections)
    ]


def _new_key(sections: Sections, sent: Sent) -> str:
    key = sent.get("key", "").strip()
    if not NAME.fullmatch(key):
        message = _("Small letters, digits and _, beginning with a letter.")
        raise Invalid(message, fields={"key": message})
    if key in sections[ANSWERS]:
        message = _("There is a question of this name already.")
        raise Invalid(message, fields={"key": message})
    return key


def _applied(sections: Sections, key: str, sent: Sent) -> Sections:
    before = sections[ANSWERS].get(key, {})
    after = dict(sections)
    choices: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    if key not in FIXED and (not before or kind_of(before)):
        schema, choices = _schema(before, sent)
        after[ANSWERS] = sections[ANSWERS] | {key: schema}
    for language in LANGUAGES:
        kept = sections[WORDS + language].get("fields", {}).get(key, {"choices": {}})
        given = {name: sent.get(f"{language}.{name}", "").strip() for name in ("label", "help")}
        named = {"choices": choices[language]} if "kind" in sent else {}
        after = with_words_of(after, language, "fields", key, {**kept, **given, **named})
    return asked_where(after, key, _wanted(sections, sent))


def _schema(before: Mapping[str, Any], sent: Sent) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    kind = sent.get("kind", "")
    if kind not in USUAL:
        message = _("Choose one from the list.")
        raise Invalid(message, fields={"kind": message})
    same = kind_of(before) == kind
    kept = {name: value for name, value in before.items() if same or name not in ASKED}
    schema: dict[str, Any] = {
        **({} if same else USUAL[kind]),
        **kept,
        "x-shown": sent.get("x-shown") or "staff",
    }
    numbers = {"number": ("minimum", "maximum"), "text": ("maxLength",), "long": ("maxLength",)}
    for name in numbers.get(kind, ()):
        schema = _with_number(schema, name, sent)
    words: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    if kind == "choice":
        schema["enum"], words = _choices(sent)
    return schema, words


def _with_number(schema: dict[str, Any], name: str, sent: Sent) -> dict[str, Any]:
    given = sent.get(name, "").strip()
    if not given:
        return schema if name not in sent else {key: value for key, value in schema.items() if key != name}
    if not given.isascii() or not given.isdigit() or len(given) > 6:
        message = _("Write a whole number.")
        raise Invalid(message, fields={name: message})
    return schema | {name: int(given)}


def _choices(sent: Sent) -> tuple[list[str], dict[str, dict[str, str]]]:
    """The keys of the choices in their order (new ones are numbered on), and their words by language."""
    lines = sorted(int(key.split(".")[1]) for key in sent if re.fullmatch(r"choice\.\d{1,3}\.zh", key))
    keys: list[str] = []
    words: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    taken = {sent.get(f"choice.{number}.key", "") for number in lines}
    for number in lines[:MOST_CHOICES]:
        said_ = {language: sent.get(f"choice.{number}.{language}", "").strip() for language in LANGUAGES}
        if not any(said_.values()):
            continue
        key = sent.get(f"choice.{number}.key", "") or _free(taken)
        taken.add(key)
        keys.append(key)
        for language in LANGUAGES:
            words[language][key] = said_[language]
    return keys, words


def _free(taken: set[str]) -> str:
    number = 1
    while f"choice_{number}" in taken:
        number += 1
    return f"choice_{number}"


def _wanted(sections: Sections, sent: Sent) -> dict[str, str]:
    return {where: sent.get(f"in.{where}", "") for where, _piece in askers(sections)}


def _removed(sections: Sections, key: str) -> Sections:
    if key in FIXED:
        raise Conflict(_("What a step does needs this question."))
    after = asked_where(sections, key, {})
    after[ANSWERS] = {name: schema for name, schema in after[ANSWERS].items() if name != key}
    for language in LANGUAGES:
        whole = after[WORDS + language]
        fields = {name: words for name, words in whole["fields"].items() if name != key}
        after[WORDS + language] = whole | {"fields": fields}
    return after
