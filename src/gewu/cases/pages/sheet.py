"""A case as its page shows it: the steps of its way, its story from the newest, what may come next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gewu.cases import queries
from gewu.cases.models import Shot
from gewu.cases.pages.forms import MoveButton, MoveForm, buttons_of
from gewu.cases.pages.narrowing import cells_by_community
from gewu.cases.powers import CONTACT_PURPOSES
from gewu.cases.queries import CaseFile, Contact, Photo, StoryLine, Words
from gewu.cases.queries.facts import changes_since
from gewu.cases.standing import awaited
from gewu.catalogue import queries as catalogue
from gewu.catalogue.definition import CaseType, PublicState
from gewu.catalogue.effects import Effect
from gewu.kernel.access import ActorRequest
from gewu.people import queries as people
from gewu.ui.forms import Field

REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the way; `state`: past, now or ahead."""

    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the story with its tone."""

    line: StoryLine
    tone: str

    @property
    def is_late_news(self) -> bool:
        """It happened well before it was written down: a phone without a network."""
        return (self.line.at - self.line.happened_at).total_seconds() > 300


@dataclass(frozen=True, slots=True)
class OpenNote:
    """Why the clock of a case stands still and until when; put off, also what its reporter was told."""

    title: str
    reason: str
    reply: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the page of one case."""

    file: CaseFile
    icon: str
    source: str
    steps: tuple[Step, ...]
    story: tuple[Told, ...]
    before: tuple[Photo, ...]
    after: tuple[Photo, ...]
    papers: tuple[Photo, ...]
    words: Words | None
    note: OpenNote | None
    buttons: tuple[MoveButton, ...]
    comment: Field
    attach: tuple[Field, ...]
    place: Field | None
    purpose: Field | None
    may_read_journal: bool
    receipt: str = field(default_factory=lambda: uuid4().hex)
    # Set when something was refused, is being asked or was opened.
    contact: Contact | None = None
    open: MoveForm | None = None
    message: str = ""
    changes: tuple[str, ...] = ()
    typed: tuple[tuple[str, str], ...] = ()


def sheet_of(request: ActorRequest, file: CaseFile) -> Sheet:
    """The page of a case for whoever asks."""
    definition = catalogue.definition(file.definition_id)
    story = _story(file, definition)
    return Sheet(
        file=file,
        icon=catalogue.category(file.category).icon,
        source=queries.source_name(file.source),
        steps=tuple(_steps(file, definition)),
        story=story,
        before=_shots(file, Shot.SCENE, Shot.BEFORE),
        after=_shots(file, Shot.AFTER),
        papers=tuple(photo for photo in file.photos if not photo.is_image),
        words=next((words for line in file.story for words in line.words if words.text == file.text), None),
        note=_open_note(file, definition) if file.waits else None,
        buttons=buttons_of(file, definition),
        comment=comment_field(),
        attach=attach_fields(),
        place=place_field(file) if file.may_place else None,
        purpose=purpose_field() if file.reporter and file.reporter.may_open else None,
        may_read_journal=any("journal" in post.reads for post in request.actor.posts),
    )


def comment_field(value: str = "", error: str = "") -> Field:
    return Field(
        name="text",
        label=_("Note for colleagues"),
        kind="long",
        rows=2,
        required=True,
        max_length=2000,
        help=_("Only those who work on the case read it."),
        value=value,
        error=error,
    )


def attach_fields(kind: str = "", errors: Mapping[str, str] | None = None) -> tuple[Field, ...]:
    wrong = errors or {}
    kinds = (
        (Shot.AFTER, _("After: as it is now")),
        (Shot.BEFORE, _("Before: as it was found")),
        (Shot.SCENE, _("The surroundings, or a paper")),
    )
    return (
        Field(
            name="file",
            label=_("Photo or PDF"),
            kind="file",
            required=True,
            accept="image/*,application/pdf",
            help=_("Up to 20 MB. Position and time inside the picture are removed."),
            error=wrong.get("file", ""),
        ),
        Field(
            name="kind",
            label=_("What it shows"),
            kind="radio",
            required=True,
            value=kind or Shot.AFTER,
            choices=[(str(value), label) for value, label in kinds],
            error=wrong.get("kind", ""),
        ),
    )


def place_field(file: CaseFile, value: str = "", error: str = "") -> Field:
    here = str(file.path[-1].id) if file.path else ""
    return Field(
        name="area",
        label=_("Responsible place"),
        kind="grouped",
        required=True,
        value=value or here,
        error=error,
        choices=cells_by_community(file.township),
    )


def purpose_field(error: str = "") -> Field:
    names = {
        "clarify": _("Ask what exactly is meant"),
        "call_back": _("Call back after closing"),
        "visit": _("Come by in person"),
    }
    return Field(
        name="purpose",
        label=_("What do you need it for?"),
        kind="radio",
        required=True,
        choices=[(key, names[key]) for key in CONTACT_PURPOSES],
        help=_("Opening is written down with your name and this reason."),
        error=error,
    )


def changes_in_words(file: CaseFile, seen_version: int) -> tuple[str, ...]:
    """What happened since the version somebody saw: who did what, and where the case stands since."""
    said = catalogue.words(file.definition_id, get_language() or "")
    lines = []
    for change in changes_since(file.id, seen_version):
        move, role, stage = (str(change[key] or "") for key in ("move", "role", "stage"))
        who = people.role_name(role, get_language() or "", file.township) if role else _("A colleague")
        what = said.moves[move].done if move in said.moves else _beside(move)
        where = said.stages[stage].title if stage in said.stages else file.stage_title
        lines.append(_("%(who)s: %(what)s → %(stage)s") % {"who": who, "what": what, "stage": where})
    return tuple(lines)


def _beside(move: str) -> str:
    """What is no move of a definition."""
    if move == "hand_over":
        return _("gave it to a colleague of the same office")
    if move in {"merge", "unmerge"}:
        return _("joined it with another case, or parted it")
    return _("set the responsible place")


def _steps(file: CaseFile, definition: CaseType) -> Iterator[Step]:
    """The steps its kind has, and the archive; nothing for a case that was refused."""
    stage = definition.stages.get(file.stage)
    if (
        file.for_resident
        or file.merged_into
        or stage is None
        or (stage.final and stage.public != PublicState.DONE)
    ):
        return
    key = awaited(definition, file.stage) if file.awaits == REVIEW else file.awaits
    way = [
        (pgettext("step", "Report"), ()),
        (pgettext("step", "File"), ("file", "verify")),
        (pgettext("step", "Answer"), ("reply",)),
        (pgettext("step", "Dispatch"), ("dispatch", "accept")),
        (pgettext("step", "Handle"), ("handle",)),
        (pgettext("step", "Decide"), ("decide",)),
        (pgettext("step", "Check"), ("check",)),
        (pgettext("step", "Close"), ("close",)),
        (pgettext("step", "Visit again"), ("visit",)),
        (pgettext("step", "Rate"), ("rate",)),
        (pgettext("step", "Archive"), ("archive",)),
    ]
    met = {awaited(definition, one) for one in definition.stages}
    named = catalogue.words(file.definition_id, get_language() or "").steps
    said = {str(one): title for one, title in named.items()}
    way = [
        (next((said[one] for one in keys if one in said), title), keys)
        for title, keys in way
        if not keys or met & set(keys)
    ]
    here = next((place for place, (_title, keys) in enumerate(way) if key in keys), len(way))
    for place, (title, _keys) in enumerate(way):
        yield Step(title, "past" if place < here else "now" if place == here else "ahead")


def _story(file: CaseFile, definition: CaseType) -> tuple[Told, ...]:
    moves = {move.name: move for move in definition.moves}

    def tone(line: StoryLine) -> str:
        move = moves.get(line.move)
        if move is None:
            return ""
        if Effect.WAITS in move.effects:
            return "paused"
        target = definition.stages.get(move.to or "")
        if target is not None and target.public == PublicState.DONE:
            return "done"
        back = Effect.GIVES_BACK in move.effects or move.name == "send_back"
        return "bad" if back or (target is not None and target.final) else ""

    return tuple(Told(line, tone(line)) for line in reversed(file.story))


def _open_note(file: CaseFile, definition: CaseType) -> OpenNote | None:
    """The words of the last move that put the case off, or paused its clock."""
    effect = Effect.WAITS if file.review_on else Effect.PAUSES
    stopping = {move.name for move in definition.moves if effect in move.effects}
    line = next((line for line in reversed(file.story) if line.move in stopping), None)
    if line is None:
        return None
    said = {words.kind: words.text for words in line.words}
    if file.review_on:
        until = {"day": date_format(file.review_on)}
        return OpenNote(_("Put off until %(day)s") % until, said.get("reason", ""), said.get("reply", ""))
    ground = next((answer.value for answer in line.answers if answer.key == "pause_reason"), "")
    until = {"day": date_format(timezone.localtime(file.resumes_at))}
    words = "\n".join(part for part in (ground, said.get("basis", "")) if part)
    return OpenNote(_("The clock stands still until %(day)s") % until, words, "")


def _shots(file: CaseFile, *kinds: str) -> tuple[Photo, ...]:
    return tuple(photo for photo in file.photos if photo.kind in kinds and photo.is_image)
