"""Keeping the index: added to in the transaction that keeps the words, laid down anew when rights change."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from gewu.cases import queries as cases
from gewu.cases.wording import Spoken
from gewu.finding import segments
from gewu.finding.models import CaseWords

BATCH = 500
# By hand: the ORM can say "insert or replace", but not "insert or add to what is there".
_ADD = """
INSERT INTO finding_casewords AS held (id, township, recorded_at, words) VALUES (%s, %s, %s, %s)
ON CONFLICT (id) DO UPDATE SET words = held.words || EXCLUDED.words
"""
_REPLACE = """
INSERT INTO finding_casewords AS held (id, township, recorded_at, words) VALUES (%s, %s, %s, %s)
ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words
"""


def keep_index(spoken: Spoken, *, anew: bool) -> None:
    """Add what was just said to the index, or lay the whole case down anew (settings.CASE_WORDS)."""
    if not spoken.words and not spoken.offices and not anew:
        return
    with connection.cursor() as cursor:
        cursor.execute(_REPLACE if anew else _ADD, _row(spoken))


def forget(township: int, ids: Iterable[UUID]) -> None:
    """Take cases out of the index: their words were erased."""
    CaseWords.objects.filter(township=township, id__in=list(ids)).delete()


def complete(township: int, after: UUID | None, *, anew: bool) -> UUID | None:
    """Lay down the next cases of a township that are not in the index, or all of them anew.

    Gives the id to go on after, or None at the end. Cases come by other ways than commands, too: from a
    backup without the index, from a bulk import.
    """
    ids = cases.ids_after(township, after, size=BATCH)
    known = (
        set()
        if anew
        else set(CaseWords.objects.filter(township=township, id__in=ids).values_list("id", flat=True))
    )
    missing = [one for one in ids if one not in known]
    with connection.cursor() as cursor:
        if missing:
            cursor.executemany(_REPLACE, [_row(spoken) for spoken in cases.spoken(township, missing)])
    return ids[-1] if len(ids) == BATCH else None


def _row(spoken: Spoken) -> tuple[UUID, int, datetime, str]:
    marks = segments.marks_of(
        township=spoken.township,
        day=timezone.localdate(spoken.recorded_at),
        places=spoken.places,
        reporter=spoken.reporter,
        offices=spoken.offices,
    )
    words = segments.laid_down(spoken.words, marks) if spoken.words or spoken.offices else ""
    return (spoken.id, spoken.township, spoken.recorded_at, words)
