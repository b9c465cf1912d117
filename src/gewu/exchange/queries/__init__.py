"""Every shared read of the exchange."""

from gewu.exchange.queries.differences import Differing, differences, how_many
from gewu.exchange.queries.editions import edition, editions_of, since_before, waiting_editions
from gewu.exchange.queries.imports import (
    Cell,
    Named,
    Preview,
    Problem,
    came_in,
    doubts,
    findings,
    found_by_code,
    imports,
    kept_back,
    named,
    one_import,
    preview,
)
from gewu.exchange.queries.outward import table, tables, taken_out
from gewu.exchange.queries.pairs import Beside, beside, pairs

__all__ = [
    "Beside",
    "Cell",
    "Differing",
    "Named",
    "Preview",
    "Problem",
    "beside",
    "came_in",
    "differences",
    "doubts",
    "edition",
    "editions_of",
    "findings",
    "found_by_code",
    "how_many",
    "imports",
    "kept_back",
    "named",
    "one_import",
    "pairs",
    "preview",
    "since_before",
    "table",
    "tables",
    "taken_out",
    "waiting_editions",
]
