"""What all editors share: the draft at hand, groups of fields, and fields for members and for words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.catalogue import queries as catalogue
from gewu.catalogue.category import Category
from gewu.catalogue.words import LANGUAGES
from gewu.deadlines.rules import LONGEST
from gewu.deadlines.shown import UNITS
from gewu.people.roles import roles
from gewu.studio import said
from gewu.studio.document import STAGES, WORDS, Sections
from gewu.studio.forms import Question
from gewu.ui.forms import Choice, Field

Sent = MultiValueDict[str, str]
Wrong = Mapping[str, str]
NOT_HERE = gettext_lazy("There is no such part of the draft.")
LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under a heading; `rows` are fields that stand side by side.

    `order`: the rows may be put in another order; what their names begin with, as in `choice.2.zh`.
    """

    title: str = ""
    fields: tuple[Field, ...] = ()
    rows: tuple[tuple[Field, ...], ...] = ()
    help: str = ""
    order: str = ""

    @property
    def all_fields(self) -> tuple[Field, ...]:
        return self.fields + tuple(one for row in self.rows for one in row)


@dataclass(frozen=True, slots=True)
class Editor:
    """A page: how it is drawn (with what was sent and what was wrong), and what saving it does.

    A page that is more than fields has a template of its own, and what that shows `beside` them.
    """

    title: str
    draw: Callable[[Sent | None, Wrong], tuple[Group, ...]]
    apply: Callable[[Sections, Sent], Sections]
    removable: str = ""
    template: str = "studio/edit.html"
    beside: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draftsman:
    """The draft an editor works on, as it is now."""

    key: str
    sections: Sections
    language: str
    shipped: tuple[Category, ...] = field(default=(), repr=False)

    @property
    def names(self) -> said.Names:
        return said.Names(self.sections, self.language, catalogue.category_or_none)

    def stages(self) -> tuple[tuple[str, str], ...]:
        return tuple((key, self.names.of("stage", key)) for key in self.sections[STAGES])

    def held_roles(self) -> tuple[tuple[str, str], ...]:
        return tuple((key, said.role(key, self.language)) for key in roles())

    def member_choices(self) -> dict[str, Sequence[tuple[str, str]]]:
        """Answers that only the draft and the town know, by the name of the member."""
        nobody = (("none", _("nobody")), ("reporter", _("the reporter")))
        public = tuple((key, said.VALUES[key]) for key in ("received", "working", "done", "not_now"))
        waiting = tuple((key, said.VALUES[key]) for key in ("no", "only", "any"))
        return {
            "turn": (*self.held_roles(), *nobody),
            "by": self.held_roles(),
            "first": self.stages(),
            "public": [(key, str(label)) for key, label in public],
            "waiting": [(key, str(label)) for key, label in waiting],
        }


def asked(questions: Iterable[Question], sent: Sent | None, wrong: Wrong) -> tuple[Group, ...]:
    """The questions about members as fields: limits in rows, the rest below one another."""
    fields: list[Field] = []
    rows: list[tuple[Field, ...]] = []
    for question in questions:
        label, help_ = said.label(question)
        if question.kind == "limit":
            rows.append(_limit(question.name, label, question.value, sent, wrong))
        else:
            fields.append(_plain(question, label, help_, sent, wrong))
    return (Group(fields=(), rows=tuple(rows)), Group(fields=tuple(fields)))


def limit_row(name: str, label: str, value: Any, sent: Sent | None, wrong: Wrong) -> tuple[Field, ...]:
    """Amount and unit side by side."""
    return _limit(name, label, value, sent, wrong)


def _limit(name: str, label: str, value: Any, sent: Sent | None, wrong: Wrong) -> tuple[Field, ...]:
    given = value if isinstance(value, dict) else {}
    amount = Field(
        name=f"{name}.amount",
        label=label,
        kind="number",
        value=sent.get(f"{name}.amount", "") if sent is not None else given.get("amount", ""),
        minimum=1,
        maximum=LONGEST,
        whole=True,
        error=wrong.get(name, "") or wrong.get(f"{name}.amount", ""),
    )
    unit = Field(
        name=f"{name}.unit",
        label=_("Counted in"),
        kind="choice",
        value=sent.get(f"{name}.unit", "") if sent is not None else given.get("unit", ""),
        choices=unit_choices(),
        error=wrong.get(f"{name}.unit", ""),
    )
    return amount, unit


def unit_choices() -> tuple[tuple[str, str], ...]:
    return tuple((unit.value, str(words)) for unit, words in UNITS.items())


def _plain(question: Question, label: str, help_: str, sent: Sent | None, wrong: Wrong) -> Field:
    kinds = {"choices": "checks", "share": "number"}
    value: Any = question.value
    if sent is not None:
        value = sent.getlist(question.name) if question.kind == "choices" else sent.get(question.name, "")
    return Field(
        name=question.name,
        label=label,
        help=help_,
        kind=kinds.get(question.kind, question.kind),
        value="" if value is None else value,
        required=question.required and question.kind != "choices",
        choices=tuple(
            Choice(key, str(said.VALUES.get(str(words), words))) for key, words in question.choices
        ),
        minimum=question.minimum,
        maximum=question.maximum,
        whole=question.kind == "number",
        error=wrong.get(question.name, ""),
    )


def worded(
    group: str, key: str, members: Sequence[str], sections: Sections, sent: Sent | None, wrong: Wrong
) -> tuple[tuple[Field, ...], ...]:
    """Rows of words in both languages, one row a member."""
    rows = []
    for name in members:
        pair = []
        for language in LANGUAGES:
            box = f"{language}.{name}"
            kept = _kept(sections, language, group, key).get(name, "")
            pair.append(
                Field(
                    name=box,
                    label=f"{said.member(name)} · {said.member(language)}",
                    kind="text",
                    value=sent.get(box, "") if sent is not None else kept,
                    max_length=LONGEST_WORDS,
                    error=wrong.get(box, ""),
                )
            )
        rows.append(tuple(pair))
    return tuple(rows)


def with_words(sections: Sections, group: str, key: str, members: Sequence[str], sent: Sent) -> Sections:
    """The sections with these words of both languages as they were sent."""
    after = dict(sections)
    for language in LANGUAGES:
        before = _kept(sections, language, group, key)
        given = {name: sent.get(f"{language}.{name}", "").strip()[:LONGEST_WORDS] for name in members}
        after = with_words_of(after, language, group, key, {**before, **given})
    return after


def with_words_of(
    sections: Sections, language: str, group: str, key: str, value: Mapping[str, Any]
) -> Sections:
    """The sections with the words of one thing in one language."""
    whole = sections[WORDS + language]
    said_ = whole | {group: {**whole.get(group, {}), key: dict(value)}} if key else whole | dict(value)
    return sections | {WORDS + language: said_}


def _kept(sections: Sections, language: str, group: str, key: str) -> Mapping[str, Any]:
    whole: Mapping[str, Any] = sections[WORDS + language]
    return whole.get(group, {}).get(key, {}) if key else whole


def marked(groups: Iterable[Group], wrong: Wrong) -> tuple[Group, ...]:
    """The groups with what a check says beside the fields of these names."""
    return tuple(
        replace(
            group,
            fields=tuple(_marked(one, wrong) for one in group.fields),
            rows=tuple(tuple(_marked(one, wrong) for one in row) for row in group.rows),
        )
        for group in groups
    )


def _marked(one: Field, wrong: Wrong) -> Field:
    at = one.name.removesuffix(".amount")
    return replace(one, error=wrong[at]) if not one.error and at in wrong else one


def shifted(sent: Sent, wanted: str) -> tuple[Sent, str]:
    """What was typed with one row a place further up or down, and where it is now: `choice.2.up`."""
    prefix, at, way = (*wanted.split("."), "", "")[:3]
    here = int(at) if at.isascii() and at.isdigit() and len(at) < 4 else 0
    there = here + (1 if way == "down" else -1)
    after, known = sent.copy(), {name.split(".")[1] for name in sent if name.startswith(f"{prefix}.")}
    if {str(here), str(there)} <= known:
        for name in sent:
            first, _dot, rest = name.partition(".")
            number, _dot, member_ = rest.partition(".")
            if first == prefix and number in {str(here), str(there)}:
                other = there if number == str(here) else here
                after.setlist(f"{prefix}.{other}.{member_}", sent.getlist(name))
        here = there
    return after, f"{prefix}.{here}.{way}"
