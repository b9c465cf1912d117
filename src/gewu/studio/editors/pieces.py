"""The editors whose questions come from a schema: stages, steps, the frame; and the general words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from gewu.catalogue.definition import CaseTypeFile, Move, Stage
from gewu.catalogue.words import LANGUAGES
from gewu.kernel.errors import NotFound
from gewu.studio.document import FRAME, MOVES, STAGES, WORDS, Sections
from gewu.studio.editors.sheets import (
    NOT_HERE,
    Draftsman,
    Editor,
    Group,
    Sent,
    Wrong,
    asked,
    with_words,
    worded,
)
from gewu.studio.forms import Question, Shape, answered
from gewu.studio.said import VALUES
from gewu.ui.forms import Field

STAGE_WORDS, MOVE_WORDS = ("title", "public"), ("title", "button", "done", "help")
OF_FRAME = frozenset({"key", "version", "stages", "moves"})


def stage(draftsman: Draftsman, key: str) -> Editor:
    """A stage: its limit, whose turn it is, what residents see; and its words."""
    _known(key in draftsman.sections[STAGES])

    def questions(sections: Sections) -> list[Question]:
        return Shape(Stage, draftsman.member_choices()).questions(sections[STAGES][key])

    def draw(sent: Sent | None, wrong: Wrong) -> tuple[Group, ...]:
        rows = worded("stages", key, STAGE_WORDS, draftsman.sections, sent, wrong)
        return (*asked(questions(draftsman.sections), sent, wrong), Group(_("Words"), rows=rows))

    def apply(sections: Sections, sent: Sent) -> Sections:
        value = answered(sections[STAGES][key], questions(sections), sent)
        after = sections | {STAGES: sections[STAGES] | {key: value}}
        return with_words(after, "stages", key, STAGE_WORDS, sent)

    return Editor(draftsman.names.part(f"stage:{key}"), draw, apply)


def move(draftsman: Draftsman, name: str) -> Editor:
    """A step: who may make it, and its words; its form has its questions. `ask.2`: the second of a name."""
    place = _place(draftsman.sections, name)
    name = name.partition(".")[0]

    def questions(sections: Sections) -> list[Question]:
        return Shape(Move, draftsman.member_choices()).questions(sections[MOVES][place])

    def draw(sent: Sent | None, wrong: Wrong) -> tuple[Group, ...]:
        rows = worded("moves", name, MOVE_WORDS, draftsman.sections, sent, wrong)
        return (*asked(questions(draftsman.sections), sent, wrong), Group(_("Words"), rows=rows))

    def apply(sections: Sections, sent: Sent) -> Sections:
        value = answered(sections[MOVES][place], questions(sections), sent)
        moves = [value if number == place else one for number, one in enumerate(sections[MOVES])]
        return with_words(sections | {MOVES: moves}, "moves", name, MOVE_WORDS, sent)

    return Editor(draftsman.names.part(f"move:{name}"), draw, apply)


def frame(draftsman: Draftsman, key: str) -> Editor:
    """Everything that is neither stage nor step: the whole way, windows, who may report."""
    _known(not key)

    def questions(sections: Sections) -> list[Question]:
        choices = draftsman.member_choices() | {"waiting": _public()}
        return Shape(CaseTypeFile, choices, without=OF_FRAME).questions(sections[FRAME])

    def draw(sent: Sent | None, wrong: Wrong) -> tuple[Group, ...]:
        return asked(questions(draftsman.sections), sent, wrong)

    def apply(sections: Sections, sent: Sent) -> Sections:
        return sections | {FRAME: answered(sections[FRAME], questions(sections), sent)}

    return Editor(draftsman.names.part("frame"), draw, apply)


def words(draftsman: Draftsman, key: str) -> Editor:
    """What the kind of case itself is called, and what residents see."""
    _known(not key)

    def draw(sent: Sent | None, wrong: Wrong) -> tuple[Group, ...]:
        rows = worded("", "", ("title", "help"), draftsman.sections, sent, wrong)
        public = tuple(_public_row(state, draftsman.sections, sent) for state, _label in _public())
        return (Group(rows=rows), Group(_("Residents see"), rows=public))

    def apply(sections: Sections, sent: Sent) -> Sections:
        after = with_words(sections, "", "", ("title", "help"), sent)
        for language in LANGUAGES:
            said = {state: sent.get(f"{language}.public.{state}", "").strip() for state, _label in _public()}
            after = after | {WORDS + language: after[WORDS + language] | {"public": said}}
        return after

    return Editor(draftsman.names.part("words"), draw, apply)


def _place(sections: Sections, wanted: str) -> int:
    name, _dot, nth = wanted.partition(".")
    found = [number for number, one in enumerate(sections[MOVES]) if one.get("name") == name]
    _known(nth in {"", *map(str, range(2, len(found) + 1))} and bool(found))
    return found[int(nth or 1) - 1]


def _public_row(state: str, sections: Sections, sent: Sent | None) -> tuple[Field, ...]:
    def one(language: str) -> Field:
        box = f"{language}.public.{state}"
        kept: Mapping[str, Any] = sections[WORDS + language].get("public", {})
        value = sent.get(box, "") if sent is not None else kept.get(state, "")
        return Field(name=box, label=f"{VALUES[state]} · {language}", value=value, max_length=40)

    return tuple(one(language) for language in LANGUAGES)


def _public() -> tuple[tuple[str, str], ...]:
    return tuple((key, str(VALUES[key])) for key in ("received", "working", "done", "not_now"))


def _known(there: bool) -> None:
    if not there:
        raise NotFound(str(NOT_HERE))
