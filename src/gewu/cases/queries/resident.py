"""What of a case its reporter sees: own and public words, public states; no inner stage, office or name."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from gewu.cases.queries.facts import facts_of
from gewu.cases.queries.names import words_of
from gewu.cases.queries.story import Material
from gewu.cases.queries.values import CaseFile, Photo, PublicStep, StoryLine, Words
from gewu.catalogue.definition import PublicState
from gewu.catalogue.effects import Effect
from gewu.kernel.access import Actor
from gewu.kernel.models import Entry


def cut_to_resident(file: CaseFile, material: Material, actor: Actor) -> CaseFile:
    """The file without anything that is the staff's own business."""
    photos = _photos(material, actor)
    own = {text.id for text in material.texts if text.author is not None and text.author == actor.user}
    return replace(
        file,
        given={},
        stage=file.public_state,
        stage_title=file.public_title,
        turn="",
        awaits="",
        due_at=None,
        level="",
        level_due_at=None,
        raised=0,
        solved_at="",
        waits=file.review_on is not None,
        resumes_at=None,
        provisional=False,
        extensions=0,
        asks="",
        was_late=False,
        appeal="",
        is_late=False,
        returns=0,
        offered_to=None,
        held_by=None,
        handler=None,
        received_by=None,
        suggested=None,
        return_asked=False,
        bound=False,
        helpers=(),
        whole=None,
        parts=(),
        open_parts=0,
        admitted=True,
        answers=(),
        story=tuple(_lines(file, material, own=own, photos=photos)),
        photos=photos,
        for_resident=True,
    )


def public_steps(material: Material) -> tuple[PublicStep, ...]:
    """Each change of the public state, in order."""
    said = words_of(material.case)
    steps: list[PublicStep] = []
    for entry, stage, state in states(material):
        if not steps or steps[-1].state != state:
            steps.append(PublicStep(entry.recorded_at, state, said.public[state], said.stages[stage].public))
    return tuple(steps)


def states(material: Material) -> Iterator[tuple[Entry, str, PublicState]]:
    """Stage and public state after each entry that can change them."""
    definition = material.definition
    effects = {move.name: move.effects for move in definition.moves}
    waits = False
    for entry in material.entries:
        facts = facts_of(entry)
        done = effects.get(str(facts.get("move")), frozenset())
        gone_on = Effect.RESUMES in done or entry.kind == "case.resumed"
        waits = (waits or Effect.WAITS in done) and not gone_on
        if entry.kind in {"case.reported", "case.moved", "case.resumed"}:
            stage = str(facts["stage"])
            yield entry, stage, definition.public_state(stage, waits=waits)


def _lines(
    file: CaseFile, material: Material, *, own: set[UUID], photos: tuple[Photo, ...]
) -> Iterator[StoryLine]:
    """Lines that change the public state or say something to the public; without names, offices and roles."""
    said = words_of(material.case)
    seen = {photo.id for photo in photos}
    told: PublicState | None = None
    after = {entry.number: state for entry, _stage, state in states(material)}
    for line in file.story:
        words = tuple(word for word in line.words if word.released or word.id in own)
        shown = tuple(photo for photo in line.photos if photo.id in seen)
        state = after.get(line.number, told)
        if state is not None and (state != told or words or shown):
            yield _public_line(line, title=said.public[state], words=words, photos=shown)
        told = state


def _public_line(
    line: StoryLine, *, title: str, words: tuple[Words, ...], photos: tuple[Photo, ...]
) -> StoryLine:
    return replace(
        line, kind="", move="", title=title, who="", role="", stage="", answers=(), words=words, photos=photos
    )


def _photos(material: Material, actor: Actor) -> tuple[Photo, ...]:
    own = actor.user
    return material.photos([link for link in material.links if link.released or (own and link.author == own)])
