"""What changed lately in cases that are open data: each new public state, with what was released about it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from gewu.cases.models import Case, CaseFile, CaseText
from gewu.cases.powers import DESCRIPTION
from gewu.cases.queries.names import language
from gewu.cases.queries.open_data import Asked, changed, changed_at, released_photos, released_texts
from gewu.cases.queries.resident import states
from gewu.cases.queries.story import Material
from gewu.catalogue import queries as catalogue
from gewu.catalogue.definition import PublicState
from gewu.kernel.models import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenUpdate:
    """One change of what residents see. `entry` is its number in the case's journal."""

    number: str
    entry: int
    state: PublicState
    is_open: bool
    at: datetime
    text: str
    photos: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class OpenUpdates:
    """Updates in the order of time; `next` is the moment from which to ask on."""

    items: tuple[OpenUpdate, ...]
    next: datetime | None


def open_updates(asked: Asked, *, onward: datetime | None = None, size: int) -> OpenUpdates:
    """What happened in the time asked for (`changed_*`), in up to `size` cases that changed then or later.

    Four statements, however many there are. `onward` is where the page before said to go on.
    """
    since = max(filter(None, (asked.changed_since, onward)), default=None)
    # A case that changed in that time and again afterwards is now found under its newer change.
    candidates = replace(asked, changed_since=since, changed_until=None, until=asked.changed_until)
    cases, more = changed(candidates, size=size)
    told = _Told(cases)
    items = [update for case in cases for update in told.updates_of(case) if _is_within(update, asked)]
    items.sort(key=lambda update: (update.at, update.number, update.entry))
    return OpenUpdates(tuple(items), changed_at(cases[-1]) if more else None)


class _Told:
    """The entries, words and photos of some cases, by case."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.entries: Mapping[UUID, list[Entry]] = _entries(cases)
        self.texts: Mapping[UUID, list[CaseText]] = released_texts(cases)
        self.photos: Mapping[UUID, list[CaseFile]] = released_photos(cases)
        self.language = language()

    def updates_of(self, case: Case) -> Iterator[OpenUpdate]:
        definition = catalogue.definition(case.definition_id)
        said = catalogue.words(case.definition_id, self.language)
        material = Material(case, definition, (), (), {}, tuple(self.entries[case.id]), {})
        before: PublicState | None = None
        for entry, stage, state in states(material):
            text = self._reply(case.id, entry.number)
            # The report itself is no update of it.
            if before is not None and (state != before or text):
                yield OpenUpdate(
                    number=case.number,
                    entry=entry.number,
                    state=state,
                    is_open=definition.stages[stage].open,
                    at=entry.recorded_at,
                    text=text or said.stages[stage].public,
                    photos=tuple(p.file_id for p in self.photos[case.id] if p.entry == entry.number),
                )
            before = state

    def _reply(self, case_id: UUID, entry: int) -> str:
        words = (t.text for t in self.texts[case_id] if t.entry == entry and t.kind != DESCRIPTION)
        return "\n".join(words)


def _entries(cases: Sequence[Case]) -> dict[UUID, list[Entry]]:
    found: dict[UUID, list[Entry]] = defaultdict(list)
    if cases:
        asked = Entry.objects.filter(
            township__in={case.township for case in cases},
            subject_id__in=[case.id for case in cases],
            kind__in=("case.reported", "case.moved", "case.resumed"),
        )
        for entry in asked.order_by("subject_id", "number"):
            found[entry.subject_id].append(entry)
    return found


def _is_within(update: OpenUpdate, asked: Asked) -> bool:
    after = asked.changed_since is None or update.at >= asked.changed_since
    return after and (asked.changed_until is None or update.at <= asked.changed_until)
