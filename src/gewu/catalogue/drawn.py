"""The drawing of a case type with its words, for a page."""

from collections import defaultdict
from dataclasses import dataclass

from gewu.catalogue.definition import CaseType
from gewu.catalogue.diagram import HIGH, WIDE, Box, Drawing, Line, Pair, draw
from gewu.catalogue.effects import Effect
from gewu.catalogue.spoken import said
from gewu.catalogue.words import Words

# They leave nearly every stage: said once, below the others.
PAUSES = {Effect.WAITS, Effect.RESUMES}
MOST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Named:
    """A box with its words; `tone` is how the public sees the stage."""

    box: Box
    title: str
    limit: str
    tone: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line with the names of its moves."""

    line: Line
    words: str


@dataclass(frozen=True, slots=True)
class Flow:
    """Everything the template draws."""

    title: str
    sheet: Drawing
    boxes: tuple[Named, ...]
    lines: tuple[Told, ...]
    wide: int = WIDE
    high: int = HIGH


def flow_of(case_type: CaseType, words: Words) -> Flow:
    """Stages and the moves between them; what stays in its stage is said in the table alone."""
    titles = _titles(case_type, words)
    sheet = draw(list(case_type.stages), titles)
    return Flow(
        title=words.title,
        sheet=sheet,
        boxes=tuple(_named(case_type, words, box) for box in sheet.boxes),
        lines=tuple(Told(line, _few(titles[line.start, line.end])) for line in sheet.lines),
    )


def _titles(case_type: CaseType, words: Words) -> dict[Pair, list[str]]:
    found: dict[Pair, list[str]] = defaultdict(list)
    for move in case_type.moves:
        named = words.moves.get(move.name)
        for stage in move.from_:
            if move.to and move.to != stage:
                found[stage, move.to].append(named.title if named else move.name)
    return dict(found)


def _named(case_type: CaseType, words: Words, box: Box) -> Named:
    stage, named = case_type.stages[box.key], words.stages.get(box.key)
    limit = said(stage.due.limit) if stage.due else ""
    return Named(box, named.title if named else box.key, limit, stage.public.value)


def _few(titles: list[str]) -> str:
    shown = " / ".join(titles[:MOST_WORDS])
    return shown if len(titles) <= MOST_WORDS else f"{shown} …"
