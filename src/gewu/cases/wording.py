"""What a case says, for whoever keeps an index of it: it stands above and is named in the settings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol, cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from gewu.cases.models import Case, CaseText
from gewu.cases.powers import DESCRIPTION
from gewu.catalogue import queries as catalogue
from gewu.kernel.access import AccessClass
from gewu.places import queries as places

# Who may read words: whoever reports a case, everybody, or only those who work on it.
REPORTER, PUBLIC, STAFF = "A", "B", "C"


@dataclass(frozen=True, slots=True)
class Spoken:
    """Some words of a case, each with who may read it, and what the index narrows a question by."""

    id: UUID
    township: int
    recorded_at: datetime
    places: tuple[UUID, ...]
    reporter: UUID | None
    offices: tuple[UUID, ...]
    words: tuple[tuple[str, str], ...]


class Index(Protocol):
    """Adds to what the index holds of a case, or lays it down anew."""

    def __call__(self, spoken: Spoken, *, anew: bool) -> None: ...


def tell(case: Case, texts: Iterable[CaseText], *, offices: Iterable[UUID] = ()) -> None:
    """Words that have just been kept, and offices that have just come to the case."""
    kept = tuple(texts)
    # With the description comes what is said around it: address, places, category.
    whole = any(text.kind == DESCRIPTION for text in kept)
    _index()(spoken_of(case, kept, offices=offices, whole=whole), anew=False)


def tell_anew(case: Case, texts: Iterable[CaseText], *, offices: Iterable[UUID]) -> None:
    """Everything a case says: after words were released or withheld, or the place was set."""
    _index()(spoken_of(case, texts, offices=offices, whole=True), anew=True)


def spoken_of(case: Case, texts: Iterable[CaseText], *, offices: Iterable[UUID], whole: bool) -> Spoken:
    """A sealed case says nothing to an index, and neither its reporter's name nor phone is ever told."""
    sealed = case.access_class >= AccessClass.SEALED
    said = [(_reader(text), text.text) for text in texts]
    around = [(REPORTER, case.address), *((PUBLIC, name) for name in _names(case))] if whole else []
    levels = (case.in_community, case.in_grid, case.in_cell)
    return Spoken(
        id=case.id,
        township=case.township,
        recorded_at=case.recorded_at,
        places=() if sealed else tuple(level for level in levels if level),
        reporter=None if sealed else case.reporter_user,
        offices=() if sealed else tuple(offices),
        words=() if sealed else tuple((reader, text) for reader, text in (*said, *around) if text),
    )


def _names(case: Case) -> list[str]:
    """What people also call a case by: its category, and the places it lies in."""
    path = places.path(case.at_place) if case.at_place else ()
    return [catalogue.category_name(case.category, "zh-hans"), *(step.short for step in path[-3:])]


def _reader(text: CaseText) -> str:
    if text.kind == DESCRIPTION:
        return REPORTER
    return PUBLIC if text.released else STAFF


@cache
def _index() -> Index:
    return cast("Index", import_string(settings.CASE_WORDS))
