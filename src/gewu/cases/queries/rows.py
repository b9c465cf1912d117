"""Rows of lists and points of maps: made by the fifty, so names and words are looked up once."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from gewu.cases.models import Case, CaseText
from gewu.cases.powers import DESCRIPTION
from gewu.cases.queries.names import language, merged_title, office_names, place_name
from gewu.cases.queries.values import CaseRow, MapPoint
from gewu.catalogue import queries as catalogue
from gewu.kernel import clock
from gewu.kernel.errors import Invalid

SHOWN_TEXT = 80

# The columns a point needs, and those a row needs: reading all of them would double the work of a page.
DRAWN = (
    *("id", "township", "number", "lon", "lat", "category", "type_key", "definition_id", "stage"),
    *("review_on", "resumes_at", "awaits", "closed_at", "due_at", "merged_into"),
)
LISTED = (
    *("id", "township", "number", "type_key", "definition_id", "category", "at_place", "address", "stage"),
    *("awaits", "source", "holder_org", "offered_org", "version", "solved_on_spot", "returns", "due_at"),
    *("closed_at", "review_on", "resumes_at", "provisional", "asks", "reported_at", "recorded_at"),
    *("demands", "merged_into"),
)


def is_late(case: Case, now: datetime) -> bool:
    """Past its moment while somebody should be working on it."""
    if not case.awaits or case.closed_at is not None or case.resumes_at is not None:
        return False
    return case.due_at is not None and case.due_at < now


def rows_of(cases: Iterable[Case]) -> tuple[CaseRow, ...]:
    """Cases as rows: two statements for the words and the offices of all of them."""
    listed = tuple(cases)
    texts, offices, said = _texts(listed), _offices(listed), _Sayings()
    return tuple(_row(case, said, texts.get(case.id, ""), offices) for case in listed)


def points_of(cases: Iterable[Case]) -> tuple[MapPoint, ...]:
    """Cases as points: none without one."""
    said = _Sayings()
    return tuple(
        _point(case, said, case.lon, case.lat)
        for case in cases
        if case.lon is not None and case.lat is not None
    )


def cut_row(row: CaseRow) -> CaseRow:
    """A row as its reporter sees it: no inner stage, no office, no deadline."""
    said = catalogue.words(row.definition_id, language())
    return replace(
        row,
        stage=row.public_state,
        stage_title=said.public[row.public_state],
        holder="",
        due_at=None,
        # What is only paused is worked on, for all a resident needs to know.
        waits=row.review_on is not None,
        resumes_at=None,
        provisional=False,
        asks="",
        is_late=False,
        returns=0,
    )


class _Sayings:
    """The words of one answer, in its language and at its moment."""

    def __init__(self) -> None:
        self.language, self.now = language(), clock.now()
        self._categories: dict[str, tuple[str, str]] = {}

    def category(self, code: str) -> tuple[str, str]:
        """Name and icon; a code we no longer know stands for itself."""
        if code not in self._categories:
            try:
                found = catalogue.category(code)
                self._categories[code] = (found.name(self.language), found.icon)
            except Invalid:
                self._categories[code] = (code, "help")
        return self._categories[code]

    def stage(self, case: Case) -> str:
        if case.merged_into is not None:
            return merged_title()
        return catalogue.words(case.definition_id, self.language).stages[case.stage].title


def _texts(cases: tuple[Case, ...]) -> dict[UUID, str]:
    ids = [case.id for case in cases]
    homes = {case.township for case in cases}
    rows = CaseText.objects.filter(township__in=homes, case_id__in=ids, kind=DESCRIPTION)
    return dict(rows.values_list("case_id", "text")) if ids else {}


def _offices(cases: tuple[Case, ...]) -> dict[UUID, str]:
    names: dict[UUID, str] = {}
    for township in {case.township for case in cases}:
        wanted = {case.holder_org or case.offered_org for case in cases if case.township == township}
        names |= office_names(township, wanted)
    return names


def _row(case: Case, said: _Sayings, text: str, offices: Mapping[UUID, str]) -> CaseRow:
    definition = catalogue.definition(case.definition_id)
    holder = case.holder_org or case.offered_org
    category_name, icon = said.category(case.category)
    return CaseRow(
        id=case.id,
        township=case.township,
        number=case.number,
        type=case.type_key,
        definition_id=case.definition_id,
        category=case.category,
        category_name=category_name,
        icon=icon,
        text=_shortened(text),
        place=place_name(case.at_place, said.language),
        address=case.address,
        stage=case.stage,
        stage_title=said.stage(case),
        public_state=definition.public_state(case.stage, waits=case.review_on is not None),
        source=case.source,
        holder=offices.get(holder, "") if holder else "",
        version=case.version,
        is_late=is_late(case, said.now),
        waits=case.resumes_at is not None,
        no_grid=case.at_place is None,
        solved_on_spot=case.solved_on_spot,
        returns=case.returns,
        demands=case.demands,
        merged=case.merged_into is not None,
        due_at=case.due_at if case.closed_at is None else None,
        review_on=case.review_on,
        resumes_at=case.resumes_at,
        provisional=case.provisional,
        asks=case.asks,
        reported_at=case.reported_at,
        recorded_at=case.recorded_at,
    )


def _point(case: Case, said: _Sayings, lon: float, lat: float) -> MapPoint:
    definition = catalogue.definition(case.definition_id)
    category_name, icon = said.category(case.category)
    return MapPoint(
        id=case.id,
        number=case.number,
        lon=lon,
        lat=lat,
        category_name=category_name,
        icon=icon,
        stage_title=said.stage(case),
        public_state=definition.public_state(case.stage, waits=case.review_on is not None),
        is_late=is_late(case, said.now),
    )


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_TEXT else line[: SHOWN_TEXT - 1] + "…"
