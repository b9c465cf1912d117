"""A form as it is asked: its questions in their order, those that must be answered first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gewu.kernel.errors import Invalid, NotFound
from gewu.studio.document import ANSWERS, FRAME, MOVES, Sections
from gewu.studio.editors.asking import askers, asking
from gewu.studio.editors.questions import kind_of, kinds
from gewu.studio.editors.sheets import NOT_HERE, Draftsman, Editor, Group, Sent, Wrong
from gewu.ui.forms import Field

REPORT = "report"
HOW = ("needs", "may")


@dataclass(frozen=True, slots=True)
class Line:
    """One question of a form. `up` and `down`: it has a neighbour there."""

    key: str
    label: str
    kind: str
    up: bool
    down: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The questions that must, or may, be answered. `other`: the other way; "" where nobody may choose it."""

    how: str
    other: str
    lines: tuple[Line, ...]


def form(draftsman: Draftsman, where: str) -> Editor:
    """The form of the report, or of a step by its place and name: `3.dispatch`."""
    _piece(draftsman.sections, where)

    def draw(sent: Sent | None, wrong: Wrong) -> tuple[Group, ...]:
        left = _left_out(draftsman, where)
        box = Field(
            name="question",
            label=_("Ask another question, too"),
            kind="choice",
            choices=left,
            required=True,
            error=wrong.get("question", ""),
        )
        return (Group(fields=(box,)),) if left else ()

    def apply(sections: Sections, sent: Sent) -> Sections:
        verb, _colon, name = sent.get("do", "").partition(":")
        name = sent.get("question", "") if verb == "add" else name
        if verb not in _VERBS or name not in sections[ANSWERS]:
            message = _("Choose one from the list.")
            raise Invalid(message, fields={"question": message})
        return _put(sections, where, _VERBS[verb](_piece(sections, where), name))

    title = draftsman.names.part(f"form:{where}")
    beside = {"where": where, "parts": _parts(draftsman, where), "forms": _forms(draftsman)}
    return Editor(title, draw, apply, template="studio/form.html", beside=beside)


def _piece(sections: Sections, where: str) -> Mapping[str, Any]:
    found = dict(askers(sections)).get(where)
    if found is None:
        raise NotFound(str(NOT_HERE))
    return found


def _put(sections: Sections, where: str, piece: Mapping[str, Any]) -> Sections:
    if where == REPORT:
        return sections | {FRAME: sections[FRAME] | {REPORT: piece}}
    place = int(where.partition(".")[0])
    moves = [piece if number == place else one for number, one in enumerate(sections[MOVES])]
    return sections | {MOVES: moves}


def _beside(piece: Mapping[str, Any], name: str, step: int) -> dict[str, Any]:
    """The piece with this question changing places with its neighbour; the first goes no further up."""
    after = dict(piece)
    for how in HOW:
        names = list(piece.get(how, ()))
        if name in names and 0 <= names.index(name) + step < len(names):
            at = names.index(name)
            names[at], names[at + step] = names[at + step], names[at]
            after[how] = names
    return after


_VERBS: Mapping[str, Callable[[Mapping[str, Any], str], dict[str, Any]]] = {
    "up": lambda piece, name: _beside(piece, name, -1),
    "down": lambda piece, name: _beside(piece, name, 1),
    "needs": lambda piece, name: asking(piece, name, "needs"),
    "may": lambda piece, name: asking(piece, name, "may"),
    "add": lambda piece, name: asking(piece, name, "may"),
    "out": lambda piece, name: asking(piece, name, ""),
}


def _parts(draftsman: Draftsman, where: str) -> tuple[Part, ...]:
    piece, named = _piece(draftsman.sections, where), dict(kinds())

    def lines(names: list[str]) -> tuple[Line, ...]:
        return tuple(
            Line(
                key=name,
                label=draftsman.names.of("question", name),
                kind=named.get(kind_of(draftsman.sections[ANSWERS].get(name, {})), ""),
                up=at > 0,
                down=at + 1 < len(names),
            )
            for at, name in enumerate(names)
        )

    # A report is never turned away for want of an answer (0195).
    others = {"needs": "may", "may": "" if where == REPORT else "needs"}
    return tuple(Part(how, others[how], lines(list(piece.get(how, ())))) for how in HOW)


def _forms(draftsman: Draftsman) -> tuple[tuple[str, str], ...]:
    """All forms, to go from one to the next."""
    return tuple((where, draftsman.names.form(where)) for where, _piece in askers(draftsman.sections))


def _left_out(draftsman: Draftsman, where: str) -> tuple[tuple[str, str], ...]:
    piece = _piece(draftsman.sections, where)
    here = {*piece.get("needs", ()), *piece.get("may", ())}
    names = (name for name in draftsman.sections[ANSWERS] if name not in here)
    return tuple((name, draftsman.names.of("question", name)) for name in names)
