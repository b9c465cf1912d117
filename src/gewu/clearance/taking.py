"""Taking in the journal: what entries of cases tell becomes stays. Done again, it gives the same rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.dateparse import parse_date, parse_datetime

from gewu.cases.queries import facts_of
from gewu.catalogue import queries as catalogue
from gewu.catalogue.definition import CaseType
from gewu.catalogue.effects import Effect
from gewu.clearance.models import CaseStay, TakenIn
from gewu.clearance.rules import Stay, Told, stays_of
from gewu.kernel import clock
from gewu.kernel.errors import NotFound
from gewu.kernel.ids import new_id
from gewu.kernel.models import Entry
from gewu.places import queries as places

CASE = "cases.case"
# Entries are committed a little after the moment they carry; what came late is read again.
OVERLAP = timedelta(minutes=10)
CHUNK = 500
# Put off or paused: nobody is to say why such a case is carried over.
STOPS = frozenset({Effect.WAITS, Effect.PAUSES})
BEGINNING = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def take_in(township: int) -> int:
    """Bring the stays of a township up to its journal; how many cases were read.

    Whole cases are told anew, so that a run that was broken off, or two at once, come to the same.
    """
    until = clock.now()
    since = _taken_until(township)
    cases = sorted(_touched(township, since - OVERLAP))
    for at in range(0, len(cases), CHUNK):
        with transaction.atomic():
            _take_turns(township)
            _tell(township, cases[at : at + CHUNK])
    _note(township, until)
    return len(cases)


def told_of(entries: Iterable[Entry]) -> tuple[str, list[Told]]:
    """The number of a case, and what its entries tell a ledger. Entries that change nothing tell nothing."""
    number, told, state = "", [], _State()
    for entry in entries:
        facts = facts_of(entry)
        number = number or str(facts.get("number") or "")
        if state.take(entry.kind, facts):
            told.append(state.told(entry))
    return number, told


class _State:
    """How a case stands while its journal is read."""

    def __init__(self) -> None:
        self.definition: CaseType | None = None
        self.stage = ""
        self.place: UUID | None = None
        self.due: datetime | None = None
        self.waits = False
        self.level = ""
        self.solved_at = ""
        self.rests = False

    def take(self, kind: str, facts: Mapping[str, Any]) -> bool:
        """Follow an entry; whether it says anything."""
        if not kind.startswith("case."):
            return False
        if "definition" in facts:
            self.definition = catalogue.definition(UUID(str(facts["definition"])))
        if kind in {"case.reported", "case.placed"}:
            self.place = UUID(str(facts["at"])) if facts.get("at") else None
        if kind == "case.escalated":
            self.level = str(facts["to"])
        if kind in {"case.merged", "case.unmerged"}:
            # What is part of an earlier case is carried over there, once.
            self.rests = kind == "case.merged"
        self.stage = str(facts.get("stage") or self.stage)
        self.due = _moment(facts.get("case_due")) or self.due
        self.level = str(facts.get("level") or self.level)
        self.solved_at = str(facts.get("solved_at", self.solved_at))
        self._wait(facts)
        return self.definition is not None

    def told(self, entry: Entry) -> Told:
        assert self.definition is not None  # noqa: S101 - the first entry of a case names it
        return Told(
            number=entry.number,
            at=entry.recorded_at,
            open=self.definition.stages[self.stage].open and not self.rests,
            place=self.place,
            due=self.due,
            waits=self.waits,
            level=self.level,
            solved_at=self.solved_at,
        )

    def _wait(self, facts: Mapping[str, Any]) -> None:
        if facts.get("was") in {"put_off", "paused"}:
            self.waits = False
        moves = self.definition.moves if self.definition else ()
        move = next((one for one in moves if one.name == str(facts.get("move") or "")), None)
        if move:
            self.waits = (self.waits or bool(STOPS & move.effects)) and Effect.RESUMES not in move.effects


def _tell(township: int, cases: list[UUID]) -> None:
    rows = Entry.objects.filter(township=township, subject_id__in=cases).order_by("subject_id", "number")
    by_case: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in rows.iterator(chunk_size=2000):
        by_case[entry.subject_id].append(entry)
    stays = [
        _row(township, case, number, stay)
        for case, entries in by_case.items()
        for number, told in [told_of(entries)]
        for stay in stays_of(told)
    ]
    CaseStay.objects.filter(township=township, case_id__in=cases).delete()
    CaseStay.objects.bulk_create(stays)


def _row(township: int, case: UUID, number: str, stay: Stay) -> CaseStay:
    community, grid = _levels(stay.place)
    return CaseStay(
        id=new_id(township),
        township=township,
        case_id=case,
        case_number=number,
        number=stay.number,
        since=stay.since,
        until=stay.until,
        begins=stay.begins,
        ends=stay.ends or "",
        place=stay.place,
        in_community=community,
        in_grid=grid,
        came_from=stay.came_from,
        went_to=stay.went_to,
        due=stay.due,
        waits=stay.waits,
        level=stay.level,
        solved_at=stay.solved_at,
    )


def _levels(place: UUID | None) -> tuple[UUID | None, UUID | None]:
    if place is None:
        return None, None
    try:
        where = places.location_of(place)
    except NotFound:
        return None, None
    return where.community, where.grid


def _touched(township: int, since: datetime) -> set[UUID]:
    rows = Entry.objects.filter(township=township, recorded_at__gte=since, subject_kind=CASE)
    return set(rows.values_list("subject_id", flat=True).distinct())


def _taken_until(township: int) -> datetime:
    row = TakenIn.objects.filter(township=township).first()
    return row.until if row else BEGINNING + OVERLAP


def _note(township: int, until: datetime) -> None:
    mark = TakenIn(id=new_id(township), township=township, until=until)
    TakenIn.objects.bulk_create(
        [mark], update_conflicts=True, unique_fields=["township"], update_fields=["until"]
    )


def _take_turns(township: int) -> None:
    """Two readers of one township go one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [TURNS, township])


TURNS = 0x6C65


def _moment(value: object) -> datetime | None:
    # A recount tells what it was and what it is.
    value = value[-1] if isinstance(value, list) else value
    return parse_datetime(str(value)) if value else None


def parse_first(value: str) -> date | None:
    """A day as it comes in an address."""
    try:
        return parse_date(value)
    except ValueError:
        return None
