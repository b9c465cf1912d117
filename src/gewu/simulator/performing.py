"""Playing stories: each step is one public command, at its moment on the held clock."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile

from gewu.aftercare.commands import Answer, Try, call_back
from gewu.cases import commands, queries
from gewu.cases.commands import Raising, Report
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.places import queries as places
from gewu.simulator import pictures
from gewu.simulator.cast import Cast
from gewu.simulator.story import Photo, Step, Story, Told


class Performance:
    """One story on the stage: the case it became, and the version last seen."""

    def __init__(self, story: Story, cast: Cast) -> None:
        self._story, self._cast = story, cast
        self._case: UUID | None = None
        self._version = 1
        # What the case has said so far: later forms show it to confirm.
        self._given: dict[str, JsonValue] = {}

    def play(self, step: Step) -> None:
        """One step, by the person it belongs to. The clock is held by the caller."""
        DEEDS[step.verb](self, step, self._cast.actor(step.who))

    @property
    def case(self) -> UUID:
        assert self._case is not None  # noqa: S101 - the first step of a story is its report
        return self._case

    def report(self, step: Step, actor: Actor) -> None:
        report = _report(self._story.told, happened_at=clock.now() - step.ago)
        self._case = commands.report_case(report=report, actor=actor)
        self._given |= report.answers
        self._cast.forms.report(self._story.told, actor)

    def move(self, step: Step, actor: Actor) -> None:
        moved = commands.act(
            case_id=self.case, move=step.name, data=step.data, seen_version=self._version, actor=actor
        )
        self._version = moved.version
        self._cast.forms.move(step.name, moved.definition_id, before=self._given, data=step.data, actor=actor)
        self._given |= step.data

    def place(self, step: Step, actor: Actor) -> None:
        area = places.area_by_code(step.name).id
        placed = commands.place_case(case_id=self.case, area=area, seen_version=self._version, actor=actor)
        self._version = placed.version

    def rate(self, step: Step, actor: Actor) -> None:
        """By the link that the reporter was given."""
        slip = queries.slip_of(self.case)
        rated = commands.rate_by_link(number=slip.number, key=slip.key, data=step.data)
        self._version = rated.version

    def call(self, step: Step, actor: Actor) -> None:
        """The clerk calls back: an answer, or the reason why there is none."""
        data = dict(step.data)
        answer = (
            Answer(
                contacted=bool(data["contacted"]),
                solved=str(data["solved"]),
                rating=int(str(data["rating"])),
                opinion=str(data.get("opinion", "")),
            )
            if data
            else None
        )
        said = Try(answer=answer, reason=step.name)
        call_back(case_id=self.case, said=said, seen_version=self._version, actor=actor)
        self._version = queries.brief(actor, self.case).version

    def attach(self, step: Step, actor: Actor) -> None:
        photo = Photo(str(step.data["scene"]), int(str(step.data["look"])), after=step.name == "after")
        commands.attach(case_id=self.case, upload=_upload(photo), kind=step.name, actor=actor)

    def lift(self, step: Step, actor: Actor) -> None:
        raising = Raising("tried", str(step.data["tried"]))
        commands.raise_case(case_id=self.case, seen_level=step.name, raising=raising, actor=actor)

    def part(self, step: Step, actor: Actor) -> None:
        """Open a part of the case, offered to an office at once."""
        commands.open_part(
            case_id=self.case,
            category=step.name,
            text=str(step.data["text"]),
            organisation=UUID(str(step.data["organisation"])),
            actor=actor,
        )

    def comment(self, step: Step, actor: Actor) -> None:
        commands.comment(case_id=self.case, text=str(step.data["text"]), actor=actor)

    def release(self, step: Step, actor: Actor) -> None:
        """Open to everybody what the resident wrote and showed, after reading it."""
        file = queries.case_file(actor, self.case)
        first = file.story[0]
        told = [words.id for words in first.words if words.releasable and not words.released]
        for what in [*told, *(photo.id for photo in first.photos)]:
            commands.release(case_id=self.case, what=what, actor=actor)


DEEDS: dict[str, Callable[[Performance, Step, Actor], None]] = {
    "report": Performance.report,
    "move": Performance.move,
    "place": Performance.place,
    "rate": Performance.rate,
    "attach": Performance.attach,
    "call": Performance.call,
    "raise": Performance.lift,
    "part": Performance.part,
    "comment": Performance.comment,
    "release": Performance.release,
}


def in_order(
    stories: Sequence[Story], cast: Cast, *, until: datetime
) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Every step of every story up to a moment, by time; within a story in its own order."""
    played = [(story, Performance(story, cast)) for story in stories]
    steps = [
        (step.at, number, place, step)
        for number, (story, _performance) in enumerate(played)
        for place, step in enumerate(_until(story, until))
    ]
    for at, number, _place, step in sorted(steps, key=lambda entry: entry[:3]):
        yield at, _deed(played[number][1], step)


def _until(story: Story, until: datetime) -> Iterator[Step]:
    for step in story.steps:
        if step.at > until:
            return
        yield step


def _deed(performance: Performance, step: Step) -> Callable[[], None]:
    return lambda: performance.play(step)


def _report(told: Told, *, happened_at: datetime) -> Report:
    answers: dict[str, JsonValue] = {"danger": True} if told.danger else dict(told.answers)
    return Report(
        category=told.category,
        text=told.text,
        point=told.point,
        address=told.address,
        name=told.name,
        phone=told.phone,
        source=told.source,
        answers=answers,
        photos=tuple(_upload(photo) for photo in told.photos),
        solved=_solved(told),
        after=tuple(_upload(photo) for photo in told.after),
        happened_at=happened_at,
    )


def _solved(told: Told) -> dict[str, JsonValue] | None:
    if not told.solved:
        return None
    solved: dict[str, JsonValue] = {"report": told.solved}
    return solved | {"no_photo": told.instead} if told.instead else solved


def _upload(photo: Photo) -> "ContentFile[bytes]":
    content = pictures.draw(photo.scene, photo.look, after=photo.after)
    return ContentFile(content, name=f"{photo.scene}-{'after' if photo.after else 'before'}.jpg")
