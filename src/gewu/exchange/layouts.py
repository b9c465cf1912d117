"""The headings of an import: found, guessed, remembered."""

import itertools
from collections.abc import Mapping, Sequence

from gewu.exchange import targets
from gewu.exchange.models import Import, Shape
from gewu.exchange.reading import layout as layouts
from gewu.exchange.reading.book import Book, Raw
from gewu.exchange.reading.layout import HEADER_ROWS, SAMPLE, Layout, laid
from gewu.kernel import clock

__all__ = ["LOOKED_AT", "SAMPLE", "found", "guessed", "laid", "remembered", "score"]
LOOKED_AT = HEADER_ROWS + 2


def found(book: Book, sheet: str, kind: str) -> Layout | None:
    """Where the headings of a sheet stand, None where none are known."""
    heads = list(itertools.islice(book.rows(sheet), LOOKED_AT))
    return layouts.found(heads, targets.known_words(kind))


def score(layout: Layout, known: Mapping[str, str]) -> int:
    """How many of its headings are known."""
    return layouts.score(layout.headings, known)


def guessed(layout: Layout, sample: Sequence[Sequence[Raw]], kind: str) -> dict[str, str]:
    """Column (as text, for JSON) → target."""
    today = clock.now().date()
    columns = layouts.guessed(layout, sample, targets.headings(kind, today))
    return {str(column): key for column, key in columns.items()}


def remembered(row: Import) -> Mapping[str, str] | None:
    """What the columns of such a table were the last time: of this sender first, else of anybody."""
    kept = Shape.objects.filter(township=row.township, kind=row.kind, shape=row.shape).order_by("-used_at")
    one = kept.filter(office=row.office).first() or kept.first()
    if one is None:
        return None
    known = {target.key for target in targets.targets(row.kind)}
    return {column: key for column, key in one.mapping.items() if key in known}
